"""How long a notice stands, and what is objected to it."""

import dataclasses
import datetime as dt

import pytest

from patrol_ops.core.refusals import WrongStage
from recruitment.policy import NOTICE_DAYS
from recruitment.rules import (
    DECIDING,
    LEAST_DAYS,
    NOTICE_MOVES,
    OBJECTION_MOVES,
    UNDECIDED,
    Decision,
    DecisionDraft,
    NoticeStage,
    ObjectionDraft,
    ObjectionStage,
    judge_days,
    judge_decision,
    judge_notice_over,
    judge_objection,
    never_shorter,
)
from tests.cast import identity
from tests.teams.saying import refused

LAST = dt.date(2026, 11, 18)
DAY = dt.timedelta(days=1)
N, O = NoticeStage, ObjectionStage  # noqa: E741 — as in the rules
OBJECTION = ObjectionDraft(applicant_id=1, reason="他不住在这里")


@pytest.mark.parametrize(
    ("moves", "stages", "move", "sources", "target"),
    [
        (NOTICE_MOVES, N, "prepare", {None}, N.DRAFT),
        (NOTICE_MOVES, N, "publish", {N.DRAFT}, N.PUBLISHED),
        (NOTICE_MOVES, N, "correct", {N.PUBLISHED}, N.PUBLISHED),
        (NOTICE_MOVES, N, "lengthen", {N.PUBLISHED}, N.PUBLISHED),
        (NOTICE_MOVES, N, "close", {N.PUBLISHED}, N.CLOSED),
        (NOTICE_MOVES, N, "withdraw", {N.DRAFT, N.PUBLISHED}, N.WITHDRAWN),
        (OBJECTION_MOVES, O, "lodge", {None}, O.RECEIVED),
        (OBJECTION_MOVES, O, "take", {O.RECEIVED}, O.INVESTIGATING),
        (OBJECTION_MOVES, O, "screen_out", {O.INVESTIGATING}, O.SCREENED_OUT),
        (OBJECTION_MOVES, O, "uphold", {O.INVESTIGATING}, O.UPHELD),
        (OBJECTION_MOVES, O, "not_uphold", {O.INVESTIGATING}, O.NOT_UPHELD),
    ],
)
def test_every_move_leads_from_its_stages_and_no_other(moves, stages, move, sources, target):
    for stage in (None, *stages):
        if stage in sources:
            assert moves.after(move, stage) == target
        else:
            with pytest.raises(WrongStage):
                moves.after(move, stage)


def test_every_decision_is_a_move_out_of_what_is_undecided():
    assert set(DECIDING) == set(Decision)
    for decision, move in DECIDING.items():
        assert OBJECTION_MOVES.after(move, O.INVESTIGATING) == decision
        assert decision not in UNDECIDED
    assert {stage for stage in O if OBJECTION_MOVES.open_from(stage)} == UNDECIDED


@pytest.mark.req("X28")
def test_never_below_five_working_days():
    assert LEAST_DAYS == NOTICE_DAYS.minimum == 5
    assert NOTICE_DAYS.default == 7
    judge_days(5)
    judge_days(30)
    assert refused("recruitment.notice-too-short", judge_days, 4).facts == {"least": 5}


def test_it_is_over_the_day_after_its_last():
    for today in (LAST - DAY, LAST):
        assert refused("recruitment.notice-running", judge_notice_over, LAST, today).facts == {"until": LAST}
    judge_notice_over(LAST, LAST + DAY)


@pytest.mark.parametrize(
    ("counted", "stands"), [(LAST - DAY, LAST), (LAST, LAST), (LAST + 3 * DAY, LAST + 3 * DAY)]
)  # fmt: skip
def test_the_calendar_lengthens_and_never_shortens(counted, stands):
    assert never_shorter(LAST, counted) == stands


@pytest.mark.parametrize(
    ("values", "today", "code", "field"),
    [
        ({}, LAST + DAY, "recruitment.notice-over", None),
        ({"reason": " 不好呀 "}, LAST, "recruitment.objection-reason", "reason"),
        ({"reason": "不" * 2001}, LAST, "recruitment.objection-reason", "reason"),
        ({"contact": "9" * 121}, LAST, "recruitment.contact-length", "contact"),
    ],
)
def test_what_is_no_objection(values, today, code, field):
    no = refused(code, judge_objection, dataclasses.replace(OBJECTION, **values), LAST, today)
    assert (no.field or None) == field


@pytest.mark.parametrize(
    "values",
    [
        {}, {"reason": "不住在这里"}, {"reason": "不" * 2000}, {"contact": "9" * 120}, {"contact": " " * 200},
        {"reason": f"他是 {identity(5)}"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("today", [LAST - 6 * DAY, LAST])
def test_an_objection_inside_the_window(values, today):
    judge_objection(dataclasses.replace(OBJECTION, **values), LAST, today)


def test_an_answer_holds_nobodys_data():
    assert judge_decision(DecisionDraft(Decision.UPHELD, " 情况属实 ")) == "情况属实"
    assert refused("recruitment.reason-missing", judge_decision, DecisionDraft(Decision.UPHELD, "")).field == "answer"
    draft = DecisionDraft(Decision.SCREENED_OUT, f"{identity(5)} 不在名单上")
    assert refused("core.text-has-identity-number", judge_decision, draft).field == "answer"
