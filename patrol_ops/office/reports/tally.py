"""The figures of a place and of what lies under it, counted from rows at the moment of asking."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, Subquery, Value, When

from duty.models import LogEntry, PatrolLog
from duty.reports import patrols_of
from duty.rules import Owed
from patrol_ops.core import clock
from patrol_ops.core.kept import kept
from patrol_ops.core.models import Obligation
from patrol_ops.core.querysets import within
from patrol_ops.office.reports.missing import unfiled
from teams import rules as teams_rules
from teams.models import Membership, Team, TeamSuccession
from teams.rules import SuccessionKind

DAYS = 7
CHART_DAYS = 14
HOUR = dt.timedelta(hours=1)


@dataclass
class Tally:
    """What is counted for a place or a team; ``on_time``, ``late`` and ``missing`` are of the last seven days."""

    teams: int = 0
    actual: int = 0
    authorised: int = 0
    on_time: int = 0
    late: int = 0
    missing: int = 0
    waiting: int = 0
    hazards: int = 0
    walked: dt.timedelta = dt.timedelta()

    @property
    def hours(self) -> int:
        return round(self.walked / HOUR)


@dataclass(frozen=True)
class TeamRow:
    pk: int
    name: str
    path: str
    tier: str
    stage: str
    authorised: int
    actual: int
    leaderless: bool
    successor: int | None = None
    silent_since: str | None = None

    @property
    def lacking(self) -> int:
        return max(self.authorised - self.actual, 0)


@dataclass
class DayCount:
    """The logs of one day; ``to_come`` are owed and still in time."""

    day: dt.date
    on_time: int = 0
    late: int = 0
    missing: int = 0
    to_come: int = 0

    @property
    def filed(self) -> int:
        return self.on_time + self.late


@dataclass
class Sheet:
    """Everything the situation page says of a place."""

    place: str
    today: dt.date
    total: Tally
    members: int
    days: list[DayCount]
    hours: list[int]
    teams: dict[int, TeamRow]
    by_place: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_team: dict[int, Tally] = field(default_factory=lambda: defaultdict(Tally))
    # For the exceptions: days missing and longest wait of each team.
    missing_days: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    overdue_reviews: dict[int, list[dt.datetime]] = field(default_factory=lambda: defaultdict(list))
    overdue_entries: dict[int, tuple[int, dt.date]] = field(default_factory=dict)

    @property
    def yesterday(self) -> DayCount:
        return self.days[-2]

    @property
    def first(self) -> dt.date:
        """The first of the last seven days; today is the last."""
        return self.today - dt.timedelta(days=DAYS - 1)


class _Counting:
    """Adds each row to the whole, to the place below it lies in, and to its team."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.width = {6: 9, 9: 12}.get(len(sheet.place), 0)
        self.known: dict[int, tuple[Tally, Tally]] = {}

    def of(self, path: str, team_id: int) -> tuple[Tally, Tally]:
        """Asked for each of many thousand rows, and answered for each team once."""
        if team_id not in self.known:
            if self.width and len(path) >= self.width:
                near = self.sheet.by_place[path[: self.width]]
            else:
                near = self.sheet.by_team[self.heir(team_id)]
            self.known[team_id] = self.sheet.total, near
        return self.known[team_id]

    def heir(self, team_id: int) -> int:
        """The line a team stands in: what was merged within this place counts for what it has become."""
        here = self.sheet.teams
        while team_id in here and (after := here[team_id].successor) in here and after is not None:
            team_id = after
        return team_id


@kept("teams", "duty", "core_obligation")
def sheet_of(path: str, now: dt.datetime, *, with_members: bool) -> Sheet:
    """Five statements, whatever the number of rows."""
    today = now.date()
    days = [DayCount(today - dt.timedelta(days=n)) for n in range(CHART_DAYS - 1, -1, -1)]
    sheet = Sheet(
        place=path,
        today=today,
        total=Tally(),
        members=0,
        days=days,
        hours=[0] * 24,
        teams={},
    )
    counting = _Counting(sheet)
    _count_teams(sheet, counting, with_members=with_members)
    _count_logs(sheet, counting, now)
    _count_missing(sheet, counting, now)
    _count_entries(sheet, counting)
    _count_patrols(sheet, counting)
    return sheet


def _members(path: str, today: dt.date) -> Subquery:
    """How many people serve under a place; asked beside its teams, as one more column."""
    rows = Membership.objects.on(today).filter(within("team__place__path", path)).order_by()
    whole = rows.annotate(whole=Value(1)).values("whole")
    return Subquery(whole.annotate(n=Count("member", distinct=True)).values("n"))


def _count_teams(sheet: Sheet, counting: _Counting, *, with_members: bool) -> None:
    leaderless = Team.objects.without_leader(sheet.today).filter(pk=OuterRef("pk"))
    rows = Team.objects.under(sheet.place).with_strength(sheet.today).annotate(leaderless=Exists(leaderless))
    became = TeamSuccession.objects.filter(predecessor=OuterRef("pk"), kind=SuccessionKind.MERGE)
    silent = Obligation.objects.open().filter(
        kind=teams_rules.Owed.WAKE_TEAM, subject_type="team", subject_id=OuterRef("pk")
    )
    rows = rows.annotate(
        successor=Subquery(became.values("successor_id")), silent=Subquery(silent.order_by().values("period")[:1])
    )
    everybody = _members(sheet.place, sheet.today) if with_members else Value(0)
    fields = ("pk", "name", "place__path", "tier", "stage", "authorised", "actual", "leaderless", "successor", "silent")
    for members, *values in rows.order_by("place__path", "pk").values_list(everybody, *fields):
        team = TeamRow(*values)
        sheet.members = members or 0
        sheet.teams[team.pk] = team
        if team.stage != "ACTIVE":
            continue
        for tally in counting.of(team.path, team.pk):
            tally.teams += 1
            tally.actual += team.actual
            tally.authorised += team.authorised


def _count_logs(sheet: Sheet, counting: _Counting, now: dt.datetime) -> None:
    """The logs of the charts' days, and all that wait for their review, with the day until which they may."""
    due = Obligation.objects.open().filter(
        kind=Owed.REVIEW_PATROL_LOG, subject_type="patrol_log", subject_id=OuterRef("pk")
    )
    waiting = Q(stage="SUBMITTED")
    rows = (
        PatrolLog.objects.under(sheet.place)
        .filter(Q(day__gte=sheet.days[0].day, day__lte=sheet.today) | waiting)
        .annotate(due_at=Case(When(waiting, then=Subquery(due.order_by().values("due_at")[:1]))))
    )
    days = {count.day: count for count in sheet.days}
    fields = ("team_id", "team__place__path", "day", "late", "stage", "due_at")
    for team_id, path, day, late, stage, due_at in rows.order_by().values_list(*fields):
        tallies = list(counting.of(path, team_id))
        if day in days:
            days[day].late += late
            days[day].on_time += not late
        for tally in tallies:
            if sheet.first <= day <= sheet.today:
                tally.late += late
                tally.on_time += not late
            tally.waiting += stage == "SUBMITTED"
        if due_at is not None and due_at <= now:
            sheet.overdue_reviews[counting.heir(team_id)].append(due_at)


def _count_missing(sheet: Sheet, counting: _Counting, now: dt.datetime) -> None:
    days = {count.day.isoformat(): count for count in sheet.days}
    rows = unfiled(sheet.place, sheet.days[0].day, sheet.today).order_by("period")
    for team_id, path, period, due_at in rows.values_list("subject_id", "path", "period", "due_at"):
        if due_at > now:
            days[period].to_come += 1
            continue
        days[period].missing += 1
        if period >= sheet.first.isoformat():
            sheet.missing_days[team_id].append(period)
            for tally in counting.of(path, team_id):
                tally.missing += 1


def _count_entries(sheet: Sheet, counting: _Counting) -> None:
    rows = LogEntry.objects.open().under(sheet.place).order_by().values_list("log__team_id", "log__team__place__path")
    counted = rows.annotate(
        hazards=Count("pk", filter=Q(kind="HAZARD")),
        overdue=Count("pk", filter=Q(due_on__lt=sheet.today)),
        oldest=Min("due_on"),
    )
    for team_id, path, hazards, overdue, oldest in counted:
        for tally in counting.of(path, team_id):
            tally.hazards += hazards
        if overdue:
            heir = counting.heir(team_id)
            before, since = sheet.overdue_entries.get(heir, (0, oldest))
            sheet.overdue_entries[heir] = (before + overdue, min(since, oldest))


def _count_patrols(sheet: Sheet, counting: _Counting) -> None:
    """Hours walked by people, and how many patrols were out in each hour of the day."""
    patrols = patrols_of(sheet.first, sheet.today).filter(within("log__team__place__path", sheet.place))
    # By the walker's member: that stands in the index, the row itself need not be read.
    rows = patrols.annotate(people=Count("walkers__member"))
    fields: tuple[Any, ...] = ("log__team_id", "log__team__place__path", "started_at", "ended_at", "people")
    for team_id, path, started_at, ended_at, people in rows.order_by().values_list(*fields):
        for tally in counting.of(path, team_id):
            tally.walked += (ended_at - started_at) * people
        moment, end = clock.local(started_at).replace(minute=0, second=0), clock.local(ended_at)
        while moment < end:
            sheet.hours[moment.hour] += 1
            moment += HOUR
