"""What is wrong with a ledger, and how complete, clear and fresh it is."""

from __future__ import annotations

import datetime as dt

import pytest

from teams.rules import Alarm, Quality, TeamFacts, alarms_of, is_fresh, quality_of

TODAY = dt.date(2026, 11, 18)
GOOD = {
    "name": "港口分队", "standard": "港口分队", "led": True, "managed": True, "people": 4, "no_phone": 0, "no_badge": 0,
    "badged": 4, "updated_on": TODAY, "plaque": True,
}  # fmt: skip


def facts(**odd):
    return TeamFacts(**{**GOOD, **odd})


@pytest.mark.req("ORG-22")
@pytest.mark.parametrize(
    ("odd", "alarms"),
    [
        ({}, ()),
        ({"led": False}, (Alarm.NO_LEADER,)),
        ({"people": 0, "badged": 0}, (Alarm.NOBODY,)),
        ({"name": "港口巡逻队"}, (Alarm.NAME_OFF,)),
        ({"managed": False}, (Alarm.NO_MANAGING_UNIT,)),
        ({"updated_on": TODAY - dt.timedelta(days=180)}, ()),
        ({"updated_on": TODAY - dt.timedelta(days=181)}, (Alarm.STALE,)),
        ({"updated_on": None}, (Alarm.STALE,)),
        ({"plaque": False}, (Alarm.NO_PLAQUE,)),
        ({"led": False, "managed": False, "people": 0, "badged": 0}, (
            Alarm.NO_LEADER, Alarm.NOBODY, Alarm.NO_MANAGING_UNIT,
        )),
    ],
)  # fmt: skip
def test_what_rings_for_a_team(odd, alarms):
    assert alarms_of(facts(**odd), TODAY, 180) == alarms


@pytest.mark.parametrize(("ago", "fresh"), [(0, True), (30, True), (31, False), (None, False)])
def test_fresh_is_touched_lately(ago, fresh):
    touched = None if ago is None else TODAY - dt.timedelta(days=ago)
    assert is_fresh(touched, TODAY, 30) is fresh


@pytest.mark.req("LOG-12")
@pytest.mark.parametrize(
    ("odd", "complete", "clear", "fresh"),
    [
        ({}, 100, 100, 100),
        ({"led": False}, 83, 100, 100),
        ({"no_phone": 4}, 33, 100, 100),
        ({"no_phone": 4, "led": False, "managed": False}, 0, 100, 100),
        ({"badged": 0}, 100, 20, 100),
        ({"badged": 0, "name": "别的"}, 100, 0, 100),
        ({"updated_on": None}, 100, 100, 0),
        ({"people": 0, "badged": 0}, 100, 100, 100),
    ],
)
def test_complete_clear_fresh(odd, complete, clear, fresh):
    quality = quality_of(facts(**odd), TODAY, 180)
    assert (quality.complete_share, quality.clear_share, quality.fresh_share) == (complete, clear, fresh)


def test_qualities_add_up_by_what_was_wanted_not_by_the_mean():
    small, large = facts(people=0, badged=0, led=False), facts(people=98, badged=98)
    together = quality_of(small, TODAY, 180) + quality_of(large, TODAY, 180)
    assert (together.complete_share, together.clear_share, together.teams) == (99, 100, 2)
    assert (Quality().complete_share, Quality().fresh_share) == (100, 100)
