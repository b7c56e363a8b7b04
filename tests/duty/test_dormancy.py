"""Silent teams, from the first warning to duty taken up again: the clock, the office, the street."""

from __future__ import annotations

import datetime as dt

import pytest

from duty.tasks import owe_daily_logs
from patrol_ops.core import clock, obligations, outbox, policy
from patrol_ops.core.access import Actor
from patrol_ops.core.models import JournalEntry, Notice, Obligation
from patrol_ops.core.refusals import NotPermitted
from teams import commands, tasks
from teams.models import ActiveSpan, DormantSpell, Membership, Place, Team, TeamStep
from teams.reports import silence_of, silences
from teams.rules import DormancyCause, Owed, RevivalPlanDraft, Watch
from tests.cast import FOUNDED, TEAMS
from tests.duty.conftest import DAY
from tests.teams.saying import refused, said

ONE = dt.timedelta(days=1)


@pytest.fixture
def go(time_machine):
    """``go(day)``: the clock stands at 00:40 of that day, and does what it does then."""

    def to(day, hour=0, minute=40):
        time_machine.move_to(clock.at(day, hour, minute), tick=False)
        tasks.watch_teams()
        outbox.deliver()
        return clock.at(day, hour, minute)

    return to


def owed(kind, team=None):
    rows = Obligation.objects.open().filter(kind=kind)
    return rows.filter(subject_id=team.pk) if team else rows


@pytest.mark.req("ORG-31")
def test_a_team_without_a_log_is_warned_of_after_fourteen_days(district, go, harbour, brigade, tess, gus, gwen, theo):
    go(FOUNDED + 13 * ONE)
    assert not owed(Owed.WAKE_TEAM).exists()
    at = go(FOUNDED + 14 * ONE)
    assert owed(Owed.WAKE_TEAM).count() == len(TEAMS)
    row = owed(Owed.WAKE_TEAM, harbour).get()
    assert (row.role, row.path, row.period) == ("twn", "990102001001", FOUNDED.isoformat())
    assert row.due_at == clock.start_of(FOUNDED + 30 * ONE)
    assert owed(Owed.WAKE_TEAM, brigade).get().role == "gov"
    obligations.remind(at)
    told = Notice.objects.filter(template="teams.remind-wake-team")
    # Streets and the office; the brigade's is the office's own, so its head hears of it one step up.
    assert {notice.user_id for notice in told} == {tess.pk, theo.pk, gus.pk, gwen.pk}
    assert not owed(Owed.CONFIRM_DORMANT).exists()


@pytest.mark.req("ORG-31")
def test_the_clock_run_twice_does_nothing(district, go):
    go(FOUNDED + 30 * ONE)
    before = (Obligation.objects.count(), JournalEntry.objects.count())
    go(FOUNDED + 30 * ONE, 0, 50)
    go(FOUNDED + 31 * ONE)
    assert (Obligation.objects.count(), JournalEntry.objects.count()) == before
    assert JournalEntry.objects.filter(act="teams.dormancy_watched").count() == 1


@pytest.mark.req("ORG-31")
def test_a_log_is_a_sign_of_life(filed, go, harbour, academy):
    """Filed for 17 November; every other team has been silent since it was founded."""
    go(DAY + 13 * ONE)
    assert not owed(Owed.WAKE_TEAM, harbour).exists()
    assert owed(Owed.CONFIRM_DORMANT, academy).exists()
    go(DAY + 14 * ONE)
    assert owed(Owed.WAKE_TEAM, harbour).get().period == DAY.isoformat()


@pytest.mark.req("ORG-31")
def test_a_silence_that_ends_is_let_go(district, go, file, harbour):
    go(DAY - ONE)
    assert owed(Owed.CONFIRM_DORMANT, harbour).exists()
    file()
    go(DAY + ONE)
    for kind in (Owed.WAKE_TEAM, Owed.CONFIRM_DORMANT):
        assert not owed(kind, harbour).exists()
    assert owed(Owed.CONFIRM_DORMANT).count() == len(TEAMS) - 1


@pytest.mark.req("ORG-31")
def test_a_team_without_members_is_silent_whatever_was_filed(filed, harbour):
    Membership.objects.filter(team=harbour).update(until=DAY - 2 * ONE, ended_at=clock.at(DAY, 9))
    assert silence_of(harbour.pk, DAY).since == DAY - 2 * ONE


@pytest.mark.req("ORG-31")
def test_the_district_decides_the_days(district, go, gwen_actor, harbour):
    at = clock.at(FOUNDED, 9)
    policy.set_policy_value(actor=gwen_actor, key="team.dormant_warn", value="5", since=FOUNDED, path="990102", at=at)
    go(FOUNDED + 5 * ONE)
    assert owed(Owed.WAKE_TEAM, harbour).exists()


def test_watching_costs_a_fixed_number_of_statements(filed, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert len(silences("990102", DAY)) == len(TEAMS)


def test_watch_teams_is_the_clocks_alone(district, gus_actor, gwen_actor, at):
    place = Place.objects.get(path="990102")
    for actor in (gus_actor, gwen_actor):
        with pytest.raises(NotPermitted):
            commands.watch_teams(actor=actor, district_id=place.pk, at=at)
    system = Actor.system("watch-teams")
    with pytest.raises(NotPermitted):
        commands.watch_teams(actor=system, district_id=district.places["990102001"], at=at)
    assert commands.watch_teams(actor=system, district_id=place.pk, at=at) == 2 * len(TEAMS)
    refused("teams.nothing-silent", commands.watch_teams, actor=system, district_id=place.pk, at=at)


# --- confirmed or kept ----------------------------------------------------------------------------------------------


@pytest.fixture
def proposed_at(district, go):
    return go(FOUNDED + 30 * ONE, 9)


@pytest.fixture
def confirm(gus_actor, harbour, proposed_at):
    def act(**values):
        whole = {
            "actor": gus_actor, "team_id": harbour.pk, "cause": DormancyCause.NO_PATROLS,
            "reason": "三十天没有巡逻", "at": proposed_at, **values,
        }  # fmt: skip
        return commands.confirm_dormant(**whole)

    return act


@pytest.mark.req("ORG-31", "ORG-30")
def test_confirm_dormant_ends_what_the_team_owes_and_owes_a_plan(confirm, go, harbour, gus, proposed_at):
    owe_daily_logs()
    assert Obligation.objects.open().filter(team_id=harbour.pk).exists()
    spell = confirm()

    harbour.refresh_from_db()
    assert harbour.stage == "DORMANT"
    assert (spell.cause, spell.confirmed_by_id, spell.confirmed_at) == ("NO_PATROLS", gus.pk, proposed_at)
    assert not ActiveSpan.objects.filter(team=harbour, until__isnull=True).exists()
    assert not Obligation.objects.open().filter(team_id=harbour.pk, role="ldr").exists()
    plan = owed(Owed.WRITE_REVIVAL_PLAN, harbour).get()
    assert (plan.role, plan.due_at) == ("twn", clock.start_of(proposed_at.date() + 11 * ONE))
    for kind in (Owed.WAKE_TEAM, Owed.CONFIRM_DORMANT):
        assert not owed(kind, harbour).exists()
    assert TeamStep.objects.filter(team=harbour).latest("pk").move == "rest"
    assert len(said("teams.team_rested", proposed_at)) == 1
    # It owes no log from now on, and is not proposed again.
    go(proposed_at.date() + ONE)
    owe_daily_logs()
    assert not Obligation.objects.open().filter(team_id=harbour.pk, role="ldr").exists()
    assert not owed(Owed.CONFIRM_DORMANT, harbour).exists()


@pytest.mark.parametrize("who", ["tess_actor", "gwen_actor", "kai_actor", "lena_actor"])
def test_confirm_dormant_and_keep_active_by_anybody_else_find_nothing(request, who, confirm, harbour, proposed_at):
    actor = request.getfixturevalue(who)
    with pytest.raises(NotPermitted):
        confirm(actor=actor)
    with pytest.raises(NotPermitted):
        commands.keep_active(actor=actor, team_id=harbour.pk, reason="正在招人", at=proposed_at)
    assert owed(Owed.CONFIRM_DORMANT, harbour).exists()


@pytest.mark.req("ORG-31")
def test_confirm_dormant_refused_writes_nothing(confirm, file, district, harbour, proposed_at, gwen_actor):
    refused("teams.reason-needed", confirm, reason="")
    refused("core.text-has-phone-number", confirm, reason="问 13812345678")
    file(day=proposed_at.date(), at=proposed_at, started=dt.time(7), ended=dt.time(8))  # a log came in since
    refused("teams.awake-again", confirm)
    harbour.refresh_from_db()
    assert harbour.stage == "ACTIVE"
    assert not DormantSpell.objects.exists()
    assert not said("teams.team_rested", proposed_at)
    commands.suspend_team(actor=gwen_actor, team_id=harbour.pk, reason="人员不足", at=proposed_at)
    refused("core.wrong-stage", confirm)


@pytest.mark.req("ORG-31")
def test_keep_active_is_asked_again_after_as_many_days(gus_actor, harbour, go, proposed_at):
    commands.keep_active(actor=gus_actor, team_id=harbour.pk, reason="正在招人", at=proposed_at)
    for kind in (Owed.WAKE_TEAM, Owed.CONFIRM_DORMANT):
        assert not owed(kind, harbour).exists()
    assert len(said("teams.team_kept_active", proposed_at)) == 1
    kept = proposed_at.date()
    go(kept + 29 * ONE)
    assert owed(Owed.WAKE_TEAM, harbour).get().period == kept.isoformat()
    assert not owed(Owed.CONFIRM_DORMANT, harbour).exists()
    go(kept + 30 * ONE)
    assert owed(Owed.CONFIRM_DORMANT, harbour).get().period == kept.isoformat()


def test_keep_active_refused_writes_nothing(gus_actor, harbour, proposed_at):
    def keep(reason="正在招人"):
        return commands.keep_active(actor=gus_actor, team_id=harbour.pk, reason=reason, at=proposed_at)

    refused("teams.reason-needed", keep, "x")
    assert owed(Owed.CONFIRM_DORMANT, harbour).exists()
    keep()
    refused("teams.dormancy-not-proposed", keep)
    assert len(said("teams.team_kept_active", proposed_at)) == 1


# --- planned and woken ----------------------------------------------------------------------------------------------


@pytest.fixture
def asleep(confirm, harbour):
    confirm()
    return harbour


@pytest.fixture
def plan(tess_actor, harbour, proposed_at):
    def act(days=20, **values):
        draft = RevivalPlanDraft(
            causes=values.pop("causes", "队长调走，无人组织"),
            measures="另选队长，每周巡逻两次",
            due_on=proposed_at.date() + days * ONE,
        )
        whole = {"actor": tess_actor, "team_id": harbour.pk, "draft": draft, "at": proposed_at, **values}
        return commands.write_revival_plan(**whole)

    return act


@pytest.mark.req("ORG-30")
def test_write_revival_plan_settles_the_plan_and_owes_its_day(asleep, plan, tess, proposed_at):
    spell = plan()
    assert (spell.planned_by_id, spell.due_on) == (tess.pk, proposed_at.date() + 20 * ONE)
    assert not owed(Owed.WRITE_REVIVAL_PLAN, asleep).exists()
    row = owed(Owed.REVIVE_TEAM, asleep).get()
    assert (row.role, row.due_at) == ("gov", clock.start_of(proposed_at.date() + 21 * ONE))
    plan(30, causes="经费没有到位")
    spell.refresh_from_db()
    assert spell.causes == "经费没有到位"
    assert owed(Owed.REVIVE_TEAM, asleep).get().due_at == clock.start_of(proposed_at.date() + 31 * ONE)
    assert len(said("teams.revival_plan_written", proposed_at)) == 2


@pytest.mark.parametrize("who", ["theo_actor", "gwen_actor", "lena_actor", "kai_actor"])
def test_write_revival_plan_by_anybody_else_finds_nothing(request, who, asleep, plan):
    with pytest.raises(NotPermitted):
        plan(actor=request.getfixturevalue(who))


@pytest.mark.req("ORG-30")
def test_write_revival_plan_refused_writes_nothing(confirm, plan, harbour, proposed_at):
    refused("teams.not-dormant", plan)
    confirm()
    refused("teams.plan-day-odd", plan, 0)
    refused("core.text-has-phone-number", plan, causes="找 13812345678")
    assert owed(Owed.WRITE_REVIVAL_PLAN, harbour).exists()
    assert not said("teams.revival_plan_written", proposed_at)


@pytest.fixture
def revive(gus_actor, harbour, proposed_at):
    def act(**values):
        whole = {"actor": gus_actor, "team_id": harbour.pk, "result": "队长已到任", "at": proposed_at, **values}
        return commands.revive_team(**whole)

    return act


@pytest.mark.req("ORG-30", "ORG-31")
def test_revive_team_takes_up_duty_again(asleep, plan, revive, gus, proposed_at):
    plan()
    revive()
    outbox.deliver()
    asleep.refresh_from_db()
    spell = DormantSpell.objects.get(team=asleep)
    assert asleep.stage == "ACTIVE"
    assert (spell.result, spell.revived_by_id, spell.revived_at) == ("队长已到任", gus.pk, proposed_at)
    assert ActiveSpan.objects.filter(team=asleep, until__isnull=True).get().since == proposed_at.date()
    assert not owed(Owed.REVIVE_TEAM, asleep).exists()
    assert Obligation.objects.open().filter(team_id=asleep.pk, role="ldr").exists()  # today's log, at once
    assert silence_of(asleep.pk, proposed_at.date()).state is Watch.AWAKE
    assert len(said("teams.team_revived", proposed_at)) == 1


@pytest.mark.parametrize("who", ["tess_actor", "gwen_actor", "lena_actor"])
def test_revive_team_by_anybody_else_finds_nothing(request, who, asleep, plan, revive):
    plan()
    with pytest.raises(NotPermitted):
        revive(actor=request.getfixturevalue(who))


@pytest.mark.req("ORG-30")
def test_revive_team_refused_writes_nothing(asleep, plan, revive, harbour, proposed_at):
    refused("teams.plan-missing", revive)
    plan()
    refused("teams.reason-needed", revive, result="")
    Membership.objects.filter(team=harbour).update(until=proposed_at.date(), ended_at=proposed_at)
    refused("teams.nobody-serves", revive)
    assert Team.objects.get(pk=harbour.pk).stage == "DORMANT"
    assert not said("teams.team_revived", proposed_at)
