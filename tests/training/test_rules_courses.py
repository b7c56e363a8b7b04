"""Courses, the yearly plan, the bank of questions: tables of cases, no database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol_ops.core.refusals import Refused, WrongStage
from training.rules import (
    PLAN_MOVES,
    Asked,
    CourseDraft,
    DeliveryMode,
    PlanDraft,
    PlanLineDraft,
    Programme,
    QuestionDraft,
    Topic,
    draw,
    judge_course,
    judge_plan,
    judge_question,
    score,
)

COURSE = CourseDraft(Programme.PRE_DUTY, "岗前培训", "学会巡逻", (60, 60, 60, 60), pass_mark=60)
LINE = PlanLineDraft(quarter=1, tier="DETACHMENT", course_id=7, mode=DeliveryMode.CLASS, sessions=2, cost=900)
PLAN = PlanDraft(2026, (LINE,))
QUESTION = QuestionDraft(Topic.LAW, "巡逻队员可以做什么？", ("劝阻", "拘留"), 0)


def code(act, *args, **kwargs):
    with pytest.raises(Refused) as no:
        act(*args, **kwargs)
    return no.value.code, no.value.field


@pytest.mark.req("TRN-03")
@pytest.mark.parametrize(
    "draft",
    [
        COURSE,
        replace(COURSE, pass_mark=None, aim=""),
        replace(COURSE, title="课程", minutes=(1, 0, 0, 0), pass_mark=1),
        replace(COURSE, title="长" * 60, aim="长" * 500, minutes=(1200, 1200, 1200, 1200), pass_mark=100),
    ],
)
def test_a_course_that_teaches_something_is_right(draft):
    judge_course(draft)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": " 课 "}, ("training.title-needed", "title")),
        ({"title": "长" * 61}, ("training.title-needed", "title")),
        ({"title": "找13812345678"}, ("core.phone-in-text", "title")),
        ({"aim": "长" * 501}, ("training.text-too-long", "aim")),
        ({"aim": "找13812345678"}, ("core.phone-in-text", "aim")),
        ({"minutes": (0, 0, 0, 0)}, ("training.minutes-odd", "minutes")),
        ({"minutes": (61, -1, 0, 0)}, ("training.minutes-odd", "minutes")),
        ({"minutes": (4800, 1, 0, 0)}, ("training.minutes-odd", "minutes")),
        ({"pass_mark": 0}, ("training.mark-odd", "pass_mark")),
        ({"pass_mark": 101}, ("training.mark-odd", "pass_mark")),
    ],
)
def test_judge_course_refuses(changes, said):
    found = code(judge_course, replace(COURSE, **changes))
    assert found[1] == said[1]
    assert found[0] == said[0] or said[0].startswith("core.")


@pytest.mark.req("TRN-04")
@pytest.mark.parametrize("year", [2026, 2027])
def test_a_plan_is_for_this_year_or_the_next(year):
    judge_plan(replace(PLAN, year=year), this_year=2026, courses=frozenset({7}))


@pytest.mark.req("TRN-04")
@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (replace(PLAN, year=2025), ("training.plan-year-odd", "year")),
        (replace(PLAN, year=2028), ("training.plan-year-odd", "year")),
        (replace(PLAN, lines=()), ("training.plan-empty", "lines")),
        (replace(PLAN, lines=(LINE,) * 41), ("training.plan-empty", "lines")),
        (replace(PLAN, lines=(LINE, replace(LINE, quarter=5))), ("training.quarter-odd", "lines-1-quarter")),
        (replace(PLAN, lines=(replace(LINE, quarter=0),)), ("training.quarter-odd", "lines-0-quarter")),
        (replace(PLAN, lines=(replace(LINE, course_id=8),)), ("training.course-unknown", "lines-0-course_id")),
        (replace(PLAN, lines=(replace(LINE, sessions=0),)), ("training.sessions-odd", "lines-0-sessions")),
        (replace(PLAN, lines=(replace(LINE, sessions=201),)), ("training.sessions-odd", "lines-0-sessions")),
        (replace(PLAN, lines=(replace(LINE, cost=-1),)), ("training.cost-odd", "lines-0-cost")),
        (replace(PLAN, lines=(replace(LINE, cost=10_000_001),)), ("training.cost-odd", "lines-0-cost")),
    ],
)
def test_judge_plan_refuses(draft, said):
    assert code(judge_plan, draft, this_year=2026, courses=frozenset({7})) == said


@pytest.mark.parametrize(
    ("move", "stage", "after"),
    [
        ("draft", None, "DRAFT"),
        ("draft", "DRAFT", "DRAFT"),
        ("submit", "DRAFT", "SUBMITTED"),
        ("return", "SUBMITTED", "DRAFT"),
        ("approve", "SUBMITTED", "APPROVED"),
        ("amend", "APPROVED", "DRAFT"),
    ],
)
def test_plan_moves(move, stage, after):
    assert PLAN_MOVES.after(move, stage) == after
    for other in {None, "DRAFT", "SUBMITTED", "APPROVED"} - ({None, "DRAFT"} if move == "draft" else {stage}):
        with pytest.raises(WrongStage):
            PLAN_MOVES.after(move, other)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "短题"}, ("training.question-odd", "text")),
        ({"text": "长" * 301}, ("training.question-odd", "text")),
        ({"text": "请打13812345678报告"}, ("core.phone-in-text", "text")),
        ({"options": ("一",)}, ("training.options-odd", "options")),
        ({"options": ("一", "二", "三", "四", "五", "六")}, ("training.options-odd", "options")),
        ({"options": ("一", " ")}, ("training.options-odd", "options")),
        ({"options": ("一", "长" * 121)}, ("training.options-odd", "options")),
        ({"options": ("一", " 一 ")}, ("training.options-same", "options")),
        ({"answer": 2}, ("training.answer-odd", "answer")),
        ({"answer": -1}, ("training.answer-odd", "answer")),
    ],
)
def test_judge_question_refuses(changes, said):
    judge_question(QUESTION)
    found = code(judge_question, replace(QUESTION, **changes))
    assert found[1] == said[1]
    assert found[0] == said[0] or said[0].startswith("core.")


def bank(*counts):
    return [
        Asked(100 * n + k, topic)
        for n, (topic, size) in enumerate(zip(Topic, counts, strict=True))
        for k in range(size)
    ]


@given(
    counts=st.tuples(*[st.integers(1, 12)] * 4),
    number=st.integers(1, 20),
    seed=st.integers(0, 2**32),
    order=st.randoms(),
)
def test_draw_is_even_over_the_topics_and_the_same_for_the_same_seed(counts, number, seed, order):
    questions = bank(*counts)
    if sum(counts) < number:
        assert code(draw, questions, number, seed) == ("training.bank-too-small", None)
        return
    drawn = draw(questions, number, seed)
    assert len(set(drawn)) == len(drawn) == number
    assert set(drawn) <= {row.pk for row in questions}
    by_topic = [sum(pk // 100 == n for pk in drawn) for n in range(4)]
    for n, size in enumerate(counts):
        # Nobody stands back by more than one, unless the bank has no more of that topic.
        assert by_topic[n] >= min(size, max(by_topic) - 1)
    order.shuffle(questions)
    assert draw(questions, number, seed) == drawn


def test_draw_refuses_a_topic_without_a_question():
    assert code(draw, bank(0, 9, 9, 9), 4, 1) == ("training.bank-too-small", None)


def test_draw_differs_by_seed():
    assert len({draw(bank(9, 9, 9, 9), 8, seed) for seed in range(20)}) > 15


@pytest.mark.parametrize(
    ("answers", "percent"),
    [({}, 0), ({1: 0, 2: 0, 3: 0}, 100), ({1: 0, 2: 0}, 66), ({1: 0, 2: 1, 3: 1}, 33), ({1: 0, 9: 0}, 33)],
)
def test_score_is_of_all_that_were_asked(answers, percent):
    assert score(answers, {1: 0, 2: 0, 3: 0}) == percent
