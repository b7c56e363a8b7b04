"""Who may do what in discipline (roles-and-lifecycles 5.2). What is not announced, the queries hide."""

from enum import StrEnum

from patrol_ops.core.access import SYSTEM, Grants, Reach, register
from teams.rules import Role


class Permission(StrEnum):
    VIEW_CHECKLIST = "discipline.view_checklist"
    PROPOSE_CHECKLIST = "discipline.propose_checklist"
    AGREE_CHECKLIST = "discipline.agree_checklist"
    VIEW_ROUND = "discipline.view_round"
    PLAN_ROUND = "discipline.plan_round"
    VIEW_VISIT = "discipline.view_visit"
    VIEW_COMING = "discipline.view_coming"
    PLAN_VISIT = "discipline.plan_visit"
    RECORD_INSPECTION = "discipline.record_inspection"
    VIEW_INSPECTION = "discipline.view_inspection"
    SIGN_INSPECTION = "discipline.sign_inspection"
    COUNTERSIGN_INSPECTION = "discipline.countersign_inspection"
    DECIDE_DISPUTE = "discipline.decide_dispute"
    VIEW_RECTIFICATION = "discipline.view_rectification"
    ISSUE_RECTIFICATION = "discipline.issue_rectification"
    ASSIGN_RECHECKER = "discipline.assign_rechecker"
    ANSWER_RECTIFICATION = "discipline.answer_rectification"
    RECHECK_RECTIFICATION = "discipline.recheck_rectification"
    DECIDE_EXTENSION = "discipline.decide_extension"
    LIMIT_RECTIFICATION = "discipline.limit_rectification"
    WITHDRAW_RECTIFICATION = "discipline.withdraw_rectification"
    VIEW_REVIEW = "discipline.view_review"
    OPEN_REVIEW = "discipline.open_review"
    DECIDE_REVIEW = "discipline.decide_review"
    VIEW_COORDINATION = "discipline.view_coordination"
    RECORD_COORDINATION = "discipline.record_coordination"
    WATCH_INSPECTIONS = "discipline.watch_inspections"
    FOLLOW_TEAM = "discipline.follow_team"


P = Permission
TERRITORY, TEAM, SELF, ALL = Reach.TERRITORY, Reach.TEAM, Reach.SELF, Reach.ALL
R = Role
OFFICE = (R.GOVERNANCE, R.GOVERNANCE_HEAD, R.LEADING_GROUP, R.TOWNSHIP)
POLICE = (R.SUB_BUREAU, R.STATION_LIAISON, R.COMMUNITY_OFFICER)
PLANNERS = (R.GOVERNANCE, R.TOWNSHIP, R.SUB_BUREAU, R.STATION_LIAISON)
# Who may be sent: a squadron's leader keeps the record book of village teams (LOG-03).
SENT = (*PLANNERS, R.INSPECTOR, R.LEADER)


def _all(roles: tuple[Role, ...], reach: Reach) -> dict[str, Reach]:
    return dict.fromkeys(roles, reach)


GRANTS: Grants = {
    P.VIEW_CHECKLIST: _all((*OFFICE, *POLICE, R.INSPECTOR, R.LEADER), TERRITORY),
    P.PROPOSE_CHECKLIST: {R.GOVERNANCE: TERRITORY},
    P.AGREE_CHECKLIST: {R.GOVERNANCE_HEAD: TERRITORY},
    P.VIEW_ROUND: {**_all((*OFFICE, R.SUB_BUREAU, R.STATION_LIAISON), TERRITORY), R.INSPECTOR: SELF},
    P.PLAN_ROUND: _all(PLANNERS, TERRITORY),
    P.VIEW_VISIT: {
        **_all((*OFFICE, R.SUB_BUREAU, R.STATION_LIAISON), TERRITORY),
        R.INSPECTOR: SELF,
        R.LEADER: SELF,
    },
    # The inspected side, its community officer among them: what is announced, without a number.
    P.VIEW_COMING: {R.LEADER: TEAM, R.COMMUNITY_OFFICER: TERRITORY},
    P.PLAN_VISIT: {**_all(PLANNERS, TERRITORY), SYSTEM: ALL},
    P.RECORD_INSPECTION: _all(SENT, SELF),
    P.VIEW_INSPECTION: {**_all((*OFFICE, *POLICE), TERRITORY), R.INSPECTOR: SELF, R.LEADER: TEAM},
    P.SIGN_INSPECTION: _all(SENT, SELF),
    P.COUNTERSIGN_INSPECTION: {R.LEADER: TEAM},
    P.DECIDE_DISPUTE: {R.GOVERNANCE_HEAD: TERRITORY},
    P.VIEW_RECTIFICATION: {**_all((*OFFICE, *POLICE), TERRITORY), R.INSPECTOR: SELF, R.LEADER: TEAM},
    P.ISSUE_RECTIFICATION: {**_all(PLANNERS, TERRITORY), R.INSPECTOR: SELF, R.LEADER: SELF},
    P.ASSIGN_RECHECKER: {R.GOVERNANCE: TERRITORY},
    P.ANSWER_RECTIFICATION: {R.LEADER: TEAM},
    P.RECHECK_RECTIFICATION: {**_all((R.SUB_BUREAU, R.STATION_LIAISON), TERRITORY), R.INSPECTOR: SELF},
    P.DECIDE_EXTENSION: {R.GOVERNANCE_HEAD: TERRITORY},
    P.LIMIT_RECTIFICATION: {R.GOVERNANCE_HEAD: TERRITORY},
    P.WITHDRAW_RECTIFICATION: {R.GOVERNANCE_HEAD: TERRITORY},
    P.VIEW_REVIEW: {**_all((*OFFICE, R.SUB_BUREAU, R.STATION_LIAISON), TERRITORY), R.INSPECTOR: TERRITORY},
    P.OPEN_REVIEW: _all((R.GOVERNANCE, R.INSPECTOR), TERRITORY),
    P.DECIDE_REVIEW: {R.GOVERNANCE_HEAD: TERRITORY},
    P.VIEW_COORDINATION: _all((*OFFICE, *POLICE), TERRITORY),
    P.RECORD_COORDINATION: _all((R.GOVERNANCE, R.TOWNSHIP), TERRITORY),
    P.WATCH_INSPECTIONS: {SYSTEM: ALL},  # who was not looked at this period
    P.FOLLOW_TEAM: {SYSTEM: ALL},  # a team has stopped, goes on, or is another
}

register(GRANTS)
