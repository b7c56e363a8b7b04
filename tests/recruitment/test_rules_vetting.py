"""What the police say, and how long it holds."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recruitment.rules import VerdictCode, VerdictDraft, judge_still_suitable, judge_verdict, months_after
from tests.cast import identity
from tests.teams.saying import refused

TODAY = dt.date(2026, 11, 18)
DAY = dt.timedelta(days=1)
SUITABLE = VerdictDraft(VerdictCode.SUITABLE, unrelated=True)
UNSUITABLE = VerdictDraft(VerdictCode.NOT_SUITABLE, unrelated=True, reason="依法不得从事")
FACTS = VerdictDraft(VerdictCode.FACTS_NEEDED, unrelated=True, question="请补一份居住证明")


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (dt.date(2026, 11, 18), 0, dt.date(2026, 11, 18)),
        (dt.date(2026, 11, 18), 1, dt.date(2026, 12, 18)),
        (dt.date(2026, 12, 1), 1, dt.date(2027, 1, 1)),
        (dt.date(2026, 1, 1), 11, dt.date(2026, 12, 1)),
        (dt.date(2026, 11, 18), 12, dt.date(2027, 11, 18)),
        (dt.date(2026, 11, 18), 25, dt.date(2028, 12, 18)),
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2026, 1, 29), 1, dt.date(2026, 2, 28)),
        (dt.date(2028, 1, 31), 1, dt.date(2028, 2, 29)),
        (dt.date(2028, 1, 29), 1, dt.date(2028, 2, 29)),
        (dt.date(2026, 3, 31), 1, dt.date(2026, 4, 30)),
        (dt.date(2026, 8, 31), 3, dt.date(2026, 11, 30)),
        (dt.date(2028, 2, 29), 12, dt.date(2029, 2, 28)),
        (dt.date(2028, 2, 29), 48, dt.date(2032, 2, 29)),
        (dt.date(2096, 2, 29), 48, dt.date(2100, 2, 28)),
    ],
)
def test_so_many_months_later(day, months, then):
    assert months_after(day, months) == then


@settings(deadline=None)
@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 60))
def test_the_same_day_of_that_month_or_its_last(day, months):
    then = months_after(day, months)
    assert then.year * 12 + then.month == day.year * 12 + day.month + months
    assert then.day == day.day or (then.day < day.day and (then + DAY).day == 1)


@pytest.mark.parametrize("draft", [SUITABLE, UNSUITABLE, FACTS])
def test_the_officer_is_no_relation(draft):
    related = dataclasses.replace(draft, unrelated=False)
    assert refused("recruitment.officer-related", judge_verdict, related, TODAY, 12).field == "unrelated"


@pytest.mark.parametrize("text", ["", " 不 ", "不" * 1001])
def test_unsuitable_is_explained(text):
    draft = dataclasses.replace(UNSUITABLE, reason=text)
    assert refused("recruitment.verdict-unexplained", judge_verdict, draft, TODAY, 12).field == "reason"


@pytest.mark.parametrize("text", ["", " 证 ", "证" * 301])
def test_what_is_asked_is_said(text):
    draft = dataclasses.replace(FACTS, question=text)
    assert refused("recruitment.question-missing", judge_verdict, draft, TODAY, 12).field == "question"


def test_a_question_reaches_others_and_holds_no_number():
    draft = dataclasses.replace(FACTS, question=f"是不是 {identity(5)}")
    assert refused("core.text-has-identity-number", judge_verdict, draft, TODAY, 12).field == "question"
    # The reason is the police's own, encrypted, and may.
    judge_verdict(dataclasses.replace(UNSUITABLE, reason=f"即 {identity(5)}"), TODAY, 12)


@pytest.mark.parametrize(
    "draft",
    [
        UNSUITABLE, dataclasses.replace(UNSUITABLE, reason="不行"), dataclasses.replace(UNSUITABLE, reason="不" * 1000),
        dataclasses.replace(UNSUITABLE, holds_until=TODAY + DAY), FACTS, dataclasses.replace(FACTS, question="证明"),
        dataclasses.replace(FACTS, question="证" * 300), dataclasses.replace(FACTS, holds_until=TODAY + DAY),
    ],
)  # fmt: skip
def test_only_suitable_holds_for_a_time(draft):
    assert judge_verdict(draft, TODAY, 12) is None


@pytest.mark.parametrize(
    ("until", "holds"),
    [
        (None, dt.date(2027, 11, 18)), (TODAY + DAY, TODAY + DAY), (dt.date(2027, 11, 18), dt.date(2027, 11, 18)),
    ],
)  # fmt: skip
def test_suitable_holds_as_long_as_the_policy_says_or_less(until, holds):
    assert judge_verdict(dataclasses.replace(SUITABLE, holds_until=until), TODAY, 12) == holds


@pytest.mark.parametrize("until", [TODAY - DAY, TODAY, dt.date(2027, 11, 19)])
def test_suitable_holds_neither_in_the_past_nor_longer(until):
    draft = dataclasses.replace(SUITABLE, holds_until=until)
    no = refused("recruitment.verdict-holds-odd", judge_verdict, draft, TODAY, 12)
    assert (no.field, no.facts) == ("holds_until", {"longest": dt.date(2027, 11, 18)})


def test_it_holds_through_its_last_day():
    judge_still_suitable(TODAY, TODAY)
    judge_still_suitable(TODAY + DAY, TODAY)
    assert refused("recruitment.vetting-expired", judge_still_suitable, TODAY - DAY, TODAY).facts == {
        "until": TODAY - DAY
    }
    assert refused("recruitment.vetting-expired", judge_still_suitable, None, TODAY).facts == {"until": TODAY}
