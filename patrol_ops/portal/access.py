"""What the public may see; what it may do is granted by the app that owns it."""

from enum import StrEnum

from patrol_ops.core.access import PUBLIC, Grants, Reach, register


class Permission(StrEnum):
    VIEW_PUBLIC_TEAM = "portal.view_public_team"
    VIEW_PUBLIC_CAMPAIGN = "portal.view_public_campaign"


GRANTS: Grants = {
    Permission.VIEW_PUBLIC_TEAM: {PUBLIC: Reach.ALL},
    Permission.VIEW_PUBLIC_CAMPAIGN: {PUBLIC: Reach.ALL},
}

register(GRANTS)
