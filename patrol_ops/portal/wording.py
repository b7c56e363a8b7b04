"""Every sentence of the public site that Python must know."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

register(
    {
        "portal.view_public_team": _("查看公开的巡防队名录"),
        "portal.view_public_campaign": _("查看公开的招聘公告"),
        "application.hourly_limit": _("每小时报名次数上限"),
        "objection.hourly_limit": _("每小时提出异议次数上限"),
        "portal.unit-times": _("次"),
        "portal.key-missing": _("请在请求头 Idempotency-Key 里带上提交编号(UUID)，同一个编号只算一次。"),
    }
)

# Where an application stands, in the applicant's words, and what comes next.
register(
    {
        "application-now.SUBMITTED": _("已收到您的报名，等待资格审查。"),
        "application-now.RETURNED": _("报名被退回，请您补正。"),
        "application-now.SHORTLISTED": _("资格审查合格，请按时参加考核。"),
        "application-now.ASSESSED": _("考核已经完成，等待按成绩确定人选。"),
        "application-now.RESERVE": _("您在候补名单上。"),
        "application-now.POLICE_REVIEW": _("您已入选，公安机关正在审核。"),
        "application-now.FACTS_NEEDED": _("您已入选，公安审核还需要补充一些情况。"),
        "application-now.PROPOSED": _("公安审核合格，等待公示。"),
        "application-now.ON_NOTICE": _("您已列入拟录用公示。"),
        "application-now.HELD": _("公示期间有人提出意见，正在核实。"),
        "application-now.CLEARED": _("公示已经通过，等待录用通知。"),
        "application-now.OFFERED": _("您被录用了，请来签订合同或协议。"),
        "application-now.CONTRACTED": _("合同或协议已经签订。"),
        "application-now.ONBOARDED": _("您已经上岗。"),
        "application-now.DECLINED": _("您放弃了录用。"),
        "application-now.WITHDRAWN": _("您撤回了报名。"),
        "application-now.REJECTED": _("这次没有录用。"),
        "application-next.SUBMITTED": _("审查以前，您都可以修改。报名截止后会公布审查结果，请常来这一页看看。"),
        "application-next.RETURNED": _("请照下面写的补正后再提交，提交后会重新审查。"),
        "application-next.SHORTLISTED": _("请带身份证到场。声明了本地居民或优先照顾的，把证明也带来，看过就还给您。"),
        "application-next.ASSESSED": _("所有人的成绩都出来以后，按成绩从高到低确定人选。"),
        "application-next.RESERVE": _("有人放弃或没有通过时，按名次递补，到时会联系您。"),
        "application-next.POLICE_REVIEW": _("审核合格以后，名单会公示，姓名只显示姓。"),
        "application-next.FACTS_NEEDED": _("综治中心会联系您，请保持电话畅通。"),
        "application-next.PROPOSED": _("接下来公示拟录用名单，姓名只显示姓。"),
        "application-next.ON_NOTICE": _("公示期满、没有异议的，会通知录用。"),
        "application-next.HELD": _("核实完就继续办理，结果会写在这里。需要您说明时会联系您。"),
        "application-next.CLEARED": _("录用通知会写在这里，工作人员也会打电话给您。"),
        "application-next.OFFERED": _("请带身份证到报名联系处签字。不想去了，也请告诉我们，好让候补的人递补。"),
        "application-next.CONTRACTED": _("接下来参加岗前培训，领取编号牌，都办好了才能上岗。"),
        "application-next.ONBOARDED": _("以后的事请找您的队长。"),
        "application-next.DECLINED": _("欢迎以后再来报名。"),
        "application-next.WITHDRAWN": _("报名还没有截止的，可以重新报名。"),
        "application-next.REJECTED": _("对结果有疑问，请联系公告上的联系人。欢迎以后再来报名。"),
        "objection-now.RECEIVED": _("已经收到，等待核查。被提出异议的人在核查完以前不会录用。"),
        "objection-now.INVESTIGATING": _("正在核查。核查的人没有参与拟定这份名单。"),
        "objection-now.SCREENED_OUT": _("没有受理，原因见下面的答复。"),
        "objection-now.UPHELD": _("异议成立，这个人不会录用。"),
        "objection-now.NOT_UPHELD": _("核查后认为异议不成立，原因见下面的答复。"),
    }
)
