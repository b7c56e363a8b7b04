"""Of checklists, rounds and visits."""

from __future__ import annotations

from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ChecklistProposed(Event):
    checklist_id: int
    version: int
    subject_field = "checklist_id"


@dataclass(frozen=True, kw_only=True)
class ChecklistAgreed(Event):
    checklist_id: int
    version: int
    subject_field = "checklist_id"


@dataclass(frozen=True, kw_only=True)
class ChecklistRetired(Event):
    checklist_id: int
    subject_field = "checklist_id"


@dataclass(frozen=True, kw_only=True)
class RoundPlanned(Event):
    round_id: int
    organised_by: str
    method: str
    subject_field = "round_id"


@dataclass(frozen=True, kw_only=True)
class RoundReported(Event):
    round_id: int
    inspected: int
    subject_field = "round_id"


@dataclass(frozen=True, kw_only=True)
class RoundCancelled(Event):
    round_id: int
    subject_field = "round_id"


@dataclass(frozen=True, kw_only=True)
class VisitPlanned(Event):
    visit_id: int
    team_id: int
    announced: bool
    subject_field = "visit_id"


@dataclass(frozen=True, kw_only=True)
class VisitRescheduled(Event):
    visit_id: int
    team_id: int
    announced: bool
    subject_field = "visit_id"


@dataclass(frozen=True, kw_only=True)
class VisitCancelled(Event):
    visit_id: int
    team_id: int
    announced: bool
    subject_field = "visit_id"


@dataclass(frozen=True, kw_only=True)
class VisitsCalledOff(Event):
    team_id: int
    visits: int
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class SeriesBegun(Event):
    series_id: int
    tier: str
    subject_field = "series_id"


@dataclass(frozen=True, kw_only=True)
class SeriesEnded(Event):
    series_id: int
    subject_field = "series_id"


@dataclass(frozen=True, kw_only=True)
class SeriesVisitsPlanned(Event):
    series_id: int
    planned: int
    left_out: int
    subject_field = "series_id"


@dataclass(frozen=True, kw_only=True)
class AreasWatched(Event):
    place_id: int
    owed: int
    settled: int
    cancelled: int
    subject_field = "place_id"
