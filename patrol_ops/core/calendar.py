"""Official working days: the published calendar of the country, overridden by the office's own rows (X52)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import holidays

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, command
from patrol_ops.core.events import Event
from patrol_ops.core.models import CalendarDay
from patrol_ops.core.policy import may_decide_at
from patrol_ops.core.refusals import NotPermitted, Refused

DAY = dt.timedelta(days=1)


@lru_cache(maxsize=16)
def _library(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=year, expand=False)


def is_published(year: int) -> bool:
    """Whether the make-up days of ``year`` are known; until then only weekends and statutory holidays count."""
    if any(day.year == year for day in _library(year).weekend_workdays):
        return True
    span = (dt.date(year, 1, 1), dt.date(year, 12, 31))
    # A worked weekend day is what only the published calendar can say.
    worked = CalendarDay.objects.filter(day__range=span, is_working=True).values_list("day", flat=True)
    return any(day.weekday() >= 5 for day in worked)


def working_days(first: dt.date, last: dt.date) -> list[dt.date]:
    """The working days from ``first`` to ``last``, both included, in one statement."""
    own = dict(CalendarDay.objects.filter(day__range=(first, last)).values_list("day", "is_working"))
    days = (first + DAY * index for index in range((last - first).days + 1))
    return [day for day in days if own.get(day, _library(day.year).is_working_day(day))]


def is_working_day(day: dt.date) -> bool:
    return bool(working_days(day, day))


def next_working_day(day: dt.date) -> dt.date:
    """The first working day after ``day``."""
    return add_working_days(day, 1)


def add_working_days(day: dt.date, count: int) -> dt.date:
    """The ``count``-th working day, where the first that counts is the day after ``day``; 0 is ``day`` itself."""
    if count < 0:
        raise ValueError("Working days are counted forward.")
    reached, left = day, count
    while left > 0:
        stretch = left * 2 + 14  # longer than any run of days off: one statement is nearly always enough
        found = working_days(reached + DAY, reached + DAY * stretch)
        if len(found) >= left:
            return found[left - 1]
        reached, left = reached + DAY * stretch, left - len(found)
    return reached


@dataclass(frozen=True, kw_only=True)
class CalendarDaySet(Event):
    calendar_day_id: int
    day: dt.date
    is_working: bool

    subject_field = "calendar_day_id"


@command
def set_calendar_day(*, actor: Actor, day: dt.date, is_working: bool, name: str, at: dt.datetime) -> CalendarDay:
    """Say of a day to come whether it is worked, whatever the published calendar says."""
    if not may_decide_at(actor, ""):
        raise NotPermitted
    if day < at.date():
        raise Refused("core.policy-in-the-past", field="day")

    row, _ = CalendarDay.objects.update_or_create(
        day=day, defaults={"is_working": is_working, "name": name.strip()[:60]}
    )

    announce(CalendarDaySet(at=at, calendar_day_id=row.pk, day=day, is_working=is_working), actor=actor)
    return row
