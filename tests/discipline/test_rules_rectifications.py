"""Rectification, reviews and coordination: every judgement and every move; without a database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discipline.rules import (
    AGES,
    OPEN_RECTIFICATION,
    RECTIFICATION_MOVES,
    REVIEW_MOVES,
    CoordinationDraft,
    IssueDraft,
    Level,
    ProposalDraft,
    RectificationStage,
    ReviewDraft,
    ReviewStage,
    Trigger,
    age_band,
    judge_coordination,
    judge_extension_asked,
    judge_issue,
    judge_limit,
    judge_proposal,
    judge_recheck,
    judge_rechecker,
    judge_review,
    judge_words,
)
from patrol_ops.core.refusals import Refused, WrongStage

S, V = RectificationStage, ReviewStage
D = dt.date
TODAY = D(2026, 11, 18)
DAY = dt.timedelta(days=1)

MOVES = {
    "issue": {None: S.ISSUED},
    "acknowledge": {S.ISSUED: S.IN_PROGRESS},
    "progress": {S.IN_PROGRESS: S.IN_PROGRESS},
    "ask_extension": {S.ISSUED: S.IN_PROGRESS, S.IN_PROGRESS: S.IN_PROGRESS},
    "submit": {S.IN_PROGRESS: S.SUBMITTED},
    "send_back": {S.SUBMITTED: S.IN_PROGRESS},
    "accept": {S.SUBMITTED: S.CLOSED},
    "withdraw": {S.ISSUED: S.WITHDRAWN, S.IN_PROGRESS: S.WITHDRAWN},
}
REVIEWS = {
    "open": {None: V.OPEN},
    "propose": {V.OPEN: V.PROPOSED},
    "send_back": {V.PROPOSED: V.OPEN},
    "decide": {V.PROPOSED: V.DECIDED},
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("stage", [None, *S])
def test_every_move_of_a_rectification(move, stage):
    walked(RECTIFICATION_MOVES, MOVES, move, stage)


@pytest.mark.parametrize("move", REVIEWS)
@pytest.mark.parametrize("stage", [None, *V])
def test_every_move_of_a_review(move, stage):
    walked(REVIEW_MOVES, REVIEWS, move, stage)


def walked(moves, table, move, stage):
    after = table[move].get(stage)
    if after is not None:
        assert moves.after(move, stage) == after
        return
    with pytest.raises(WrongStage):
        moves.after(move, stage)


def test_what_is_open_is_not_over():
    assert set(S) - set(OPEN_RECTIFICATION) == {S.CLOSED, S.WITHDRAWN}
    for stage in (S.CLOSED, S.WITHDRAWN):
        assert list(RECTIFICATION_MOVES.open_from(stage)) == []


def refused(code, field, judge, *args, **kwargs):
    with pytest.raises(Refused) as no:
        judge(*args, **kwargs)
    assert (no.value.code, no.value.field) == (f"discipline.{code}", field)


def issue(**values):
    return IssueDraft(**{"matter": "补日志", "demands": "两天的", "due_on": TODAY + 30 * DAY, **values})


@pytest.mark.req("INS-11")
@pytest.mark.parametrize("due_on", [TODAY + DAY, TODAY + 180 * DAY])
def test_a_notice_has_a_day_that_lies_ahead(due_on):
    judge_issue(issue(due_on=due_on), today=TODAY)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"due_on": TODAY}, "deadline-odd", "due_on"),
        ({"due_on": TODAY - DAY}, "deadline-odd", "due_on"),
        ({"due_on": TODAY + 181 * DAY}, "deadline-odd", "due_on"),
        ({"matter": "补"}, "text-odd", "matter"),
        ({"matter": "长" * 121}, "text-odd", "matter"),
        ({"demands": " "}, "text-odd", "demands"),
        ({"demands": "长" * 1001}, "text-odd", "demands"),
    ],
)
def test_a_notice_that_is_refused(values, code, field):
    refused(code, field, judge_issue, issue(**values), today=TODAY)


@pytest.mark.req("LOG-09")
def test_three_hands():
    """Ordered by one, done by another, looked at again by a third."""
    judge_rechecker(None, issued_by=1)
    judge_rechecker(2, issued_by=1)
    refused("rechecked-by-issuer", None, judge_rechecker, 1, issued_by=1)
    judge_recheck(issued_by=1, submitted_by=2, by=3)
    judge_recheck(issued_by=None, submitted_by=2, by=3)
    refused("rechecked-by-issuer", None, judge_recheck, issued_by=1, submitted_by=2, by=1)
    refused("rechecked-by-doer", None, judge_recheck, issued_by=1, submitted_by=2, by=2)


@pytest.mark.parametrize(
    ("until", "today", "asked", "code", "field"),
    [
        (TODAY + 11 * DAY, TODAY, False, None, None),
        (TODAY + 40 * DAY, TODAY + 10 * DAY, False, None, None),
        (TODAY + 41 * DAY, TODAY, False, "extension-odd", "until"),
        (TODAY + 10 * DAY, TODAY, False, "extension-odd", "until"),
        (TODAY + 11 * DAY, TODAY + 11 * DAY, False, "extension-too-late", None),
        (TODAY + 11 * DAY, TODAY, True, "extended-already", None),
    ],
)
def test_an_extension_is_asked_for_once_and_in_time(until, today, asked, code, field):
    values = {"due_on": TODAY + 10 * DAY, "today": today, "asked": asked, "longest": 30}
    if code is None:
        judge_extension_asked(until, **values)
    else:
        refused(code, field, judge_extension_asked, until, **values)


@pytest.mark.req("INS-12")
def test_a_limit_is_set_once_and_ends_on_a_day():
    for until in (TODAY + DAY, TODAY + 180 * DAY):
        judge_limit(until, today=TODAY, level=Level.ORDINARY)
    refused("limited-already", None, judge_limit, TODAY + DAY, today=TODAY, level=Level.TIME_LIMITED)
    for until in (TODAY, TODAY + 181 * DAY):
        refused("deadline-odd", "until", judge_limit, until, today=TODAY, level=Level.ORDINARY)


def test_words():
    assert judge_words(" 已补写。 ", "result") == "已补写。"
    refused("text-odd", "result", judge_words, "好", "result")
    refused("text-odd", "text", judge_words, "长" * 1001)


@pytest.mark.req("INS-13")
@pytest.mark.parametrize(
    ("days", "band"), [(0, 0), (7, 0), (8, 1), (15, 1), (16, 2), (30, 2), (31, 3), (60, 3), (61, 4)]
)
def test_age_band(days, band):
    assert age_band(days) == band


@settings(deadline=None)
@given(st.integers(0, 5000), st.integers(0, 5000))
def test_older_is_never_in_a_younger_band(one, other):
    assert (one <= other) <= (age_band(one) <= age_band(other))
    assert 0 <= age_band(one) <= len(AGES)


# --- reviews and coordination ---------------------------------------------------------------------------------------


def review(**values):
    return ReviewDraft(**{"trigger": Trigger.MAJOR_CASE, "happened_on": TODAY, "title": "码头火灾", **values})


@pytest.mark.req("INC-08")
@pytest.mark.parametrize("happened_on", [TODAY, TODAY - 3 * 366 * DAY])
def test_a_review_is_of_what_has_happened(happened_on):
    judge_review(review(happened_on=happened_on), today=TODAY)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"happened_on": TODAY + DAY}, "happened-odd", "happened_on"),
        ({"happened_on": TODAY - 1099 * DAY}, "happened-odd", "happened_on"),
        ({"title": "火"}, "text-odd", "title"),
        ({"reference": "号" * 61}, "text-odd", "reference"),
    ],
)
def test_a_review_that_is_refused(values, code, field):
    refused(code, field, judge_review, review(**values), today=TODAY)


@pytest.mark.parametrize(
    ("facts", "proposal", "field"),
    [
        ("值班记录齐全,处置及时。", "不追责", None),
        ("太短", "不追责", "facts"),
        ("值班记录齐全,处置及时。", "好", "proposal"),
    ],
)
def test_a_proposal_says_the_facts(facts, proposal, field):
    draft = ProposalDraft(facts, False, proposal)
    if field is None:
        judge_proposal(draft)
    else:
        refused("text-odd", field, judge_proposal, draft)


@pytest.mark.req("INS-16")
@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({}, None, None),
        ({"since": D(1990, 1, 1)}, None, None),
        ({"since": TODAY + 366 * DAY}, None, None),
        ({"since": D(1989, 12, 31)}, "since-odd", "since"),
        ({"since": TODAY + 367 * DAY}, "since-odd", "since"),
        ({"duty": "协"}, "text-odd", "duty"),
        ({"contact_post": "岗"}, "text-odd", "contact_post"),
        ({"contact_post": "王某 13800138000"}, None, "contact_post"),
    ],
)
def test_a_coordination_duty(values, code, field):
    draft = CoordinationDraft(**{"duty": "督促辖区商户", "contact_post": "办公室主任", "since": TODAY, **values})
    if field is None:
        judge_coordination(draft, today=TODAY)
        return
    with pytest.raises(Refused) as no:
        judge_coordination(draft, today=TODAY)
    assert no.value.field == field
    assert code is None or no.value.code == f"discipline.{code}"
