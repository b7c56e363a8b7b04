"""The moments at which what is due is spoken of, each so far from the day it is due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patrol_ops.core import clock

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """A moment relative to the due date, and how far up it is addressed: 0 whoever owes it, 1 the next role up, …

    ``notice`` words this step where the kind's own sentence does not fit (overdue is said otherwise than soon). With
    ``at_hour`` only days count: it comes at that local hour of the day so many days from the day it is due.
    """

    name: str
    after: dt.timedelta
    level: int = 0
    notice: str = ""
    at_hour: int | None = None

    def reached_by(self, now: dt.datetime) -> dt.datetime:
        """Rows due by then have come to this step. What is due at midnight is due on the day that ends there."""
        if self.at_hour is None:
            return now - self.after
        here = clock.local(now)
        day = here.date() - (_DAY if here.hour < self.at_hour else dt.timedelta())
        return clock.start_of(day - self.after + _DAY)


MORNING = 8
# What is planned for a day, as inspections are: a week and a day before, that morning, then in ever longer strides.
SCHEDULED_STEPS = (
    Step("7-days", -7 * _DAY, at_hour=MORNING),
    Step("1-day", -1 * _DAY, at_hour=MORNING),
    Step("same-day", 0 * _DAY, at_hour=MORNING),
    Step("overdue-1", 1 * _DAY, at_hour=MORNING),
    Step("overdue-3", 3 * _DAY, at_hour=MORNING),
    Step("overdue-7", 7 * _DAY, at_hour=MORNING),
    Step("escalated", 1 * _DAY, level=1, at_hour=MORNING),
    Step("escalated-far", 7 * _DAY, level=2, at_hour=MORNING),
)
