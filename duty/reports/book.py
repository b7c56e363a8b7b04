"""A team's month as the record book."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Any

from duty.models import PatrolLog
from teams.models import ActiveSpan


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
