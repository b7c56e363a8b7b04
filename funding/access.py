"""Who may do what with the insurance register (roles-and-lifecycles 5.2, further rows)."""

from enum import StrEnum

from patrol_ops.core.access import SYSTEM, Grants, Reach, register
from teams.rules import Role


class Permission(StrEnum):
    VIEW_INSURANCE = "funding.view_insurance"
    VIEW_COVER = "funding.view_cover"
    ENTER_POLICY = "funding.enter_policy"
    COVER_MEMBERS = "funding.cover_members"
    END_COVER = "funding.end_cover"
    RENEW_POLICY = "funding.renew_policy"
    CANCEL_POLICY = "funding.cancel_policy"
    KEEP_COVER_HOLDS = "funding.keep_cover_holds"


P = Permission
R = Role
TERRITORY, TEAM, SELF, ALL = Reach.TERRITORY, Reach.TEAM, Reach.SELF, Reach.ALL
READERS = (R.GOVERNANCE, R.GOVERNANCE_HEAD, R.LEADING_GROUP, R.FINANCE)
KEEPERS = (R.GOVERNANCE, R.FINANCE)


def _all(roles: tuple[Role, ...], reach: Reach) -> dict[str, Reach]:
    return dict.fromkeys(roles, reach)


GRANTS: Grants = {
    P.VIEW_INSURANCE: _all(READERS, TERRITORY),
    # Kind and days of who is covered: the leader's of the team, everybody's own.
    P.VIEW_COVER: {**_all(READERS, TERRITORY), R.LEADER: TEAM, R.MEMBER: SELF},
    P.ENTER_POLICY: _all(KEEPERS, TERRITORY),
    P.COVER_MEMBERS: _all(KEEPERS, TERRITORY),
    P.END_COVER: _all(KEEPERS, TERRITORY),
    P.RENEW_POLICY: _all(KEEPERS, TERRITORY),
    P.CANCEL_POLICY: _all(KEEPERS, TERRITORY),
    # What is missing keeps off duty by itself: nobody's hand places or lifts it.
    P.KEEP_COVER_HOLDS: {SYSTEM: ALL},
}

register(GRANTS)
