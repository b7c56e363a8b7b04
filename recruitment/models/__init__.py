"""The tables of recruiting."""

from recruitment.models.applicants import Applicant, CriterionCheck, PoliceVerdict, ScoreSheet
from recruitment.models.campaigns import Campaign, CampaignAssessor, CampaignPost, CampaignStep, Criterion, Standard
from recruitment.models.contracts import Contract
from recruitment.models.notices import NoticeStep, Objection, PublicNotice

__all__ = [
    "Applicant",
    "Campaign",
    "CampaignAssessor",
    "CampaignPost",
    "CampaignStep",
    "Contract",
    "Criterion",
    "CriterionCheck",
    "NoticeStep",
    "Objection",
    "PoliceVerdict",
    "PublicNotice",
    "ScoreSheet",
    "Standard",
]
