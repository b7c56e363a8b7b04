"""Who may do what on the first floor, and what of the ground belongs to which role."""

from enum import StrEnum

from patrol_ops.core import access as core
from patrol_ops.core.access import PUBLIC, SYSTEM, Grants, Reach, register
from teams.rules import Role


class Permission(StrEnum):
    VIEW_PLACE = "teams.view_place"
    LOAD_PLACES = "teams.load_places"
    VIEW_UNIT = "teams.view_unit"
    FOUND_UNIT = "teams.found_unit"
    NAME_ACCOUNTABLE = "teams.name_accountable"
    VIEW_AREA = "teams.view_area"
    DRAW_AREA = "teams.draw_area"
    DESIGNATE_AREA = "teams.designate_area"
    VIEW_TEAM = "teams.view_team"
    PLAN_TEAM = "teams.plan_team"
    SUBMIT_TEAM = "teams.submit_team"
    ACTIVATE_TEAM = "teams.activate_team"
    SUSPEND_TEAM = "teams.suspend_team"
    ORDER_REORGANISATION = "teams.order_reorganisation"
    APPROVE_REORGANISATION = "teams.approve_reorganisation"
    CANCEL_REORGANISATION = "teams.cancel_reorganisation"
    CARRY_OUT_REORGANISATION = "teams.carry_out_reorganisation"
    WATCH_TEAMS = "teams.watch_teams"
    CONFIRM_DORMANT = "teams.confirm_dormant"
    WRITE_REVIVAL_PLAN = "teams.write_revival_plan"
    REVIVE_TEAM = "teams.revive_team"
    AUTHORISE_STRENGTH = "teams.authorise_strength"
    RELATE_UNIT = "teams.relate_unit"
    HANG_PLAQUE = "teams.hang_plaque"
    VIEW_HOUSEHOLD_UNIT = "teams.view_household_unit"
    MANAGE_HOUSEHOLD_UNIT = "teams.manage_household_unit"
    VIEW_MEMBER = "teams.view_member"
    VIEW_RECORD_VIEWS = "teams.view_record_views"
    VIEW_MEMBER_MASKED = "teams.view_member_masked"
    EXPORT_MEMBERS = "teams.export_members"
    KEEP_WORKBOOK = "teams.keep_workbook"
    VIEW_EXPORT = "teams.view_export"
    VIEW_TURNOVER = "teams.view_turnover"
    CHECK_LEDGERS = "teams.check_ledgers"
    ENROL_MEMBER = "teams.enrol_member"
    END_MEMBERSHIP = "teams.end_membership"
    TRANSFER_MEMBER = "teams.transfer_member"
    CHANGE_CLASS = "teams.change_class"
    ADD_SECOND_POST = "teams.add_second_post"
    GRANT_LEAVE = "teams.grant_leave"
    SET_HOLDS = "teams.set_holds"
    OVERRIDE_FITNESS = "teams.override_fitness"
    VIEW_OVERRIDE = "teams.view_override"
    ALLOCATE_BADGE = "teams.allocate_badge"
    HAND_OVER_BADGE = "teams.hand_over_badge"
    VIEW_EQUIPMENT = "teams.view_equipment"
    STOCK_EQUIPMENT = "teams.stock_equipment"
    ISSUE_EQUIPMENT = "teams.issue_equipment"
    AUTHORISE_KIT = "teams.authorise_kit"
    VIEW_EQUIPMENT_STANDARD = "teams.view_equipment_standard"
    PROPOSE_EQUIPMENT_STANDARD = "teams.propose_equipment_standard"
    AGREE_EQUIPMENT_STANDARD = "teams.agree_equipment_standard"
    VIEW_DUTY_STATEMENT = "teams.view_duty_statement"
    PUBLISH_DUTY_STATEMENT = "teams.publish_duty_statement"
    OWE_DUTY_STATEMENT = "teams.owe_duty_statement"
    ACKNOWLEDGE_DUTY_STATEMENT = "teams.acknowledge_duty_statement"
    RECORD_PAPER_SIGNATURE = "teams.record_paper_signature"
    RECORD_CONTRACT_SIGNATURE = "teams.record_contract_signature"
    VIEW_ACKNOWLEDGEMENT = "teams.view_acknowledgement"
    VIEW_APPOINTMENT = "teams.view_appointment"
    APPOINT_LEADER = "teams.appoint_leader"
    APPROVE_LEADER = "teams.approve_leader"
    APPOINT_STAFF = "teams.appoint_staff"
    OPEN_LEADER_LOGIN = "teams.open_leader_login"
    OPEN_LOGIN = "teams.open_login"
    VIEW_ROSTER = "teams.view_roster"
    UPLOAD_ROSTER = "teams.upload_roster"
    CONFIRM_ROSTER = "teams.confirm_roster"
    DISCARD_ROSTER = "teams.discard_roster"
    BRING_IN_ROSTER = "teams.bring_in_roster"


P = Permission
TERRITORY, TEAM, SELF, ALL = Reach.TERRITORY, Reach.TEAM, Reach.SELF, Reach.ALL
OFFICE = (Role.GOVERNANCE, Role.GOVERNANCE_HEAD, Role.LEADING_GROUP, Role.TOWNSHIP)
POLICE = (Role.SUB_BUREAU, Role.STATION_LIAISON, Role.COMMUNITY_OFFICER)
EVERYBODY = tuple(Role)


def _all(roles: tuple[Role, ...], reach: Reach) -> dict[str, Reach]:
    return dict.fromkeys(roles, reach)


# Whoever decides for a territory also stops and repeats its long work; others who may start some, their own.
STEERING = {
    **_all((Role.LEADING_GROUP, Role.TOWNSHIP, *POLICE), SELF),
    **_all((Role.GOVERNANCE, Role.GOVERNANCE_HEAD, Role.ADMINISTRATOR), TERRITORY),
}

GRANTS: Grants = {
    P.VIEW_PLACE: {**_all(EVERYBODY, TERRITORY), SYSTEM: ALL},
    P.LOAD_PLACES: {Role.ADMINISTRATOR: TERRITORY, SYSTEM: ALL},
    P.VIEW_UNIT: {**_all((*OFFICE, *POLICE, Role.ADMINISTRATOR), TERRITORY), SYSTEM: ALL},
    P.FOUND_UNIT: {Role.GOVERNANCE: TERRITORY, Role.ADMINISTRATOR: TERRITORY, SYSTEM: ALL},
    P.NAME_ACCOUNTABLE: _all((Role.GOVERNANCE, Role.TOWNSHIP, Role.ADMINISTRATOR), TERRITORY),
    P.VIEW_AREA: {
        **_all((*OFFICE, *POLICE, Role.AREA_CONTACT, Role.VILLAGE, Role.INSPECTOR), TERRITORY),
        Role.LEADER: TEAM,
        Role.MEMBER: TEAM,
    },
    P.DRAW_AREA: {Role.SUB_BUREAU: TERRITORY, Role.STATION_LIAISON: TERRITORY, SYSTEM: ALL},
    P.DESIGNATE_AREA: {Role.SUB_BUREAU: TERRITORY, Role.STATION_LIAISON: TERRITORY, SYSTEM: ALL},
    P.VIEW_TEAM: {
        **_all((*OFFICE, *POLICE, Role.VILLAGE, Role.INSPECTOR), TERRITORY),
        Role.LEADER: TEAM,
        Role.MEMBER: TEAM,
    },
    P.PLAN_TEAM: {Role.GOVERNANCE: TERRITORY, Role.TOWNSHIP: TERRITORY, SYSTEM: ALL},
    P.SUBMIT_TEAM: {Role.GOVERNANCE: TERRITORY, Role.TOWNSHIP: TERRITORY, SYSTEM: ALL},
    P.ACTIVATE_TEAM: {Role.GOVERNANCE_HEAD: TERRITORY},
    P.SUSPEND_TEAM: {Role.GOVERNANCE_HEAD: TERRITORY},
    P.ORDER_REORGANISATION: {Role.GOVERNANCE: TERRITORY, Role.TOWNSHIP: TERRITORY},
    P.APPROVE_REORGANISATION: {Role.GOVERNANCE_HEAD: TERRITORY},
    P.CANCEL_REORGANISATION: _all((Role.GOVERNANCE, Role.GOVERNANCE_HEAD, Role.TOWNSHIP), TERRITORY),
    P.CARRY_OUT_REORGANISATION: {SYSTEM: ALL},
    P.WATCH_TEAMS: {SYSTEM: ALL},
    P.CONFIRM_DORMANT: {Role.GOVERNANCE: TERRITORY},
    P.WRITE_REVIVAL_PLAN: {Role.GOVERNANCE: TERRITORY, Role.TOWNSHIP: TERRITORY},
    P.REVIVE_TEAM: {Role.GOVERNANCE: TERRITORY},
    P.AUTHORISE_STRENGTH: {Role.GOVERNANCE_HEAD: TERRITORY},
    P.HANG_PLAQUE: {Role.GOVERNANCE: TERRITORY, Role.TOWNSHIP: TERRITORY, Role.LEADER: TEAM, SYSTEM: ALL},
    P.RELATE_UNIT: {Role.GOVERNANCE: TERRITORY, Role.TOWNSHIP: TERRITORY, SYSTEM: ALL},
    P.VIEW_HOUSEHOLD_UNIT: {**_all((*OFFICE, *POLICE, Role.VILLAGE), TERRITORY), Role.LEADER: TEAM},
    P.MANAGE_HOUSEHOLD_UNIT: {Role.VILLAGE: TERRITORY, Role.LEADER: TEAM},
    P.VIEW_MEMBER: {**_all(POLICE, TERRITORY), Role.LEADER: TEAM, Role.MEMBER: SELF},
    P.VIEW_RECORD_VIEWS: {Role.STATION_LIAISON: TERRITORY, Role.LEADER: SELF, Role.MEMBER: SELF},
    P.VIEW_MEMBER_MASKED: _all(OFFICE, TERRITORY),
    P.EXPORT_MEMBERS: {
        **_all((Role.GOVERNANCE, Role.GOVERNANCE_HEAD, Role.TOWNSHIP, *POLICE), TERRITORY),
        Role.LEADER: TEAM,
    },
    P.KEEP_WORKBOOK: {SYSTEM: ALL},  # only the job of an export
    P.VIEW_EXPORT: {Role.AUDITOR: TERRITORY, Role.GOVERNANCE_HEAD: TERRITORY},
    P.VIEW_TURNOVER: _all((*OFFICE, *POLICE), TERRITORY),
    P.CHECK_LEDGERS: _all((*OFFICE, *POLICE), TERRITORY),
    P.ENROL_MEMBER: {SYSTEM: ALL},  # only a signed contract or the list of a legacy team
    P.END_MEMBERSHIP: _all(POLICE, TERRITORY),
    P.TRANSFER_MEMBER: _all(POLICE, TERRITORY),
    P.CHANGE_CLASS: _all(POLICE, TERRITORY),
    P.ADD_SECOND_POST: _all(POLICE, TERRITORY),
    P.GRANT_LEAVE: {**_all(POLICE, TERRITORY), Role.LEADER: TEAM},
    P.SET_HOLDS: {SYSTEM: ALL},  # only the act that owns a hold places and lifts it
    # The police that manages the team; which one that is, is a rule beside this.
    P.OVERRIDE_FITNESS: _all((Role.SUB_BUREAU, Role.STATION_LIAISON), TERRITORY),
    P.VIEW_OVERRIDE: {**_all((*OFFICE, *POLICE), TERRITORY), Role.LEADER: TEAM},
    P.ALLOCATE_BADGE: {Role.GOVERNANCE: TERRITORY, SYSTEM: ALL},
    P.HAND_OVER_BADGE: {Role.GOVERNANCE: TERRITORY, Role.LEADER: TEAM},
    P.VIEW_EQUIPMENT: {
        **_all((*OFFICE, *POLICE, Role.INSPECTOR, Role.FINANCE, Role.FINANCE_APPROVER), TERRITORY),
        Role.LEADER: TEAM,
        Role.MEMBER: SELF,
    },
    P.STOCK_EQUIPMENT: {Role.GOVERNANCE: TERRITORY, Role.TOWNSHIP: TERRITORY, Role.LEADER: TEAM},
    P.ISSUE_EQUIPMENT: {Role.GOVERNANCE: TERRITORY, Role.TOWNSHIP: TERRITORY, Role.LEADER: TEAM},
    P.AUTHORISE_KIT: _all((Role.SUB_BUREAU, Role.STATION_LIAISON), TERRITORY),  # which of them is a rule beside this
    P.VIEW_EQUIPMENT_STANDARD: _all(
        (*OFFICE, *POLICE, Role.LEADER, Role.INSPECTOR, Role.FINANCE, Role.FINANCE_APPROVER), TERRITORY
    ),
    P.PROPOSE_EQUIPMENT_STANDARD: {Role.GOVERNANCE: TERRITORY},
    P.AGREE_EQUIPMENT_STANDARD: {Role.SUB_BUREAU: TERRITORY},
    P.VIEW_DUTY_STATEMENT: _all((*OFFICE, *POLICE, Role.LEADER, Role.MEMBER, Role.INSPECTOR, Role.VILLAGE), TERRITORY),
    P.PUBLISH_DUTY_STATEMENT: {Role.GOVERNANCE: TERRITORY},
    P.OWE_DUTY_STATEMENT: {SYSTEM: ALL},
    P.ACKNOWLEDGE_DUTY_STATEMENT: {Role.LEADER: SELF, Role.MEMBER: SELF},
    P.RECORD_PAPER_SIGNATURE: {Role.LEADER: TEAM},
    P.RECORD_CONTRACT_SIGNATURE: {SYSTEM: ALL},  # only a contract carries it
    P.VIEW_ACKNOWLEDGEMENT: {**_all((*OFFICE, *POLICE), TERRITORY), Role.LEADER: TEAM},
    P.VIEW_APPOINTMENT: {
        **_all((*OFFICE, *POLICE, Role.ADMINISTRATOR), TERRITORY),
        Role.LEADER: TEAM,
        Role.MEMBER: SELF,
    },
    P.APPOINT_LEADER: {Role.GOVERNANCE: TERRITORY, Role.TOWNSHIP: TERRITORY, SYSTEM: ALL},
    P.APPROVE_LEADER: _all(POLICE, TERRITORY),
    P.APPOINT_STAFF: {Role.ADMINISTRATOR: TERRITORY, SYSTEM: ALL},
    P.OPEN_LEADER_LOGIN: {
        Role.GOVERNANCE: TERRITORY,
        Role.TOWNSHIP: TERRITORY,
        Role.ADMINISTRATOR: TERRITORY,
        SYSTEM: ALL,
    },
    P.OPEN_LOGIN: {Role.ADMINISTRATOR: TERRITORY, SYSTEM: ALL},
    # Legacy rosters (5.2, further rows): that a list which makes teams is the head's to confirm is a rule beside this.
    P.VIEW_ROSTER: _all((Role.GOVERNANCE, Role.GOVERNANCE_HEAD, Role.TOWNSHIP), TERRITORY),
    P.UPLOAD_ROSTER: _all((Role.GOVERNANCE, Role.TOWNSHIP), TERRITORY),
    P.CONFIRM_ROSTER: _all((Role.GOVERNANCE, Role.GOVERNANCE_HEAD, Role.TOWNSHIP), TERRITORY),
    P.DISCARD_ROSTER: {**_all((Role.GOVERNANCE, Role.GOVERNANCE_HEAD, Role.TOWNSHIP), TERRITORY), SYSTEM: ALL},
    P.BRING_IN_ROSTER: {SYSTEM: ALL},  # only the job of a confirmed list
    # The ground's own acts, given to roles here because the ground knows none.
    core.Permission.VIEW_JOURNAL: {Role.AUDITOR: TERRITORY, Role.GOVERNANCE_HEAD: TERRITORY},
    core.Permission.VIEW_POLICY: _all(
        tuple(r for r in Role if r not in {Role.LEADER, Role.MEMBER, Role.AREA_CONTACT, Role.VILLAGE}), TERRITORY
    ),
    core.Permission.SET_POLICY_VALUE: {Role.GOVERNANCE_HEAD: TERRITORY},
    core.Permission.ISSUE_TOKEN: _all((*OFFICE, *POLICE, Role.ADMINISTRATOR), SELF),
    core.Permission.REVOKE_TOKEN: {Role.ADMINISTRATOR: TERRITORY},
    core.Permission.VIEW_DELIVERY: _all((Role.ADMINISTRATOR, Role.AUDITOR), TERRITORY),
    core.Permission.UNSUBSCRIBE_CHANNEL: {PUBLIC: ALL},  # and the signed link of a mail
    core.Permission.VIEW_JOB: {**_all((*OFFICE, Role.ADMINISTRATOR), TERRITORY), **_all(POLICE, SELF)},
    core.Permission.CANCEL_JOB: STEERING,
    core.Permission.RETRY_JOB: STEERING,
    core.Permission.START_ROUTINE: {Role.ADMINISTRATOR: TERRITORY},
}

register(GRANTS)
