"""Pages of recruiting."""

from recruitment.views.applicants import list_applicants, screen_applicant, show_applicant
from recruitment.views.campaigns import (
    list_campaigns,
    plan_campaign,
    print_poster,
    redraft_campaign,
    show_campaign,
)
from recruitment.views.selecting import (
    call_up_reserve,
    reject_recruit,
    score_applicant,
    select_recruits,
    supply_facts,
    vet_again,
)
from recruitment.views.standards import agree_standard, list_standards, propose_standard
from recruitment.views.steps import (
    approve_campaign,
    approve_campaign_police,
    cancel_campaign,
    finalise_campaign,
    name_assessor,
    return_campaign,
    submit_campaign,
)

__all__ = [
    "agree_standard",
    "approve_campaign",
    "approve_campaign_police",
    "call_up_reserve",
    "cancel_campaign",
    "finalise_campaign",
    "list_applicants",
    "list_campaigns",
    "list_standards",
    "name_assessor",
    "plan_campaign",
    "print_poster",
    "propose_standard",
    "redraft_campaign",
    "reject_recruit",
    "return_campaign",
    "score_applicant",
    "screen_applicant",
    "select_recruits",
    "show_applicant",
    "show_campaign",
    "submit_campaign",
    "supply_facts",
    "vet_again",
]
