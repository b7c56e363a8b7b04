"""Of records and signatures."""

from __future__ import annotations

from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class InspectionRecorded(Event):
    inspection_id: int
    visit_id: int
    team_id: int
    subject_field = "inspection_id"


@dataclass(frozen=True, kw_only=True)
class InspectionAmended(Event):
    inspection_id: int
    team_id: int
    subject_field = "inspection_id"


@dataclass(frozen=True, kw_only=True)
class PhotoAttached(Event):
    inspection_id: int
    team_id: int
    subject_field = "inspection_id"


@dataclass(frozen=True, kw_only=True)
class InspectionSigned(Event):
    inspection_id: int
    team_id: int
    subject_field = "inspection_id"


@dataclass(frozen=True, kw_only=True)
class SignatureTakenBack(Event):
    inspection_id: int
    team_id: int
    subject_field = "inspection_id"


@dataclass(frozen=True, kw_only=True)
class InspectionCountersigned(Event):
    inspection_id: int
    team_id: int
    subject_field = "inspection_id"


@dataclass(frozen=True, kw_only=True)
class SignatureRefused(Event):
    inspection_id: int
    team_id: int
    subject_field = "inspection_id"


@dataclass(frozen=True, kw_only=True)
class DisputeDecided(Event):
    inspection_id: int
    team_id: int
    upheld: bool
    subject_field = "inspection_id"


@dataclass(frozen=True, kw_only=True)
class InspectionTookEffect(Event):
    inspection_id: int
    team_id: int
    to_rectify: int
    subject_field = "inspection_id"


@dataclass(frozen=True, kw_only=True)
class InspectionCorrected(Event):
    inspection_id: int
    corrects_id: int
    team_id: int
    subject_field = "inspection_id"
