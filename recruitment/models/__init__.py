"""The tables of recruiting."""

from recruitment.models.applicants import Applicant, CriterionCheck, PoliceVerdict, ScoreSheet
from recruitment.models.campaigns import Campaign, CampaignAssessor, CampaignPost, CampaignStep, Criterion, Standard
from recruitment.models.contracts import Contract, ContractEnd, ContractTerm, ProbationEnd
from recruitment.models.notices import NoticeStep, Objection, PublicNotice

__all__ = [
    "Applicant",
    "Campaign",
    "CampaignAssessor",
    "CampaignPost",
    "CampaignStep",
    "Contract",
    "ContractEnd",
    "ContractTerm",
    "Criterion",
    "CriterionCheck",
    "NoticeStep",
    "Objection",
    "PoliceVerdict",
    "ProbationEnd",
    "PublicNotice",
    "ScoreSheet",
    "Standard",
]
