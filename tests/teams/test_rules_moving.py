"""Moves between teams and classes, second posts, leave, and what a last exit waits for."""

import datetime as dt

import pytest

from patrol_ops.core.refusals import Refused
from teams.rules import (
    BADGE_ENDS,
    EXITS,
    BadgeEnd,
    EmploymentClass,
    Form,
    LeaveDraft,
    LeaveKind,
    LeavingKind,
    MoveDraft,
    Stage,
    concurrent,
    judge_class_change,
    judge_exit,
    judge_handed_back,
    judge_joining,
    judge_leave,
    judge_leave_end,
    judge_move,
    judge_no_new_contract,
    judge_regularising,
    judge_second_post,
)
from tests.teams.saying import refused

TODAY = dt.date(2026, 11, 18)
DAY = dt.timedelta(days=1)
FULL, PART, VOLUNTEER = EmploymentClass.FULL_TIME, EmploymentClass.PART_TIME, EmploymentClass.VOLUNTEER


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        (Stage.SUSPENDED, "teams.team-suspended"), (Stage.MERGED, "teams.team-finished"),
        (Stage.DISSOLVED, "teams.team-finished"),
    ],
)  # fmt: skip
def test_nobody_joins_a_team_that_stands_still_or_is_no_more(stage, code):
    refused(code, judge_joining, stage)


@pytest.mark.parametrize("stage", [Stage.PLANNED, Stage.SUBMITTED, Stage.ACTIVE, Stage.DORMANT])
def test_every_other_team_takes_people(stage):
    judge_joining(stage)


@pytest.mark.req("ORG-27", "ORG-34")
@pytest.mark.parametrize(
    ("form", "kind", "fits"),
    [
        (Form.FULL_TIME_PATROL, FULL, True), (Form.FULL_TIME_PATROL, PART, True),
        (Form.FULL_TIME_PATROL, VOLUNTEER, False), (Form.VOLUNTARY_PATROL, FULL, False),
        (Form.VOLUNTARY_PATROL, VOLUNTEER, True), (Form.SECURITY_CONTRACT, VOLUNTEER, False),
    ],
)  # fmt: skip
def test_a_class_fits_the_form(form, kind, fits):
    draft = MoveDraft(employment_class=kind, on=TODAY)
    if fits:
        judge_move(draft, TODAY, today=TODAY, form=form)
    else:
        refused("teams.class-not-of-form", judge_move, draft, TODAY, today=TODAY, form=form)


@pytest.mark.parametrize(
    ("on", "fits"), [(TODAY, True), (TODAY - 5 * DAY, True), (TODAY - 6 * DAY, False), (TODAY + DAY, False)]
)
def test_a_move_lies_in_the_time_served(on, fits):
    draft, since = MoveDraft(employment_class=FULL, on=on), TODAY - 5 * DAY
    if fits:
        judge_move(draft, since, today=TODAY, form=Form.FULL_TIME_PATROL)
    else:
        refused("teams.move-date-odd", judge_move, draft, since, today=TODAY, form=Form.FULL_TIME_PATROL)


@pytest.mark.req("ORG-34")
def test_a_change_of_class_changes_it():
    judge_class_change(PART, MoveDraft(employment_class=FULL, on=TODAY))
    refused("teams.class-unchanged", judge_class_change, FULL, MoveDraft(employment_class=FULL, on=TODAY))


@pytest.mark.req("REC-06")
@pytest.mark.parametrize(
    ("before", "after", "legacy", "may"),
    [
        (EmploymentClass.VOLUNTEER, FULL, False, False),
        (EmploymentClass.VOLUNTEER, PART, False, False),
        (EmploymentClass.VOLUNTEER, FULL, True, True),
        (EmploymentClass.VOLUNTEER, EmploymentClass.VOLUNTEER, False, True),
        (FULL, PART, False, True),
        (PART, EmploymentClass.VOLUNTEER, False, True),
    ],
)
def test_nobody_comes_under_a_contract_by_a_stroke_of_the_pen(before, after, legacy, may):
    if may:
        judge_no_new_contract(before, after, legacy=legacy)
    else:
        no = refused("teams.contract-needs-notice", judge_no_new_contract, before, after, legacy=legacy)
        assert no.field == "employment_class"


def test_a_transfer_is_no_exit():
    for kind in EXITS:
        judge_exit(kind)
    for kind in (LeavingKind.TRANSFERRED, LeavingKind.CLASS_CHANGED):
        refused("teams.not-an-exit", judge_exit, kind)


@pytest.mark.req("ORG-23")
@pytest.mark.parametrize(("count", "limit", "several"), [(1, 2, False), (2, 2, True), (3, 2, True), (2, 3, False)])
def test_several_teams_at_once_are_a_warning_to_be_seen(count, limit, several):
    assert concurrent(count, limit) is several
    judge_second_post(count, limit, seen=True)
    if several:
        no = refused("teams.concurrent-unseen", judge_second_post, count, limit, seen=False)
        assert (no.field, no.facts) == ("seen", {"count": count, "limit": limit})
    else:
        judge_second_post(count, limit, seen=False)


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (TODAY, TODAY + DAY, None),
        (TODAY + 30 * DAY, TODAY + 40 * DAY, None),
        (TODAY - DAY, TODAY + DAY, "teams.leave-begins-odd"),
        (TODAY + 367 * DAY, TODAY + 368 * DAY, "teams.leave-begins-odd"),
        (TODAY, TODAY, "teams.leave-ends-odd"),
        (TODAY, TODAY + 367 * DAY, "teams.leave-ends-odd"),
    ],
)
def test_a_leave_has_two_ends(since, until, code):
    draft = LeaveDraft(kind=LeaveKind.PERSONAL, since=since, until=until)
    if code is None:
        judge_leave(draft, today=TODAY)
    else:
        refused(code, judge_leave, draft, today=TODAY)


def test_a_leave_is_only_ever_shortened():
    until = TODAY + 5 * DAY
    judge_leave_end(until, TODAY, today=TODAY)
    judge_leave_end(until, until - DAY, today=TODAY)
    for back in (TODAY - DAY, until, until + DAY):
        refused("teams.leave-shortened-odd", judge_leave_end, until, back, today=TODAY)


@pytest.mark.parametrize("badge", [None, BadgeEnd.UNUSED])
def test_a_last_exit_says_what_became_of_the_badge(badge):
    judge_handed_back(False, badge, {})
    refused("teams.badge-not-returned", judge_handed_back, True, badge, {})


@pytest.mark.parametrize("badge", BADGE_ENDS)
def test_a_last_exit_waits_for_what_else_is_held(badge):
    judge_handed_back(True, badge, {})
    with pytest.raises(Refused) as no:
        judge_handed_back(True, badge, {"teams.kit": 2})
    assert (no.value.code, no.value.facts) == ("teams.still-held", {"what": "teams.kit", "count": 2})


def test_only_who_serves_under_the_transition_is_regularised():
    judge_regularising(True, FULL)
    judge_regularising(False, EmploymentClass.VOLUNTEER)
    assert refused("teams.regular-already", judge_regularising, False, FULL).field == "member"
