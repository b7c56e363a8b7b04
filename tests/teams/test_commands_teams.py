"""Planning, approving, suspending teams; strength and the bodies behind them."""

import pytest

from patrol_ops.core import clock
from patrol_ops.core.models import Obligation
from patrol_ops.core.refusals import NotPermitted, WrongStage
from teams import commands
from teams.models import ActiveSpan, Team, TeamAlias, TeamStep
from teams.rules import Form, Owed, Relation, Stage, TeamDraft, Tier
from tests.teams.saying import refused, said

DRAFT = TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=8, hamlet="上湾", former_name="上湾护村队")


@pytest.fixture
def planned(tess_actor, harbour_place, at):
    return commands.plan_team(actor=tess_actor, place_id=harbour_place.pk, tier=Tier.DETACHMENT, draft=DRAFT, at=at)


@pytest.fixture
def submitted(planned, tess_actor, district, at):
    commands.relate_unit(
        actor=tess_actor, team_id=planned.pk, unit_id=district.units["station"], relation=Relation.MANAGING, at=at
    )
    return commands.submit_team(actor=tess_actor, team_id=planned.pk, at=at)


# --- plan -----------------------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-01", "ORG-02", "X49")
def test_plan_team_names_it_and_finds_its_parent(planned, squadron, tess, at):
    assert planned.name == "锦川街道港口社区(上湾)社会治安巡防分队"
    assert planned.parent_id == squadron.pk
    assert planned.stage == Stage.PLANNED
    assert planned.authorised == 8
    assert list(TeamAlias.objects.filter(team=planned).values_list("name", flat=True)) == ["上湾护村队"]
    assert TeamStep.objects.get(team=planned).by_id == tess.pk
    assert len(said("teams.team_planned", at)) == 1
    assert not Team.objects.active_on(at.date()).filter(pk=planned.pk).exists()


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize("who", ["theo_actor", "kai_actor", "lena_actor", "ada_actor", "gwen_actor"])
def test_plan_team_elsewhere_or_by_another_role_finds_nothing(request, who, harbour_place, at):
    actor = request.getfixturevalue(who)
    with pytest.raises(NotPermitted):
        commands.plan_team(actor=actor, place_id=harbour_place.pk, tier=Tier.DETACHMENT, draft=DRAFT, at=at)
    assert not said("teams.team_planned", at)


@pytest.mark.req("ORG-01")
def test_plan_team_refused_writes_nothing(gus_actor, district, harbour_place, at):
    before = Team.objects.count()
    plain = TeamDraft(form=Form.FULL_TIME_PATROL, authorised=5)
    hired = TeamDraft(form=Form.FULL_TIME_PATROL, authorised=5, hamlet="上湾")

    def plan(place, tier, draft=plain):
        commands.plan_team(actor=gus_actor, place_id=place, tier=tier, draft=draft, at=at)

    refused("teams.team-known", plan, harbour_place.pk, Tier.DETACHMENT)
    refused("teams.team-place-wrong-tier", plan, harbour_place.pk, Tier.SQUADRON)
    refused("teams.team-place-wrong-tier", plan, district.places["990102"], Tier.DETACHMENT)
    refused(
        "teams.hamlet-only-voluntary",
        plan,
        harbour_place.pk,
        Tier.DETACHMENT,
        hired,
    )
    assert Team.objects.count() == before
    assert not said("teams.team_planned", at)


@pytest.mark.req("ORG-01")
def test_plan_team_below_a_street_without_a_squadron_is_refused(gus_actor, more_places, at):
    refused(
        "teams.parent-team-missing",
        commands.plan_team,
        actor=gus_actor, place_id=more_places["990102003001"], tier=Tier.DETACHMENT, draft=DRAFT, at=at,
    )  # fmt: skip


# --- submit, return, activate ---------------------------------------------------------------------------------------


def test_submit_team_asks_the_head_of_the_office(submitted, gwen_actor, tess, at):
    assert (submitted.stage, submitted.submitted_by_id) == (Stage.SUBMITTED, tess.pk)
    waiting = Obligation.objects.open().addressed_to(gwen_actor).get(kind=Owed.APPROVE_TEAM)
    assert (waiting.subject_id, waiting.path) == (submitted.pk, "990102001001")
    assert len(said("teams.team_submitted", at)) == 1


@pytest.mark.req("ORG-06")
def test_submit_team_without_its_police_unit_is_refused(planned, tess_actor, at):
    refused("teams.managing-unit-missing", commands.submit_team, actor=tess_actor, team_id=planned.pk, at=at)
    planned.refresh_from_db()
    assert planned.stage == Stage.PLANNED
    assert not Obligation.objects.filter(kind=Owed.APPROVE_TEAM, subject_id=planned.pk).exists()


def test_submit_team_elsewhere_finds_nothing(planned, theo_actor, at):
    with pytest.raises(NotPermitted):
        commands.submit_team(actor=theo_actor, team_id=planned.pk, at=at)


def test_submit_team_twice_is_the_wrong_stage(submitted, tess_actor, at):
    with pytest.raises(WrongStage):
        commands.submit_team(actor=tess_actor, team_id=submitted.pk, at=at)
    assert len(said("teams.team_submitted", at)) == 1


def test_return_team_says_why_and_settles_what_was_due(submitted, gwen_actor, gwen, at):
    later = at.replace(hour=11)
    commands.return_team(actor=gwen_actor, team_id=submitted.pk, reason="名称待核", at=later)

    submitted.refresh_from_db()
    assert submitted.stage == Stage.RETURNED
    step = TeamStep.objects.get(team=submitted, move="return")
    assert (step.reason, step.by_id) == ("名称待核", gwen.pk)
    assert not Obligation.objects.open().filter(kind=Owed.APPROVE_TEAM, subject_id=submitted.pk).exists()
    assert len(said("teams.team_returned", later)) == 1


def test_return_team_without_a_reason_is_refused(submitted, gwen_actor, at):
    refused("teams.reason-needed", commands.return_team, actor=gwen_actor, team_id=submitted.pk, reason=" ", at=at)
    assert Team.objects.get(pk=submitted.pk).stage == Stage.SUBMITTED


def test_return_team_by_the_office_staff_finds_nothing(submitted, gus_actor, at):
    with pytest.raises(NotPermitted):
        commands.return_team(actor=gus_actor, team_id=submitted.pk, reason="名称待核", at=at)


def test_a_returned_team_comes_again(submitted, tess_actor, gwen_actor, at):
    commands.return_team(actor=gwen_actor, team_id=submitted.pk, reason="名称待核", at=at)
    again = at.replace(hour=15)
    commands.submit_team(actor=tess_actor, team_id=submitted.pk, at=again)

    assert Obligation.objects.open().filter(kind=Owed.APPROVE_TEAM, subject_id=submitted.pk).count() == 1


def test_activate_team_begins_its_days(submitted, gwen_actor, gwen, at):
    commands.activate_team(actor=gwen_actor, team_id=submitted.pk, at=at)

    submitted.refresh_from_db()
    assert (submitted.stage, submitted.activated_by_id) == (Stage.ACTIVE, gwen.pk)
    assert Team.objects.active_on(at.date()).filter(pk=submitted.pk).exists()
    assert not Obligation.objects.open().filter(kind=Owed.APPROVE_TEAM, subject_id=submitted.pk).exists()
    assert len(said("teams.team_activated", at)) == 1


@pytest.mark.parametrize("who", ["gus_actor", "tess_actor", "petra_actor", "liz_actor"])
def test_activate_team_by_anybody_else_finds_nothing(request, who, submitted, at):
    with pytest.raises(NotPermitted):
        commands.activate_team(actor=request.getfixturevalue(who), team_id=submitted.pk, at=at)
    assert Team.objects.get(pk=submitted.pk).stage == Stage.SUBMITTED


def test_activate_team_by_the_hand_that_submitted_is_refused(submitted, gwen, gwen_actor, at):
    Team.objects.filter(pk=submitted.pk).update(submitted_by=gwen)
    refused("teams.approved-by-submitter", commands.activate_team, actor=gwen_actor, team_id=submitted.pk, at=at)
    assert not ActiveSpan.objects.filter(team=submitted).exists()


def test_activate_team_before_it_is_submitted_is_the_wrong_stage(planned, gwen_actor, at):
    with pytest.raises(WrongStage):
        commands.activate_team(actor=gwen_actor, team_id=planned.pk, at=at)
    assert not said("teams.team_activated", at)


# --- suspend, resume ------------------------------------------------------------------------------------------------


def test_suspend_team_ends_its_days_and_what_it_owed(harbour, gwen_actor, at):
    Obligation.objects.create(
        kind="duty.submit_patrol_log", subject_type="team", subject_id=harbour.pk, team_id=harbour.pk, role="ldr",
        created_at=at, due_at=at,
    )  # fmt: skip
    Obligation.objects.create(
        kind="duty.review_patrol_log", subject_type="patrol_log", subject_id=1, team_id=harbour.pk, role="cpo",
        created_at=at, due_at=at,
    )  # fmt: skip
    commands.suspend_team(actor=gwen_actor, team_id=harbour.pk, reason="人员不足", at=at)

    harbour.refresh_from_db()
    assert harbour.stage == Stage.SUSPENDED
    active = Team.objects.filter(pk=harbour.pk)
    assert active.active_on(clock.at(at.date(), 0).date().replace(day=17)).exists()
    assert not active.active_on(at.date()).exists()
    # What the team owed is over; a log it filed before still waits for the police.
    assert [row.role for row in Obligation.objects.open().filter(team_id=harbour.pk)] == ["cpo"]
    assert len(said("teams.team_suspended", at)) == 1


@pytest.mark.parametrize("who", ["gus_actor", "tess_actor", "lena_actor"])
def test_suspend_team_by_anybody_else_finds_nothing(request, who, harbour, at):
    with pytest.raises(NotPermitted):
        commands.suspend_team(actor=request.getfixturevalue(who), team_id=harbour.pk, reason="人员不足", at=at)


def test_suspend_team_without_a_reason_changes_nothing(harbour, gwen_actor, at):
    refused("teams.reason-needed", commands.suspend_team, actor=gwen_actor, team_id=harbour.pk, reason="", at=at)
    harbour.refresh_from_db()
    assert harbour.stage == Stage.ACTIVE
    assert Team.objects.active_on(at.date()).filter(pk=harbour.pk).exists()


def test_resume_team_begins_a_new_span(harbour, gwen_actor, at):
    commands.suspend_team(actor=gwen_actor, team_id=harbour.pk, reason="人员不足", at=at)
    back = at.replace(day=25)
    commands.resume_team(actor=gwen_actor, team_id=harbour.pk, at=back)

    days = [day for day in range(15, 28) if Team.objects.active_on(at.date().replace(day=day)).filter(pk=harbour.pk)]
    assert days == [15, 16, 17, 25, 26, 27]
    assert len(said("teams.team_resumed", back)) == 1


def test_resume_team_by_anybody_else_finds_nothing(harbour, gwen_actor, gus_actor, at):
    commands.suspend_team(actor=gwen_actor, team_id=harbour.pk, reason="人员不足", at=at)
    with pytest.raises(NotPermitted):
        commands.resume_team(actor=gus_actor, team_id=harbour.pk, at=at)


def test_resume_team_that_is_active_is_the_wrong_stage(harbour, gwen_actor, at):
    with pytest.raises(WrongStage):
        commands.resume_team(actor=gwen_actor, team_id=harbour.pk, at=at)
    assert ActiveSpan.objects.filter(team=harbour).count() == 1
    assert not said("teams.team_resumed", at)
