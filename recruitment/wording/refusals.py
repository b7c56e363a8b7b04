"""Why not: what, why, and what to do next."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

register(
    {
        # The standard and the campaign.
        "recruitment.standard-size": _("招聘标准要有 1 到 {most} 条。"),
        "recruitment.criterion-length": _("每条标准写 2 到 200 个字。"),
        "recruitment.criterion-twice": _("有两条标准完全一样，请删去一条。"),
        "recruitment.standard-without-post": _("巡防队员、治安保卫员、调解负责人每类岗位至少要有一条自己的标准。"),
        "recruitment.standard-waits": _("上一版标准还没有得到公安分局同意，请先等它办完。"),
        "recruitment.standard-same-hand": _("提出标准的人不能自己同意，请由公安分局的另一位人员办理。"),
        "recruitment.standard-of-district": _("招聘标准全区只有一套，请在区一级提出。"),
        "recruitment.no-standard": _("全区还没有生效的招聘标准。请先提出标准，并由公安分局同意。"),
        "recruitment.campaign-place": _("招聘在区或街道(乡镇)一级拟定，请选择区或街道。"),
        "recruitment.title-length": _("标题写 4 到 80 个字。"),
        "recruitment.campaign-incomplete": _("公告里这一项不能空着。"),
        "recruitment.text-length": _("这一项最多写 {most} 个字。"),
        "recruitment.applying-in-the-past": _("报名开始日期不能早于今天。"),
        "recruitment.applying-ends-first": _("报名截止日期不能早于开始日期。"),
        "recruitment.selection-too-early": _("考核日期要在报名截止之后。"),
        "recruitment.method-missing": _("请至少选一种考核方式，公开选拔不能省略。"),
        "recruitment.threshold-odd": _("合格线填 1 到 100 分。"),
        "recruitment.posts-missing": _("请填写招聘岗位，最多 {most} 个。"),
        "recruitment.post-number-odd": _("每个岗位招 1 到 200 人。"),
        "recruitment.post-twice": _("同一支队伍的同一种岗位写了两次，请合在一起。"),
        "recruitment.quota-exceeded": _(
            "{team}只剩 {free} 个名额(编制减去在队和正在录用的人)，不能招 {wanted} 人。请减少人数，或先调整编制。"
        ),
        "recruitment.team-not-active": _("{team}还没有批准或已停勤，不能招聘。"),
        "recruitment.class-not-of-form": _("{team}的队伍形式不能用这种身份的人，请换一种身份。"),
        "recruitment.reason-missing": _("请写明原因，2 到 300 个字。"),
        "recruitment.still-applying": _("报名到 {until} 当天结束，现在还不能截止。"),
        "recruitment.not-yet-applying": _("{since} 才开始报名。"),
        "recruitment.approved-already": _("这一方已经批准过，还要等另一方批准。"),
        "recruitment.approver-same": _("公安和综治办要由不同的人批准。"),
        "recruitment.planner-approves": _("拟定招聘的人不能自己批准，请由另一位负责人办理。"),
        "recruitment.assessor-known": _("这个人已经是本次招聘的考官。"),
        "recruitment.assessor-unknown": _("找不到这个人，或这个人现在没有可以当考官的岗位。"),
        "recruitment.assessors-fixed": _("已经有人交了评分表，考官不能再换。"),
        "recruitment.too-few-assessors": _("至少要有 {least} 名考官，请先指定考官。"),
        "recruitment.still-live": _("还有 {count} 人没有办完，本次招聘暂时不能办结。"),
        # Applying.
        "recruitment.not-open": _("本次招聘现在不接受报名。"),
        "recruitment.not-own-will": _("请确认是本人自愿报名。"),
        "recruitment.not-informed": _("请先阅读个人信息告知书，并勾选已阅读。"),
        "recruitment.applied-already": _(
            "这个证件号码在本次招聘中已经报过名。请用报名时得到的查询链接查看或修改；链接丢了，请带身份证到报名联系处办理。"
        ),
        "recruitment.serves-already": _("这个证件号码的人已经在队服务，不用再报名。需要调动请找队长或派出所联络员。"),
        "recruitment.post-unknown": _("没有这个岗位，请重新选择。"),
        "recruitment.not-editable": _("资格审查已经完成，报名信息不能再改。信息有错，请联系公告上的联系人。"),
        "recruitment.not-erasable": _(
            "正在公示、有异议或已经录用，依法还不能删除。办结以后会按期删除，也可以到时再来申请。"
        ),
        # Screening and selection.
        "recruitment.return-unexplained": _("请写明要补正什么，2 到 300 个字，报名人看得到。"),
        "recruitment.reject-without-rule": _("不合格要指出是哪一条标准不符合，请取消那一条的勾选。"),
        "recruitment.checklist-incomplete": _("还有 {count} 条标准没有勾选。全部符合才能通过；不符合请选“不合格”。"),
        "recruitment.claim-unverified": _("报名人作了声明，请当面核对材料后选“是”或“否”。"),
        "recruitment.assessor-related": _("请声明与报名人没有亲属关系。有亲属关系的，请换考官。"),
        "recruitment.selection-not-begun": _("考核从 {on} 开始，现在还不能评分。"),
        "recruitment.mark-odd": _("每项 0 到 {most} 分。"),
        "recruitment.absent-with-marks": _("没有到场的人不能有分数。"),
        "recruitment.scored-already": _("您的评分表已经交了，不能再改。"),
        "recruitment.not-yet-applied": _("报名还没有截止，不能确定人选。"),
        "recruitment.screening-open": _("还有 {count} 人没有完成资格审查。"),
        "recruitment.sheets-missing": _("还有 {count} 张评分表没有交，不能排名。"),
        "recruitment.nobody-assessed": _("没有可以排名的人。"),
        "recruitment.no-place-left": _("这个岗位已经没有空名额。"),
        "recruitment.reserve-order": _("候补要按名次递补，前面还有人。"),
        # Vetting.
        "recruitment.officer-related": _("请声明与本人没有亲属关系。有亲属关系的，请由另一位民警审核。"),
        "recruitment.verdict-unexplained": _("请写明不适合的原因。原因只留在公安机关，不会转给其他单位。"),
        "recruitment.question-missing": _("请写明需要补充什么情况，2 到 300 个字。"),
        "recruitment.verdict-holds-odd": _("有效期要在明天到 {longest} 之间。"),
        "recruitment.vetting-expired": _("公安审核的有效期到 {until} 为止，已经过期。请重新送审。"),
        "recruitment.screener-reviews": _("做过资格审查的人不能再作公安审核。"),
        "recruitment.still-suitable": _("公安审核的有效期到 {until}，现在还有效。"),
        # Notices and objections.
        "recruitment.nobody-to-list": _("没有审核合格、等待公示的人。"),
        "recruitment.notice-open": _("本次招聘还有一份公示没有办完，请先办完。"),
        "recruitment.notice-same-hand": _("拟定公示的人不能自己批准发布，请由综治办主任办理。"),
        "recruitment.notice-too-short": _("公示不能少于 {least} 个工作日。"),
        "recruitment.notice-running": _("公示到 {until} 当天结束，要从第二天起才能办理。"),
        "recruitment.notice-over": _("公示已在 {until} 结束，不能再提出异议。可以向公告上的联系人反映。"),
        "recruitment.not-on-notice": _("这个人不在公示名单上。"),
        "recruitment.objection-reason": _("请写明理由，5 到 2000 个字。"),
        "recruitment.contact-length": _("联系方式最多 120 个字。"),
        "recruitment.handler-proposed": _("确定人选或拟定公示的人不能核查对这份公示的异议，请由另一个人受理。"),
        "recruitment.not-the-handler": _("这件异议由另一个人核查。"),
        "recruitment.unheld": _("还有异议没有办完，不能继续。"),
        "recruitment.not-lengthened": _("公示的最后一天没有变化。"),
        # Offers and contracts.
        "recruitment.contract-kind": _(
            "这种身份不签这种合同。专职签劳动合同，兼职签非全日制劳动合同或服务协议，志愿者签志愿服务协议。"
        ),
        "recruitment.not-both-signed": _("要双方都签了字才能登记。"),
        "recruitment.duties-unsigned": _("岗位职责书要和合同一起签。"),
        "recruitment.no-statement": _("还没有公布队员的岗位职责和权限，请先公布再签合同。"),
        "recruitment.signed-before-notice": _("公示到 {until} 结束，合同最早从第二天起签订。"),
        "recruitment.signed-in-the-future": _("签订日期不能晚于今天。"),
        "recruitment.start-odd": _("开始工作的日期要在签订当天到一个月之内。"),
        "recruitment.end-odd": _("合同到期日要晚于开始日期。"),
        "recruitment.no-probation": _("这种合同依法不能约定试用期。"),
        "recruitment.probation-too-long": _("依法，试用期最晚到 {longest}。"),
        "recruitment.contract-over": _("这份合同已经终止。"),
        "recruitment.open-ended-already": _("这份合同没有固定期限，不用续签。"),
        "recruitment.renewal-before-it": _("续签日期不能早于本期合同的开始日期 {day}。"),
        "recruitment.renewal-not-longer": _("新的到期日要晚于现在的到期日 {day}。"),
        "recruitment.open-ended-due": _(
            "已经连续签订两次固定期限劳动合同，依法应签无固定期限合同；本人要求签固定期限的，请勾选。"
        ),
        "recruitment.probation-none": _("这份合同没有试用期。"),
        "recruitment.probation-ended": _("已经办理转正。"),
        "recruitment.contract-end-odd": _("终止日期要在 {first} 到 {last} 之间。"),
        "recruitment.expires-on-its-day": _("到期不续签的，终止日期就是合同到期日。"),
        "recruitment.still-serving": _("本人还在这支队伍里服务。"),
        "recruitment.nothing-due": _("这份合同没有待办事项。"),
        "recruitment.over-strength": _("{team}已经满编，不能再签。请先调整编制。"),
        "recruitment.not-fit-yet": _("岗前培训或编号牌还没有办完。"),
        "recruitment.nothing-to-forget": _("没有到期的资料。"),
    }
)
