"""Working days: the published calendar, make-up days, the office's own word, and years not yet published (X52)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from patrol_ops.core import access
from patrol_ops.core.access import Actor, Permission, Post, Reach
from patrol_ops.core.calendar import (
    add_working_days,
    is_published,
    is_working_day,
    next_working_day,
    set_calendar_day,
    working_days,
)
from patrol_ops.core.models import CalendarDay, JournalEntry
from patrol_ops.core.refusals import NotPermitted, Refused

pytestmark = pytest.mark.django_db


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "working"),
    [
        ("2026-01-01", False),  # New Year
        ("2026-01-02", False),  # given for Sunday the 4th
        ("2026-01-04", True),  # a Sunday that is worked
        ("2026-02-14", True),  # a Saturday that is worked
        ("2026-02-16", False),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-02-28", True),
        ("2026-05-05", False),
        ("2026-05-09", True),
        ("2026-09-20", True),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),
        ("2026-11-21", False),  # an ordinary Saturday
        ("2026-11-23", True),
        ("2027-01-01", False),
        ("2027-02-06", False),  # Spring Festival, known without the calendar
        ("2027-10-01", False),
        ("2027-10-08", True),
        ("2027-10-09", False),  # a Saturday; nobody has published it as worked
    ],
)
def test_working_days_as_published(text: str, working: bool) -> None:
    assert is_working_day(day(text)) is working


def test_a_year_is_published_once_its_make_up_days_are_known() -> None:
    assert is_published(2026)
    assert not is_published(2027)
    CalendarDay.objects.create(day=day("2027-03-03"), is_working=False)  # a local day off says nothing of the year
    assert not is_published(2027)
    CalendarDay.objects.create(day=day("2027-10-09"), is_working=True)
    assert is_published(2027)


def test_the_offices_word_overrides(django_assert_num_queries: Any) -> None:
    CalendarDay.objects.create(day=day("2026-11-18"), is_working=False)
    CalendarDay.objects.create(day=day("2026-11-21"), is_working=True)
    with django_assert_num_queries(1):
        found = working_days(day("2026-11-16"), day("2026-11-22"))
    assert [d.day for d in found] == [16, 17, 19, 20, 21]
    assert working_days(day("2026-11-22"), day("2026-11-21")) == []


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-11-18", 0, "2026-11-18"),
        ("2026-11-18", 1, "2026-11-19"),  # counted from the day after
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 7, "2026-12-01"),
        ("2026-02-13", 1, "2026-02-14"),  # the worked Saturday counts
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-09-30", 5, "2026-10-13"),
        ("2026-12-31", 1, "2027-01-04"),
    ],
)
def test_counting_on(start: str, count: int, expected: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(1):
        assert add_working_days(day(start), count) == day(expected)


def test_the_next_working_day_is_never_the_day_itself() -> None:
    assert next_working_day(day("2026-11-18")) == day("2026-11-19")
    assert next_working_day(day("2026-09-30")) == day("2026-10-08")


def test_counting_crosses_a_long_run_of_days_off() -> None:
    for offset in range(1, 60):
        CalendarDay.objects.create(day=day("2026-11-18") + dt.timedelta(offset), is_working=False)
    assert next_working_day(day("2026-11-18")) == day("2027-01-18")


def test_counting_backwards_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_working_days(day("2026-11-18"), -1)


@pytest.fixture
def gwen(registries: None) -> Actor:
    access._GRANTS[str(Permission.SET_POLICY_VALUE)] = {"head": Reach.TERRITORY}
    return Actor("person", None, posts=(Post("head", "410101"),))


def test_set_calendar_day_does_it_and_says_so_once(gwen: Actor, at: dt.datetime) -> None:
    set_calendar_day(actor=gwen, day=day("2026-12-05"), is_working=True, name=" 调休上班 ", at=at)
    row = CalendarDay.objects.get()
    assert (row.is_working, row.name) == (True, "调休上班")
    assert is_working_day(day("2026-12-05"))
    entry = JournalEntry.objects.get()
    assert (entry.act, entry.facts["is_working"]) == ("core.calendar_day_set", True)
    set_calendar_day(actor=gwen, day=day("2026-12-05"), is_working=False, name="", at=at)
    assert CalendarDay.objects.count() == 1


def test_set_calendar_day_without_the_post_finds_nothing(gwen: Actor, at: dt.datetime) -> None:
    for actor in (Actor.nobody(), Actor("person", 1, posts=(Post("head", "410101001"),))):
        with pytest.raises(NotPermitted):
            set_calendar_day(actor=actor, day=day("2026-12-05"), is_working=True, name="", at=at)
    assert not CalendarDay.objects.exists()


def test_set_calendar_day_in_the_past_is_refused(gwen: Actor, at: dt.datetime) -> None:
    with pytest.raises(Refused) as no:
        set_calendar_day(actor=gwen, day=day("2026-11-17"), is_working=True, name="", at=at)
    assert no.value.field == "day"
    assert not JournalEntry.objects.exists()
