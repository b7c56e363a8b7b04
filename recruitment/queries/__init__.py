"""How campaigns, recruits and notices are asked for."""

from recruitment.queries.applicants import ApplicantQuerySet, ScoreSheetQuerySet, VerdictQuerySet
from recruitment.queries.campaigns import CampaignQuerySet, StandardQuerySet
from recruitment.queries.contracts import ContractQuerySet
from recruitment.queries.notices import NoticeQuerySet, ObjectionQuerySet

__all__ = [
    "ApplicantQuerySet",
    "CampaignQuerySet",
    "ContractQuerySet",
    "NoticeQuerySet",
    "ObjectionQuerySet",
    "ScoreSheetQuerySet",
    "StandardQuerySet",
    "VerdictQuerySet",
]
