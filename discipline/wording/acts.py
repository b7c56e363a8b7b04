"""What was done, what is due, who may, and the numbers people decide."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

# Events, as the journal says them.
register(
    {
        "discipline.checklist_proposed": _("拟定检查表"),
        "discipline.checklist_agreed": _("批准检查表"),
        "discipline.checklist_retired": _("停用检查表"),
        "discipline.round_planned": _("登记督察"),
        "discipline.round_reported": _("提交督察报告"),
        "discipline.round_cancelled": _("取消督察"),
        "discipline.visit_planned": _("安排检查"),
        "discipline.visit_rescheduled": _("检查改期"),
        "discipline.visit_cancelled": _("取消检查"),
        "discipline.visits_called_off": _("队伍停止运行，检查取消"),
        "discipline.series_begun": _("开始定期检查"),
        "discipline.series_ended": _("停止定期检查"),
        "discipline.series_visits_planned": _("自动安排定期检查"),
        "discipline.areas_watched": _("核对检查覆盖情况"),
        "discipline.inspection_recorded": _("记录检查"),
        "discipline.inspection_amended": _("修改检查记录"),
        "discipline.photo_attached": _("检查记录加照片"),
        "discipline.inspection_signed": _("检查人签字"),
        "discipline.signature_taken_back": _("检查人撤回签字"),
        "discipline.inspection_countersigned": _("队长签字"),
        "discipline.signature_refused": _("队长不签字，提出异议"),
        "discipline.dispute_decided": _("裁定检查异议"),
        "discipline.inspection_took_effect": _("检查记录生效"),
        "discipline.inspection_corrected": _("更正检查记录"),
        "discipline.rectification_issued": _("下发整改通知书"),
        "discipline.rechecker_assigned": _("指定复查人"),
        "discipline.rectification_acknowledged": _("签收整改通知书"),
        "discipline.progress_noted": _("登记整改进展"),
        "discipline.evidence_attached": _("上传整改材料"),
        "discipline.extension_asked": _("申请整改延期"),
        "discipline.extension_decided": _("决定整改延期"),
        "discipline.rectification_submitted": _("提交整改复查"),
        "discipline.rectification_sent_back": _("整改复查未通过"),
        "discipline.rectification_accepted": _("整改复查通过"),
        "discipline.rectification_limited": _("转为限期整改"),
        "discipline.rectification_withdrawn": _("撤销整改通知书"),
        "discipline.rectifications_handed_over": _("整改移交合并后的队伍"),
        "discipline.duties_taken_up": _("队伍恢复运行，继续整改和签字"),
        "discipline.review_opened": _("启动责任倒查"),
        "discipline.review_proposed": _("提出倒查意见"),
        "discipline.review_sent_back": _("退回倒查意见"),
        "discipline.review_decided": _("作出倒查决定"),
        "discipline.coordination_recorded": _("登记协调督促职责"),
        "discipline.coordination_followed_up": _("登记协调督促情况"),
        "discipline.coordination_ended": _("结束协调督促职责"),
    }
)

# What is due (the word on the list), and how one is reminded of it.
register(
    {
        "discipline.make_visit": _("去检查"),
        "discipline.make_unseen_visit": _("去检查(不通知)"),
        "discipline.receive_visit": _("迎接检查"),
        "discipline.cover_area": _("检查本辖区的队伍"),
        "discipline.issue_rectification": _("下发整改通知书"),
        "discipline.follow_signature": _("催促队长签字"),
        "discipline.rectify": _("完成整改"),
        "discipline.follow_rectification": _("跟踪逾期的整改"),
        "discipline.acknowledge_rectification": _("签收整改通知书"),
        "discipline.remind-visit": _("您有一次检查要做。"),
        "discipline.remind-coming": _("有检查组要来，请准备好台账。"),
        "discipline.remind-coverage": _("本期还有队伍没有检查。"),
        "discipline.remind-checklist": _("有一份检查表等待批准。"),
        "discipline.remind-sign": _("您的检查记录还没有签字。"),
        "discipline.remind-countersign": _("有一份检查记录等您签字。"),
        "discipline.remind-unsigned": _("您的检查记录，队长还没有签字。"),
        "discipline.remind-dispute": _("有一份检查异议等待裁定。"),
        "discipline.remind-issue": _("检查发现的问题还没有下发整改通知书。"),
        "discipline.remind-acknowledge": _("有一份整改通知书等待签收。"),
        "discipline.remind-rectify": _("有一件整改要按期完成。"),
        "discipline.remind-overdue": _("您下发的整改已经逾期。"),
        "discipline.remind-extension": _("有一份整改延期申请等待决定。"),
        "discipline.remind-recheck": _("有一件整改等待复查。"),
        "discipline.remind-review": _("有一件责任倒查等待决定。"),
        "discipline.notice-visits-off": _("队伍已停止运行，您的检查已取消。"),
        "discipline.off-team-stopped": _("队伍已停止运行"),
    }
)

# Permissions, as a token's page and the grants say them; where the word of a duty is the same, it stands there.
register(
    {
        "discipline.view_checklist": _("查看检查表"),
        "discipline.propose_checklist": _("拟定检查表"),
        "discipline.agree_checklist": _("批准检查表"),
        "discipline.view_round": _("查看督察"),
        "discipline.plan_round": _("登记督察"),
        "discipline.view_visit": _("查看检查安排"),
        "discipline.view_coming": _("查看将到的检查"),
        "discipline.plan_visit": _("安排检查"),
        "discipline.record_inspection": _("记录检查"),
        "discipline.view_inspection": _("查看检查记录"),
        "discipline.sign_inspection": _("检查人签字"),
        "discipline.countersign_inspection": _("队长签字"),
        "discipline.decide_dispute": _("裁定检查异议"),
        "discipline.view_rectification": _("查看整改"),
        "discipline.assign_rechecker": _("指定复查人"),
        "discipline.answer_rectification": _("落实整改"),
        "discipline.recheck_rectification": _("复查整改"),
        "discipline.decide_extension": _("决定整改延期"),
        "discipline.limit_rectification": _("转为限期整改"),
        "discipline.withdraw_rectification": _("撤销整改通知书"),
        "discipline.view_review": _("查看责任倒查"),
        "discipline.open_review": _("启动责任倒查"),
        "discipline.decide_review": _("决定责任倒查"),
        "discipline.view_coordination": _("查看协调督促职责"),
        "discipline.record_coordination": _("登记协调督促职责"),
        "discipline.watch_inspections": _("核对检查覆盖情况"),
        "discipline.follow_team": _("跟随队伍变动办理检查和整改"),
    }
)

# Numbers people decide.
register(
    {
        "inspection.township_team": _("街道中队多久检查一次"),
        "inspection.village_team": _("村(社区)分队多久检查一次"),
        "inspection.decide_days": _("检查异议几个工作日内裁定"),
        "rectification.days": _("整改期限"),
        "rectification.acknowledge_days": _("整改通知书几个工作日内签收"),
        "rectification.recheck_days": _("整改几个工作日内复查"),
        "rectification.extension_days": _("整改最多延期"),
    }
)
