"""Of the standard and the campaigns."""

from __future__ import annotations

from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class StandardProposed(Event):
    standard_id: int
    version: int
    subject_field = "standard_id"


@dataclass(frozen=True, kw_only=True)
class StandardAgreed(Event):
    standard_id: int
    version: int
    subject_field = "standard_id"


@dataclass(frozen=True, kw_only=True)
class CampaignPlanned(Event):
    campaign_id: int
    standard_id: int
    number: int
    subject_field = "campaign_id"


@dataclass(frozen=True, kw_only=True)
class CampaignRedrafted(Event):
    campaign_id: int
    number: int
    subject_field = "campaign_id"


@dataclass(frozen=True, kw_only=True)
class CampaignSubmitted(Event):
    campaign_id: int
    subject_field = "campaign_id"


@dataclass(frozen=True, kw_only=True)
class CampaignReturned(Event):
    campaign_id: int
    subject_field = "campaign_id"


@dataclass(frozen=True, kw_only=True)
class CampaignApprovedByPolice(Event):
    campaign_id: int
    complete: bool
    subject_field = "campaign_id"


@dataclass(frozen=True, kw_only=True)
class CampaignApproved(Event):
    campaign_id: int
    complete: bool
    subject_field = "campaign_id"


@dataclass(frozen=True, kw_only=True)
class CampaignOpened(Event):
    campaign_id: int
    subject_field = "campaign_id"


@dataclass(frozen=True, kw_only=True)
class CampaignClosed(Event):
    campaign_id: int
    applied: int
    subject_field = "campaign_id"


@dataclass(frozen=True, kw_only=True)
class CampaignCancelled(Event):
    campaign_id: int
    told: int
    subject_field = "campaign_id"


@dataclass(frozen=True, kw_only=True)
class CampaignFinalised(Event):
    campaign_id: int
    hired: int
    subject_field = "campaign_id"


@dataclass(frozen=True, kw_only=True)
class AssessorNamed(Event):
    campaign_id: int
    user_id: int
    subject_field = "campaign_id"
