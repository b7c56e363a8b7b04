"""Ranking: merit first, the same marks always the same list."""

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recruitment.rules import Candidate, Selection, ranked, select

THRESHOLD = 60


def candidate(number, merit, *, post=1, priority=False, local=False, reserve=False):
    return Candidate(number, post, Decimal(merit), priority, local, f"990102-2026-1-{number:04d}", reserve)


def ids(found):
    return [one.applicant_id for one in found]


# Few different marks around the threshold, so that ties and near misses are common.
MARKS = st.sampled_from(["0.00", "59.99", "60.00", "60.01", "75.50", "100.00"])


@st.composite
def fields(draw):
    rows = draw(st.lists(st.tuples(MARKS, st.integers(1, 2), st.booleans(), st.booleans(), st.booleans()), max_size=12))
    return [
        candidate(number, merit, post=post, priority=priority, local=local, reserve=reserve)
        for number, (merit, post, priority, local, reserve) in enumerate(rows, 1)
    ]


PLACES = st.dictionaries(st.integers(1, 2), st.integers(0, 4))


@pytest.mark.req("X32")
@pytest.mark.parametrize(
    ("candidates", "order"),
    [
        ([candidate(1, "70"), candidate(2, "80")], [2, 1]),
        ([candidate(1, "70"), candidate(2, "70", priority=True)], [2, 1]),
        ([candidate(1, "70"), candidate(2, "70", local=True)], [2, 1]),
        ([candidate(1, "70", local=True), candidate(2, "70", priority=True)], [2, 1]),
        ([candidate(1, "70", priority=True), candidate(2, "70", priority=True, local=True)], [2, 1]),
        ([candidate(2, "70"), candidate(1, "70")], [1, 2]),
        ([candidate(1, "70.01"), candidate(2, "70", priority=True, local=True)], [1, 2]),
        ([candidate(1, "60"), candidate(2, "59.99", priority=True, local=True)], [1]),
        ([], []),
    ],
)
def test_priority_and_then_residence_where_merit_is_equal(candidates, order):
    assert ids(ranked(candidates, THRESHOLD)) == order


@settings(deadline=None)
@given(fields(), st.randoms(use_true_random=False), PLACES)
def test_the_order_of_coming_in_changes_nothing(candidates, chance, places):
    shuffled = candidates.copy()
    chance.shuffle(shuffled)
    assert ranked(shuffled, THRESHOLD) == ranked(candidates, THRESHOLD)
    assert select(shuffled, THRESHOLD, places) == select(candidates, THRESHOLD, places)


@pytest.mark.req("X32")
@settings(deadline=None)
@given(fields())
def test_nobody_is_lifted_over_a_higher_merit_or_over_the_threshold(candidates):
    found = ranked(candidates, THRESHOLD)
    merits = [one.merit for one in found]
    assert merits == sorted(merits, reverse=True)
    assert {one.applicant_id for one in found} == {one.applicant_id for one in candidates if one.merit >= THRESHOLD}


@settings(deadline=None)
@given(fields(), st.data())
def test_what_one_person_claims_moves_that_person_among_equals_only(candidates, data):
    if not candidates:
        return
    one = data.draw(st.sampled_from(candidates))
    claimed = dataclasses.replace(one, priority=True, local=True)
    before = ranked(candidates, THRESHOLD)
    after = ranked([claimed if other is one else other for other in candidates], THRESHOLD)
    assert [row.merit for row in after] == [row.merit for row in before]
    assert [row for row in after if row is not claimed] == [row for row in before if row is not one]


@settings(deadline=None)
@given(fields(), PLACES)
def test_everybody_ends_in_one_list_and_no_post_takes_too_many(candidates, places):
    found = select(candidates, THRESHOLD, places)
    lists = (found.selected, found.reserve, found.not_selected, found.below)
    assert sorted(one for many in lists for one in many) == sorted(ids(candidates))
    by_id = {one.applicant_id: one for one in candidates}
    for post in {one.post_id for one in candidates}:
        chosen = [by_id[one] for one in found.selected if by_id[one].post_id == post]
        left = [by_id[one] for one in (*found.reserve, *found.not_selected) if by_id[one].post_id == post]
        assert len(chosen) <= places.get(post, 0)
        # A place stays empty only where nobody is left, and nobody left is better than whoever was chosen.
        assert not left or len(chosen) == places.get(post, 0)
        assert all(one.merit >= other.merit for one in chosen for other in left)
    assert all(by_id[one].reserve for one in found.reserve)
    assert not any(by_id[one].reserve for one in found.not_selected)


def test_places_reserve_and_the_rest():
    field = [
        candidate(1, "90"),
        candidate(2, "80", reserve=True),
        candidate(3, "70"),
        candidate(4, "59.99", reserve=True),
        candidate(5, "95", post=2),
        candidate(6, "20"),
    ]
    assert select(field, THRESHOLD, {1: 1}) == Selection((1,), (2,), (5, 3), (4, 6))
    assert select(field, THRESHOLD, {1: 3, 2: 1}) == Selection((5, 1, 2, 3), (), (), (4, 6))
    assert select([], THRESHOLD, {1: 1}) == Selection((), (), (), ())
