"""Every sentence of the public site that Python must know."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

register({"portal.view_public_team": _("查看公开的巡防队名录")})
