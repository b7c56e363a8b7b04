"""Sessions: planning, roll-call, results, confirmation, the code on the wall; tables of cases, no database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol_ops.core import clock
from patrol_ops.core.refusals import Refused, WrongStage
from teams.rules import Role
from training.rules import (
    ENROLMENT_MOVES,
    SESSION_MOVES,
    DeliveryMode,
    EnrolmentStage,
    ResultDraft,
    SessionDraft,
    SessionStage,
    StudyDraft,
    Topic,
    check_in_code,
    judge_beginning,
    judge_code,
    judge_confirming,
    judge_cost,
    judge_enrolling,
    judge_results,
    judge_session,
    judge_study,
    minute_of,
    outcome,
    responsible,
    shortfall,
)

NOW = dt.datetime.combine(dt.date(2026, 11, 2), dt.time(9))
SESSION = SessionDraft(
    course_id=1,
    tier="DETACHMENT",
    mode=DeliveryMode.CLASS,
    starts_at=NOW + dt.timedelta(days=7),
    ends_at=NOW + dt.timedelta(days=7, hours=8),
    venue="街道综治中心",
    capacity=30,
    trainer_id=5,
)
TODAY = NOW.date()
STUDY = StudyDraft(TODAY, Topic.LAW, 45, "治安管理处罚法", frozenset({1, 2}))


def code(act, *args, **kwargs):
    with pytest.raises(Refused) as no:
        act(*args, **kwargs)
    return no.value.code, no.value.field


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"starts_at": NOW}, ("training.starts-in-the-past", "starts_at")),
        ({"ends_at": SESSION.starts_at}, ("training.span-odd", "ends_at")),
        ({"ends_at": SESSION.starts_at + dt.timedelta(days=21, seconds=1)}, ("training.span-odd", "ends_at")),
        ({"venue": " 堂 "}, ("training.venue-needed", "venue")),
        ({"venue": "长" * 61}, ("training.venue-needed", "venue")),
        ({"capacity": 0}, ("training.capacity-odd", "capacity")),
        ({"capacity": 2001}, ("training.capacity-odd", "capacity")),
        ({"trainer_id": None}, ("training.trainer-needed", "trainer_id")),
        ({"cost_planned": Decimal("-0.01")}, ("training.cost-odd", "cost_planned")),
    ],
)
def test_judge_session_refuses(changes, said):
    judge_session(SESSION, now=NOW)
    assert code(judge_session, replace(SESSION, **changes), now=NOW) == said


def test_a_venue_names_no_phone():
    assert code(judge_session, replace(SESSION, venue="找13812345678"), now=NOW)[1] == "venue"


@pytest.mark.req("TRN-13")
@pytest.mark.parametrize(
    ("cost", "funded", "missing"),
    [("900", "400", "500"), ("900", "900", "0"), ("900.50", "0", "900.50"), ("1", "2", "0")],
)
def test_shortfall_is_what_nobody_pays_yet(cost, funded, missing):
    assert shortfall(Decimal(cost), Decimal(funded)) == Decimal(missing)


def test_judge_cost_is_bounded():
    judge_cost(Decimal(0), "cost")
    judge_cost(Decimal(1_000_000), "cost")
    assert code(judge_cost, Decimal("1000000.01"), "cost") == ("training.cost-odd", "cost")


@pytest.mark.req("TRN-14")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day": TODAY + dt.timedelta(days=1)}, ("training.study-day-odd", "day")),
        ({"day": TODAY - dt.timedelta(days=8)}, ("training.study-day-odd", "day")),
        ({"minutes": 9}, ("training.study-minutes-odd", "minutes")),
        ({"minutes": 241}, ("training.study-minutes-odd", "minutes")),
        ({"subject": "法"}, ("training.title-needed", "subject")),
        ({"subject": "长" * 61}, ("training.title-needed", "subject")),
        ({"member_ids": frozenset()}, ("training.nobody-there", "member_ids")),
        ({"member_ids": frozenset({1, 9})}, ("training.not-of-the-team", "member_ids")),
    ],
)
def test_judge_study_refuses(changes, said):
    for day in (TODAY, TODAY - dt.timedelta(days=7)):
        judge_study(replace(STUDY, day=day), today=TODAY, serving={1, 2, 3})
    assert code(judge_study, replace(STUDY, **changes), today=TODAY, serving={1, 2, 3}) == said


def test_judge_enrolling():
    judge_enrolling("PLANNED", taken=28, wanted=2, capacity=30)
    assert code(judge_enrolling, "PLANNED", taken=28, wanted=3, capacity=30) == ("training.session-full", None)
    assert code(judge_enrolling, "PLANNED", taken=31, wanted=1, capacity=30) == ("training.session-full", None)
    for stage in set(SessionStage) - {"PLANNED"}:
        assert code(judge_enrolling, stage, taken=0, wanted=1, capacity=30) == ("training.session-begun", None)


def test_judge_beginning_opens_an_hour_before():
    starts = clock.at(TODAY, 9)
    judge_beginning(starts, clock.at(TODAY, 8))
    assert code(judge_beginning, starts, clock.at(TODAY, 8) - dt.timedelta(seconds=1)) == ("training.too-early", None)


@pytest.mark.req("TRN-09")
@pytest.mark.parametrize(
    ("tier", "role"),
    [("BRIGADE", Role.SUB_BUREAU), ("SQUADRON", Role.STATION_LIAISON), ("DETACHMENT", Role.COMMUNITY_OFFICER)],
)
def test_the_police_of_the_tier_confirms_by_another_hand(tier, role):
    assert responsible(tier) == role
    judge_confirming(tier, {role}, completed_by=1, trainer=2, by=3)
    # The police above may stand in: the session may be held for a larger place.
    above = {"BRIGADE": set(), "SQUADRON": {Role.SUB_BUREAU}, "DETACHMENT": {Role.STATION_LIAISON, Role.SUB_BUREAU}}
    for higher in above[tier]:
        judge_confirming(tier, {higher}, completed_by=1, trainer=2, by=3)
    others = {*Role} - {role} - above[tier]
    assert code(judge_confirming, tier, others, completed_by=1, trainer=2, by=3)[0] == "training.not-responsible"
    for hands in ({"completed_by": 3, "trainer": 2}, {"completed_by": 1, "trainer": 3}):
        assert code(judge_confirming, tier, {role}, by=3, **hands)[0] == "training.confirmed-by-trainer"


@pytest.mark.parametrize(
    ("result", "pass_mark", "said"),
    [
        (ResultDraft(True, minutes=-1), None, ("training.present-too-long", "minutes-1")),
        (ResultDraft(True, minutes=241), None, ("training.present-too-long", "minutes-1")),
        (ResultDraft(True, mark=-1), 60, ("training.mark-odd", "mark-1")),
        (ResultDraft(True, mark=101), 60, ("training.mark-odd", "mark-1")),
        (ResultDraft(True), 60, ("training.mark-missing", "mark-1")),
    ],
)
def test_judge_results_refuses(result, pass_mark, said):
    assert code(judge_results, {1: result}, known={1}, total=240, pass_mark=pass_mark) == said


def test_judge_results_of_participants_only():
    judge_results({}, known={1}, total=240, pass_mark=60)
    judge_results({1: ResultDraft(True, 240, 60), 2: ResultDraft(False)}, known={1, 2}, total=240, pass_mark=60)
    judge_results({1: ResultDraft(True)}, known={1}, total=240, pass_mark=None)
    said = code(judge_results, {9: ResultDraft(True)}, known={1}, total=240, pass_mark=None)
    assert said == ("training.participant-unknown", None)


P, F, A = EnrolmentStage.PASSED, EnrolmentStage.FAILED, EnrolmentStage.ABSENT


@pytest.mark.req("TRN-01")
@pytest.mark.parametrize(
    ("result", "pass_mark", "theory", "tested", "found"),
    [
        (ResultDraft(False, 240, 100), None, False, False, A),
        (ResultDraft(True), None, False, False, P),
        (ResultDraft(True, 192), None, False, False, P),  # four fifths of 240
        (ResultDraft(True, 191), None, False, False, F),
        (ResultDraft(True, 0), None, False, False, F),
        (ResultDraft(True, None, 60), 60, False, False, P),
        (ResultDraft(True, None, 59), 60, False, False, F),
        (ResultDraft(True, None, None), 60, False, False, F),
        (ResultDraft(True, None, 60), 60, True, False, F),
        (ResultDraft(True, None, 60), 60, True, True, P),
        (ResultDraft(True), None, False, True, P),
    ],
)
def test_outcome(result, pass_mark, theory, tested, found):
    assert outcome(result, total=240, pass_mark=pass_mark, theory=theory, tested=tested) is found


@pytest.mark.parametrize(
    ("moves", "move", "stages", "after"),
    [
        (SESSION_MOVES, "plan", {None}, "PLANNED"),
        (SESSION_MOVES, "begin", {"PLANNED"}, "RUNNING"),
        (SESSION_MOVES, "record", {None}, "COMPLETED"),
        (SESSION_MOVES, "complete", {"RUNNING"}, "COMPLETED"),
        (SESSION_MOVES, "reopen", {"COMPLETED"}, "RUNNING"),
        (SESSION_MOVES, "confirm", {"COMPLETED"}, "CONFIRMED"),
        (SESSION_MOVES, "cancel", {"PLANNED"}, "CANCELLED"),
        (ENROLMENT_MOVES, "enrol", {None}, "ENROLLED"),
        (ENROLMENT_MOVES, "attend", {"ENROLLED", "ABSENT"}, "ATTENDED"),
        (ENROLMENT_MOVES, "miss", {"ENROLLED", "ATTENDED", "PASSED", "FAILED"}, "ABSENT"),
        (ENROLMENT_MOVES, "pass", {"ATTENDED", "PASSED", "FAILED"}, "PASSED"),
        (ENROLMENT_MOVES, "fail", {"ATTENDED", "PASSED", "FAILED"}, "FAILED"),
    ],
)
def test_moves(moves, move, stages, after):
    everything = {None, *(SessionStage if moves is SESSION_MOVES else EnrolmentStage)}
    for stage in everything:
        if stage in stages:
            assert moves.after(move, stage) == after
        else:
            with pytest.raises(WrongStage):
                moves.after(move, stage)


# --- the code on the wall -------------------------------------------------------------------------------------------

AT = clock.at(TODAY, 9)
SECRET = "a" * 32


def made(at=AT, secret=SECRET, session=7):
    return check_in_code(secret, session, minute_of(at))


@pytest.mark.parametrize("late", [0, 30, 59, 60, 90, 119])
def test_this_minutes_code_and_the_last_ones_are_good(late):
    judge_code(made(), SECRET, 7, AT + dt.timedelta(seconds=late))


@pytest.mark.parametrize("off", [120, 180, 86_400, -1, -60])
def test_an_older_code_is_stale_and_one_to_come_is_none_yet(off):
    assert code(judge_code, made(), SECRET, 7, AT + dt.timedelta(seconds=off)) == ("training.code-stale", "code")


@pytest.mark.parametrize(
    "typed", [made(secret="b" * 32), made(session=8), "", "3" * 10, made()[:-1], made() + "3", "签到码签到码签到", "é"]
)
def test_a_forged_code_is_refused_whatever_is_typed(typed):
    assert code(judge_code, typed, SECRET, 7, AT) == ("training.code-stale", "code")


@given(st.text(max_size=12))
def test_nothing_that_can_be_typed_breaks_it(typed):
    assert code(judge_code, typed, SECRET, 7, AT) == ("training.code-stale", "code")


def test_a_code_has_only_marks_that_cannot_be_mixed_up():
    seen = set("".join(check_in_code(SECRET, 7, minute) for minute in range(300)))
    assert not seen & set("0O1I2Z5S8B")
    assert len(seen) == 25
