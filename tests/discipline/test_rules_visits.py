"""Rounds, days, conflicts, periods and the spreading of visits; without a database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discipline.rules import (
    MOST_INSPECTORS,
    ORGANISED_BY,
    ROUND_MOVES,
    VISIT_MOVES,
    InspectorDraft,
    Method,
    Organiser,
    RoundDraft,
    RoundStage,
    VisitStage,
    is_conflicted,
    judge_organiser,
    judge_round,
    judge_visit_day,
    period_name,
    period_of,
    spread,
)
from patrol_ops.core.refusals import Refused, WrongStage
from teams.rules import Role

D = dt.date
TODAY = D(2026, 11, 3)
DAY = dt.timedelta(days=1)
days = st.dates(D(2000, 1, 1), D(2099, 12, 31))


def round_draft(**values):
    whole = {
        "name": "四季度督察", "organised_by": Organiser.SUPERVISION, "method": Method.CENTRALISED, "starts_on": TODAY,
        "last_day": TODAY + 30 * DAY, "checklist_id": 1, "inspectors": (InspectorDraft(1),),
    }  # fmt: skip
    return RoundDraft(**{**whole, **values})


# --- stages ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("move", ["report", "cancel"])
def test_a_round_ends_once(move):
    assert ROUND_MOVES.after("plan", None) == RoundStage.OPEN
    over = ROUND_MOVES.after(move, RoundStage.OPEN)
    for again in ("report", "cancel"):
        with pytest.raises(WrongStage):
            ROUND_MOVES.after(again, over)


@pytest.mark.parametrize("over", [VisitStage.DONE, VisitStage.CANCELLED])
@pytest.mark.parametrize("move", ["reschedule", "record", "cancel", "plan"])
def test_a_visit_that_is_over_stays_so(over, move):
    assert VISIT_MOVES.after("reschedule", VISIT_MOVES.after("plan", None)) == VisitStage.PLANNED
    with pytest.raises(WrongStage):
        VISIT_MOVES.after(move, over)


# --- who plans, and when --------------------------------------------------------------------------------------------


@pytest.mark.req("INS-05")
@pytest.mark.parametrize("organiser", Organiser)
@pytest.mark.parametrize("role", Role)
def test_nobody_plans_in_anothers_name(organiser, role):
    """X06: all three may; each for itself."""
    if role in ORGANISED_BY[organiser]:
        judge_organiser(organiser, {role, Role.MEMBER})
        return
    with pytest.raises(Refused) as no:
        judge_organiser(organiser, {role})
    assert (no.value.code, no.value.field) == ("discipline.organiser-another", "organised_by")


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"name": "督"}, "text-odd", "name"),
        ({"last_day": TODAY - DAY, "starts_on": TODAY}, "round-span-odd", "last_day"),
        ({"last_day": TODAY + 367 * DAY}, "round-span-odd", "last_day"),
        ({"starts_on": TODAY - 9 * DAY, "last_day": TODAY - DAY}, "round-over", "last_day"),
        (
            {"method": Method.CROSS_AREA, "organised_by": Organiser.TOWNSHIP},
            "cross-area-is-supervision",
            "method",
        ),
        ({"inspectors": ()}, "inspectors-odd", "inspectors"),
        ({"inspectors": tuple(map(InspectorDraft, range(MOST_INSPECTORS + 1)))}, "inspectors-odd", "inspectors"),
        ({"inspectors": (InspectorDraft(1), InspectorDraft(1, "990102001"))}, "inspector-twice", "inspectors"),
        ({"inspectors": (InspectorDraft(1, lent_by="单" * 61),)}, "text-odd", "inspectors-0-lent_by"),
    ],
)
def test_a_round_that_is_refused(values, code, field):
    with pytest.raises(Refused) as no:
        judge_round(round_draft(**values), today=TODAY)
    assert (no.value.code, no.value.field) == (f"discipline.{code}", field)


@pytest.mark.req("INS-02")
@pytest.mark.parametrize(
    "values",
    [
        {},
        {"method": Method.CROSS_AREA},
        {"starts_on": TODAY - 9 * DAY, "last_day": TODAY},
        {"last_day": TODAY + 366 * DAY},
        {"inspectors": tuple(map(InspectorDraft, range(MOST_INSPECTORS)))},
        {"inspectors": (InspectorDraft(1, "990102001", "街道办事处"), InspectorDraft(2))},
    ],
)
def test_a_round_that_is_not(values):
    judge_round(round_draft(**values), today=TODAY)


@pytest.mark.parametrize(
    ("day", "first", "last", "code"),
    [
        (TODAY, None, None, None),
        (TODAY + 400 * DAY, None, None, None),
        (TODAY + 401 * DAY, None, None, "visit-day-odd"),
        (TODAY - DAY, None, None, "visit-day-odd"),
        (TODAY + DAY, TODAY + DAY, TODAY + DAY, None),
        (TODAY, TODAY + DAY, TODAY + 9 * DAY, "visit-outside-round"),
        (TODAY + 10 * DAY, TODAY, TODAY + 9 * DAY, "visit-outside-round"),
    ],
)
def test_the_day_of_a_visit(day, first, last, code):
    """Of today any hour will do, even one that has gone: the visit is being written down on the way."""
    starts, now = dt.datetime.combine(day, dt.time(8)), dt.datetime.combine(TODAY, dt.time(17))
    if code is None:
        judge_visit_day(starts, now=now, first=first, last=last)
        return
    with pytest.raises(Refused) as no:
        judge_visit_day(starts, now=now, first=first, last=last)
    assert (no.value.code, no.value.field) == (f"discipline.{code}", "starts_at")


@pytest.mark.req("INS-03")
@pytest.mark.parametrize(
    ("method", "team", "path", "own", "homes", "why"),
    [
        (Method.ROUTINE, 1, "990102001001", {1}, (), "inspects-own-team"),
        (Method.CENTRALISED, 1, "990102001001", {1, 2}, (), "inspects-own-team"),
        (Method.CROSS_AREA, 1, "990102001001", {1}, ("990102002",), "inspects-own-team"),
        (Method.ROUTINE, 1, "990102001001", {2}, ("990102001",), None),
        (Method.CENTRALISED, 1, "990102001001", {2}, ("990102001",), None),
        (Method.CROSS_AREA, 1, "990102001001", {2}, ("990102001",), "inspects-own-area"),
        (Method.CROSS_AREA, 1, "990102001", set(), ("990102001",), "inspects-own-area"),
        # The brigade of the district is of every street.
        (Method.CROSS_AREA, 1, "990102", set(), ("990102001",), "inspects-own-area"),
        (Method.CROSS_AREA, 1, "990102001001", set(), ("990102002",), None),
        (Method.CROSS_AREA, 1, "990102001001", set(), ("990102002", "990102001"), "inspects-own-area"),
        (Method.CROSS_AREA, 1, "990102001001", set(), ("",), None),
    ],
)
def test_who_may_not_look_at_whom(method, team, path, own, homes, why):
    found = is_conflicted(method, team_id=team, path=path, own_teams=own, homes=homes)
    assert found == (why and f"discipline.{why}")


# --- periods --------------------------------------------------------------------------------------------------------


@pytest.mark.req("INS-01")
@pytest.mark.parametrize(
    ("day", "months", "first", "last"),
    [
        (D(2026, 11, 3), 1, D(2026, 11, 1), D(2026, 11, 30)),
        (D(2026, 11, 3), 3, D(2026, 10, 1), D(2026, 12, 31)),
        (D(2028, 2, 29), 1, D(2028, 2, 1), D(2028, 2, 29)),
        (D(2026, 12, 31), 12, D(2026, 1, 1), D(2026, 12, 31)),
        (D(2026, 12, 31), 5, D(2026, 11, 1), D(2026, 12, 31)),
        (D(2026, 10, 31), 5, D(2026, 6, 1), D(2026, 10, 31)),
        (D(2026, 9, 1), 8, D(2026, 9, 1), D(2026, 12, 31)),
    ],
)
def test_period_of(day, months, first, last):
    assert period_of(day, months) == (first, last)


@settings(deadline=None)
@given(days, st.integers(1, 12))
def test_periods_part_a_year(day, months):
    """Every day lies in one; the day before begins no later and ends before; none crosses the new year."""
    first, last = period_of(day, months)
    assert first <= day <= last
    assert first.year == last.year == day.year
    assert first.day == 1
    assert (last + DAY).day == 1
    assert period_of(first, months) == period_of(last, months) == (first, last)
    assert last.month - first.month + 1 == months or last.month == 12
    if first > D(2000, 1, 1):
        assert period_of(first - DAY, months)[1] == first - DAY
    assert period_name(first) == f"{first.year:04d}-{first.month:02d}"


@settings(deadline=None)
@given(days, days, st.integers(1, 12))
def test_two_periods_are_one_or_share_no_day_nor_name(one, other, months):
    a, b = period_of(one, months), period_of(other, months)
    assert (a == b) == (period_name(a[0]) == period_name(b[0]))
    assert a == b or a[1] < b[0] or b[1] < a[0]


# --- spreading ------------------------------------------------------------------------------------------------------


@st.composite
def puzzles(draw):
    teams = list(range(draw(st.integers(0, 12))))
    people = list(range(100, 100 + draw(st.integers(0, 4))))
    span = [TODAY + n * DAY for n in range(draw(st.integers(0, 6)))]
    pairs = [(team, day) for team in teams for day in span]
    taken = draw(st.sets(st.sampled_from(pairs), max_size=12)) if pairs else set()
    barred_from = [(person, team) for person in people for team in teams]
    barred = draw(st.sets(st.sampled_from(barred_from), max_size=20)) if barred_from else set()
    return teams, people, span, taken, barred, draw(st.integers(1, 4))


@pytest.mark.req("INS-01")
@settings(deadline=None)
@given(puzzles())
def test_spread_keeps_every_promise(puzzle):
    teams, people, span, taken, barred, a_day = puzzle

    def may(person, team):
        return (person, team) not in barred

    turns = spread(teams, people, span, taken=taken, may=may, a_day=a_day)

    assert len({turn.team_id for turn in turns}) == len(turns)
    load = {}
    for turn in turns:
        assert turn.team_id in teams
        assert turn.day in span
        assert may(turn.inspector_id, turn.team_id)
        assert (turn.team_id, turn.day) not in taken
        load[turn.inspector_id, turn.day] = load.get((turn.inspector_id, turn.day), 0) + 1
    assert all(count <= a_day for count in load.values())
    # Whoever is left out had nowhere to go.
    for team in set(teams) - {turn.team_id for turn in turns}:
        for day in span:
            for person in people:
                full = load.get((person, day), 0) >= a_day
                assert (team, day) in taken or not may(person, team) or full
    # The same question has the same answer.
    assert turns == spread(teams, people, span, taken=taken, may=may, a_day=a_day)


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 5), st.integers(1, 8))
def test_spread_is_even_where_nothing_stands_in_its_way(teams, people, span):
    turns = spread(
        range(teams), range(people), [TODAY + n * DAY for n in range(span)], taken=set(), may=lambda *_: True,
        a_day=teams,
    )  # fmt: skip
    assert len(turns) == teams
    by_person = [sum(turn.inspector_id == person for turn in turns) for person in range(people)]
    assert max(by_person) - min(by_person) <= 1
    by_day = [sum(turn.day == TODAY + n * DAY for turn in turns) for n in range(span)]
    assert max(by_day) - min(by_day) <= 1
