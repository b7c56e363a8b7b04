"""Of offers, contracts, and what is forgotten."""

from __future__ import annotations

import datetime as dt
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


@dataclass(frozen=True, kw_only=True)
class ContractRenewed(Event):
    """``number``: which term it is; without a last day it is open-ended."""

    contract_id: int
    member_id: int
    team_id: int
    number: int
    last_day: dt.date | None
    subject_field = "contract_id"


@dataclass(frozen=True, kw_only=True)
class ProbationEnded(Event):
    contract_id: int
    member_id: int
    team_id: int
    subject_field = "contract_id"


@dataclass(frozen=True, kw_only=True)
class ContractEnded(Event):
    contract_id: int
    member_id: int
    team_id: int
    last_day: dt.date
    why: str
    subject_field = "contract_id"


@dataclass(frozen=True, kw_only=True)
class ContractDutiesDropped(Event):
    """Nothing of this member's contract is due any more: they have left."""

    contract_id: int
    member_id: int
    team_id: int
    subject_field = "contract_id"
