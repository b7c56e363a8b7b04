"""The only writers of the first floor."""

from teams.commands.absorbing import absorb_unit, make_team_above
from teams.commands.accountables import end_accountable, name_accountable
from teams.commands.appointments import appoint_staff, approve_leader, decline_leader, end_appointment, propose_leader
from teams.commands.areas import designate_area, draw_area
from teams.commands.badges import allocate_badge, hand_over_badge, revoke_badge
from teams.commands.bringing_in import bring_in_rows, finish_roster
from teams.commands.carrying import carry_out_reorganisation
from teams.commands.dormancy import confirm_dormant, keep_active, revive_team, watch_teams, write_revival_plan
from teams.commands.equipment import (
    issue_equipment,
    move_equipment,
    scrap_equipment,
    stock_equipment,
    take_back_equipment,
)
from teams.commands.equipment_standards import agree_equipment_standard, propose_equipment_standard
from teams.commands.holds import set_holds
from teams.commands.households import (
    add_household_volunteer,
    change_household_duty,
    found_household_unit,
    name_household_coordinator,
    roster_household_days,
    withdraw_household_consent,
)
from teams.commands.kit import authorise_kit, withdraw_kit_authorisation
from teams.commands.leaves import end_leave, grant_leave
from teams.commands.ledgers import begin_export, export_members, keep_workbook, record_view
from teams.commands.logins import open_login
from teams.commands.members import end_membership, enrol_member
from teams.commands.moving import (
    add_second_post,
    change_class,
    choose_main_membership,
    regularise_member,
    transfer_member,
)
from teams.commands.overrides import override_fitness, withdraw_override
from teams.commands.places import found_unit, load_places
from teams.commands.reorganisations import (
    approve_reorganisation,
    cancel_reorganisation,
    dissolve_team,
    merge_teams,
    rename_team,
    split_team,
)
from teams.commands.roster_decisions import (
    confirm_roster,
    decide_roster_row,
    decide_roster_unit,
    discard_roster,
    leave_open_rows_out,
)
from teams.commands.rosters import correct_roster, upload_roster
from teams.commands.statements import (
    acknowledge_duty_statement,
    owe_duty_statement,
    publish_duty_statement,
    record_contract_signature,
    record_paper_signature,
)
from teams.commands.strength import authorise_strength, hang_plaque, relate_unit
from teams.commands.teams import activate_team, plan_team, resume_team, return_team, submit_team, suspend_team

__all__ = [
    "absorb_unit",
    "acknowledge_duty_statement",
    "activate_team",
    "add_household_volunteer",
    "add_second_post",
    "agree_equipment_standard",
    "allocate_badge",
    "appoint_staff",
    "approve_leader",
    "approve_reorganisation",
    "authorise_kit",
    "authorise_strength",
    "begin_export",
    "bring_in_rows",
    "cancel_reorganisation",
    "carry_out_reorganisation",
    "change_class",
    "change_household_duty",
    "choose_main_membership",
    "confirm_dormant",
    "confirm_roster",
    "correct_roster",
    "decide_roster_row",
    "decide_roster_unit",
    "decline_leader",
    "designate_area",
    "discard_roster",
    "dissolve_team",
    "draw_area",
    "end_accountable",
    "end_appointment",
    "end_leave",
    "end_membership",
    "enrol_member",
    "export_members",
    "finish_roster",
    "found_household_unit",
    "found_unit",
    "grant_leave",
    "hand_over_badge",
    "hang_plaque",
    "issue_equipment",
    "keep_active",
    "keep_workbook",
    "leave_open_rows_out",
    "load_places",
    "make_team_above",
    "merge_teams",
    "move_equipment",
    "name_accountable",
    "name_household_coordinator",
    "open_login",
    "override_fitness",
    "owe_duty_statement",
    "plan_team",
    "propose_equipment_standard",
    "propose_leader",
    "publish_duty_statement",
    "record_contract_signature",
    "record_paper_signature",
    "record_view",
    "regularise_member",
    "relate_unit",
    "rename_team",
    "resume_team",
    "return_team",
    "revive_team",
    "revoke_badge",
    "roster_household_days",
    "scrap_equipment",
    "set_holds",
    "split_team",
    "stock_equipment",
    "submit_team",
    "suspend_team",
    "take_back_equipment",
    "transfer_member",
    "upload_roster",
    "watch_teams",
    "withdraw_household_consent",
    "withdraw_kit_authorisation",
    "withdraw_override",
    "write_revival_plan",
]
