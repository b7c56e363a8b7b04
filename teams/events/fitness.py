"""What is announced of holds that upper floors own, and of what was passed over for an emergency."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class HoldsSet(Event):
    """How many holds of a kind were placed and lifted; whose they are, the act that owns them says."""

    hold_kind: str
    placed: int
    lifted: int


@dataclass(frozen=True, kw_only=True)
class FitnessOverridden(Event):
    override_id: int
    member_id: int
    team_id: int
    since: dt.date
    until: dt.date
    subject_field = "override_id"


@dataclass(frozen=True, kw_only=True)
class OverrideWithdrawn(Event):
    override_id: int
    member_id: int
    team_id: int
    until: dt.date
    subject_field = "override_id"
