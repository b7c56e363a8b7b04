"""What comes next for an applicant, how a ranking was decided, and what a list of cases is headed by."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

register(
    {
        "applicant-next.SUBMITTED": _("等待资格审查。"),
        "applicant-next.RETURNED": _("等待报名人补正。"),
        "applicant-next.SHORTLISTED": _("等待考核，全部考官交齐评分表后进入排名。"),
        "applicant-next.ASSESSED": _("等待按成绩确定人选。"),
        "applicant-next.RESERVE": _("名额空出时按名次递补。"),
        "applicant-next.POLICE_REVIEW": _("等待公安审核。"),
        "applicant-next.FACTS_NEEDED": _("公安机关需要补充情况，补充后继续审核。"),
        "applicant-next.PROPOSED": _("等待列入公示名单。"),
        "applicant-next.ON_NOTICE": _("公示结束、没有异议，即可录用。"),
        "applicant-next.HELD": _("有异议，答复以后才能继续。"),
        "applicant-next.CLEARED": _("等待通知录用。"),
        "applicant-next.OFFERED": _("等待签订合同。"),
        "applicant-next.CONTRACTED": _("岗前培训合格、领到编号牌以后上岗。"),
        "applicant-next.ONBOARDED": _("已经上岗，手续全部办完。"),
        "applicant-next.DECLINED": _("手续已经结束。"),
        "applicant-next.WITHDRAWN": _("手续已经结束。"),
        "applicant-next.REJECTED": _("手续已经结束。"),
        "tie.priority": _("同分，优先照顾对象在前"),
        "tie.local": _("同分，本地居民在前"),
        "tie.first": _("同分，先报名的在前"),
        "outcome.select": _("送公安审核"),
        "outcome.reserve": _("列入候补"),
        "outcome.others": _("名额已满"),
        "outcome.below": _("未达到合格线"),
        "recruitment.by-the-clock": _("系统"),
        "recruitment.by-the-applicant": _("报名人"),
        "recruitment.sent-to-police": _("送公安审核"),
        "recruitment.rank-so": _("第 {rank} 名"),
        "recruitment.version-so": _("第 {number} 版"),
        "recruitment.any-post": _("各类岗位"),
    }
)
