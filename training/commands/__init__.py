"""The only writers of training."""

from training.commands.attending import (
    begin_session,
    call_roll,
    check_in,
    complete_session,
    record_results,
    reopen_session,
)
from training.commands.certificates import issue_certificates, renew_certificates, revoke_certificate
from training.commands.confirming import confirm_session
from training.commands.courses import (
    add_question,
    attach_material,
    design_course,
    retire_course,
    retire_question,
    revise_course,
)
from training.commands.enrolling import enrol_lacking, enrol_members, withdraw_enrolment
from training.commands.hours import owe_hours, review_hours
from training.commands.plans import amend_plan, approve_plan, draft_plan, return_plan, submit_plan
from training.commands.sessions import cancel_session, hold_study, note_cost, plan_session
from training.commands.theory import start_theory_test, submit_theory_test
from training.commands.watching import expire_certificates, follow_newcomers, move_reminder, release_leaver

__all__ = [
    "add_question",
    "amend_plan",
    "approve_plan",
    "attach_material",
    "begin_session",
    "call_roll",
    "cancel_session",
    "check_in",
    "complete_session",
    "confirm_session",
    "design_course",
    "draft_plan",
    "enrol_lacking",
    "enrol_members",
    "expire_certificates",
    "follow_newcomers",
    "hold_study",
    "issue_certificates",
    "move_reminder",
    "note_cost",
    "owe_hours",
    "plan_session",
    "record_results",
    "release_leaver",
    "renew_certificates",
    "reopen_session",
    "retire_course",
    "retire_question",
    "return_plan",
    "review_hours",
    "revise_course",
    "revoke_certificate",
    "start_theory_test",
    "submit_plan",
    "submit_theory_test",
    "withdraw_enrolment",
]
