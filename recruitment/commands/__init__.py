"""Everything that changes in recruiting changes here."""

from recruitment.commands.applying import (
    correct_application,
    erase_application,
    submit_application,
    withdraw_application,
)
from recruitment.commands.campaigns import (
    approve_campaign,
    approve_campaign_police,
    cancel_campaign,
    finalise_campaign,
    plan_campaign,
    redraft_campaign,
    return_campaign,
    submit_campaign,
)
from recruitment.commands.contract_terms import drop_contract_duties, end_contract, end_probation, renew_contract
from recruitment.commands.contracts import decline_offer, offer_post, onboard_applicant, sign_contract
from recruitment.commands.forgetting import forget_objections, forget_recruits
from recruitment.commands.notices import (
    close_notice,
    correct_notice,
    lengthen_notice,
    prepare_notice,
    publish_notice,
    withdraw_notice,
)
from recruitment.commands.objections import decide_objection, lodge_objection, take_objection
from recruitment.commands.running import close_campaign, open_campaign
from recruitment.commands.selecting import (
    call_up_reserve,
    name_assessor,
    screen_applicant,
    select_recruits,
    submit_score_sheet,
)
from recruitment.commands.standards import agree_standard, propose_standard
from recruitment.commands.vetting import record_police_review, reject_recruit, supply_facts, vet_again

__all__ = [
    "agree_standard",
    "approve_campaign",
    "approve_campaign_police",
    "call_up_reserve",
    "cancel_campaign",
    "close_campaign",
    "close_notice",
    "correct_application",
    "correct_notice",
    "decide_objection",
    "decline_offer",
    "drop_contract_duties",
    "end_contract",
    "end_probation",
    "erase_application",
    "finalise_campaign",
    "forget_objections",
    "forget_recruits",
    "lengthen_notice",
    "lodge_objection",
    "name_assessor",
    "offer_post",
    "onboard_applicant",
    "open_campaign",
    "plan_campaign",
    "prepare_notice",
    "propose_standard",
    "publish_notice",
    "record_police_review",
    "redraft_campaign",
    "reject_recruit",
    "renew_contract",
    "return_campaign",
    "screen_applicant",
    "select_recruits",
    "sign_contract",
    "submit_application",
    "submit_campaign",
    "submit_score_sheet",
    "supply_facts",
    "take_objection",
    "vet_again",
    "withdraw_application",
    "withdraw_notice",
]
