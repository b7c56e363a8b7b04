"""What pages say of certificates and of who lacks training."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

register(
    {
        "certificate-state.soon": _("60 天内到期"),
        "certificate-filter.valid": _("有效"),
        "certificate-filter.soon": _("60 天内到期"),
        "certificate-filter.suspended": _("已暂停"),
        "certificate-filter.expired": _("已过期"),
        "certificate-filter.ended": _("已注销或已换新证"),
        "certificate-filter.today": _("今天发的"),
        "shortage.newcomer": _("没有完成岗前培训"),
        "shortage.hours": _("今年学时不足"),
        "training.step-programme": _("还没有完成岗前培训，不能上岗。"),
        "training.step-issue": _("培训已经合格，等综治办发上岗证。"),
        "training.step-renew": _("上岗证已过期。补够培训天数，由综治办换证。"),
        "training.step-hours": _("年度学时不足，上岗证已暂停。补足学时就恢复。"),
        "training.none-picked": _("请至少选一个人。"),
    }
)
