"""What needs somebody, before any figure: the exceptions of a place, the worst of each sort first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.office.reports.recruiting import Recruiting
from patrol_ops.office.reports.tally import Sheet, TeamRow
from teams.rules import Stage

# As many as one looks through before the figures; every sort that has something shows at least one.
MOST, MOST_OF_A_SORT = 10, 3


class Sort(StrEnum):
    """Sorts of exceptions, the most pressing first."""

    MISSING = "missing"
    REVIEWS = "reviews"
    ENTRIES = "entries"
    VETTING = "vetting"
    OBJECTIONS = "objections"
    OVERRIDES = "overrides"
    SILENT = "silent"
    PLANS = "plans"
    LEADERLESS = "leaderless"
    CONTRACTS = "contracts"
    STRENGTH = "strength"
    LEGACY = "legacy"
    DORMANT = "dormant"
    SUSPENDED = "suspended"


@dataclass(frozen=True)
class Exceptional:
    """A team that needs somebody: why, how much of it, and since when."""

    sort: Sort
    team: TeamRow
    count: int = 0
    since: dt.datetime | dt.date | None = None


@dataclass(frozen=True)
class Exceptions:
    """The short list, and how many teams each sort holds in all."""

    shown: tuple[Exceptional, ...]
    totals: dict[Sort, int]

    @property
    def total(self) -> int:
        return sum(self.totals.values())

    @property
    def hidden(self) -> dict[Sort, int]:
        """Sorts of which more exists than is shown."""
        left = dict(self.totals)
        for item in self.shown:
            left[item.sort] -= 1
        return {sort: self.totals[sort] for sort, n in left.items() if n > 0}


def exceptions(
    sheet: Sheet, recruiting: Recruiting | None = None, seen: frozenset[Sort] = frozenset(Sort)
) -> Exceptions:
    """Everything that needs somebody, cut to a short list; of the sorts that the reader may know of."""
    recruiting = recruiting or Recruiting()
    sorted_out = {
        Sort.MISSING: _ranked(_missing(sheet)),
        Sort.REVIEWS: _ranked(_reviews(sheet)),
        Sort.ENTRIES: _ranked(_entries(sheet)),
        Sort.VETTING: _ranked(_late(sheet, Sort.VETTING, recruiting.vetting)),
        Sort.OBJECTIONS: _ranked(_late(sheet, Sort.OBJECTIONS, recruiting.objections)),
        Sort.OVERRIDES: _soonest(sheet, Sort.OVERRIDES, recruiting.overrides),
        Sort.SILENT: _silent(sheet),
        Sort.PLANS: _staged(sheet, Sort.PLANS, Stage.SUBMITTED),
        Sort.LEADERLESS: [Exceptional(Sort.LEADERLESS, t) for t in _active(sheet) if t.leaderless],
        Sort.CONTRACTS: _soonest(sheet, Sort.CONTRACTS, recruiting.contracts),
        Sort.STRENGTH: _ranked(Exceptional(Sort.STRENGTH, t, t.lacking) for t in _active(sheet) if t.lacking),
        Sort.LEGACY: _soonest(sheet, Sort.LEGACY, recruiting.legacy),
        Sort.DORMANT: _staged(sheet, Sort.DORMANT, Stage.DORMANT),
        Sort.SUSPENDED: _staged(sheet, Sort.SUSPENDED, Stage.SUSPENDED),
    }
    held = {sort: items for sort, items in sorted_out.items() if items and sort in seen}
    room = dict.fromkeys(held, 1)
    for _ in range(MOST_OF_A_SORT - 1):
        for sort, items in held.items():
            if sum(room.values()) < MOST and room[sort] < min(len(items), MOST_OF_A_SORT):
                room[sort] += 1
    shown = tuple(item for sort, items in held.items() for item in items[: room[sort]])
    return Exceptions(shown=shown, totals={sort: len(items) for sort, items in held.items()})


def _ranked(items: Iterable[Exceptional]) -> list[Exceptional]:
    return sorted(items, key=lambda item: (-item.count, item.team.path, item.team.pk))


def _active(sheet: Sheet) -> list[TeamRow]:
    return [team for team in sheet.teams.values() if team.stage == Stage.ACTIVE]


def _staged(sheet: Sheet, sort: Sort, stage: Stage) -> list[Exceptional]:
    return [Exceptional(sort, team) for team in sheet.teams.values() if team.stage == stage]


def _silent(sheet: Sheet) -> list[Exceptional]:
    """ORG-31: teams of which the clock has warned, the longest silent first."""
    found = [
        Exceptional(Sort.SILENT, team, since=dt.date.fromisoformat(team.silent_since))
        for team in _active(sheet)
        if team.silent_since
    ]
    return sorted(found, key=lambda item: (str(item.since), item.team.path, item.team.pk))


def _missing(sheet: Sheet) -> Iterable[Exceptional]:
    for team_id, days in sheet.missing_days.items():
        if team_id in sheet.teams:
            yield Exceptional(Sort.MISSING, sheet.teams[team_id], len(days), dt.date.fromisoformat(days[0]))


def _reviews(sheet: Sheet) -> Iterable[Exceptional]:
    for team_id, dues in sheet.overdue_reviews.items():
        yield Exceptional(Sort.REVIEWS, sheet.teams[team_id], len(dues), min(dues))


def _late(sheet: Sheet, sort: Sort, dues: Mapping[int, list[dt.datetime]]) -> Iterable[Exceptional]:
    for team_id, due in dues.items():
        if team_id in sheet.teams:
            yield Exceptional(sort, sheet.teams[team_id], len(due), min(due))


def _soonest(sheet: Sheet, sort: Sort, ends: Mapping[int, tuple[int, dt.date | None]]) -> list[Exceptional]:
    found = [Exceptional(sort, sheet.teams[pk], n, day) for pk, (n, day) in ends.items() if pk in sheet.teams]
    return sorted(found, key=lambda item: (str(item.since or "9999"), item.team.path, item.team.pk))


def _entries(sheet: Sheet) -> Iterable[Exceptional]:
    for team_id, (count, oldest) in sheet.overdue_entries.items():
        yield Exceptional(Sort.ENTRIES, sheet.teams[team_id], count, oldest)


def empty_hours(hours: list[int]) -> list[tuple[int, int]]:
    """Stretches of the day in which nobody was out, as pairs of hours, the end exclusive; over midnight is one."""
    if not any(hours):
        return [(0, 24)]
    stretches: list[tuple[int, int]] = []
    for hour in range(24):
        if hours[hour]:
            continue
        if stretches and stretches[-1][1] == hour:
            stretches[-1] = (stretches[-1][0], hour + 1)
        else:
            stretches.append((hour, hour + 1))
    if len(stretches) > 1 and stretches[0][0] == 0 and stretches[-1][1] == 24:
        first, last = stretches.pop(0), stretches.pop()
        stretches.append((last[0], first[1]))
    return stretches
