"""A leader files the day's log, first or mended after a return."""

import datetime as dt
from dataclasses import replace

import pytest

from duty import commands
from duty.commands.submit import FiledAlready
from duty.models import LogEntry, Patrol, PatrolLog, PatrolWalker
from duty.rules import EntryDraft, EntryKind, Mode, NoPatrol, Owed, PatrolDraft, Sighted, ToldTo, WalkerDraft
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Obligation
from patrol_ops.core.refusals import NotPermitted
from teams import commands as teams_commands
from tests.duty.conftest import DAY, EVENING, HAZARD, INCIDENT
from tests.duty.saying import nothing_written, refused, said

NEXT = dt.date(2026, 11, 18)


def owed(kind, **which):
    return Obligation.objects.filter(kind=kind, **which)


@pytest.fixture
def due(district):
    """What the clock made due for the 17th."""
    at = clock.at(DAY, 0, 1)
    place = district.places["990102"]
    commands.owe_daily_logs(actor=Actor.system("owe-daily-logs"), district_id=place, day=DAY, at=at)


@pytest.mark.req("LOG-01", "LOG-02", "EQP-08")
def test_submit_patrol_log_keeps_what_it_says(file, harbour, lena, lena_member, mara_member, harbour_area):
    log = file(
        walkers=(WalkerDraft(lena_member.pk), WalkerDraft(mara_member.pk, insignia=False)),
        entries=(HAZARD, INCIDENT),
        hand_over=" 码头路灯请留意。 ",
    )

    log = PatrolLog.objects.get(pk=log.pk)
    assert (log.team_id, log.day, log.stage, log.version) == (harbour.pk, DAY, "SUBMITTED", 1)
    assert (log.submitted_by_id, log.submitted_at, log.late) == (lena.pk, EVENING, False)
    assert log.hand_over == "码头路灯请留意。"
    patrol = Patrol.objects.get(log=log)
    assert (patrol.started_at, patrol.ended_at) == (clock.at(DAY, 19), clock.at(DAY, 21))
    assert (patrol.area_id, patrol.mode, patrol.joint) == (harbour_area.pk, "FOOT", False)
    walked = dict(PatrolWalker.objects.filter(patrol=patrol).values_list("member_id", "insignia"))
    assert walked == {lena_member.pk: True, mara_member.pk: False}
    assert [entry.kind for entry in log.entries.order_by("number")] == ["HAZARD", "INCIDENT"]


@pytest.mark.req("LOG-07")
def test_every_entry_has_owner_stage_due_date_and_outcome(file, lena):
    mended = replace(HAZARD, outcome="已换灯泡")
    told = EntryDraft(
        kind=EntryKind.OBSERVATION,
        at=dt.time(20),
        place="北门",
        category=Sighted.OBJECT,
        told_to=ToldTo.POLICE_ROOM,
        told_at=dt.time(20, 1),
    )
    log = file(entries=(HAZARD, mended, INCIDENT, told))

    hazard, mended, incident, told = log.entries.order_by("number")
    assert {entry.owner_id for entry in (hazard, mended, incident, told)} == {lena.pk}
    assert (hazard.stage, hazard.due_on, hazard.closed_at) == ("OPEN", dt.date(2026, 12, 2), None)
    assert (incident.stage, incident.due_on) == ("OPEN", dt.date(2026, 11, 24))
    assert (mended.stage, mended.outcome, mended.closed_by_id) == ("CLOSED", "已换灯泡", lena.pk)
    assert (told.stage, told.closed_at, told.text) == ("CLOSED", EVENING, "")
    waiting = owed(Owed.FOLLOW_UP_ENTRY, settled_at=None, cancelled_at=None)
    assert {row.subject_id: row.due_at for row in waiting} == {
        hazard.pk: clock.at(dt.date(2026, 12, 3), 0),
        incident.pk: clock.at(dt.date(2026, 11, 25), 0),
    }


@pytest.mark.req("X51")
def test_a_night_patrol_and_what_happened_in_it_lie_where_they_lie(file):
    after_midnight = replace(INCIDENT, at=dt.time(0, 30), told_at=dt.time(0, 32))
    log = file(at=clock.at(NEXT, 8), started=dt.time(22), ended=dt.time(2), entries=(after_midnight,))

    assert log.day == DAY
    assert log.patrols.get().ended_at == clock.at(NEXT, 2)
    entry = log.entries.get()
    assert (entry.at, entry.told_at) == (clock.at(NEXT, 0, 30), clock.at(NEXT, 0, 32))


@pytest.mark.req("X51")
def test_a_day_without_patrol_is_filed_with_its_reason(file):
    log = file(patrols=(), no_patrol=NoPatrol.OTHER, no_patrol_note="全队搬迁")

    assert (log.no_patrol, log.no_patrol_note) == ("OTHER", "全队搬迁")
    assert not Patrol.objects.filter(log=log).exists()


@pytest.mark.parametrize("who", ["otto_actor", "mara_actor", "nora_actor", "gwen_actor", "kai_actor", "piet_actor"])
def test_submit_patrol_log_by_another_finds_nothing(request, who, ordinary, harbour):
    actor = request.getfixturevalue(who)
    with nothing_written(), pytest.raises(NotPermitted):
        commands.submit_patrol_log(actor=actor, team_id=harbour.pk, draft=ordinary(), at=EVENING)


def test_submit_patrol_log_refused_writes_nothing(file, district, due, willow_area):
    patrol = PatrolDraft(dt.time(19), dt.time(21), 0, Mode.FOOT, (WalkerDraft(district.members["lena"]),))
    with nothing_written():
        refused("duty.log-is-empty", file, patrols=())
        refused("duty.walker-not-serving", file, walkers=(WalkerDraft(district.members["otto"]),))
        refused("duty.area-not-designated", file, area_id=willow_area.pk)
        refused("duty.area-not-designated", file, patrols=(replace(patrol, area_id=10**9, joint=True),))
        refused("duty.entry-incomplete", file, entries=(replace(HAZARD, place=""),))
        refused("duty.due-date-odd", file, entries=(HAZARD, replace(HAZARD, due_on=dt.date(2027, 1, 1))))
        refused("core.text-has-phone-number", file, hand_over="请打 13812345678")
        refused("duty.day-in-the-future", file, day=NEXT)
        refused("duty.day-too-old", file, at=clock.at(dt.date(2026, 11, 25), 9))
        refused("duty.team-not-active-that-day", file, day=dt.date(2026, 8, 31), at=clock.at(dt.date(2026, 9, 2), 9))


def test_submit_patrol_log_is_said_once_without_names(file, harbour):
    log = file(entries=(HAZARD,), hand_over="码头路灯请留意。")

    (entry,) = said("duty.patrol_log_submitted", EVENING)
    assert (entry.subject_type, entry.subject_id, entry.team_id) == ("patrol_log", log.pk, harbour.pk)
    assert entry.path == "990102001001"
    assert set(entry.facts) == {"patrol_log_id", "team_id", "day", "late", "version"}


@pytest.mark.req("SCH-01")
def test_a_joint_patrol_may_walk_in_a_neighbours_area_of_the_district(file, willow_area):
    log = file(area_id=willow_area.pk, joint=True)

    assert log.patrols.get().joint


# --- the newcomer ---------------------------------------------------------------------------------------------------


def test_a_newcomer_is_refused_with_the_hold_named(file, newcomer):
    with nothing_written():
        no = refused("duty.walker-not-fit", file, walkers=(WalkerDraft(newcomer),))

    assert (no.field, no.facts["hold"]) == ("patrols-0-walkers", "hold.BADGE")


@pytest.mark.req("X50")
def test_who_came_with_a_legacy_team_walks_until_the_transition_ends(file, lena_member):
    last, first = dt.date(2027, 2, 27), dt.date(2027, 2, 28)
    only = (WalkerDraft(lena_member.pk),)
    file(day=last, at=clock.at(last, 21, 30), walkers=only)
    refused("duty.walker-not-fit", file, day=first, at=clock.at(first, 21, 30), walkers=only)


# --- what it settles and makes due ----------------------------------------------------------------------------------


@pytest.mark.req("LOG-01")
def test_filing_settles_the_day_and_asks_the_police_of_the_tier(due, file, harbour):
    log = file()

    assert owed(Owed.SUBMIT_PATROL_LOG, subject_id=harbour.pk).get().settled_at == EVENING
    assert owed(Owed.SUBMIT_PATROL_LOG, settled_at=None).count() == 5
    review = owed(Owed.REVIEW_PATROL_LOG).get()
    assert (review.subject_id, review.period, review.role) == (log.pk, "1", "cpo")
    assert review.due_at == EVENING + dt.timedelta(days=3)


def test_a_log_is_filed_once(filed, file):
    with nothing_written():
        no = refused("duty.log-filed-already", file)
    assert isinstance(no, FiledAlready)
    assert (no.log_id, no.status) == (filed.pk, 409)


# --- mended ---------------------------------------------------------------------------------------------------------


def mend(file, returned, **changes):
    return file(at=clock.at(NEXT, 9), version=returned.version, **changes)


def test_a_mended_log_says_everything_anew(returned, file, lena_member):
    mended = mend(file, returned, walkers=(WalkerDraft(lena_member.pk),), entries=(INCIDENT,), hand_over="新的一句")

    assert (mended.pk, mended.stage, mended.version) == (returned.pk, "SUBMITTED", 2)
    assert (mended.first_submitted_at, mended.submitted_at) == (EVENING, clock.at(NEXT, 9))
    assert PatrolWalker.objects.get(patrol__log=mended).member_id == lena_member.pk
    assert LogEntry.objects.get(log=mended).kind == "INCIDENT"
    assert mended.hand_over == "新的一句"
    assert not mended.late


def test_mending_settles_the_return_and_asks_for_a_new_review(returned, file):
    mended = mend(file, returned, entries=(INCIDENT,))

    assert owed(Owed.MEND_PATROL_LOG).get().settled_at == clock.at(NEXT, 9)
    first, second = owed(Owed.REVIEW_PATROL_LOG).order_by("period")
    assert first.settled_at is not None
    assert (second.period, second.settled_at) == ("2", None)
    waiting = owed(Owed.FOLLOW_UP_ENTRY, settled_at=None, cancelled_at=None)
    assert [row.subject_id for row in waiting] == [mended.entries.get().pk]


def test_who_closed_an_entry_stays_who_closed_it(filed, file, kai_actor, kai, lena):
    entry = filed.entries.get()
    at = clock.at(NEXT, 7)
    commands.follow_up_entry(actor=kai_actor, entry_id=entry.pk, outcome="已换灯泡", at=at)
    commands.return_patrol_log(actor=kai_actor, log_id=filed.pk, reason="请补充队员", at=clock.at(NEXT, 8))

    same, other = replace(HAZARD, outcome="已换灯泡"), replace(HAZARD, outcome="换了新灯")
    mended = file(at=clock.at(NEXT, 9), version=1, entries=(same, other))
    kept, new = mended.entries.order_by("number")
    assert (kept.closed_by_id, kept.closed_at) == (kai.pk, at)
    assert (new.closed_by_id, new.closed_at) == (lena.pk, clock.at(NEXT, 9))


def test_mending_what_one_has_not_read_is_refused(returned, file):
    with nothing_written():
        refused("core.stale", file, at=clock.at(NEXT, 9))
        refused("core.stale", file, at=clock.at(NEXT, 9), version=2)


def test_a_log_that_was_filed_in_time_and_mended_later_is_not_late(returned, file):
    assert not file(at=clock.at(dt.date(2026, 11, 30), 9), version=1).late


def test_a_suspended_team_still_files_the_days_it_was_active(file, gwen_actor, harbour):
    at = clock.at(NEXT, 8)
    teams_commands.suspend_team(actor=gwen_actor, team_id=harbour.pk, reason="整顿", at=at)

    assert file(at=clock.at(NEXT, 9)).stage == "SUBMITTED"
    refused("duty.team-not-active-that-day", file, day=NEXT, at=clock.at(NEXT, 22))
