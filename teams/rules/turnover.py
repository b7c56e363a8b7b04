"""How many leave and how many stay (CON-07): figures of a group over a period, from dated rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from patrol_ops.core.refusals import Refused
from teams.rules.members import EXITS

K = TypeVar("K", bound=Hashable)
MOST_YEARS = 10
DAYS_A_MONTH = 365.25 / 12


class Service(NamedTuple):
    """One row of service; ``until`` is the first day without it. ``joined_on``: since when, as an old list says.
    ``counted``: within what is asked; what is not only says how long somebody has served, and whether still.
    ``people``: so many have this one row alone, and ``member_id`` is any of them."""

    member_id: int
    team_id: int
    path: str
    employment_class: str
    since: dt.date
    until: dt.date | None
    left_why: str
    joined_on: dt.date | None = None
    counted: bool = True
    people: int = 1

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
    return grouped_by(paths_of(services, first, last), last, key)


class Path(NamedTuple):
    """What one person's service says of a period: the rows on its first and on its last day, those that end in an exit,
    whether and since when they serve on the last day. Read once, however often it is grouped. ``people``: so many have
    the same."""

    at_first: Sequence[Service]
    at_last: Sequence[Service]
    exits: Sequence[Service]
    stays: bool
    since: dt.date | None
    people: int = 1


def paths_of(services: Iterable[Service], first: dt.date, last: dt.date) -> list[Path]:
    people: dict[int, list[Service]] = defaultdict(list)
    for row in services:
        people[row.member_id].append(row)
    return [_path(rows, first, last) for rows in people.values()]


def _path(rows: list[Service], first: dt.date, last: dt.date) -> Path:
    serving = [row for row in rows if row.on(last)]
    return Path(
        at_first=[row for row in rows if row.counted and row.on(first)],
        at_last=[row for row in serving if row.counted],
        exits=[row for row in rows if row.until is not None and _is_exit(row, row.until, rows, first, last)],
        stays=bool(serving),
        since=serving_since(rows, last) if serving else None,
        people=rows[0].people,
    )


def _is_exit(row: Service, until: dt.date, rows: list[Service], first: dt.date, last: dt.date) -> bool:
    if not row.counted or not first < until <= last or row.left_why not in EXITS:
        return False
    return not any(other.on(until) for other in rows)


def grouped_by(paths: Iterable[Path], last: dt.date, key: Callable[[Service], K]) -> dict[K, Turnover]:
    """As ``turnover_by``."""
    groups: dict[K, list[float]] = defaultdict(lambda: [0, 0, 0, 0, 0.0])
    for path in paths:
        for group in {key(row) for row in path.at_first}:
            groups[group][0] += path.people
            groups[group][3] += path.people * path.stays
        for group in {key(row) for row in path.at_last}:
            groups[group][1] += path.people
            if path.since is not None:
                groups[group][4] += path.people * (last - path.since).days / DAYS_A_MONTH
        for row in path.exits:
            groups[key(row)][2] += 1
    return {
        group: Turnover(int(at_first), int(at_last), int(exits), int(stayed), months)
        for group, (at_first, at_last, exits, stayed, months) in groups.items()
    }
