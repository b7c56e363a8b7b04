"""The duty of a post in three parts, and when one may say that one knows it."""

from __future__ import annotations

import datetime as dt

import pytest

from patrol_ops.core.refusals import Refused
from teams.rules import (
    Role,
    StatementDraft,
    judge_acknowledgement,
    judge_paper_signature,
    judge_statement,
    role_of_duty,
)

WHOLE = StatementDraft(Role.MEMBER, "负责本片区巡逻", "每天巡逻两小时", "队长不在时听副队长安排")
TODAY = dt.date(2026, 11, 18)


def test_whoever_leads_or_deputises_has_the_leaders_duty():
    assert (role_of_duty(True), role_of_duty(False)) == (Role.LEADER, Role.MEMBER)


@pytest.mark.parametrize(
    ("odd", "code", "field"),
    [
        ({"role": Role.GOVERNANCE}, "teams.statement-of-no-post", "role"),
        ({"clear_duty": ""}, "teams.statement-text-needed", "clear_duty"),
        ({"clear_task": " 长 "}, "teams.statement-text-needed", "clear_task"),
        ({"complementary": "长" * 2001}, "teams.statement-text-needed", "complementary"),
        ({"clear_task": "有事打 13800001111"}, "core.text-has-phone-number", "clear_task"),
        ({}, "teams.statement-unchanged", "clear_duty"),
    ],
)
def test_no_statement_is_published_so(odd, code, field):
    with pytest.raises(Refused) as no:
        judge_statement(StatementDraft(**{**vars(WHOLE), **odd}), WHOLE)
    assert (no.value.code, no.value.field) == (code, field)


def test_a_first_one_and_a_changed_one_are_published():
    spaced = StatementDraft(**{**vars(WHOLE), "clear_duty": f" {WHOLE.clear_duty}\n"})
    assert judge_statement(spaced, None) == WHOLE
    changed = StatementDraft(**{**vars(WHOLE), "clear_task": "每天巡逻三小时"})
    assert judge_statement(changed, WHOLE) == changed


@pytest.mark.parametrize(
    ("asked", "done", "code"),
    [(7, False, None), (6, False, "teams.statement-superseded"), (7, True, "teams.statement-acknowledged-already")],
)
def test_one_acknowledges_what_is_in_force_once(asked, done, code):
    if code is None:
        judge_acknowledgement(asked, 7, done)
        return
    with pytest.raises(Refused) as no:
        judge_acknowledgement(asked, 7, done)
    assert no.value.code == code


@pytest.mark.parametrize(
    ("ago", "has_login", "code"),
    [
        (0, False, None), (3, False, None), (4, False, "teams.signed-on-odd"), (-1, False, "teams.signed-on-odd"),
        (0, True, "teams.signs-by-login"),
    ],
)  # fmt: skip
def test_on_paper_signs_who_has_no_login(ago, has_login, code):
    since, signed = TODAY - dt.timedelta(days=3), TODAY - dt.timedelta(days=ago)
    if code is None:
        judge_paper_signature(signed, since, TODAY, has_login)
        return
    with pytest.raises(Refused) as no:
        judge_paper_signature(signed, since, TODAY, has_login)
    assert no.value.code == code
