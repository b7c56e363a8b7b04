"""What duty announces."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class DailyLogsOwed(Event):
    district_id: int
    day: dt.date
    count: int
    subject_field = "district_id"


@dataclass(frozen=True, kw_only=True)
class PatrolLogSubmitted(Event):
    patrol_log_id: int
    team_id: int
    day: dt.date
    late: bool
    version: int
    subject_field = "patrol_log_id"


@dataclass(frozen=True, kw_only=True)
class PatrolLogReturned(Event):
    patrol_log_id: int
    team_id: int
    day: dt.date
    subject_field = "patrol_log_id"


@dataclass(frozen=True, kw_only=True)
class PatrolLogReviewed(Event):
    patrol_log_id: int
    team_id: int
    day: dt.date
    subject_field = "patrol_log_id"


@dataclass(frozen=True, kw_only=True)
class PatrolLogLocked(Event):
    patrol_log_id: int
    team_id: int
    day: dt.date
    subject_field = "patrol_log_id"


@dataclass(frozen=True, kw_only=True)
class AddendumAdded(Event):
    addendum_id: int
    patrol_log_id: int
    team_id: int
    subject_field = "patrol_log_id"


@dataclass(frozen=True, kw_only=True)
class BackfillOpened(Event):
    backfill_opening_id: int
    team_id: int
    day: dt.date
    subject_field = "backfill_opening_id"


@dataclass(frozen=True, kw_only=True)
class EntryFollowedUp(Event):
    log_entry_id: int
    patrol_log_id: int
    team_id: int
    subject_field = "log_entry_id"


@dataclass(frozen=True, kw_only=True)
class EntriesHandedUp(Event):
    team_id: int
    count: int
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class ProcedureCardWritten(Event):
    procedure_card_id: int
    version: int
    subject_field = "procedure_card_id"
