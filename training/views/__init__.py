"""The pages of training, by subject."""

# Courses, plans, certificates.
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
from training.views.panels import member_training, team_training
from training.views.plans import (
    amend_plan,
    approve_plan,
    draft_plan,
    list_plans,
    return_plan,
    show_plan,
    submit_plan,
)
from training.views.shortages import list_shortages

__all__ = [
    "add_question",
    "amend_plan",
    "approve_plan",
    "attach_material",
    "design_course",
    "draft_plan",
    "issue_certificates",
    "list_certificates",
    "list_courses",
    "list_plans",
    "list_questions",
    "list_shortages",
    "member_training",
    "print_certificates",
    "renew_certificates",
    "retire_course",
    "retire_question",
    "return_plan",
    "revise_course",
    "revoke_certificate",
    "show_certificate",
    "show_course",
    "show_plan",
    "submit_plan",
    "team_training",
]
