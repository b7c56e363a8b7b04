"""The pages of training, by subject."""

from training.views.attending import (
    begin_session,
    call_roll,
    check_in,
    complete_session,
    record_results,
    show_check_in_code,
)
from training.views.certificates import (
    issue_certificates,
    list_certificates,
    print_certificates,
    renew_certificates,
    revoke_certificate,
    show_certificate,
)
from training.views.courses import (
    add_question,
    attach_material,
    design_course,
    list_courses,
    list_questions,
    retire_course,
    retire_question,
    revise_course,
    show_course,
)
from training.views.enrolling import (
    enrol_lacking,
    enrol_members,
    withdraw_enrolment,
)
from training.views.panels import (
    member_training,
    team_training,
)
from training.views.plans import (
    amend_plan,
    approve_plan,
    draft_plan,
    list_plans,
    return_plan,
    show_plan,
    submit_plan,
)
from training.views.sessions import (
    cancel_session,
    confirm_session,
    list_sessions,
    note_cost,
    plan_session,
    reopen_session,
    show_session,
)
from training.views.shortages import (
    list_shortages,
)
from training.views.study import (
    hold_study,
)
from training.views.theory import (
    start_theory_test,
    submit_theory_test,
    take_theory_test,
)

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
    "hold_study",
    "issue_certificates",
    "list_certificates",
    "list_courses",
    "list_plans",
    "list_questions",
    "list_sessions",
    "list_shortages",
    "member_training",
    "note_cost",
    "plan_session",
    "print_certificates",
    "record_results",
    "renew_certificates",
    "reopen_session",
    "retire_course",
    "retire_question",
    "return_plan",
    "revise_course",
    "revoke_certificate",
    "show_certificate",
    "show_check_in_code",
    "show_course",
    "show_plan",
    "show_session",
    "start_theory_test",
    "submit_plan",
    "submit_theory_test",
    "take_theory_test",
    "team_training",
    "withdraw_enrolment",
]
