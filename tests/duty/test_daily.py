"""Every active team owes a log every calendar day; what nobody reviews is locked."""

import datetime as dt

import pytest
import time_machine

from duty import commands, tasks
from duty.models import PatrolLog
from duty.reports import missing_logs
from duty.rules import Owed
from patrol_ops.core import clock, obligations, outbox
from patrol_ops.core.access import Actor
from patrol_ops.core.models import JournalEntry, Notice, Obligation
from patrol_ops.core.policy import set_policy_value
from patrol_ops.core.refusals import NotPermitted, WrongStage
from teams import commands as teams_commands
from teams.rules import Form, Relation, TeamDraft, Tier
from tests.duty.conftest import DAY, EVENING
from tests.duty.saying import nothing_written, refused, said, statements

CLOCK = Actor.system("owe-daily-logs")
NEXT = DAY + dt.timedelta(days=1)
DISTRICT = "990102"


@pytest.fixture
def owe(district):
    def run(day=DAY, at=None, actor=CLOCK):
        place = district.places[DISTRICT]
        return commands.owe_daily_logs(actor=actor, district_id=place, day=day, at=at or clock.at(day, 0, 1))

    return run


def owed(day=DAY):
    return Obligation.objects.filter(kind=Owed.SUBMIT_PATROL_LOG, period=day.isoformat())


@pytest.mark.req("LOG-01")
def test_owe_daily_logs_of_every_active_team_at_every_tier(owe, district):
    assert owe() == 6

    rows = owed()
    assert {row.subject_id for row in rows} == set(district.teams.values())
    assert {row.role for row in rows} == {"ldr"}
    assert {row.due_at for row in rows} == {clock.at(NEXT, 10)}


@pytest.mark.req("LOG-01")
def test_owe_daily_logs_twice_is_harmless(owe):
    owe()
    with nothing_written():
        refused("duty.nothing-to-owe", owe, at=clock.at(DAY, 1, 1))


def test_owe_daily_logs_is_said_once_for_the_district(owe, district):
    owe()
    (entry,) = said("duty.daily_logs_owed", clock.at(DAY, 0, 1))
    assert (entry.facts["count"], entry.path, entry.actor_name) == (6, DISTRICT, "owe-daily-logs")


@pytest.mark.parametrize("who", ["lena", "gwen", "otto", "mara", "nora", "ada"])
def test_owe_daily_logs_is_the_clocks_alone(request, who, owe):
    with nothing_written(), pytest.raises(NotPermitted):
        owe(actor=request.getfixturevalue(f"{who}_actor"))


def test_owe_daily_logs_refused_writes_nothing(owe, district):
    with nothing_written():
        refused("duty.day-in-the-future", owe, day=NEXT, at=clock.at(DAY, 23, 59))
        for place in (district.places["990102001"], 0):
            with pytest.raises(NotPermitted):
                commands.owe_daily_logs(actor=CLOCK, district_id=place, day=DAY, at=EVENING)


def test_owe_daily_logs_does_not_ask_team_by_team(owe):
    with statements(24):
        owe()


@pytest.mark.req("LOG-01")
def test_what_is_filed_is_not_owed(file, owe, harbour):
    file()
    owe(at=clock.at(NEXT, 0, 1))
    assert harbour.pk not in {row.subject_id for row in owed()}


# --- suspended, resumed, new ----------------------------------------------------------------------------------------


def suspend(gwen_actor, team, at):
    teams_commands.suspend_team(actor=gwen_actor, team_id=team.pk, reason="整顿", at=at)


@pytest.mark.req("LOG-01")
def test_a_suspended_team_owes_nothing_any_more(owe, gwen_actor, harbour):
    owe()
    suspend(gwen_actor, harbour, clock.at(NEXT, 8))

    assert owed().get(subject_id=harbour.pk).cancelled_at == clock.at(NEXT, 8)
    assert owe(day=NEXT) == 5
    # The clock comes round again for the day before, on which the team was still active.
    with nothing_written():
        refused("duty.nothing-to-owe", owe, day=DAY, at=clock.at(NEXT, 9))


@pytest.mark.req("LOG-01")
def test_a_resumed_team_owes_the_day_at_once(owe, gwen_actor, harbour):
    suspend(gwen_actor, harbour, clock.at(DAY, 8))
    owe(at=clock.at(DAY, 9))
    with time_machine.travel(clock.at(DAY, 10), tick=False):
        teams_commands.resume_team(actor=gwen_actor, team_id=harbour.pk, at=clock.at(DAY, 10))
        outbox.deliver()

    row = owed().get(subject_id=harbour.pk)
    assert (row.cancelled_at, row.due_at) == (None, clock.at(NEXT, 10))


@pytest.mark.req("LOG-01")
def test_a_new_team_owes_its_log_from_the_first_day(owe, district, gwen_actor, tess_actor):
    owe()
    team = plan(district, tess_actor)
    with time_machine.travel(clock.at(DAY, 10), tick=False):
        teams_commands.activate_team(actor=gwen_actor, team_id=team.pk, at=clock.at(DAY, 10))
        outbox.deliver()

    assert owed().get(subject_id=team.pk).due_at == clock.at(NEXT, 10)
    assert owed().count() == 7


def plan(district, tess_actor):
    at = clock.at(DAY, 9)
    draft = TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=8, hamlet="上湾")
    place, unit = district.places["990102001001"], district.units["station"]
    team = teams_commands.plan_team(actor=tess_actor, place_id=place, tier=Tier.DETACHMENT, draft=draft, at=at)
    teams_commands.relate_unit(actor=tess_actor, team_id=team.pk, unit_id=unit, relation=Relation.MANAGING, at=at)
    return teams_commands.submit_team(actor=tess_actor, team_id=team.pk, at=at)


# --- the cut-off ----------------------------------------------------------------------------------------------------


@pytest.mark.req("LOG-01")
@pytest.mark.parametrize(
    ("filed_at", "late"),
    [
        (clock.at(DAY, 21), False),
        (clock.at(NEXT, 9, 59), False),
        (clock.at(NEXT, 10), True),
        (clock.at(NEXT + dt.timedelta(days=6), 23, 59), True),
    ],
)
def test_from_the_cut_off_on_a_log_is_late(filed_at, late, file):
    assert file(at=filed_at).late is late


@pytest.mark.req("LOG-01")
def test_from_the_cut_off_on_what_is_not_filed_is_missing(owe, file, harbour):
    owe()

    def missing(at):
        return {row.subject_id for row in missing_logs(DISTRICT, DAY, DAY, at)}

    assert missing(clock.at(NEXT, 9, 59)) == set()
    assert harbour.pk in missing(clock.at(NEXT, 10))
    file(at=clock.at(NEXT, 11))
    assert harbour.pk not in missing(clock.at(NEXT, 12))
    assert len(missing(clock.at(NEXT, 12))) == 5


@pytest.mark.req("LOG-01")
@pytest.mark.parametrize(("place", "teams"), [("", 6), ("990102001", 3), ("990102001001", 1)])
def test_the_cut_off_is_policy_with_a_date_and_a_place(owe, gwen_actor, district, file, place, teams):
    set_policy_value(actor=gwen_actor, key="log.cutoff", value="12", since=NEXT, path=place, at=clock.at(DAY, 9))
    after = NEXT + dt.timedelta(days=1)
    owe()
    owe(day=NEXT)

    assert {row.due_at for row in owed()} == {clock.at(NEXT, 10)}
    assert owed(NEXT).filter(due_at=clock.at(after, 12)).count() == teams
    assert owed(NEXT).filter(due_at=clock.at(after, 10)).count() == 6 - teams
    assert file(at=clock.at(NEXT, 11)).late
    assert not file(day=NEXT, at=clock.at(after, 11)).late


@pytest.mark.req("LOG-01")
def test_the_leader_is_reminded_in_the_evening_and_the_police_told_at_the_cut_off(owe, lena, kai):
    owe()

    def told(at):
        obligations.remind(at)
        return sorted(Notice.objects.filter(at=at, template="duty.remind-log").values_list("user_id", flat=True))

    assert lena.pk not in told(clock.at(DAY, 21, 59))
    assert lena.pk in told(clock.at(DAY, 22))
    assert told(clock.at(DAY, 22, 10)) == []
    assert {lena.pk, kai.pk} <= set(told(clock.at(NEXT, 10)))


# --- the clock ------------------------------------------------------------------------------------------------------


def test_the_task_owes_today_and_yesterday(district):
    with time_machine.travel(clock.at(NEXT, 0, 1), tick=False):
        tasks.owe_daily_logs()
        tasks.owe_daily_logs(unknown="older workers are sent newer words")

    assert (owed(DAY).count(), owed(NEXT).count()) == (6, 6)
    assert JournalEntry.objects.filter(act="duty.daily_logs_owed", at=clock.at(NEXT, 0, 1)).count() == 2


# --- locking --------------------------------------------------------------------------------------------------------

LOCKER = Actor.system("lock-unreviewed-logs")


def lock(log, days, actor=LOCKER):
    return commands.lock_patrol_log(actor=actor, log_id=log.pk, at=EVENING + dt.timedelta(days=days))


def test_lock_patrol_log_after_a_month_without_review(filed):
    with nothing_written():
        refused("duty.not-yet-locked", lock, filed, 30)
    locked = lock(filed, 31)

    assert (locked.stage, locked.reviewed_by_id, locked.locked_at) == ("LOCKED", None, EVENING + dt.timedelta(days=31))
    assert Obligation.objects.get(kind=Owed.REVIEW_PATROL_LOG).cancelled_at is not None
    assert len(said("duty.patrol_log_locked", EVENING + dt.timedelta(days=31))) == 1
    with nothing_written(), pytest.raises(WrongStage):
        lock(filed, 32)


@pytest.mark.parametrize("who", ["kai", "lena", "otto", "mara", "nora", "gwen"])
def test_lock_patrol_log_is_the_clocks_alone(request, who, filed):
    with nothing_written(), pytest.raises(NotPermitted):
        lock(filed, 31, request.getfixturevalue(f"{who}_actor"))


def test_a_log_that_came_back_is_counted_anew(returned, file):
    mended = file(at=clock.at(NEXT, 9), version=1)
    with nothing_written():
        refused("duty.not-yet-locked", lock, mended, 31)


def test_the_task_locks_each_log_by_itself(filed, file, kai_actor):
    early = file(day=DAY - dt.timedelta(days=1), at=EVENING - dt.timedelta(days=1))
    reviewed = file(day=DAY - dt.timedelta(days=2), at=EVENING - dt.timedelta(days=2))
    commands.review_patrol_log(actor=kai_actor, log_id=reviewed.pk, at=EVENING)
    with time_machine.travel(EVENING + dt.timedelta(days=30), tick=False):
        tasks.lock_unreviewed_logs()

    stages = dict(PatrolLog.objects.values_list("pk", "stage"))
    assert stages == {filed.pk: "SUBMITTED", early.pk: "LOCKED", reviewed.pk: "REVIEWED"}
