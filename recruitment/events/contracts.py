"""Of offers, contracts, and what is forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PostOffered(Event):
    applicant_id: int
    campaign_id: int
    subject_field = "applicant_id"


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(Event):
    applicant_id: int
    campaign_id: int
    subject_field = "applicant_id"


@dataclass(frozen=True, kw_only=True)
class ContractSigned(Event):
    contract_id: int
    applicant_id: int
    member_id: int
    team_id: int
    contract_kind: str
    transfer: bool
    subject_field = "contract_id"


@dataclass(frozen=True, kw_only=True)
class ApplicantOnboarded(Event):
    applicant_id: int
    member_id: int
    campaign_id: int
    subject_field = "applicant_id"


@dataclass(frozen=True, kw_only=True)
class RecruitsForgotten(Event):
    campaign_id: int
    deleted: int
    emptied: int
    subject_field = "campaign_id"


@dataclass(frozen=True, kw_only=True)
class ObjectionsForgotten(Event):
    notice_id: int
    deleted: int
    subject_field = "notice_id"
