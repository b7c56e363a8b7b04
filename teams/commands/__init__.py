"""The only writers of the first floor."""

from teams.commands.appointments import appoint_staff, approve_leader, decline_leader, end_appointment, propose_leader
from teams.commands.areas import designate_area, draw_area
from teams.commands.badges import allocate_badge, hand_over_badge, revoke_badge
from teams.commands.carrying import carry_out_reorganisation
from teams.commands.dormancy import confirm_dormant, keep_active, revive_team, watch_teams, write_revival_plan
from teams.commands.leaves import end_leave, grant_leave
from teams.commands.logins import open_login
from teams.commands.members import end_membership, enrol_member
from teams.commands.moving import add_second_post, change_class, choose_main_membership, transfer_member
from teams.commands.places import found_unit, load_places
from teams.commands.reorganisations import (
    approve_reorganisation,
    cancel_reorganisation,
    dissolve_team,
    merge_teams,
    rename_team,
    split_team,
)
from teams.commands.strength import authorise_strength, relate_unit
from teams.commands.teams import activate_team, plan_team, resume_team, return_team, submit_team, suspend_team

__all__ = [
    "activate_team",
    "add_second_post",
    "allocate_badge",
    "appoint_staff",
    "approve_leader",
    "approve_reorganisation",
    "authorise_strength",
    "cancel_reorganisation",
    "carry_out_reorganisation",
    "change_class",
    "choose_main_membership",
    "confirm_dormant",
    "decline_leader",
    "designate_area",
    "dissolve_team",
    "draw_area",
    "end_appointment",
    "end_leave",
    "end_membership",
    "enrol_member",
    "found_unit",
    "grant_leave",
    "hand_over_badge",
    "keep_active",
    "load_places",
    "merge_teams",
    "open_login",
    "plan_team",
    "propose_leader",
    "relate_unit",
    "rename_team",
    "resume_team",
    "return_team",
    "revive_team",
    "revoke_badge",
    "split_team",
    "submit_team",
    "suspend_team",
    "transfer_member",
    "watch_teams",
    "write_revival_plan",
]
