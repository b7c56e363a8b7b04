"""Sums over a territory: hours walked, logs on time, when the street is walked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum

from duty.models import LogEntry, Patrol, PatrolLog
from duty.rules import Owed
from patrol_ops.core import clock
from patrol_ops.core.models import Obligation
from patrol_ops.core.querysets import within
from teams.reports import AS_IT_WAS, Structure


def hours_served(path: str, first: dt.date, last: dt.date, by: Structure = AS_IT_WAS) -> dict[int, dt.timedelta]:
    """Person-hours walked by each team of a territory, from submitted logs of these days: one statement.

    Each hour counts for the team that walked it, or ``by`` another structure for what that team has become.
    """
    walked = ExpressionWrapper(F("ended_at") - F("started_at"), output_field=DurationField())
    # By the walker's member: that stands in the index, the row itself need not be read.
    patrols = patrols_of(first, last).filter(by.under("log__team", path), walkers__member__isnull=False)
    rows = patrols.order_by().values("log__team_id").annotate(hours=Sum(walked))
    return by.regroup((row["log__team_id"], row["hours"]) for row in rows)


def patrols_of(first: dt.date, last: dt.date) -> Any:
    """The patrols of the logs of these days. They began on the day of their log: so they are found by an index."""
    begin, end = clock.start_of(first), clock.start_of(last + dt.timedelta(days=1))
    return Patrol.objects.filter(started_at__gte=begin, started_at__lt=end, log__day__gte=first, log__day__lte=last)


@dataclass(frozen=True)
class TeamFigures:
    """What one team did over some days: logs filed, of them late, patrols walked, person-hours."""

    filed: int = 0
    late: int = 0
    patrols: int = 0
    walked: dt.timedelta = dt.timedelta()


def team_figures(path: str, first: dt.date, last: dt.date, by: Structure = AS_IT_WAS) -> dict[int, TeamFigures]:
    """The figures of each team of a territory, as it was then or by what it has become: three statements."""
    logs = PatrolLog.objects.filter(by.under("team", path)).between(first, last).order_by().values("team_id")
    counted = list(logs.annotate(filed=Count("pk"), late=Count("pk", filter=Q(late=True))))
    patrols = patrols_of(first, last).filter(by.under("log__team", path))
    walks = patrols.order_by().values("log__team_id").annotate(n=Count("pk")).values_list("log__team_id", "n")
    filed = by.regroup((row["team_id"], row["filed"]) for row in counted)
    late = by.regroup((row["team_id"], row["late"]) for row in counted)
    walked, hours = by.regroup(walks), hours_served(path, first, last, by)
    return {
        pk: TeamFigures(filed=filed[pk], late=late[pk], patrols=walked.get(pk, 0), walked=hours.get(pk, dt.timedelta()))
        for pk in filed
    }


@dataclass(frozen=True)
class LogFigures:
    """The logs of a territory over some days, from rows: filed, late, reviewed, and what is still missing."""

    filed: int
    late: int
    waiting: int
    reviewed: int
    missing: int


def log_figures(path: str, first: dt.date, last: dt.date, now: dt.datetime) -> LogFigures:
    """Two statements."""
    logs = PatrolLog.objects.under(path).between(first, last)
    counts = logs.aggregate(
        filed=Count("pk"),
        late=Count("pk", filter=Q(late=True)),
        waiting=Count("pk", filter=Q(stage="SUBMITTED")),
        reviewed=Count("pk", filter=Q(stage="REVIEWED")),
    )
    return LogFigures(missing=missing_logs(path, first, last, now).count(), **counts)


def missing_logs(path: str, first: dt.date, last: dt.date, now: dt.datetime) -> Any:
    """Open obligations past due: a team and a day each; the row's subject is the team, its period the day."""
    rows = Obligation.objects.open().filter(
        kind=Owed.SUBMIT_PATROL_LOG, due_at__lte=now, period__gte=first.isoformat(), period__lte=last.isoformat()
    )
    return rows.filter(within("path", path)) if path else rows


def logs_by_day(path: str, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    """For each day: owed, filed on time, filed late, from the obligations: one statement."""
    rows = (
        Obligation.objects.filter(
            kind=Owed.SUBMIT_PATROL_LOG,
            cancelled_at__isnull=True,
            period__gte=first.isoformat(),
            period__lte=last.isoformat(),
        )
        .filter(within("path", path))
        .values("period")
        .annotate(
            owed=Count("pk"),
            on_time=Count("pk", filter=Q(settled_at__lt=F("due_at"))),
            late=Count("pk", filter=Q(settled_at__gte=F("due_at"))),
        )
        .order_by("period")
    )
    return [dict(row) for row in rows]


def patrols_by_hour(path: str, first: dt.date, last: dt.date) -> list[int]:
    """How many patrols of these days were on the street in each hour of the day, local time: one statement."""
    hours = [0] * 24
    rows = patrols_of(first, last).filter(within("log__team__place__path", path)).values_list("started_at", "ended_at")
    for start, end in rows.iterator(chunk_size=2000):
        moment, until = clock.local(start).replace(minute=0), clock.local(end)
        while moment < until:
            hours[moment.hour] += 1
            moment += dt.timedelta(hours=1)
    return hours


def open_entries(path: str) -> Any:
    """Hazards and incidents that wait for an outcome, the longest overdue first."""
    return LogEntry.objects.open().filter(within("log__team__place__path", path)).order_by("due_on", "pk")
