"""The only writers of the first floor."""

from teams.commands.absorbing import absorb_unit, make_team_above
from teams.commands.appointments import appoint_staff, approve_leader, decline_leader, end_appointment, propose_leader
from teams.commands.areas import designate_area, draw_area
from teams.commands.badges import allocate_badge, hand_over_badge, revoke_badge
from teams.commands.bringing_in import bring_in_rows, finish_roster
from teams.commands.logins import open_login
from teams.commands.members import end_membership, enrol_member
from teams.commands.places import found_unit, load_places
from teams.commands.roster_decisions import (
    confirm_roster,
    decide_roster_row,
    decide_roster_unit,
    discard_roster,
    leave_open_rows_out,
)
from teams.commands.rosters import correct_roster, upload_roster
from teams.commands.strength import authorise_strength, relate_unit
from teams.commands.teams import activate_team, plan_team, resume_team, return_team, submit_team, suspend_team

__all__ = [
    "absorb_unit",
    "activate_team",
    "allocate_badge",
    "appoint_staff",
    "approve_leader",
    "authorise_strength",
    "bring_in_rows",
    "confirm_roster",
    "correct_roster",
    "decide_roster_row",
    "decide_roster_unit",
    "decline_leader",
    "designate_area",
    "discard_roster",
    "draw_area",
    "end_appointment",
    "end_membership",
    "enrol_member",
    "finish_roster",
    "found_unit",
    "hand_over_badge",
    "leave_open_rows_out",
    "load_places",
    "make_team_above",
    "open_login",
    "plan_team",
    "propose_leader",
    "relate_unit",
    "resume_team",
    "return_team",
    "revoke_badge",
    "submit_team",
    "suspend_team",
    "upload_roster",
]
