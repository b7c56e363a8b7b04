"""Whose accident cover is missing from which day on: what holds should be, which are not, and what ends soon."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from django.db.models import Count, Exists, Max, Min, OuterRef, Subquery

from funding.models import Cover
from funding.policy import ACCIDENT_REQUIRED
from funding.rules import REMINDED_BEFORE, first_uncovered
from patrol_ops.core.models import PolicyValue
from patrol_ops.core.policy import values_at
from teams.models import Hold, Member, Membership
from teams.rules import HoldKind

BATCH = 500


def _required(paths: Collection[str], today: dt.date) -> dict[str, list[tuple[dt.date, bool]]]:
    """From which day on cover is a condition of duty at each place, or no longer one: a statement, and one for today
    and for every day on which somebody decided otherwise."""
    ahead = PolicyValue.objects.filter(key=ACCIDENT_REQUIRED.key, since__gt=today).order_by().values_list("since")
    days = [today, *sorted({day for (day,) in ahead.distinct()})]
    found: dict[str, list[tuple[dt.date, bool]]] = defaultdict(list)
    for day in days:
        for path, value in values_at(day, paths, ACCIDENT_REQUIRED).items():
            found[path].append((day, value == 1))
    return found


def _begins(member_ids: Collection[int], today: dt.date) -> dict[int, dt.date | None]:
    """The first day from today on on which each of these lacks the cover that is required of them."""
    serving = Membership.objects.on(today).filter(member__in=member_ids).values_list("member_id", "team__place__path")
    paths: dict[int, set[str]] = defaultdict(set)
    for member_id, path in serving:
        paths[member_id].add(path)
    required = _required(set().union(*paths.values()), today)
    covered: dict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    rows = Cover.objects.accident().from_day(today).filter(member__in=member_ids)
    for member_id, since, until in rows.values_list("member_id", "since", "until"):
        covered[member_id].append((since, until))
    # Whoever serves in two places is held to whichever requires it first.
    return {
        pk: min(
            (
                day
                for path in sorted(paths[pk])
                if (day := first_uncovered(today, covered[pk], required[path])) is not None
            ),
            default=None,
        )
        for pk in member_ids
    }


def due_holds(member_ids: Collection[int], today: dt.date) -> dict[int, dt.date | None]:
    """Of each of these whose hold is not what it should be: the day on which it has to begin, or None. The number of
    statements does not grow with theirs."""
    if not member_ids:
        return {}
    waiting: dict[int, list[dt.date]] = defaultdict(list)
    holds = Hold.objects.waiting().filter(member__in=member_ids, kind=HoldKind.INSURANCE)
    for member_id, since in holds.values_list("member_id", "since"):
        waiting[member_id].append(since)
    return {pk: day for pk, day in _begins(member_ids, today).items() if not _stands(waiting.get(pk, []), day, today)}


def _stands(waiting: list[dt.date], day: dt.date | None, today: dt.date) -> bool:
    """What began before goes on, where it should have begun by today."""
    if day is None:
        return not waiting
    return len(waiting) == 1 and (waiting[0] == day or (day == today and waiting[0] < today))


def amiss(today: dt.date, batch: int = BATCH) -> Iterator[Mapping[int, dt.date | None]]:
    """A batch of members at a time: those whose hold is not what it should be. Read anew for each batch, so that
    whoever stops in the middle goes on there. Whoever left is looked at, too: to ask who serves would be a question
    over everybody for every batch."""
    everybody = Member.objects.order_by("pk").values_list("pk", flat=True)
    last = 0
    while ids := list(everybody.filter(pk__gt=last)[:batch]):
        last = ids[-1]
        yield due_holds(ids, today)


# --- for the dashboard ---------------------------------------------------------------------------------------------


def expiring_by_team(path: str, day: dt.date) -> dict[int, tuple[int, dt.date]]:
    """Of how many in each team the accident cover ends within sixty days with nothing after it, and the first last
    day of it: one statement."""
    ends = Cover.objects.accident().from_day(day).filter(member=OuterRef("member_id")).order_by().values("member_id")
    rows = Membership.objects.on(day).under(path).order_by()
    rows = rows.annotate(ends=Subquery(ends.annotate(last=Max("until")).values("last")))
    # The day after the last one is what the register keeps.
    soon = rows.filter(ends__lte=day + dt.timedelta(days=REMINDED_BEFORE[0] + 1))
    counted = soon.values("team_id").annotate(people=Count("member_id", distinct=True), first=Min("ends"))
    return {row["team_id"]: (row["people"], row["first"] - dt.timedelta(days=1)) for row in counted}


def uncovered_by_team(path: str, day: dt.date) -> dict[int, int]:
    """How many in each team have no accident cover that day, where it is a condition of duty: two statements."""
    covered = Cover.objects.accident().on(day).filter(member=OuterRef("member_id"))
    rows = Membership.objects.on(day).under(path).filter(~Exists(covered)).order_by()
    counted = list(rows.values_list("team_id", "team__place__path").annotate(people=Count("member_id", distinct=True)))
    required = values_at(day, {place for _, place, _ in counted}, ACCIDENT_REQUIRED) if counted else {}
    return {team_id: people for team_id, place, people in counted if required[place] == 1}
