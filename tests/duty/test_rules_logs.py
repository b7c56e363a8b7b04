"""What makes a log acceptable, which day it may be of, and how it moves."""

import datetime as dt
from dataclasses import replace

import pytest

from duty.rules import (
    MAY_REVIEW,
    MOVES,
    EntryDraft,
    EntryKind,
    HelpKind,
    LogStage,
    Mode,
    NoPatrol,
    PatrolDraft,
    PatrolLogDraft,
    WalkerDraft,
    judge_addendum,
    judge_backfill,
    judge_day,
    judge_log,
    judge_return,
    judge_review,
)
from patrol_ops.core.refusals import WrongStage
from teams.rules import Role, Tier
from tests.duty.saying import refused

DAY = dt.date(2026, 11, 17)
NOW = dt.datetime.fromisoformat("2026-11-17T22:00")
OWN, NEIGHBOUR, ELSEWHERE = 1, 2, 3
LENA, MARA, NEW, STRANGER = 11, 12, 13, 99
PATROL = PatrolDraft(
    started=dt.time(19),
    ended=dt.time(21),
    area_id=OWN,
    mode=Mode.FOOT,
    walkers=(WalkerDraft(LENA), WalkerDraft(MARA, insignia=False)),
)
LOG = PatrolLogDraft(day=DAY, patrols=(PATROL,))
HELP = EntryDraft(kind=EntryKind.HELP, category=HelpKind.WAY, count=1)


def judge(draft, now=NOW, unfit=None):
    judge_log(
        draft,
        now=now,
        serving={LENA, MARA, NEW},
        unfit={NEW: "BADGE"} if unfit is None else unfit,
        own_areas={OWN},
        joint_areas={OWN, NEIGHBOUR},
    )


def with_patrol(**changes):
    return replace(LOG, patrols=(replace(PATROL, **changes),))


@pytest.mark.req("LOG-02")
def test_an_ordinary_log_is_taken():
    judge(replace(LOG, entries=(HELP,), hand_over="码头路灯请留意。"))


@pytest.mark.req("X51")
@pytest.mark.parametrize("reason", [reason for reason in NoPatrol if reason is not NoPatrol.OTHER])
def test_a_day_without_patrol_is_a_log_with_its_reason(reason):
    judge(PatrolLogDraft(day=DAY, no_patrol=reason))


@pytest.mark.req("X51")
def test_a_day_has_patrols_or_a_reason_never_both_or_neither():
    assert refused("duty.log-is-empty", judge, PatrolLogDraft(day=DAY)).field == "no_patrol"
    assert refused("duty.patrol-or-reason", judge, replace(LOG, no_patrol=NoPatrol.REST)).field == "no_patrol"
    assert refused("duty.note-without-reason", judge, replace(LOG, no_patrol_note="下雨")).field == "no_patrol"


@pytest.mark.req("X51")
def test_another_reason_is_said_in_words():
    no = refused("duty.reason-in-words", judge, PatrolLogDraft(day=DAY, no_patrol=NoPatrol.OTHER, no_patrol_note=" "))
    assert no.field == "no_patrol_note"
    judge(PatrolLogDraft(day=DAY, no_patrol=NoPatrol.OTHER, no_patrol_note="全队搬迁"))


def test_a_log_has_an_end():
    shifts = [replace(PATROL, started=dt.time(hour, 0), ended=dt.time(hour, 30)) for hour in range(9, 21)]
    judge(replace(LOG, patrols=tuple(shifts)))
    more = replace(PATROL, started=dt.time(8, 0), ended=dt.time(8, 30))
    assert refused("duty.log-too-long", judge, replace(LOG, patrols=(*shifts, more))).field is None
    judge(replace(LOG, entries=(HELP,) * 30))
    refused("duty.log-too-long", judge, replace(LOG, entries=(HELP,) * 31))


@pytest.mark.parametrize(("name", "length"), [("hand_over", 500), ("no_patrol_note", 200)])
def test_texts_have_an_end_and_no_personal_data(name, length):
    base = PatrolLogDraft(day=DAY, no_patrol=NoPatrol.OTHER, no_patrol_note="停电")
    judge(replace(base, **{name: "字" * length}))
    assert refused("duty.text-too-long", judge, replace(base, **{name: "字" * (length + 1)})).field == name
    for words, code in (
        ("110101199003072316", "core.text-has-identity-number"),
        ("13812345678", "core.text-has-phone-number"),
        ("粤B12345", "core.text-has-plate"),
    ):
        assert refused(code, judge, replace(base, **{name: words})).field == name


# --- who walked, where, how -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("walkers", "code"),
    [
        ((), "duty.nobody-walked"),
        ((WalkerDraft(LENA), WalkerDraft(LENA)), "duty.walker-twice"),
        ((WalkerDraft(STRANGER),), "duty.walker-not-serving"),
        ((WalkerDraft(LENA), WalkerDraft(NEW)), "duty.walker-not-fit"),
    ],
)
def test_who_walked_serves_and_is_fit(walkers, code):
    assert refused(code, judge, with_patrol(walkers=walkers)).field == "patrols-0-walkers"


def test_who_is_not_fit_is_said_by_the_hold_and_not_by_name():
    no = refused("duty.walker-not-fit", judge, with_patrol(walkers=(WalkerDraft(NEW),)))
    assert no.facts == {"who": "duty.the-chosen", "member_id": NEW, "hold": "hold.BADGE", "lifts": "hold-lifts.BADGE"}


def test_nobody_is_at_two_places():
    twice = (PATROL, replace(PATROL, started=dt.time(20), ended=dt.time(21, 30)))
    assert refused("duty.walker-in-two-patrols", judge, replace(LOG, patrols=twice)).field == "patrols-1-walkers"
    judge(replace(LOG, patrols=(PATROL, replace(PATROL, started=dt.time(21), ended=dt.time(21, 30)))))
    others = replace(PATROL, walkers=(WalkerDraft(NEW),))
    judge(replace(LOG, patrols=(PATROL, others)), unfit={})


@pytest.mark.req("SCH-01")
def test_a_patrol_walks_in_designated_areas_unless_it_is_joint():
    judge(with_patrol(joint=True))
    judge(with_patrol(area_id=NEIGHBOUR, joint=True))
    assert refused("duty.area-not-designated", judge, with_patrol(area_id=NEIGHBOUR)).field == "patrols-0-area"
    refused("duty.area-not-designated", judge, with_patrol(area_id=ELSEWHERE, joint=True))


@pytest.mark.req("SCH-11", "SCH-17", "EQP-09")
def test_the_modes_are_those_of_marked_patrols():
    assert set(Mode) == {"FOOT", "BICYCLE", "MOTOR", "FORMATION", "FIXED_POST"}
    for mode in Mode:
        judge(with_patrol(mode=mode, post="三号码头"))


@pytest.mark.req("SCH-17")
def test_a_fixed_post_has_a_place():
    for post in ("", "  "):
        no = refused("duty.post-needs-place", judge, with_patrol(mode=Mode.FIXED_POST, post=post))
        assert no.field == "patrols-0-post"
    assert refused("duty.text-too-long", judge, with_patrol(post="字" * 81)).field == "patrols-0-post"
    assert refused("core.text-has-plate", judge, with_patrol(post="粤B12345 旁")).field == "patrols-0-post"


# --- the day --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "opened", "active", "code"),
    [
        (DAY, False, True, None),
        (DAY - dt.timedelta(days=7), False, True, None),
        (DAY + dt.timedelta(days=1), True, True, "duty.day-in-the-future"),
        (DAY, True, False, "duty.team-not-active-that-day"),
        (DAY - dt.timedelta(days=8), False, True, "duty.day-too-old"),
        (DAY - dt.timedelta(days=8), True, True, None),
    ],
)
def test_which_days_may_be_filed(day, opened, active, code):
    def file():
        judge_day(day, DAY, backfill_days=7, opened=opened, active=active)

    if code is None:
        file()
    else:
        assert refused(code, file).field == "day"


@pytest.mark.parametrize(
    ("day", "active", "reason", "code"),
    [
        (DAY - dt.timedelta(days=8), True, "系统停用", None),
        (DAY - dt.timedelta(days=7), True, "系统停用", "duty.day-still-open"),
        (DAY + dt.timedelta(days=1), True, "系统停用", "duty.day-in-the-future"),
        (DAY - dt.timedelta(days=8), False, "系统停用", "duty.team-not-active-that-day"),
        (DAY - dt.timedelta(days=8), True, " ", "duty.return-needs-reason"),
        (DAY - dt.timedelta(days=8), True, "打 13812345678", "core.text-has-phone-number"),
    ],
)
def test_which_days_may_be_opened(day, active, reason, code):
    def judge_it():
        return judge_backfill(day, DAY, reason, backfill_days=7, active=active)

    if code is None:
        assert judge_it() == reason
    else:
        refused(code, judge_it)


# --- afterwards -----------------------------------------------------------------------------------------------------


def test_the_life_cycle_is_this_and_no_other():
    assert MOVES.table == {
        "submit": ({None, LogStage.RETURNED}, "SUBMITTED"),
        "return": ({LogStage.SUBMITTED}, "RETURNED"),
        "review": ({LogStage.SUBMITTED}, "REVIEWED"),
        "lock": ({LogStage.SUBMITTED}, "LOCKED"),
    }
    for stage in (LogStage.REVIEWED, LogStage.LOCKED):
        assert MOVES.open_from(stage) == frozenset()
        with pytest.raises(WrongStage):
            MOVES.after("submit", stage)


def test_the_police_of_the_tier_review():
    assert {
        Tier.BRIGADE: {Role.SUB_BUREAU},
        Tier.SQUADRON: {Role.STATION_LIAISON},
        Tier.DETACHMENT: {Role.COMMUNITY_OFFICER, Role.STATION_LIAISON},
    } == MAY_REVIEW


def test_another_hand_reviews():
    judge_review(1, 2)
    refused("duty.reviewed-by-author", judge_review, 1, 1)


@pytest.mark.parametrize(
    ("judge_it", "code", "longest"),
    [(judge_return, "duty.return-needs-reason", 300), (judge_addendum, "duty.addendum-needs-text", 1000)],
)
def test_reasons_and_addenda_are_some_words(judge_it, code, longest):
    assert judge_it(" 请补充 ") == "请补充"
    assert judge_it("字" * longest)
    for words in ("", " x ", "字" * (longest + 1)):
        refused(code, judge_it, words)
    refused("core.text-has-plate", judge_it, "车牌 粤B12345")
