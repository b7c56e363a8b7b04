"""Pages of the first floor: places, teams, people, posts."""

from teams.views.badges import allocate_badge, hand_over_badge, revoke_badge
from teams.views.dormancy import confirm_dormant, keep_active, revive_team, write_revival_plan
from teams.views.members import end_membership, enrol_member, list_members, show_member
from teams.views.moving import (
    add_second_post,
    change_class,
    choose_main_membership,
    end_leave,
    grant_leave,
    transfer_member,
)
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
from teams.views.reorganisations import (
    approve_reorganisation,
    cancel_reorganisation,
    dissolve_team,
    merge_teams,
    rename_team,
    show_reorganisation,
    split_team,
)
from teams.views.steps import activate_team, resume_team, return_team, submit_team, suspend_team
from teams.views.teams import authorise_strength, list_teams, plan_team, relate_unit, show_team

__all__ = [
    "activate_team",
    "add_second_post",
    "allocate_badge",
    "appoint_staff",
    "approve_leader",
    "approve_reorganisation",
    "authorise_strength",
    "cancel_reorganisation",
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
    "list_appointments",
    "list_areas",
    "list_members",
    "list_places",
    "list_teams",
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
    "show_appointment",
    "show_member",
    "show_reorganisation",
    "show_team",
    "split_team",
    "submit_team",
    "suspend_team",
    "transfer_member",
    "write_revival_plan",
]
