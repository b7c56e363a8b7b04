"""Of applicants, until the police has spoken."""

from __future__ import annotations

from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(Event):
    applicant_id: int
    campaign_id: int
    transfer: bool
    subject_field = "applicant_id"


@dataclass(frozen=True, kw_only=True)
class ApplicationCorrected(Event):
    applicant_id: int
    campaign_id: int
    subject_field = "applicant_id"


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Event):
    applicant_id: int
    campaign_id: int
    stage: str
    subject_field = "applicant_id"


@dataclass(frozen=True, kw_only=True)
class ApplicationErased(Event):
    applicant_id: int
    campaign_id: int
    subject_field = "applicant_id"


@dataclass(frozen=True, kw_only=True)
class ApplicantScreened(Event):
    applicant_id: int
    campaign_id: int
    verdict: str
    criterion_id: int | None = None
    subject_field = "applicant_id"


@dataclass(frozen=True, kw_only=True)
class ScoreSheetSubmitted(Event):
    score_sheet_id: int
    applicant_id: int
    campaign_id: int
    complete: bool
    subject_field = "applicant_id"


@dataclass(frozen=True, kw_only=True)
class RecruitsSelected(Event):
    campaign_id: int
    selected: int
    reserve: int
    others: int
    subject_field = "campaign_id"


@dataclass(frozen=True, kw_only=True)
class ReserveCalledUp(Event):
    applicant_id: int
    campaign_id: int
    subject_field = "applicant_id"


@dataclass(frozen=True, kw_only=True)
class FactsSupplied(Event):
    applicant_id: int
    campaign_id: int
    subject_field = "applicant_id"


@dataclass(frozen=True, kw_only=True)
class PoliceReviewRecorded(Event):
    """``outcome`` is the coded verdict; its why is in no event."""

    applicant_id: int
    campaign_id: int
    outcome: str
    subject_field = "applicant_id"


@dataclass(frozen=True, kw_only=True)
class RecruitRejected(Event):
    """By the office after the vetting: a verdict that lapsed, nobody who came to sign."""

    applicant_id: int
    campaign_id: int
    why: str
    subject_field = "applicant_id"


@dataclass(frozen=True, kw_only=True)
class ReviewAskedAgain(Event):
    applicant_id: int
    campaign_id: int
    subject_field = "applicant_id"
