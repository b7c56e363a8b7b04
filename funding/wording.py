"""Every sentence of insurance that Python must know."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

register(
    {
        "insurance.ACCIDENT": _("人身意外险"),
        "insurance.PENSION": _("养老保险"),
        "payer.VILLAGE": _("村(社区)"),
        "payer.STREET": _("街道"),
        "payer.DISTRICT": _("区"),
        "payer.EMPLOYER": _("用工单位"),
        "payer.MEMBER": _("本人"),
        "policy-state.COMING": _("还没有开始"),
        "policy-state.RUNNING": _("在保"),
        "policy-state.SOON": _("快到期"),
        "policy-state.RENEWED": _("已续保"),
        "policy-state.LAPSED": _("已到期"),
        "policy-state.CANCELLED": _("已作废"),
        "funding.panel.insurance": _("保险"),
    }
)

# What happened.
register(
    {
        "funding.policy_entered": _("登记保单"),
        "funding.members_covered": _("登记参保人员"),
        "funding.cover_ended": _("提前退保"),
        "funding.policy_renewed": _("续保"),
        "funding.policy_cancelled": _("保单作废"),
        "funding.cover_holds_kept": _("按参保情况登记或解除暂停上岗"),
        "funding.renew_insurance": _("保险到期，续保"),
        "funding.remind-insurance-ends": _("有一份保单即将到期或已经到期。"),
    }
)

# Permissions.
register(
    {
        "funding.view_insurance": _("查看保险台账"),
        "funding.view_cover": _("查看参保日期"),
        "funding.enter_policy": _("登记保单"),
        "funding.cover_members": _("登记参保人员"),
        "funding.end_cover": _("办理提前退保"),
        "funding.renew_policy": _("办理续保"),
        "funding.cancel_policy": _("作废保单"),
        "funding.keep_cover_holds": _("按参保情况登记或解除暂停上岗"),
    }
)

# Policy values.
register({"insurance.accident_required": _("没有意外险不能上岗")})

# Why not.
register(
    {
        "funding.insurer-needed": _("请写明保险公司。"),
        "funding.number-needed": _("请写明保单号。"),
        "funding.premium-odd": _("每人保费要在 0 到 100000 元之间。"),
        "funding.period-odd": _("最后一天要晚于第一天，最长十年。"),
        "funding.policy-over": _("这份保单已经过了最后一天。"),
        "funding.policy-known": _("这份保单(同一保险公司、保单号和起始日期)已经登记过。"),
        "funding.policy-cancelled": _("这份保单已经作废。"),
        "funding.place-too-small": _("保单登记在区或街道。"),
        "funding.renewal-of-another-kind": _("续保要和原来的保险种类相同。"),
        "funding.renewal-overlaps": _("原保单到 {day} 为止，新保单要从第二天或以后开始。"),
        "funding.renewed-already": _("这份保单已经续保。"),
        "funding.since-outside": _("参保日期要在保单期内：{first} 到 {last}。"),
        "funding.nobody-named": _("请至少选一个人。"),
        "funding.not-serving-there": _("有人不在这个地方的队伍里服务。"),
        "funding.covered-already": _("选的人都已经在这份保单里。"),
        "funding.end-odd": _("退保日期要在 {first} 到 {last} 之间。"),
        "funding.holds-right": _("暂停上岗的登记都和参保情况一致。"),
    }
)
