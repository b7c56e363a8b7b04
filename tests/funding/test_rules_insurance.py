"""Whose cover is missing from which day on, and what a paper has to be: tables, without a database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from funding.rules import (
    CoverDraft,
    InsuranceKind,
    Payer,
    PolicyDraft,
    PolicyState,
    first_uncovered,
    judge_covering,
    judge_ending,
    judge_policy,
    judge_renewal,
    state_of,
)
from patrol_ops.core.refusals import Refused

DAY = dt.date(2026, 11, 18)


def day(n: int) -> dt.date:
    return DAY + dt.timedelta(days=n)


PAPER = PolicyDraft(InsuranceKind.ACCIDENT, " 安心保险 ", " PA-1 ", Payer.STREET, Decimal("96.50"), day(-30), day(334))
ALWAYS, NEVER = [(DAY, True)], [(DAY, False)]


@pytest.mark.req("CON-03")
@pytest.mark.parametrize(
    ("covered", "required", "first"),
    [
        ([], NEVER, None),
        ([], ALWAYS, DAY),
        ([(day(-9), day(30))], ALWAYS, day(30)),
        ([(day(-9), day(30)), (day(30), day(60))], ALWAYS, day(60)),
        ([(day(-9), day(30)), (day(31), day(60))], ALWAYS, day(30)),
        ([(day(-9), day(30)), (day(10), day(60))], ALWAYS, day(60)),
        ([(day(-9), DAY)], ALWAYS, DAY),
        ([(day(3), day(60))], ALWAYS, DAY),
        ([(day(3), day(3))], ALWAYS, DAY),
        ([], [(DAY, False), (day(20), True)], day(20)),
        ([(DAY, day(40))], [(DAY, False), (day(20), True)], day(40)),
        ([(DAY, day(20))], [(DAY, True), (day(10), False)], None),
        ([(DAY, day(5))], [(DAY, True), (day(10), False)], day(5)),
        ([(DAY, day(20))], [(DAY, True), (day(10), False), (day(40), True)], day(40)),
        ([], [], None),
    ],
)
def test_first_uncovered(covered, required, first) -> None:
    assert first_uncovered(DAY, covered, required) == first


def test_judge_policy_takes_the_words_without_blanks() -> None:
    said = judge_policy(PAPER, DAY)
    assert (said.insurer, said.number, said.premium) == ("安心保险", "PA-1", Decimal("96.50"))
    assert judge_policy(replace(PAPER, premium=None), DAY).premium is None
    judge_policy(replace(PAPER, last_day=DAY), DAY)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"insurer": " "}, "funding.insurer-needed"),
        ({"number": ""}, "funding.number-needed"),
        ({"premium": Decimal("-1")}, "funding.premium-odd"),
        ({"premium": Decimal("100001")}, "funding.premium-odd"),
        ({"last_day": day(-30)}, "funding.period-odd"),
        ({"last_day": day(4000)}, "funding.period-odd"),
        ({"last_day": day(-1)}, "funding.policy-over"),
    ],
)
def test_judge_policy_refuses(values, code) -> None:
    with pytest.raises(Refused) as no:
        judge_policy(replace(PAPER, **values), DAY)
    assert no.value.code == code


def test_judge_renewal() -> None:
    judge_renewal(PAPER, kind="ACCIDENT", last_day=day(-31))
    for kind, last, code in (
        ("PENSION", day(-31), "funding.renewal-of-another-kind"),
        ("ACCIDENT", day(-30), "funding.renewal-overlaps"),
    ):
        with pytest.raises(Refused) as no:
            judge_renewal(PAPER, kind=kind, last_day=last)
        assert no.value.code == code


@pytest.mark.parametrize(
    ("draft", "last", "code"),
    [
        (CoverDraft(DAY, (1,)), day(-1), "funding.policy-over"),
        (CoverDraft(day(-31), (1,)), day(9), "funding.since-outside"),
        (CoverDraft(day(10), (1,)), day(9), "funding.since-outside"),
        (CoverDraft(DAY), day(9), "funding.nobody-named"),
    ],
)
def test_judge_covering_refuses(draft, last, code) -> None:
    with pytest.raises(Refused) as no:
        judge_covering(draft, starts_on=day(-30), last_day=last, today=DAY)
    assert no.value.code == code
    judge_covering(CoverDraft(DAY, team=3), starts_on=day(-30), last_day=day(9), today=DAY)


def test_judge_ending() -> None:
    judge_ending(DAY, since=DAY, covered_until=day(1))
    for until in (day(-1), day(1)):
        with pytest.raises(Refused) as no:
            judge_ending(until, since=DAY, covered_until=day(1))
        assert no.value.code == "funding.end-odd"


@pytest.mark.parametrize(
    ("starts", "last", "renewed", "state"),
    [
        (1, 400, False, PolicyState.COMING),
        (0, 61, False, PolicyState.RUNNING),
        (0, 60, False, PolicyState.SOON),
        (-9, 0, False, PolicyState.SOON),
        (-9, -1, False, PolicyState.LAPSED),
        (-9, -1, True, PolicyState.RENEWED),
        (-9, 30, True, PolicyState.RENEWED),
    ],
)
def test_state_of(starts, last, renewed, state) -> None:
    assert state_of(DAY, starts_on=day(starts), last_day=day(last), renewed=renewed) is state
    assert state_of(DAY, starts_on=day(starts), last_day=day(last), renewed=renewed, cancelled=True) == "CANCELLED"
