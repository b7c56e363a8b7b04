"""What holds for recruiting, said of plain values."""

from enum import StrEnum

from patrol_ops.core.months import months_after
from recruitment.rules.applicants import (
    AFTER_NOTICE,
    HIRED,
    LEAST_ASSESSORS,
    LIVE,
    MAX_MARK,
    MOVES,
    NOTICED,
    OVER,
    PLACE_TAKEN,
    SELECTING,
    VETTING,
    ApplicationDraft,
    Candidate,
    RejectReason,
    Schooling,
    ScoreDraft,
    Screening,
    ScreeningDraft,
    Selection,
    Stage,
    judge_application,
    judge_assessors,
    judge_score,
    judge_screening,
    merit_of,
    ranked,
    select,
)
from recruitment.rules.campaigns import (
    CAMPAIGN_MOVES,
    ENDED,
    MAX_CRITERIA,
    MAX_POSTS,
    PUBLIC_STAGES,
    CampaignDraft,
    CampaignStage,
    CriterionDraft,
    Gate,
    Method,
    PostDraft,
    PostKind,
    StandardDraft,
    judge_campaign,
    judge_closing,
    judge_opening,
    judge_quota,
    judge_reason,
    judge_standard,
    police_role,
)
from recruitment.rules.contracts import (
    KINDS_OF,
    REMINDED_BEFORE,
    ContractDraft,
    ContractKind,
    judge_contract,
    longest_probation,
)
from recruitment.rules.notices import (
    DECIDING,
    LEAST_DAYS,
    NOTICE_MOVES,
    OBJECTION_MOVES,
    UNDECIDED,
    Decision,
    DecisionDraft,
    NoticeStage,
    ObjectionDraft,
    ObjectionStage,
    judge_days,
    judge_decision,
    judge_notice_over,
    judge_objection,
    never_shorter,
)
from recruitment.rules.vetting import (
    VerdictCode,
    VerdictDraft,
    judge_still_suitable,
    judge_verdict,
)


class Owed(StrEnum):
    """What recruiting makes due for somebody."""

    AGREE_STANDARD = "recruitment.agree_standard"
    APPROVE_CAMPAIGN_POLICE = "recruitment.approve_campaign_police"
    APPROVE_CAMPAIGN = "recruitment.approve_campaign"
    SCREEN_APPLICANT = "recruitment.screen_applicant"
    SCORE_APPLICANT = "recruitment.score_applicant"
    RECORD_POLICE_REVIEW = "recruitment.record_police_review"
    SUPPLY_FACTS = "recruitment.supply_facts"
    PUBLISH_NOTICE = "recruitment.publish_notice"
    DECIDE_OBJECTION = "recruitment.decide_objection"
    SIGN_CONTRACT = "recruitment.sign_contract"
    END_PROBATION = "recruitment.end_probation"
    RENEW_CONTRACT = "recruitment.renew_contract"


__all__ = [
    "AFTER_NOTICE",
    "CAMPAIGN_MOVES",
    "DECIDING",
    "ENDED",
    "HIRED",
    "KINDS_OF",
    "LEAST_ASSESSORS",
    "LEAST_DAYS",
    "LIVE",
    "MAX_CRITERIA",
    "MAX_MARK",
    "MAX_POSTS",
    "MOVES",
    "NOTICED",
    "NOTICE_MOVES",
    "OBJECTION_MOVES",
    "OVER",
    "PLACE_TAKEN",
    "PUBLIC_STAGES",
    "REMINDED_BEFORE",
    "SELECTING",
    "UNDECIDED",
    "VETTING",
    "ApplicationDraft",
    "CampaignDraft",
    "CampaignStage",
    "Candidate",
    "ContractDraft",
    "ContractKind",
    "CriterionDraft",
    "Decision",
    "DecisionDraft",
    "Gate",
    "Method",
    "NoticeStage",
    "ObjectionDraft",
    "ObjectionStage",
    "Owed",
    "PostDraft",
    "PostKind",
    "RejectReason",
    "Schooling",
    "ScoreDraft",
    "Screening",
    "ScreeningDraft",
    "Selection",
    "Stage",
    "StandardDraft",
    "VerdictCode",
    "VerdictDraft",
    "judge_application",
    "judge_assessors",
    "judge_campaign",
    "judge_closing",
    "judge_contract",
    "judge_days",
    "judge_decision",
    "judge_notice_over",
    "judge_objection",
    "judge_opening",
    "judge_quota",
    "judge_reason",
    "judge_score",
    "judge_screening",
    "judge_standard",
    "judge_still_suitable",
    "judge_verdict",
    "longest_probation",
    "merit_of",
    "months_after",
    "never_shorter",
    "police_role",
    "ranked",
    "select",
]
