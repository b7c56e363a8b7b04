"""Who may do what on duty (roles-and-lifecycles 5.2)."""

from enum import StrEnum

from patrol_ops.core.access import SYSTEM, Grants, Reach, register
from teams.rules import Role


class Permission(StrEnum):
    VIEW_PATROL_LOG = "duty.view_patrol_log"
    SUBMIT_PATROL_LOG = "duty.submit_patrol_log"
    REVIEW_PATROL_LOG = "duty.review_patrol_log"
    ADD_ADDENDUM = "duty.add_addendum"
    OPEN_BACKFILL = "duty.open_backfill"
    FOLLOW_UP_ENTRY = "duty.follow_up_entry"
    OWE_DAILY_LOGS = "duty.owe_daily_logs"
    LOCK_PATROL_LOG = "duty.lock_patrol_log"
    HAND_UP_ENTRIES = "duty.hand_up_entries"
    WRITE_PROCEDURE_CARD = "duty.write_procedure_card"


P = Permission
TERRITORY, TEAM, SELF, ALL = Reach.TERRITORY, Reach.TEAM, Reach.SELF, Reach.ALL

GRANTS: Grants = {
    P.VIEW_PATROL_LOG: {
        Role.GOVERNANCE: TERRITORY,
        Role.GOVERNANCE_HEAD: TERRITORY,
        Role.LEADING_GROUP: TERRITORY,
        Role.TOWNSHIP: TERRITORY,
        Role.SUB_BUREAU: TERRITORY,
        Role.STATION_LIAISON: TERRITORY,
        Role.COMMUNITY_OFFICER: TERRITORY,
        Role.INSPECTOR: TERRITORY,
        Role.LEADER: TEAM,
        Role.MEMBER: SELF,
    },
    P.SUBMIT_PATROL_LOG: {Role.LEADER: TEAM},
    # Whose review counts for which tier is the rule MAY_REVIEW; somebody must review a brigade's (ORG-06).
    P.REVIEW_PATROL_LOG: {
        Role.SUB_BUREAU: TERRITORY,
        Role.STATION_LIAISON: TERRITORY,
        Role.COMMUNITY_OFFICER: TERRITORY,
    },
    P.ADD_ADDENDUM: {Role.LEADER: TEAM, Role.STATION_LIAISON: TERRITORY, Role.COMMUNITY_OFFICER: TERRITORY},
    P.OPEN_BACKFILL: {Role.TOWNSHIP: TERRITORY},
    P.FOLLOW_UP_ENTRY: {
        Role.LEADER: TEAM,
        Role.TOWNSHIP: TERRITORY,
        Role.STATION_LIAISON: TERRITORY,
        Role.COMMUNITY_OFFICER: TERRITORY,
    },
    P.OWE_DAILY_LOGS: {SYSTEM: ALL},
    P.LOCK_PATROL_LOG: {SYSTEM: ALL},
    P.HAND_UP_ENTRIES: {SYSTEM: ALL},
    P.WRITE_PROCEDURE_CARD: {Role.GOVERNANCE: TERRITORY, SYSTEM: ALL},
}

register(GRANTS)
