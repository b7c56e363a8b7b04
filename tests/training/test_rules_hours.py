"""Hours: what counts, what a year asks, what is missing; tables of cases, no database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.rules import (
    Taught,
    Topic,
    counted,
    coverage,
    credit,
    grace_ends,
    pre_duty_missing,
    required_minutes,
    year_credited,
)

EVEN = (60, 60, 60, 60)


@pytest.mark.req("TRN-07")
@pytest.mark.parametrize(
    ("minutes", "factor", "counts"), [(240, 100, 240), (90, 50, 45), (45, 50, 22), (45, 0, 0), (0, 100, 0)]
)
def test_credit_is_by_the_factor_of_the_mode_rounded_down(minutes, factor, counts):
    assert credit(minutes, factor) == counts


@pytest.mark.req("TRN-03")
@pytest.mark.parametrize(
    ("sessions", "found"),
    [
        ((), (0, 0, 0, 0)),
        ((Taught(240, EVEN),), (60, 60, 60, 60)),
        ((Taught(120, EVEN), Taught(50, (50, 0, 0, 0))), (80, 30, 30, 30)),
        ((Taught(100, (1, 1, 1, 0)),), (33, 33, 33, 0)),
        ((Taught(100, (0, 0, 0, 0)),), (0, 0, 0, 0)),
    ],
)
def test_coverage_divides_as_the_course_divides(sessions, found):
    assert tuple(coverage(sessions).values()) == found


@given(st.lists(st.builds(Taught, st.integers(0, 960), st.tuples(*[st.integers(0, 480)] * 4)), max_size=6))
def test_coverage_never_makes_more_of_it(sessions):
    assert sum(coverage(sessions).values()) <= sum(row.credited for row in sessions)


@pytest.mark.req("TRN-01", "TRN-03")
@pytest.mark.parametrize(
    ("sessions", "missing"),
    [
        ((), (960, tuple(Topic))),
        ((Taught(960, EVEN),), (0, ())),
        ((Taught(959, EVEN),), (1, ())),
        ((Taught(960, (480, 480, 0, 0)),), (0, (Topic.PROCEDURES, Topic.FINDING))),
        ((Taught(480, (240, 240, 0, 0)), Taught(480, (0, 0, 240, 240))), (0, ())),
        ((Taught(2000, EVEN),), (0, ())),
    ],
)
def test_pre_duty_missing_asks_for_the_hours_and_all_four_topics(sessions, missing):
    assert pre_duty_missing(iter(sessions), hours=16) == missing


@pytest.mark.req("TRN-02", "TRN-07", "TRN-14")
@pytest.mark.parametrize(
    ("by_mode", "counts"),
    [
        ({}, 0),
        ({"CLASS": 600, "OFF_JOB": 100, "SPECIAL_TOPIC": 20}, 720),
        ({"MEETING": 360}, 360),
        ({"MEETING": 361}, 360),
        ({"MEETING": 9999, "CLASS": 1080}, 1440),
        ({"CLASS": 5000}, 5000),
    ],
)
def test_counted_takes_meetings_up_to_their_share(by_mode, counts):
    assert counted(by_mode, meeting_share=25, required=1440) == counts


def test_counted_of_a_shorter_year_takes_fewer_meetings():
    assert counted({"MEETING": 999}, meeting_share=25, required=120) == 30


@pytest.mark.req("TRN-02", "X29")
@pytest.mark.parametrize(
    ("since", "months"),
    [
        (dt.date(2025, 12, 31), 12),
        (dt.date(2026, 1, 1), 12),
        (dt.date(2026, 1, 2), 11),
        (dt.date(2026, 1, 31), 11),
        (dt.date(2026, 2, 1), 11),
        (dt.date(2026, 2, 28), 10),
        (dt.date(2026, 6, 30), 6),
        (dt.date(2026, 11, 11), 1),
        (dt.date(2026, 12, 1), 1),
        (dt.date(2026, 12, 2), 0),
        (dt.date(2026, 12, 31), 0),
        (dt.date(2027, 1, 1), 0),
    ],
)
def test_required_minutes_are_a_twelfth_a_whole_month(since, months):
    assert required_minutes(2026, since, hours=24) == months * 120


@pytest.mark.parametrize(("since", "minutes"), [(dt.date(2028, 2, 29), 1200), (dt.date(2028, 2, 1), 1320)])
def test_required_minutes_in_a_leap_year(since, minutes):
    assert required_minutes(2028, since, hours=24) == minutes


@given(st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31)), st.integers(2024, 2028), st.integers(4, 120))
def test_required_minutes_count_the_months_that_begin_on_duty(since, year, hours):
    firsts = [dt.date(year, month, 1) for month in range(1, 13)]
    assert required_minutes(year, since, hours=hours) == hours * 60 * sum(day >= since for day in firsts) // 12


@pytest.mark.req("TRN-02", "X30")
@pytest.mark.parametrize(
    ("year", "days", "day"),
    [
        (2026, 60, dt.date(2027, 3, 1)),
        (2027, 60, dt.date(2028, 2, 29)),
        (2026, 0, dt.date(2026, 12, 31)),
        (2026, 120, dt.date(2027, 4, 30)),
    ],
)
def test_grace_ends_so_many_days_after_the_year(year, days, day):
    assert grace_ends(year, days) == day


@pytest.mark.req("TRN-02")
@pytest.mark.parametrize(
    ("day", "suspended_for", "short_before", "year"),
    [
        (dt.date(2027, 2, 28), None, True, 2026),
        (dt.date(2027, 2, 28), None, False, 2027),
        (dt.date(2027, 3, 1), None, True, 2027),
        (dt.date(2027, 3, 1), 2026, False, 2026),
        (dt.date(2028, 6, 1), 2026, True, 2026),
        (dt.date(2027, 7, 1), None, False, 2027),
    ],
)
def test_year_credited(day, suspended_for, short_before, year):
    assert year_credited(day, suspended_for=suspended_for, short_before=short_before, grace_days=60) == year
