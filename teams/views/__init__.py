"""Pages of the first floor: places, teams, people, posts."""

from teams.views.accountables import end_accountable, list_units, name_accountable
from teams.views.badges import allocate_badge, hand_over_badge, revoke_badge
from teams.views.health import check_ledgers
from teams.views.households import (
    add_household_volunteer,
    change_household_duty,
    found_household_unit,
    list_household_units,
    name_household_coordinator,
    roster_household_days,
    show_household_unit,
    withdraw_household_consent,
)
from teams.views.ledgers import export_members, export_teams, list_exports, print_teams
from teams.views.members import end_membership, enrol_member, list_members, show_member
from teams.views.places import designate_area, draw_area, found_unit, list_areas, list_places
from teams.views.posts import (
    appoint_staff,
    approve_leader,
    decline_leader,
    end_appointment,
    list_appointments,
    open_login,
    propose_leader,
    show_appointment,
)
from teams.views.record_views import list_record_views, print_record_views
from teams.views.statements import (
    acknowledge_duty_statement,
    list_acknowledgements,
    list_duty_statements,
    publish_duty_statement,
    record_paper_signature,
)
from teams.views.steps import activate_team, resume_team, return_team, submit_team, suspend_team
from teams.views.teams import authorise_strength, list_teams, plan_team, relate_unit, show_team

__all__ = [
    "acknowledge_duty_statement",
    "activate_team",
    "add_household_volunteer",
    "allocate_badge",
    "appoint_staff",
    "approve_leader",
    "authorise_strength",
    "change_household_duty",
    "check_ledgers",
    "decline_leader",
    "designate_area",
    "draw_area",
    "end_accountable",
    "end_appointment",
    "end_membership",
    "enrol_member",
    "export_members",
    "export_teams",
    "found_household_unit",
    "found_unit",
    "hand_over_badge",
    "list_acknowledgements",
    "list_appointments",
    "list_areas",
    "list_duty_statements",
    "list_exports",
    "list_household_units",
    "list_members",
    "list_places",
    "list_record_views",
    "list_teams",
    "list_units",
    "name_accountable",
    "name_household_coordinator",
    "open_login",
    "plan_team",
    "print_record_views",
    "print_teams",
    "propose_leader",
    "publish_duty_statement",
    "record_paper_signature",
    "relate_unit",
    "resume_team",
    "return_team",
    "revoke_badge",
    "roster_household_days",
    "show_appointment",
    "show_household_unit",
    "show_member",
    "show_team",
    "submit_team",
    "suspend_team",
    "withdraw_household_consent",
]
