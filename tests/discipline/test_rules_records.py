"""What a record must say, whom it must not name, what both sign; without a database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discipline.rules import (
    EFFECTIVE,
    INSPECTION_MOVES,
    LATEST,
    MOST_FINDINGS,
    MOST_PEOPLE,
    Answer,
    Asked,
    DocumentAnswer,
    DocumentKind,
    FindingDraft,
    InspectionStage,
    InterviewDraft,
    Seen,
    SiteDraft,
    SiteKind,
    Verdict,
    digest_of,
    judge_countersigning,
    judge_record,
    judge_same_text,
    judge_statement,
    series_number,
)
from patrol_ops.core.refusals import Refused, WrongStage
from tests.discipline.story import HELD, record_draft

S = InspectionStage
NOW = dt.datetime.combine(HELD, dt.time(16))
ASKED = Asked(items=3, insignia=True, documents=True, interviews=2, sites=1)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
INTERVIEW = InterviewDraft(Seen.DAILY, True, True)
SITE = SiteDraft(SiteKind.UNIT, "供电所", True, True, True)
DOCUMENTS = dict.fromkeys(DocumentKind, DocumentAnswer(1, 1))
FINDING = FindingDraft("灯不亮")


def at(begun, ended):
    return record_draft(begun_at=begun, ended_at=ended)


@pytest.mark.parametrize(
    "draft",
    [
        record_draft(),
        at(NOW, NOW),
        at(NOW - 12 * HOUR, NOW),
        at(NOW - LATEST, NOW - LATEST + HOUR),
        record_draft(present=0, worn=0, certified=0),
        record_draft(certified=None),
        record_draft(findings=()),
        record_draft(findings=(FINDING,) * MOST_FINDINGS),
        record_draft(interviews=(INTERVIEW,) * 50),
        record_draft(sites=(SITE,) * 40),
        record_draft(summary=""),
        record_draft(documents={**DOCUMENTS, DocumentKind.PLAN: DocumentAnswer(0, 0)}),
    ],
)
def test_a_record_that_is_in_order(draft):
    judge_record(draft, ASKED, now=NOW)


@pytest.mark.parametrize(
    ("draft", "code", "field"),
    [
        (at(NOW, NOW + HOUR), "span-odd", "ended_at"),
        (at(NOW, NOW - HOUR), "span-odd", "ended_at"),
        (at(NOW - 13 * HOUR, NOW), "span-odd", "ended_at"),
        (at(NOW - LATEST - HOUR, NOW - LATEST), "span-odd", "ended_at"),
        (record_draft(answers={1: Answer(Verdict.GOOD)}), "items-unanswered", "answers"),
        (
            record_draft(answers=dict.fromkeys(range(1, 5), Answer(Verdict.GOOD))),
            "items-unanswered",
            "answers",
        ),
        (record_draft(answers=dict.fromkeys(range(3), Answer(Verdict.GOOD))), "items-unanswered", "answers"),
        (
            record_draft(answers=dict.fromkeys((1, 2, 3), Answer(Verdict.GOOD, "长" * 201))),
            "text-odd",
            "answers-1-remark",
        ),
        (record_draft(present=None, worn=None, certified=None), "insignia-missing", "worn"),
        (record_draft(worn=None), "insignia-missing", "worn"),
        (record_draft(present=-1, worn=0, certified=0), "count-odd", "present"),
        (record_draft(present=MOST_PEOPLE + 1), "count-odd", "present"),
        (record_draft(worn=6), "more-than-present", "worn"),
        (record_draft(worn=-1), "more-than-present", "worn"),
        (record_draft(certified=6), "more-than-present", "certified"),
        (record_draft(documents=None), "documents-missing", "documents"),
        (record_draft(documents={DocumentKind.PLAN: DocumentAnswer(1, 1)}), "documents-missing", "documents"),
        (
            record_draft(documents={**DOCUMENTS, DocumentKind.FILES: DocumentAnswer(2, 1)}),
            "document-count-odd",
            "documents-FILES-kept",
        ),
        (
            record_draft(documents={**DOCUMENTS, DocumentKind.FILES: DocumentAnswer(-1, 1)}),
            "document-count-odd",
            "documents-FILES-kept",
        ),
        (
            record_draft(documents={**DOCUMENTS, DocumentKind.PLAN: DocumentAnswer(1, 1, "长" * 201)}),
            "text-odd",
            "documents-PLAN-remark",
        ),
        (record_draft(interviews=(INTERVIEW,)), "interviews-few", "interviews"),
        (record_draft(interviews=(INTERVIEW,) * 51), "interviews-few", "interviews"),
        (record_draft(sites=()), "sites-few", "sites"),
        (record_draft(sites=(SITE,) * 41), "sites-few", "sites"),
        (record_draft(sites=(SITE, replace(SITE, name="所"))), "text-odd", "sites-1-name"),
        (record_draft(sites=(replace(SITE, guards_there=501),)), "count-odd", "sites-0-guards_there"),
        (record_draft(sites=(replace(SITE, guards_due=-1),)), "count-odd", "sites-0-guards_there"),
        (record_draft(findings=(FINDING,) * (MOST_FINDINGS + 1)), "findings-many", "findings"),
        (record_draft(findings=(FINDING, FindingDraft("灯"))), "text-odd", "findings-1-text"),
        (record_draft(findings=(replace(FINDING, weak_point="长" * 201),)), "text-odd", "findings-0-weak_point"),
        (record_draft(findings=(replace(FINDING, help_offered="长" * 201),)), "text-odd", "findings-0-help_offered"),
        (record_draft(summary="长" * 501), "text-odd", "summary"),
    ],
)
def test_a_record_that_is_not(draft, code, field):
    with pytest.raises(Refused) as no:
        judge_record(draft, ASKED, now=NOW)
    assert (no.value.code, no.value.field) == (f"discipline.{code}", field)


@pytest.mark.parametrize(
    "values",
    [
        {"summary": "找李某,13800138000"},
        {"findings": (FindingDraft("队员身份证 11010519491231002X 过期"),)},
        {"sites": (replace(SITE, name="老王家 13800138000"),)},
        {"answers": dict.fromkeys((1, 2, 3), Answer(Verdict.GOOD, "13800138000"))},
    ],
)
def test_nobodys_numbers_stand_in_a_record(values):
    with pytest.raises(Refused):
        judge_record(record_draft(**values), ASKED, now=NOW)


def test_what_is_not_asked_may_be_left_out():
    bare = record_draft(
        present=None, worn=None, certified=None, documents=None, interviews=(), sites=(), findings=(), summary=""
    )
    judge_record(bare, Asked(items=3), now=NOW)
    with pytest.raises(Refused) as no:
        judge_record(replace(bare, certified=1), Asked(items=3), now=NOW)
    assert no.value.code == "discipline.more-than-present"


def test_a_record_written_down_in_time_may_wait_for_its_text():
    """Amended or corrected, it is as old as it is: only its end must not lie ahead."""
    later = NOW + 30 * DAY
    draft = record_draft()
    with pytest.raises(Refused):
        judge_record(draft, ASKED, now=later)
    judge_record(draft, ASKED, now=later, kept_since=NOW)
    with pytest.raises(Refused):
        judge_record(at(NOW - LATEST - HOUR, NOW - LATEST), ASKED, now=later, kept_since=NOW)
    with pytest.raises(Refused):
        judge_record(at(later, later + HOUR), ASKED, now=later, kept_since=NOW)


# --- stages ---------------------------------------------------------------------------------------------------------

MOVES = {
    "record": ({None: S.RECORDED, S.RECORDED: S.RECORDED}),
    "sign": {S.RECORDED: S.SIGNED_ONE},
    "take_back": {S.SIGNED_ONE: S.RECORDED},
    "countersign": {S.SIGNED_ONE: S.SIGNED_BOTH},
    "refuse": {S.SIGNED_ONE: S.DISPUTED},
    "uphold": {S.DISPUTED: S.UPHELD},
    "overturn": {S.DISPUTED: S.OVERTURNED},
}


@pytest.mark.req("LOG-04")
@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("stage", [None, *S])
def test_every_move_from_every_stage(move, stage):
    after = MOVES[move].get(stage)
    if after is not None:
        assert INSPECTION_MOVES.after(move, stage) == after
        return
    with pytest.raises(WrongStage):
        INSPECTION_MOVES.after(move, stage)


def test_what_is_in_effect_never_moves_again():
    assert EFFECTIVE == (S.SIGNED_BOTH, S.UPHELD)
    for stage in (*EFFECTIVE, S.OVERTURNED):
        assert list(INSPECTION_MOVES.open_from(stage)) == []


# --- what both sign -------------------------------------------------------------------------------------------------


def test_digest_of_stands_in_one_form():
    """A digest that was signed must be the same in ten years: this very one."""
    content = {
        "number": "J990102-2026-0001",
        "answers": [[1, "GOOD", "有"], [2, "PARTLY", ""]],
        "worn": None,
        "b": True,
    }
    assert digest_of(content) == "e44c9586725d5ea1844edf213415e0f0720c9a05a0414815922e525ac09d7266"


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5) | st.none(), max_size=5))
def test_digest_of_does_not_know_the_order_of_names(content):
    orders = list(permutations(content.items()))[:24]
    assert len({digest_of(dict(order)) for order in orders}) == 1


values = st.integers() | st.text(max_size=4) | st.booleans() | st.none()
contents = st.dictionaries(st.text(max_size=3), values | st.lists(values, max_size=3), max_size=3)


@settings(deadline=None)
@given(contents, contents)
def test_another_text_has_another_digest(one, other):
    same = repr(sorted(one.items())) == repr(sorted(other.items()))
    assert (digest_of(one) == digest_of(other)) == same


def test_lists_have_their_order():
    assert digest_of({"findings": [["a"], ["b"]]}) != digest_of({"findings": [["b"], ["a"]]})


@pytest.mark.req("LOG-04")
@pytest.mark.parametrize("seen", ["", "0" * 64, "甲", "a" * 63, "A" * 64])
def test_only_what_was_read_is_signed(seen):
    with pytest.raises(Refused) as no:
        judge_same_text(seen, "a" * 64)
    assert no.value.code == "discipline.text-changed"
    judge_same_text("a" * 64, "a" * 64)


@pytest.mark.req("LOG-04")
@pytest.mark.parametrize(
    ("signed_by", "inspector", "by", "fine"), [(1, 1, 2, True), (1, 1, 1, False), (3, 1, 1, False), (1, 3, 1, False)]
)
def test_the_same_hand_never_signs_twice(signed_by, inspector, by, fine):
    if fine:
        judge_countersigning(signed_by=signed_by, inspector=inspector, by=by)
        return
    with pytest.raises(Refused) as no:
        judge_countersigning(signed_by=signed_by, inspector=inspector, by=by)
    assert no.value.code == "discipline.signed-by-same"


def test_a_refusal_says_why():
    assert judge_statement("  当天报备过。 ") == "当天报备过。"
    for text in ("", "不同意", "长" * 1001, "问 13800138000 就知道"):
        with pytest.raises(Refused):
            judge_statement(text)


@pytest.mark.parametrize(
    ("serial", "number"), [(1, "J990102-2026-0001"), (9999, "J990102-2026-9999"), (10000, "J990102-2026-10000")]
)
def test_series_number(serial, number):
    assert series_number("J", "990102001001", 2026, serial) == number
