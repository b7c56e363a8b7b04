"""How a team stands today: which logs are in, which are missing, what else waits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from duty.models import LogEntry, PatrolLog
from duty.rules import LogStage, Owed
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Obligation

SHOWN = 10


@dataclass(frozen=True)
class DayState:
    """How a team's log of one day stands: ``filed`` with its log, ``owed``, ``missing`` past due, or ``none``."""

    day: dt.date
    state: str
    log: PatrolLog | None
    due_at: dt.datetime | None

    @property
    def to_write(self) -> bool:
        return self.state in {"owed", "missing"}


@dataclass(frozen=True)
class Waiting:
    """Something else that is due; ``about`` names the place of a hazard or an incident."""

    row: Obligation
    about: str


@dataclass(frozen=True)
class TeamToday:
    """Today and yesterday, older days that are missing, logs to mend, and everything else that is due."""

    today: DayState
    yesterday: DayState
    missing: list[DayState]
    returned: list[PatrolLog]
    due: list[Waiting]

    @property
    def days(self) -> list[DayState]:
        return [self.today, self.yesterday, *self.missing]

    @property
    def to_write(self) -> DayState | None:
        """What the big button writes: yesterday's while it is still in time, today's, then what is missing."""
        in_time = [state for state in (self.yesterday, self.today) if state.state == "owed"]
        return next((state for state in (*in_time, *self.days) if state.to_write), None)


def team_today(actor: Actor, team_id: int, now: dt.datetime) -> TeamToday:
    """Two statements, and one for what hazards and incidents are about."""
    day = now.date()
    before = day - dt.timedelta(days=1)
    wanted = Q(day__in=[day, before]) | Q(stage=LogStage.RETURNED)
    logs = list(PatrolLog.objects.filter(wanted, team_id=team_id).order_by("-day"))
    rows = list(Obligation.objects.open().addressed_to(actor).filter(team_id=team_id).order_by("due_at", "pk"))
    owed = {row.period: row for row in rows if row.kind == Owed.SUBMIT_PATROL_LOG}
    filed = {log.day: log for log in logs}
    long_past = sorted((period for period in owed if period < before.isoformat()), reverse=True)
    return TeamToday(
        today=_state(day, filed, owed, now),
        yesterday=_state(before, filed, owed, now),
        missing=[_state(dt.date.fromisoformat(period), filed, owed, now) for period in long_past[:SHOWN]],
        returned=[log for log in logs if log.stage == LogStage.RETURNED][:SHOWN],
        due=_waiting([row for row in rows if row.kind not in {Owed.SUBMIT_PATROL_LOG, Owed.MEND_PATROL_LOG}][:SHOWN]),
    )


def _waiting(rows: list[Obligation]) -> list[Waiting]:
    entries = [row.subject_id for row in rows if row.kind == Owed.FOLLOW_UP_ENTRY]
    places = dict(LogEntry.objects.filter(pk__in=entries).values_list("pk", "place")) if entries else {}
    return [Waiting(row, places.get(row.subject_id, "") if row.kind == Owed.FOLLOW_UP_ENTRY else "") for row in rows]


def _state(day: dt.date, filed: dict[dt.date, PatrolLog], owed: dict[str, Obligation], now: dt.datetime) -> DayState:
    log, row = filed.get(day), owed.get(day.isoformat())
    if log is not None:
        return DayState(day, "filed", log, None)
    if row is None:
        return DayState(day, "none", None, None)
    return DayState(day, "missing" if row.due_at <= now else "owed", None, clock.local(row.due_at))
