"""Answers of duty that are not rows: the day of a team, what a new log starts from, hours walked, a month's book."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum

from duty.models import LogEntry, Patrol, PatrolLog
from duty.rules import Owed
from patrol_ops.core import clock
from patrol_ops.core.models import Obligation
from patrol_ops.core.querysets import within
from teams.models import ActiveSpan, PatrolArea
from teams.queries import serving
from teams.reports import Standing


@dataclass(frozen=True)
class DayState:
    """How a team's log of one day stands: ``filed`` with its log, ``owed``, ``missing`` past due, or ``none``."""

    day: dt.date
    state: str
    log: PatrolLog | None
    due_at: dt.datetime | None


def day_states(team_id: int, days: Iterable[dt.date], now: dt.datetime) -> list[DayState]:
    """Two statements for any number of days."""
    days = list(days)
    logs = {log.day: log for log in PatrolLog.objects.filter(team_id=team_id, day__in=days)}
    owed = {
        row.period: row
        for row in Obligation.objects.open().filter(
            kind=Owed.SUBMIT_PATROL_LOG,
            subject_type="team",
            subject_id=team_id,
            period__in=[day.isoformat() for day in days],
        )
    }
    states = []
    for day in days:
        log, row = logs.get(day), owed.get(day.isoformat())
        if log is not None:
            state = "filed"
        elif row is None:
            state = "none"
        else:
            state = "missing" if row.due_at <= now else "owed"
        states.append(DayState(day=day, state=state, log=log, due_at=clock.local(row.due_at) if row else None))
    return states


@dataclass(frozen=True)
class PatrolStart:
    """What a new patrol's row is filled with."""

    started: dt.time
    ended: dt.time
    area: int | None
    mode: str
    walkers: tuple[int, ...]
    post: str
    joint: bool


@dataclass(frozen=True)
class LogStart:
    """What an ordinary day begins with: as last time, with who may walk today (product: never ask what is known)."""

    patrols: tuple[PatrolStart, ...]
    handed_over: str
    from_day: dt.date | None


def log_start(team_id: int, day: dt.date, crew: list[Standing], areas: dict[int, str]) -> LogStart:
    """The last log before ``day`` that had a patrol gives times, area, mode and people; four statements at most."""
    fit = {person.member_id for person in crew if person.fit}
    before = PatrolLog.objects.filter(team_id=team_id, day__lt=day).order_by("-day")
    last = before.first()
    walked = before.filter(no_patrol="").prefetch_related("patrols__walkers").first()
    patrols = []
    for patrol in sorted(walked.patrols.all(), key=lambda p: p.number) if walked else []:
        patrols.append(
            PatrolStart(
                started=clock.local(patrol.started_at).time(),
                ended=clock.local(patrol.ended_at).time(),
                area=patrol.area_id if patrol.area_id in areas else None,
                mode=patrol.mode,
                walkers=tuple(w.member_id for w in patrol.walkers.all() if w.member_id in fit),
                post=patrol.post,
                joint=patrol.joint and patrol.area_id in areas,
            )
        )
    if not patrols:
        only = next(iter(areas)) if len(areas) == 1 else None
        patrols = [
            PatrolStart(
                started=dt.time(19, 0),
                ended=dt.time(21, 0),
                area=only,
                mode="FOOT",
                walkers=tuple(sorted(fit)) if len(fit) <= 6 else (),
                post="",
                joint=False,
            )
        ]
    return LogStart(
        patrols=tuple(patrols), handed_over=last.hand_over if last else "", from_day=last.day if last else None
    )


def areas_of(team_id: int, day: dt.date) -> dict[int, str]:
    """The areas designated to the team that day (SCH-01), by id, the largest first: one statement."""
    rows = PatrolArea.objects.filter(serving(day, "designations__"), designations__team_id=team_id).order_by("path")
    return dict(rows.values_list("pk", "name"))


def hours_served(path: str, first: dt.date, last: dt.date) -> dict[int, dt.timedelta]:
    """Person-hours walked by each team of a territory, from submitted logs of these days: one statement."""
    walked = ExpressionWrapper(F("ended_at") - F("started_at"), output_field=DurationField())
    rows = (
        Patrol.objects.filter(
            within("log__team__place__path", path), log__day__gte=first, log__day__lte=last, walkers__isnull=False
        )
        .values("log__team_id")
        .annotate(hours=Sum(walked))
    )
    return {row["log__team_id"]: row["hours"] for row in rows}


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
    rows = Patrol.objects.filter(
        within("log__team__place__path", path), log__day__gte=first, log__day__lte=last
    ).values_list("started_at", "ended_at")
    for start, end in rows.iterator(chunk_size=2000):
        moment, until = clock.local(start).replace(minute=0), clock.local(end)
        while moment < until:
            hours[moment.hour] += 1
            moment += dt.timedelta(hours=1)
    return hours


@dataclass(frozen=True)
class BookDay:
    """A line of the month's record book."""

    day: dt.date
    active: bool
    log: PatrolLog | None


def month_book(seen: Any, team_id: int, year: int, month: int) -> list[BookDay]:
    """Every day of a month with its log among those ``seen``, for printing: a fixed number of statements."""
    first = dt.date(year, month, 1)
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    logs = {log.day: log for log in seen.filter(team_id=team_id).between(first, last).whole()}
    spans = list(ActiveSpan.objects.filter(team_id=team_id).values_list("since", "until"))
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    return [
        BookDay(
            day=day,
            active=any(since <= day and (until is None or day < until) for since, until in spans),
            log=logs.get(day),
        )
        for day in days
    ]


def open_entries(path: str) -> Any:
    """Hazards and incidents that wait for an outcome, the longest overdue first."""
    return LogEntry.objects.open().filter(within("log__team__place__path", path)).order_by("due_on", "pk")
