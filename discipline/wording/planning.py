"""How a planned visit stands today, beside its stage."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

register({"visit-state.overdue": _("已过期"), "visit-state.today": _("今天")})
