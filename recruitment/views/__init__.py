"""Pages of recruiting."""

from recruitment.views.applicants import list_applicants, screen_applicant, show_applicant
from recruitment.views.campaigns import (
    list_campaigns,
    plan_campaign,
    print_poster,
    redraft_campaign,
    show_campaign,
)
from recruitment.views.contract_terms import end_contract, end_probation, renew_contract
from recruitment.views.contracts import (
    list_contracts,
    member_contracts,
    offer_post,
    show_contract,
    sign_contract,
    team_recruits,
)
from recruitment.views.notices import (
    correct_notice,
    list_notices,
    prepare_notice,
    print_notice,
    publish_notice,
    show_notice,
    withdraw_notice,
)
from recruitment.views.objections import decide_objection, list_objections, show_objection, take_objection
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
from recruitment.views.vetting import list_vetting, record_police_review, record_police_reviews

__all__ = [
    "agree_standard",
    "approve_campaign",
    "approve_campaign_police",
    "call_up_reserve",
    "cancel_campaign",
    "correct_notice",
    "decide_objection",
    "end_contract",
    "end_probation",
    "finalise_campaign",
    "list_applicants",
    "list_campaigns",
    "list_contracts",
    "list_notices",
    "list_objections",
    "list_standards",
    "list_vetting",
    "member_contracts",
    "name_assessor",
    "offer_post",
    "plan_campaign",
    "prepare_notice",
    "print_notice",
    "print_poster",
    "propose_standard",
    "publish_notice",
    "record_police_review",
    "record_police_reviews",
    "redraft_campaign",
    "reject_recruit",
    "renew_contract",
    "return_campaign",
    "score_applicant",
    "screen_applicant",
    "select_recruits",
    "show_applicant",
    "show_campaign",
    "show_contract",
    "show_notice",
    "show_objection",
    "sign_contract",
    "submit_campaign",
    "supply_facts",
    "take_objection",
    "team_recruits",
    "vet_again",
    "withdraw_notice",
]
