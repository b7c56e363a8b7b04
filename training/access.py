"""Who may do what in training (roles-and-lifecycles 5.2)."""

from enum import StrEnum

from patrol_ops.core.access import PUBLIC, SYSTEM, Grants, Reach, register
from teams.rules import Role


class Permission(StrEnum):
    VIEW_COURSE = "training.view_course"
    DESIGN_COURSE = "training.design_course"
    MANAGE_QUESTIONS = "training.manage_questions"
    VIEW_PLAN = "training.view_plan"
    DRAFT_PLAN = "training.draft_plan"
    APPROVE_PLAN = "training.approve_plan"
    VIEW_SESSION = "training.view_session"
    PLAN_SESSION = "training.plan_session"
    ENROL = "training.enrol"
    RUN_SESSION = "training.run_session"
    CONFIRM_SESSION = "training.confirm_session"
    REOPEN_SESSION = "training.reopen_session"
    HOLD_STUDY = "training.hold_study"
    CHECK_IN = "training.check_in"
    TAKE_TEST = "training.take_test"
    VIEW_ENROLMENT = "training.view_enrolment"
    VIEW_CERTIFICATE = "training.view_certificate"
    ISSUE_CERTIFICATE = "training.issue_certificate"
    REVOKE_CERTIFICATE = "training.revoke_certificate"
    WATCH_CERTIFICATES = "training.watch_certificates"
    FOLLOW_MEMBERS = "training.follow_members"
    CHECK_CERTIFICATE = "training.check_certificate"


P = Permission
TERRITORY, TEAM, SELF, ALL = Reach.TERRITORY, Reach.TEAM, Reach.SELF, Reach.ALL
R = Role
OFFICE = (R.GOVERNANCE, R.GOVERNANCE_HEAD, R.LEADING_GROUP, R.TOWNSHIP)
POLICE = (R.SUB_BUREAU, R.STATION_LIAISON, R.COMMUNITY_OFFICER)
PLANNERS = (R.GOVERNANCE, *POLICE, R.TRAINER)


def _all(roles: tuple[Role, ...], reach: Reach) -> dict[str, Reach]:
    return dict.fromkeys(roles, reach)


_VIEWERS = _all((*OFFICE, *POLICE, R.TRAINER, R.INSPECTOR), TERRITORY)

GRANTS: Grants = {
    P.VIEW_COURSE: {**_VIEWERS, R.LEADER: TERRITORY, R.MEMBER: TERRITORY},
    P.DESIGN_COURSE: _all((R.GOVERNANCE, R.SUB_BUREAU, R.TRAINER), TERRITORY),
    P.MANAGE_QUESTIONS: _all((R.SUB_BUREAU, R.TRAINER), TERRITORY),
    P.VIEW_PLAN: _VIEWERS,
    P.DRAFT_PLAN: {R.GOVERNANCE: TERRITORY},
    P.APPROVE_PLAN: {R.SUB_BUREAU: TERRITORY},
    P.VIEW_SESSION: {**_VIEWERS, R.LEADER: TEAM, R.MEMBER: SELF},
    P.PLAN_SESSION: _all(PLANNERS, TERRITORY),
    P.ENROL: {**_all(PLANNERS, TERRITORY), SYSTEM: ALL},
    # Whoever the session names as its trainer; a study item's is the leader who held it.
    P.RUN_SESSION: _all((*OFFICE, *POLICE, R.TRAINER, R.LEADER), SELF),
    # TRN-09: which of them answers for the tier, a rule says.
    P.CONFIRM_SESSION: _all(POLICE, TERRITORY),
    P.REOPEN_SESSION: _all(POLICE, TERRITORY),
    P.HOLD_STUDY: {R.LEADER: TEAM},
    P.CHECK_IN: _all((*OFFICE, *POLICE, R.LEADER, R.MEMBER), SELF),
    P.TAKE_TEST: _all((R.LEADER, R.MEMBER), SELF),
    P.VIEW_ENROLMENT: {**_VIEWERS, R.LEADER: TEAM, R.MEMBER: SELF},
    P.VIEW_CERTIFICATE: {**_VIEWERS, R.LEADER: TEAM, R.MEMBER: SELF},
    P.ISSUE_CERTIFICATE: _all((R.GOVERNANCE, R.GOVERNANCE_HEAD), TERRITORY),
    P.REVOKE_CERTIFICATE: {R.GOVERNANCE_HEAD: TERRITORY, SYSTEM: ALL},
    P.WATCH_CERTIFICATES: {SYSTEM: ALL},  # the clock: what has run out, whose hours are missing
    P.FOLLOW_MEMBERS: {SYSTEM: ALL},  # newcomers, transfers, exits
    P.CHECK_CERTIFICATE: {PUBLIC: ALL},
}

register(GRANTS)
