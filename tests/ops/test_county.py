"""The county that is measured has exactly the numbers of the real one, the same each time."""

from __future__ import annotations

import datetime as dt

import pytest

from tools.county.shape import Shape, Span, full_time_rows, shift_days, spread, volunteer_rows

TODAY = dt.date(2026, 11, 26)


def test_the_county_is_the_printed_one():
    """Document 001: 13 full-time teams with 90 people, 1,279 mass teams with 56,649; 12 townships, 99 villages."""
    county = Shape()
    assert (county.townships, county.villages, county.hamlets) == (12, 99, 1263)
    assert (county.full_time_teams, sum(county.full_time_sizes)) == (13, 90)
    assert (county.mass_teams, sum(county.mass_sizes)) == (1279, 56_649)
    assert (county.teams, county.people) == (1292, 56_739)
    assert county.teams * 365 == 471_580
    # One standard detachment a village; the others stand beside them, never more of them than there are hamlets.
    assert sum(county.villages_of()) == 99
    assert sum(county.voluntary_of()) + county.villages == county.mass_teams
    assert sum(county.voluntary_of()) <= county.hamlets


def test_two_shifts_a_month_are_the_attendance_of_a_year():
    county = Shape()
    begun = Span(dt.date(2026, 11, 1))  # whole months only
    assert volunteer_rows(county, begun) == 2 * 24 * 56_649 == 2 * 1_359_576


@pytest.mark.parametrize("size", [1, 5, 14, 44, 45, 200])
def test_everybody_walks_once_a_fortnight_and_never_after_the_28th(size):
    days = [shift_days(index, size) for index in range(size)]
    assert all(1 <= first <= 14 and second == first + 14 for first, second in days)
    walkers = [sum(first == day for first, _ in days) for day in range(1, 15)]
    assert max(walkers) - min(walkers) <= 1


def test_a_tenth_keeps_the_proportions():
    tenth = Shape(0.1)
    assert (tenth.teams, tenth.people) == (131, 5_674)
    assert volunteer_rows(tenth, Span(TODAY)) > 0 < full_time_rows(tenth, Span(TODAY))


def test_spread_loses_nobody():
    assert spread(7, 3) == [3, 2, 2]
    assert sum(spread(56_649, 1279)) == 56_649


def test_the_span_ends_yesterday():
    days = list(Span(TODAY).days())
    assert (days[0], days[-1]) == (dt.date(2024, 11, 1), dt.date(2026, 11, 25))
