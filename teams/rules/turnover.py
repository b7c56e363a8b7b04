"""How many leave and how many stay (CON-07): figures of a group over a period, from dated rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from patrol_ops.core.refusals import Refused
from teams.rules.members import EXITS

K = TypeVar("K", bound=Hashable)
MOST_YEARS = 10
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Service:
    """One row of service; ``until`` is the first day without it. ``joined_on``: since when, as an old list says.
    ``counted``: within what is asked; what is not only says how long somebody has served, and whether still."""

    member_id: int
    team_id: int
    path: str
    employment_class: str
    since: dt.date
    until: dt.date | None
    left_why: str
    joined_on: dt.date | None = None
    counted: bool = True

    def on(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or self.until > day)


@dataclass(frozen=True)
class Turnover:
    """People, and shares of them; None where there is nobody to divide by."""

    at_first: int
    at_last: int
    exits: int
    stayed: int
    months: float = 0.0  # of service, all of those together who serve on the last day

    @property
    def turnover(self) -> float | None:
        """Per cent: exits divided by the average strength, the mean of that on the first and on the last day."""
        return _share(self.exits, (self.at_first + self.at_last) / 2)

    @property
    def retention(self) -> float | None:
        """Per cent of those who served on the first day who still serve, anywhere, on the last."""
        return _share(self.stayed, self.at_first)

    @property
    def tenure(self) -> float | None:
        """Mean months of unbroken service of those who serve on the last day."""
        return round(self.months / self.at_last, 1) if self.at_last else None


def _share(part: float, whole: float) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def judge_period(first: dt.date, last: dt.date, today: dt.date) -> None:
    """A period that is over or ends today, of a day at least and ten years at most."""
    if not first < last <= today or last > first + dt.timedelta(days=366 * MOST_YEARS):
        raise Refused("teams.period-odd", field="last")


def serving_since(rows: Iterable[Service], day: dt.date) -> dt.date | None:
    """Since when somebody serves without a break, in whatever team or class; None for whoever does not serve."""
    begin: dt.date | None = None
    for row in sorted(rows, key=lambda row: row.since, reverse=True):
        if row.since > day:
            continue
        if (begin is None and row.on(day)) or (begin is not None and (row.until is None or row.until >= begin)):
            begin = min(begin or row.since, row.since, row.joined_on or row.since)
    return begin


def turnover_by(
    services: Iterable[Service], first: dt.date, last: dt.date, key: Callable[[Service], K]
) -> dict[K, Turnover]:
    """The figures of each group: who serves in two groups counts in both, who serves twice in one counts once.

    An exit is the end of somebody's last membership in the period, for a reason that is leaving: a transfer or a change
    of class is none. It counts for the group of that membership.
    """
    people: dict[int, list[Service]] = defaultdict(list)
    for row in services:
        people[row.member_id].append(row)
    groups: dict[K, list[float]] = defaultdict(lambda: [0, 0, 0, 0, 0.0])
    for rows in people.values():
        serves_last = any(row.on(last) for row in rows)
        since = serving_since(rows, last)
        for group in {key(row) for row in rows if row.counted and row.on(first)}:
            groups[group][0] += 1
            groups[group][3] += serves_last
        for group in {key(row) for row in rows if row.counted and row.on(last)}:
            groups[group][1] += 1
            if since is not None:
                groups[group][4] += (last - since).days / DAYS_A_MONTH
        for row in rows:
            if row.until is None or not first < row.until <= last or row.left_why not in EXITS or not row.counted:
                continue
            if not any(other.on(row.until) for other in rows):
                groups[key(row)][2] += 1
    return {
        group: Turnover(int(at_first), int(at_last), int(exits), int(stayed), months)
        for group, (at_first, at_last, exits, stayed, months) in groups.items()
    }
