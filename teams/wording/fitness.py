"""Fit for duty or not: what keeps somebody off, what lifts it, and the way round it."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

register(
    {
        "hold.CERTIFICATE": _("没有有效的上岗证"),
        "hold.HOURS": _("年度培训学时不足，上岗证暂停"),
        "hold.INSURANCE": _("没有在保的意外险"),
        "hold-lifts.TRAINING": _("参加岗前培训并通过后解除。"),
        "hold-lifts.CERTIFICATE": _("由综治办发上岗证或办理换证后解除。"),
        "hold-lifts.HOURS": _("补足上一年的培训学时后解除。"),
        "hold-lifts.BADGE": _("发放编号牌后解除。"),
        "hold-lifts.INSURANCE": _("登记在保的意外险后解除。"),
        "hold-lifts.LEAVE": _("请假结束那天解除。"),
        "hold-lifts.DISCIPLINE": _("由作出决定的单位解除。"),
        "standing.OFF_DUTY": _("暂停上岗"),
        "teams.override-not-managing": _("只有管理这支队伍的公安单位({role})可以应急放行。"),
        "teams.override-begins-odd": _("应急放行只能从今天或明天开始。"),
        "teams.override-too-long": _("应急放行最长 {days} 天，结束日期要晚于开始日期。"),
        "teams.override-not-of-this": _("{hold}的人不能应急放行。"),
        "teams.override-not-needed": _("这个人那天本来就可以执勤，不用放行。"),
        "teams.override-of-oneself": _("不能给自己应急放行。"),
        "teams.override-over": _("这次应急放行已经结束。"),
        "teams.holds_set": _("登记或解除不能执勤的情形"),
        "teams.fitness_overridden": _("应急放行"),
        "teams.override_withdrawn": _("收回应急放行"),
        "teams.set_holds": _("登记或解除不能执勤的情形"),
        "teams.override_fitness": _("应急放行"),
        "teams.view_override": _("查看应急放行"),
        "fitness.override_days": _("应急放行最多几天"),
    }
)
