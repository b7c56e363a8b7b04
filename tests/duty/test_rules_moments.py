"""A clock time belongs to the day it is said of or, past midnight, to the next."""

import datetime as dt

import pytest

from duty.rules import (
    EntryDraft,
    EntryKind,
    EntryTimes,
    Mode,
    PatrolDraft,
    PatrolLogDraft,
    WalkerDraft,
    entry_times,
    judge_log,
    judge_times,
    patrol_span,
)
from tests.duty.saying import refused

DAY = dt.date(2026, 11, 17)


def moment(text):
    return dt.datetime.fromisoformat(f"2026-11-{text}")


def patrol(started, ended):
    start, end = dt.time.fromisoformat(started), dt.time.fromisoformat(ended)
    return PatrolDraft(started=start, ended=end, area_id=1, mode=Mode.FOOT, walkers=(WalkerDraft(1),))


def judge(now, *patrols):
    draft = PatrolLogDraft(day=DAY, patrols=patrols)
    judge_log(draft, now=now, serving={1}, unfit={}, own_areas={1}, joint_areas=set())


@pytest.mark.req("X51")
@pytest.mark.parametrize(
    ("started", "ended", "span"),
    [
        ("19:00", "21:00", ("17T19:00", "17T21:00")),
        ("22:00", "02:00", ("17T22:00", "18T02:00")),
        ("23:59", "00:00", ("17T23:59", "18T00:00")),
        ("00:00", "00:01", ("17T00:00", "17T00:01")),
        ("18:00", "08:00", ("17T18:00", "18T08:00")),
    ],
)
def test_a_patrol_over_midnight_belongs_to_the_day_it_began(started, ended, span):
    assert patrol_span(DAY, patrol(started, ended)) == (moment(span[0]), moment(span[1]))
    judge(moment("18T12:00"), patrol(started, ended))


@pytest.mark.parametrize(("started", "ended"), [("19:00", "19:00"), ("18:00", "08:01"), ("09:00", "08:59")])
def test_a_patrol_lasts_some_time_and_fourteen_hours_at_most(started, ended):
    no = refused("duty.patrol-too-long", judge, moment("19T12:00"), patrol(started, ended))
    assert (no.field, no.facts["hours"]) == ("patrols-0-ended", 14)


def test_a_patrol_is_over_when_it_is_filed():
    judge(moment("17T20:55"), patrol("19:00", "21:00"))
    no = refused("duty.patrol-not-over", judge, moment("17T20:54"), patrol("19:00", "21:00"))
    assert no.field == "patrols-0-ended"
    refused("duty.patrol-not-over", judge, moment("17T23:30"), patrol("22:00", "02:00"))


@pytest.mark.req("X51")
def test_two_patrols_over_midnight_may_overlap_too():
    refused("duty.walker-in-two-patrols", judge, moment("18T12:00"), patrol("22:00", "02:00"), patrol("23:00", "03:00"))
    judge(moment("18T12:00"), patrol("22:00", "02:00"), patrol("00:00", "02:00"))


def times(spans, **said):
    clock = {name: dt.time.fromisoformat(text) for name, text in said.items()}
    return entry_times(DAY, EntryDraft(kind=EntryKind.INCIDENT, **clock), spans)


EVENING, NIGHT = (moment("17T19:00"), moment("17T21:00")), (moment("17T22:00"), moment("18T02:00"))


@pytest.mark.parametrize(
    ("spans", "said", "at"),
    [
        ([EVENING], "20:10", "17T20:10"),
        ([EVENING], "00:30", "17T00:30"),
        ([NIGHT], "23:10", "17T23:10"),
        ([NIGHT], "00:30", "18T00:30"),
        ([NIGHT], "02:00", "18T02:00"),
        ([NIGHT], "02:01", "17T02:01"),
        ([EVENING, NIGHT], "01:00", "18T01:00"),
        ([], "01:00", "17T01:00"),
    ],
)
def test_half_past_midnight_on_a_night_patrol_is_the_next_day(spans, said, at):
    assert times(spans, at=said).at == moment(at)


@pytest.mark.req("DUT-05")
def test_what_follows_at_night_follows():
    found = times([EVENING], at="23:50", told_at="00:05", contained_at="23:55", protected_at="00:10")
    assert found == EntryTimes(moment("17T23:50"), moment("18T00:05"), moment("17T23:55"), moment("18T00:10"))


@pytest.mark.req("DUT-05")
@pytest.mark.parametrize("name", ["told_at", "contained_at", "protected_at"])
def test_nothing_follows_before_it_began(name):
    late = times([EVENING], at="20:10", **{name: "20:09"})
    no = refused("duty.before-it-happened", judge_times, late, "entries-0", moment("18T12:00"))
    assert no.field == f"entries-0-{name}"
    judge_times(times([EVENING], at="20:10", **{name: "20:10"}), "entries-0", moment("18T12:00"))


@pytest.mark.parametrize("name", ["at", "told_at", "contained_at", "protected_at"])
def test_nothing_has_happened_in_the_future(name):
    said = times([EVENING], **{name: "20:10"})
    judge_times(said, "entries-0", moment("17T20:05"))
    no = refused("duty.time-in-the-future", judge_times, said, "entries-0", moment("17T20:04"))
    assert no.field == f"entries-0-{name}"
