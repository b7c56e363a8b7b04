"""Certificates: how long, renewed by which days, ended by what; tables of cases, no database."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol_ops.core.months import months_after
from patrol_ops.core.refusals import Refused, WrongStage
from training.rules import (
    CERTIFICATE_MOVES,
    TrainedDay,
    certificate_number,
    is_in_force,
    judge_issue,
    judge_renewal,
    last_day_of,
    renewed_from,
    training_days,
)

D = dt.date


def code(act, *args, **kwargs):
    with pytest.raises(Refused) as no:
        act(*args, **kwargs)
    return no.value.code


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (D(2026, 11, 11), 24, D(2028, 11, 11)),
        (D(2026, 1, 31), 1, D(2026, 2, 28)),
        (D(2028, 1, 31), 1, D(2028, 2, 29)),
        (D(2028, 2, 29), 12, D(2029, 2, 28)),
        (D(2028, 2, 29), 48, D(2032, 2, 29)),
        (D(2026, 12, 31), 2, D(2027, 2, 28)),
        (D(2026, 3, 31), -1, D(2026, 2, 28)),
        (D(2026, 1, 15), -1, D(2025, 12, 15)),
        (D(2026, 5, 5), 0, D(2026, 5, 5)),
    ],
)
def test_months_after(day, months, after):
    assert months_after(day, months) == after


@given(st.dates(D(2020, 1, 1), D(2040, 1, 1)), st.integers(-60, 60))
def test_months_after_is_the_same_day_or_the_last_of_a_shorter_month(day, months):
    after = months_after(day, months)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
    assert after.day == day.day or (after.day < day.day and (after + dt.timedelta(days=1)).day == 1)


@pytest.mark.req("TRN-05", "X30")
@pytest.mark.parametrize(
    ("starts_on", "last_day"),
    [
        (D(2026, 11, 11), D(2028, 11, 10)),
        (D(2026, 1, 1), D(2027, 12, 31)),
        (D(2028, 2, 29), D(2030, 2, 27)),
        (D(2026, 3, 1), D(2028, 2, 29)),
    ],
)
def test_the_last_day_of_24_months_is_included(starts_on, last_day):
    assert last_day_of(starts_on, 24) == last_day


@pytest.mark.parametrize(
    ("stage", "day", "held"),
    [
        ("VALID", D(2026, 11, 10), False),
        ("VALID", D(2026, 11, 11), True),
        ("VALID", D(2028, 11, 10), True),
        ("VALID", D(2028, 11, 11), False),
        ("SUSPENDED", D(2027, 1, 1), False),
        ("REVOKED", D(2027, 1, 1), False),
    ],
)
def test_is_in_force(stage, day, held):
    assert is_in_force(stage, D(2026, 11, 11), D(2028, 11, 10), day) is held


@pytest.mark.parametrize(
    ("minutes", "days"), [(480, "1"), (479, "0.99"), (240, "0.5"), (1440, "3"), (4, "0"), (5, "0.01")]
)
def test_a_training_day_has_eight_hours(minutes, days):
    assert training_days(minutes) == Decimal(days)


def day(year, days, month=7):
    return TrainedDay(D(year, month, 1), Decimal(days))


# A course of seven days in 2010 gives a certificate from 2010 to 2016 that can be renewed until 2020: six years, three
# training days, four years to come back in.
ORACLE = (
    ([], None),
    ([day(2011, 1)], None),
    ([day(2011, 1), day(2014, 1)], None),
    ([day(2011, 1), day(2014, 1), day(2018, 1)], None),
    ([day(2011, 1), day(2014, 1), day(2018, 1), day(2019, 2)], 2018),
)


@pytest.mark.req("TRN-05")
@pytest.mark.parametrize(("trained", "begins"), ORACLE)
def test_renewed_from_against_figures_worked_out_elsewhere(trained, begins):
    found = renewed_from(
        [day(2010, 7), *trained],
        required=Decimal(3),
        issued_on=D(2010, 7, 1),
        last_day=D(2016, 12, 31),
        months=72,
        reactivation=48,
    )
    assert found == (begins and D(begins, 7, 1))
    if found:
        assert last_day_of(found, 72).year == 2024


def renewal(*trained, required=3):
    return renewed_from(
        trained,
        required=Decimal(required),
        issued_on=D(2026, 11, 11),
        last_day=D(2028, 11, 10),
        months=24,
        reactivation=12,
    )


@pytest.mark.parametrize(
    ("trained", "begins"),
    [
        ([TrainedDay(D(2026, 11, 11), Decimal(3))], None),  # what it was issued for
        ([TrainedDay(D(2026, 11, 12), Decimal(3))], D(2026, 11, 12)),
        ([TrainedDay(D(2029, 11, 10), Decimal(3))], D(2029, 11, 10)),  # the last day to come back on
        ([TrainedDay(D(2029, 11, 11), Decimal(3))], None),
        ([TrainedDay(D(2027, 5, 5), Decimal(2)), TrainedDay(D(2028, 5, 5), Decimal(1))], D(2027, 5, 5)),
        ([TrainedDay(D(2028, 5, 5), Decimal("2.99"))], None),
        # Two years back, counted from the latest: that very day still counts, the day before does not.
        ([TrainedDay(D(2027, 1, 5), Decimal(2)), TrainedDay(D(2029, 1, 5), Decimal(1))], D(2027, 1, 5)),
        ([TrainedDay(D(2027, 1, 4), Decimal(2)), TrainedDay(D(2029, 1, 5), Decimal(1))], None),
    ],
)
def test_renewed_from_counts_from_the_latest_backwards(trained, begins):
    assert renewal(*trained) == begins
    assert renewal(*reversed(trained)) == begins


_TRAINED = st.builds(
    TrainedDay, st.dates(D(2026, 6, 1), D(2030, 6, 1)), st.integers(1, 300).map(lambda n: Decimal(n) / 100)
)


@given(st.lists(_TRAINED, max_size=8), st.permutations(range(8)))
def test_renewed_from_is_one_of_the_days_and_enough_lies_on_or_after_it(trained, order):
    found = renewal(*trained)
    assert renewal(*[trained[n] for n in order if n < len(trained)]) == found
    usable = [row for row in trained if D(2026, 11, 11) < row.on <= D(2029, 11, 10)]
    if found is None:
        if usable:
            oldest = months_after(max(row.on for row in usable), -24)
            assert sum(row.days for row in usable if row.on >= oldest) < 3
        return
    assert found in {row.on for row in usable}
    assert sum(row.days for row in usable if row.on >= found) >= 3
    assert sum(row.days for row in usable if row.on > found) < 3


@given(st.lists(_TRAINED, max_size=6), _TRAINED)
def test_more_training_takes_no_renewal_away_that_would_still_hold(trained, more):
    """Whoever could be renewed on a day can be renewed after one more session of that day or earlier."""
    before, after = renewal(*trained), renewal(*trained, more)
    if before is None or more.on > D(2029, 11, 10) or more.on <= D(2026, 11, 11):
        return
    if last_day_of(before, 24) >= more.on:
        assert after is not None
        assert after >= before


@pytest.mark.req("TRN-05")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"held": True}, "training.certificate-held-already"),
        ({"untrained": True}, "training.programme-not-passed"),
        ({"missing_minutes": 1}, "training.programme-not-passed"),
        ({"missing_topics": 1}, "training.programme-not-passed"),
    ],
)
def test_judge_issue_refuses(changes, said):
    right = {"held": False, "untrained": False, "missing_minutes": 0, "missing_topics": 0}
    judge_issue(**right)
    assert code(judge_issue, **{**right, **changes}) == said


@pytest.mark.parametrize(
    ("new_last_day", "today", "said"),
    [
        (None, D(2028, 5, 1), "training.days-missing"),
        (D(2028, 11, 10), D(2028, 5, 1), "training.renewal-adds-nothing"),
        (D(2029, 3, 1), D(2029, 3, 2), "training.renewal-adds-nothing"),  # over already
    ],
)
def test_judge_renewal_refuses(new_last_day, today, said):
    assert code(judge_renewal, new_last_day, D(2028, 11, 10), today=today) == said


@pytest.mark.parametrize(("new_last_day", "today"), [(D(2028, 11, 11), D(2028, 5, 1)), (D(2029, 3, 1), D(2029, 3, 1))])
def test_judge_renewal_takes_what_adds_a_day(new_last_day, today):
    judge_renewal(new_last_day, D(2028, 11, 10), today=today)


@pytest.mark.parametrize(
    ("move", "stages", "after"),
    [
        ("issue", {None}, "VALID"),
        ("suspend", {"VALID"}, "SUSPENDED"),
        ("reinstate", {"SUSPENDED"}, "VALID"),
        ("expire", {"VALID", "SUSPENDED"}, "EXPIRED"),
        ("revoke", {"VALID", "SUSPENDED", "EXPIRED"}, "REVOKED"),
        ("renew", {"VALID", "EXPIRED"}, "RENEWED"),
    ],
)
def test_certificate_moves(move, stages, after):
    for stage in (None, "VALID", "SUSPENDED", "EXPIRED", "REVOKED", "RENEWED"):
        if stage in stages:
            assert CERTIFICATE_MOVES.after(move, stage) == after
        else:
            with pytest.raises(WrongStage):
                CERTIFICATE_MOVES.after(move, stage)


def test_certificate_number():
    assert certificate_number("990102001001", 2026, 17) == "990102-2026-00017"
    assert certificate_number("990102", 2026, 99_999) == "990102-2026-99999"
    assert code(certificate_number, "990102", 2026, 100_000) == "training.series-full"
