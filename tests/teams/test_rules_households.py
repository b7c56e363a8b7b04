"""Who may be on a ten-household unit's roster, and that turns are shared fairly."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol_ops.core.refusals import Refused
from teams.rules import (
    Form,
    Stage,
    VolunteerDraft,
    fair_turns,
    judge_duty_day,
    judge_household_unit,
    judge_roster,
    judge_volunteer,
)

TODAY = dt.date(2026, 11, 18)


def days(count, first=TODAY):
    return [first + dt.timedelta(days=number) for number in range(count)]


@pytest.mark.parametrize(
    ("name", "form", "stage", "code"),
    [
        ("东巷", Form.FULL_TIME_PATROL, Stage.ACTIVE, "teams.household-unit-only-voluntary"),
        ("东巷", Form.SECURITY_CONTRACT, Stage.ACTIVE, "teams.household-unit-only-voluntary"),
        ("东巷", Form.VOLUNTARY_PATROL, Stage.PLANNED, "teams.household-unit-team-not-active"),
        ("东巷", Form.VOLUNTARY_PATROL, Stage.SUSPENDED, "teams.household-unit-team-not-active"),
        ("", Form.VOLUNTARY_PATROL, Stage.ACTIVE, "teams.name-part-invalid"),
        ("长" * 21, Form.VOLUNTARY_PATROL, Stage.ACTIVE, "teams.name-part-invalid"),
    ],
)
def test_a_unit_stands_under_a_voluntary_detachment_that_stands(name, form, stage, code):
    with pytest.raises(Refused) as no:
        judge_household_unit(name, form, stage)
    assert no.value.code == code
    assert judge_household_unit(" 东巷 ", Form.VOLUNTARY_PATROL, Stage.ACTIVE) == "东巷"


@pytest.mark.parametrize(
    ("draft", "names", "code"),
    [
        (VolunteerDraft("", "", TODAY), [], "teams.person-name-invalid"),
        (VolunteerDraft("吴邻", "", TODAY + dt.timedelta(days=1)), [], "teams.consent-in-the-future"),
        (VolunteerDraft("吴邻", "", TODAY), ["吴邻"], "teams.volunteer-known"),
        (VolunteerDraft("吴邻", "", TODAY), ["甲", "乙", "丙"], "teams.household-unit-full"),
    ],
)
def test_nobody_joins_so(draft, names, code):
    with pytest.raises(Refused) as no:
        judge_volunteer(draft, TODAY, names=names, size=3)
    assert no.value.code == code


def test_a_volunteer_joins_where_there_is_room():
    joined = judge_volunteer(VolunteerDraft(" 吴邻 ", "", TODAY), TODAY, names=["甲", "乙"], size=3)
    assert joined == VolunteerDraft("吴邻", "", TODAY)


@pytest.mark.parametrize(
    ("first", "count", "people", "code"),
    [
        (TODAY, 5, 0, "teams.household-unit-empty"), (TODAY - dt.timedelta(days=1), 5, 1, "teams.roster-in-the-past"),
        (TODAY, 0, 1, "teams.roster-too-long"), (TODAY, 63, 1, "teams.roster-too-long"), (TODAY, 62, 1, None),
    ],
)  # fmt: skip
def test_a_roster_lies_ahead_and_ends(first, count, people, code):
    if code is None:
        judge_roster(first, count, TODAY, people)
        return
    with pytest.raises(Refused) as no:
        judge_roster(first, count, TODAY, people)
    assert no.value.code == code


@pytest.mark.parametrize(("ahead", "fits"), [(0, True), (62, True), (-1, False), (63, False)])
def test_a_day_that_has_been_is_not_changed(ahead, fits):
    day = TODAY + dt.timedelta(days=ahead)
    if fits:
        judge_duty_day(day, TODAY)
        return
    with pytest.raises(Refused):
        judge_duty_day(day, TODAY)


@pytest.mark.req("ORG-28")
def test_turns_go_round():
    turns = fair_turns({1: [], 2: [], 3: []}, days(6))
    assert [pk for _, pk in turns] == [1, 2, 3, 1, 2, 3]


def test_who_had_more_turns_waits_and_who_watched_last_comes_last():
    before = days(3, TODAY - dt.timedelta(days=3))
    assert [pk for _, pk in fair_turns({1: before, 2: []}, days(3))] == [2, 2, 2]
    assert [pk for _, pk in fair_turns({1: [before[2]], 2: [before[0]]}, days(2))] == [2, 1]


@given(people=st.integers(1, 10), count=st.integers(0, 62))
def test_nobody_has_two_turns_more_than_anybody_else(people, count):
    turns = fair_turns({pk: [] for pk in range(people)}, days(count))
    shared = Counter(dict.fromkeys(range(people), 0)) + Counter(pk for _, pk in turns)
    full = [shared.get(pk, 0) for pk in range(people)]
    assert [day for day, _ in turns] == days(count)
    assert max(full) - min(full) <= 1
