"""Who may do what in recruiting (roles-and-lifecycles 5.2)."""

from enum import StrEnum

from patrol_ops.core.access import PUBLIC, SYSTEM, Grants, Reach, register
from teams.rules import Role


class Permission(StrEnum):
    VIEW_STANDARD = "recruitment.view_standard"
    PROPOSE_STANDARD = "recruitment.propose_standard"
    AGREE_STANDARD = "recruitment.agree_standard"
    VIEW_CAMPAIGN = "recruitment.view_campaign"
    PLAN_CAMPAIGN = "recruitment.plan_campaign"
    SUBMIT_CAMPAIGN = "recruitment.submit_campaign"
    RETURN_CAMPAIGN = "recruitment.return_campaign"
    APPROVE_CAMPAIGN_POLICE = "recruitment.approve_campaign_police"
    APPROVE_CAMPAIGN = "recruitment.approve_campaign"
    CANCEL_CAMPAIGN = "recruitment.cancel_campaign"
    RUN_CAMPAIGN = "recruitment.run_campaign"
    FINALISE_CAMPAIGN = "recruitment.finalise_campaign"
    NAME_ASSESSOR = "recruitment.name_assessor"
    SUBMIT_APPLICATION = "recruitment.submit_application"
    FOLLOW_APPLICATION = "recruitment.follow_application"
    VIEW_APPLICANT = "recruitment.view_applicant"
    VIEW_APPLICANT_MASKED = "recruitment.view_applicant_masked"
    SCREEN_APPLICANT = "recruitment.screen_applicant"
    SCORE_APPLICANT = "recruitment.score_applicant"
    SELECT_RECRUITS = "recruitment.select_recruits"
    SUPPLY_FACTS = "recruitment.supply_facts"
    RECORD_POLICE_REVIEW = "recruitment.record_police_review"
    VIEW_POLICE_VERDICT = "recruitment.view_police_verdict"
    VIEW_NOTICE = "recruitment.view_notice"
    PREPARE_NOTICE = "recruitment.prepare_notice"
    PUBLISH_NOTICE = "recruitment.publish_notice"
    CORRECT_NOTICE = "recruitment.correct_notice"
    WITHDRAW_NOTICE = "recruitment.withdraw_notice"
    CLOSE_NOTICE = "recruitment.close_notice"
    READ_NOTICE_BOARD = "recruitment.read_notice_board"
    LODGE_OBJECTION = "recruitment.lodge_objection"
    FOLLOW_OBJECTION = "recruitment.follow_objection"
    VIEW_OBJECTION = "recruitment.view_objection"
    TAKE_OBJECTION = "recruitment.take_objection"
    DECIDE_OBJECTION = "recruitment.decide_objection"
    OFFER_POST = "recruitment.offer_post"
    SIGN_CONTRACT = "recruitment.sign_contract"
    RENEW_CONTRACT = "recruitment.renew_contract"
    END_PROBATION = "recruitment.end_probation"
    END_CONTRACT = "recruitment.end_contract"
    DROP_CONTRACT_DUTIES = "recruitment.drop_contract_duties"
    VIEW_CONTRACT = "recruitment.view_contract"
    READ_CONTRACT_SCAN = "recruitment.read_contract_scan"
    ONBOARD_APPLICANT = "recruitment.onboard_applicant"
    FORGET_RECRUITS = "recruitment.forget_recruits"


P = Permission
TERRITORY, TEAM, SELF, ALL = Reach.TERRITORY, Reach.TEAM, Reach.SELF, Reach.ALL
R = Role
OFFICE = (R.GOVERNANCE, R.GOVERNANCE_HEAD, R.LEADING_GROUP, R.TOWNSHIP)
POLICE = (R.SUB_BUREAU, R.STATION_LIAISON)


def _all(roles: tuple[Role, ...], reach: Reach) -> dict[str, Reach]:
    return dict.fromkeys(roles, reach)


GRANTS: Grants = {
    P.VIEW_STANDARD: {**_all((*OFFICE, *POLICE, R.COMMUNITY_OFFICER), TERRITORY), SYSTEM: ALL},
    P.PROPOSE_STANDARD: {R.GOVERNANCE: TERRITORY},
    P.AGREE_STANDARD: {R.SUB_BUREAU: TERRITORY},
    P.VIEW_CAMPAIGN: {**_all((*OFFICE, *POLICE, R.COMMUNITY_OFFICER), TERRITORY), R.LEADER: TEAM},
    P.PLAN_CAMPAIGN: _all((R.GOVERNANCE, R.TOWNSHIP), TERRITORY),
    P.SUBMIT_CAMPAIGN: _all((R.GOVERNANCE, R.TOWNSHIP), TERRITORY),
    P.RETURN_CAMPAIGN: _all((R.GOVERNANCE_HEAD, *POLICE), TERRITORY),
    # The police of the tier (the scope says which) and the head of the office, both.
    P.APPROVE_CAMPAIGN_POLICE: _all(POLICE, TERRITORY),
    P.APPROVE_CAMPAIGN: {R.GOVERNANCE_HEAD: TERRITORY},
    P.CANCEL_CAMPAIGN: {R.GOVERNANCE_HEAD: TERRITORY},
    P.RUN_CAMPAIGN: {SYSTEM: ALL},  # opened and closed by the clock
    P.FINALISE_CAMPAIGN: {R.GOVERNANCE: TERRITORY},
    P.NAME_ASSESSOR: _all((R.GOVERNANCE, R.TOWNSHIP), TERRITORY),
    P.SUBMIT_APPLICATION: {PUBLIC: ALL},
    P.FOLLOW_APPLICATION: {PUBLIC: ALL},  # and the secret of the link
    # With identity, phone and full name: the police of the tier, once it is asked.
    P.VIEW_APPLICANT: _all(POLICE, TERRITORY),
    P.VIEW_APPLICANT_MASKED: {**_all((*OFFICE, R.COMMUNITY_OFFICER), TERRITORY), R.LEADER: TEAM},
    P.SCREEN_APPLICANT: _all((R.GOVERNANCE, R.TOWNSHIP), TERRITORY),
    # Whoever the campaign names: the own sheets and no others.
    P.SCORE_APPLICANT: _all((*OFFICE, *POLICE, R.COMMUNITY_OFFICER, R.TRAINER, R.LEADER), SELF),
    P.SELECT_RECRUITS: _all((R.GOVERNANCE, R.TOWNSHIP), TERRITORY),
    P.SUPPLY_FACTS: _all((R.GOVERNANCE, R.TOWNSHIP), TERRITORY),
    P.RECORD_POLICE_REVIEW: _all(POLICE, TERRITORY),
    P.VIEW_POLICE_VERDICT: _all(POLICE, TERRITORY),
    P.VIEW_NOTICE: _all((*OFFICE, *POLICE, R.COMMUNITY_OFFICER), TERRITORY),
    P.PREPARE_NOTICE: {R.GOVERNANCE: TERRITORY},
    P.PUBLISH_NOTICE: {R.GOVERNANCE_HEAD: TERRITORY},
    P.CORRECT_NOTICE: {R.GOVERNANCE_HEAD: TERRITORY},
    P.WITHDRAW_NOTICE: {R.GOVERNANCE_HEAD: TERRITORY},
    P.CLOSE_NOTICE: {SYSTEM: ALL},  # only the clock closes and lengthens notices
    P.READ_NOTICE_BOARD: {PUBLIC: ALL},
    P.LODGE_OBJECTION: {PUBLIC: ALL},
    P.FOLLOW_OBJECTION: {PUBLIC: ALL},
    # That there is one and how far it is; its text is the handler's alone.
    P.VIEW_OBJECTION: _all((*OFFICE, *POLICE), TERRITORY),
    P.TAKE_OBJECTION: _all((R.GOVERNANCE, R.GOVERNANCE_HEAD), TERRITORY),
    P.DECIDE_OBJECTION: _all((R.GOVERNANCE, R.GOVERNANCE_HEAD), TERRITORY),
    P.OFFER_POST: {R.GOVERNANCE: TERRITORY},
    P.SIGN_CONTRACT: {R.GOVERNANCE: TERRITORY},
    P.RENEW_CONTRACT: {R.GOVERNANCE: TERRITORY},
    P.END_PROBATION: {R.GOVERNANCE: TERRITORY},
    P.END_CONTRACT: {R.GOVERNANCE: TERRITORY},
    P.DROP_CONTRACT_DUTIES: {SYSTEM: ALL},  # of whoever has left
    P.VIEW_CONTRACT: {
        **_all((R.GOVERNANCE, R.GOVERNANCE_HEAD, R.TOWNSHIP, *POLICE), TERRITORY),
        R.LEADER: TEAM,
        R.MEMBER: SELF,
    },
    P.READ_CONTRACT_SCAN: {R.GOVERNANCE: TERRITORY, R.STATION_LIAISON: TERRITORY, R.MEMBER: SELF},
    P.ONBOARD_APPLICANT: {SYSTEM: ALL},
    P.FORGET_RECRUITS: {SYSTEM: ALL},
}

register(GRANTS)
