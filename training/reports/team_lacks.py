"""How many in each team lack training, and which: asked in the database, whatever their number (TRN-01, TRN-02)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Case, Count, Exists, Q, Subquery, Sum, Value, When
from django.db.models import OuterRef as Outer
from django.db.models.functions import Coalesce

from teams.models import Hold
from teams.rules import HoldKind
from training import policy
from training.models import Certificate
from training.reports.certificates import SOON_DAYS
from training.reports.hours import counting, year_values
from training.rules import DeliveryMode, hours_are_asked_for, required_minutes

NEWCOMER, HOURS = "newcomer", "hours"
KINDS = (NEWCOMER, HOURS)


def holds_of_newcomers(day: dt.date) -> Any:
    """Who came in with an old list counts once training will soon keep them off duty (X50)."""
    soon = day + dt.timedelta(days=SOON_DAYS)
    return Hold.objects.waiting().filter(kind=HoldKind.TRAINING, since__lte=soon)


def _held() -> Any:
    return Certificate.objects.current().filter(member=Outer("member")).order_by()


@dataclass(frozen=True)
class Lacking:
    """Who of ``posts``, the main ones of ``day``, lacks what; ``values`` measure the year, without them nobody is short
    of hours."""

    posts: Any
    day: dt.date
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def untrained(self) -> Q:
        return Q(Exists(holds_of_newcomers(self.day).filter(member=Outer("member"))))

    @property
    def certified(self) -> Q:
        """Of the others whoever holds a certificate."""
        return ~self.untrained & Q(Exists(_held()))

    @property
    def satisfied(self) -> Q:
        """Who has the hours of the year: nothing is asked of them, or they have been taught enough."""
        firsts = self._firsts()
        whole, last = firsts[0], max(first for first in firsts if self._required(first))
        unasked = _held().filter(on_duty_since__gt=last)
        meeting = Q(session__mode=DeliveryMode.MEETING)
        rows = counting().filter(credit_year=self.day.year, member__in=self.posts.order_by().values("member"))
        rows = rows.order_by().values("member").annotate(all=Sum("credited"))
        rows = rows.annotate(others=Coalesce(Sum("credited", filter=~meeting), 0))
        # Who has what a whole year asks has what a part of it asks: only the others are looked up one by one.
        enough = self._taught(lambda of: Value(of(self._required(whole))))
        enough |= Q(Exists(_held().filter(on_duty_since__gt=whole))) & self._taught(self._asked)
        return Q(Exists(unasked)) | Q(member__in=rows.filter(enough).values("member"))

    def _taught(self, asked: Callable[[Callable[[int], int]], Any]) -> Q:
        """Meetings count up to a share of what is asked (``rules.counted``): all of it is enough, and so is the rest
        without them."""
        share = self.values[policy.MEETING_SHARE.key]
        return Q(all__gte=asked(lambda n: n), others__gte=asked(lambda n: n - n * share // 100))

    @property
    def short(self) -> Q:
        return self.certified & ~self.satisfied

    def _asked(self, of: Callable[[int], int]) -> Subquery:
        return Subquery(_held().annotate(asked=self._by_month(of)).values("asked")[:1])

    def _by_month(self, of: Callable[[int], int]) -> Case:
        """What the year asks of whoever is on duty since then: a step a month."""
        steps = [When(on_duty_since__lte=first, then=Value(of(self._required(first)))) for first in self._firsts()]
        return Case(*steps, default=Value(of(0)))

    def _firsts(self) -> list[dt.date]:
        return [dt.date(self.day.year, month, 1) for month in range(1, 13)]

    def _required(self, since: dt.date) -> int:
        return required_minutes(self.day.year, since, hours=self.values[policy.ANNUAL_HOURS.key])


@dataclass(frozen=True)
class TeamLacks:
    path: str
    team_id: int
    newcomers: int
    short: int

    @property
    def people(self) -> int:
        return self.newcomers + self.short


@dataclass(frozen=True)
class Lacks:
    """By team, in the order of their places, only teams where somebody lacks something."""

    teams: tuple[TeamLacks, ...]
    values: Mapping[str, Any]


def lacks_by_team(posts: Any, day: dt.date, *, kind: str = "", path: str = "") -> Lacks:
    """Of ``posts``, the main ones of ``day``: newcomers, and whoever is short of the year's hours, from October on or
    if those are asked for. The year is measured as at ``path``, or else at the first place. Three statements."""
    known = Lacking(posts, day)
    rows = posts.order_by().values_list("team__place__path", "team")
    rows = rows.annotate(newcomers=Count("pk", filter=known.untrained), others=Count("pk", filter=known.certified))
    found = [TeamLacks(*row) for row in sorted(rows) if row[2] or row[3]]
    values: Mapping[str, Any] = {}
    enough: dict[int, int] | None = None
    asked = kind == HOURS or (kind != NEWCOMER and hours_are_asked_for(day))
    if asked and any(team.short for team in found):
        values = year_values(day.year, path or found[0].path)
        known = replace(known, values=values)
        satisfied = posts.filter(known.certified & known.satisfied).order_by()
        enough = dict(satisfied.values_list("team").annotate(n=Count("pk")))
    counted = (
        replace(
            team,
            newcomers=team.newcomers if kind != HOURS else 0,
            short=0 if enough is None else team.short - enough.get(team.team_id, 0),
        )
        for team in found
    )
    return Lacks(tuple(team for team in counted if team.people), values)
