"""What the insurance register announces: ids, days and counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PolicyEntered(Event):
    insurance_policy_id: int
    insurance: str
    last_day: dt.date
    subject_field = "insurance_policy_id"


@dataclass(frozen=True, kw_only=True)
class MembersCovered(Event):
    insurance_policy_id: int
    people: int
    since: dt.date
    subject_field = "insurance_policy_id"


@dataclass(frozen=True, kw_only=True)
class CoverEnded(Event):
    cover_id: int
    insurance_policy_id: int
    member_id: int
    until: dt.date
    subject_field = "cover_id"


@dataclass(frozen=True, kw_only=True)
class PolicyRenewed(Event):
    """``people`` were carried over."""

    insurance_policy_id: int
    renewed_id: int
    people: int
    last_day: dt.date
    subject_field = "insurance_policy_id"


@dataclass(frozen=True, kw_only=True)
class PolicyCancelled(Event):
    insurance_policy_id: int
    people: int
    subject_field = "insurance_policy_id"


@dataclass(frozen=True, kw_only=True)
class CoverHoldsKept(Event):
    """Of how many the hold was not what their cover says."""

    people: int
