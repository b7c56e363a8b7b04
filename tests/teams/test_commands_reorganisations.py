"""Mergers, splits, other names and dissolutions: ordered, approved by another hand, carried out on their day."""

import datetime as dt

import pytest

from patrol_ops.core import clock, outbox, sockets, wording
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Notice, Obligation, User
from patrol_ops.core.refusals import NotPermitted, WrongStage
from teams import commands, reports, tasks
from teams.models import (
    ActiveSpan,
    Appointment,
    AreaDesignation,
    Membership,
    PatrolArea,
    Reorganisation,
    Team,
    TeamAlias,
    TeamStep,
    TeamSuccession,
    TeamUnit,
)
from teams.rules import (
    AppointmentDraft,
    EmploymentClass,
    Form,
    LeavingKind,
    MoveDraft,
    OrderDraft,
    Owed,
    Role,
    TeamDraft,
    Tier,
)
from tests.teams.saying import refused, said

DAY = dt.timedelta(days=1)


def order(at, days=0, reason="两个社区合并管理"):
    return OrderDraft(effective_on=at.date() + days * DAY, reason=reason)


@pytest.fixture
def merge(tess_actor, harbour, academy, at):
    """Tess orders that the harbour takes up the academy."""

    def act(days=0, **values):
        whole = {
            "actor": tess_actor, "team_id": harbour.pk, "predecessor_ids": [academy.pk], "draft": order(at, days),
            "at": at, **values,
        }  # fmt: skip
        return commands.merge_teams(**whole)

    return act


@pytest.fixture
def approve(gwen_actor, at):
    def act(row, **values):
        whole = {"actor": gwen_actor, "reorganisation_id": row.pk, "at": at, **values}
        return commands.approve_reorganisation(**whole)

    return act


@pytest.fixture
def hamlet(gus_actor, tess_actor, gwen_actor, kai_actor, harbour, district, at):
    """A voluntary detachment of the harbour's community, standing, with two volunteers of its own."""
    draft = TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=5, hamlet="上湾")
    place = district.places["990102001001"]
    team = commands.plan_team(actor=gus_actor, place_id=place, tier=Tier.DETACHMENT, draft=draft, at=at)
    station = TeamUnit.objects.filter(team=harbour, relation="MANAGING").get().unit_id
    commands.relate_unit(actor=gus_actor, team_id=team.pk, unit_id=station, relation="MANAGING", at=at)
    commands.submit_team(actor=gus_actor, team_id=team.pk, at=at)
    return commands.activate_team(actor=gwen_actor, team_id=team.pk, at=at)


# --- merging --------------------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-01")
def test_merge_teams_hands_everything_over(merge, approve, tess, gwen, harbour, academy, district, at):
    area = PatrolArea.objects.get(pk=district.areas["academy"])
    there = set(Membership.objects.open().filter(team=academy).values_list("member", flat=True))
    row = approve(merge())

    academy.refresh_from_db()
    assert (row.stage, row.ordered_by_id, row.approved_by_id) == ("DONE", tess.pk, gwen.pk)
    assert academy.stage == "MERGED"
    assert not Membership.objects.open().filter(team=academy).exists()
    moved = Membership.objects.open().filter(team=harbour, member__in=there)
    assert {m.member_id for m in moved} == there
    assert {(m.since, m.main, m.legacy) for m in moved} == {(at.date(), True, True)}
    ended = Membership.objects.filter(team=academy)
    assert {(m.until, m.left_why) for m in ended} == {(at.date(), LeavingKind.TRANSFERRED)}
    area.refresh_from_db()
    assert area.responsible_team_id == harbour.pk
    designated = AreaDesignation.objects.filter(area=area, until__isnull=True)
    assert [d.team_id for d in designated] == [harbour.pk]
    assert not ActiveSpan.objects.filter(team=academy, until__isnull=True).exists()
    assert not TeamUnit.objects.filter(team=academy, until__isnull=True).exists()
    assert TeamStep.objects.filter(team=academy).latest("pk").move == "merge"
    succession = TeamSuccession.objects.get()
    assert (succession.predecessor_id, succession.successor_id) == (academy.pk, harbour.pk)
    assert (succession.kind, succession.effective_on, succession.by_id) == ("MERGE", at.date(), gwen.pk)
    assert said("teams.team_merged", at)[0].facts["members"] == len(there) == 4


@pytest.mark.req("ORG-02")
def test_merge_teams_keeps_former_names_as_aliases_of_the_successor(merge, approve, harbour, academy, at):
    TeamAlias.objects.create(team=academy, name="书院护院队", kept_at=at)
    approve(merge())
    names = set(TeamAlias.objects.filter(team=harbour).values_list("name", flat=True))
    assert names == {"锦川街道书院社区社会治安巡防分队", "书院护院队"}
    assert Team.objects.unfinished().matching("护院队").get().pk == harbour.pk


def test_merge_teams_cancels_what_was_owed_and_ends_posts(
    merge, approve, proposed, officer, academy, harbour, district, at
):
    commands.approve_leader(actor=officer, appointment_id=proposed.pk, at=at)
    waiting = commands.propose_leader(
        actor=district.actor("tess"), team_id=academy.pk, member_id=district.members["舒武"], at=at,
        draft=AppointmentDraft(role=Role.LEADER, since=at.date(), deputy=True),
    )  # fmt: skip
    approve(merge())
    assert Appointment.objects.get(pk=proposed.pk).until == at.date()
    assert Appointment.objects.get(pk=waiting.pk).ended_at == at
    assert not Obligation.objects.open().filter(team_id=academy.pk).exists()
    assert not Obligation.objects.open().filter(subject_type="appointment", subject_id=waiting.pk).exists()


def test_merge_teams_closes_the_login_of_whoever_leads_nothing_any_more(
    merge, approve, tess_actor, harbour, academy, lena, at
):
    row = commands.merge_teams(
        actor=tess_actor, team_id=academy.pk, predecessor_ids=[harbour.pk], draft=order(at), at=at
    )
    approve(row)
    assert User.objects.get(pk=lena.pk).is_active is False


def test_merge_teams_leaves_one_row_of_whoever_served_in_both(
    merge, approve, piet_actor, harbour, academy, mara_member, at
):
    draft = MoveDraft(employment_class=EmploymentClass.PART_TIME, on=at.date())
    commands.add_second_post(
        actor=piet_actor, team_id=harbour.pk, member_id=mara_member.pk, to_team_id=academy.pk, draft=draft, seen=True,
        at=at,
    )  # fmt: skip
    commands.choose_main_membership(actor=piet_actor, team_id=academy.pk, member_id=mara_member.pk, at=at)
    approve(merge())
    left = Membership.objects.open().get(member=mara_member)
    assert (left.team_id, left.main) == (harbour.pk, True)


@pytest.mark.req("ORG-01")
def test_merge_teams_of_the_second_tier_gives_their_teams_a_parent(
    approve, gus_actor, gwen_actor, squadron, other_squadron, willow, district, more_places, at
):
    row = commands.merge_teams(
        actor=gus_actor, team_id=squadron.pk, predecessor_ids=[other_squadron.pk], draft=order(at), at=at
    )
    approve(row)
    willow.refresh_from_db()
    assert (willow.parent_id, willow.stage) == (squadron.pk, "ACTIVE")
    # A detachment planned there from now on stands under what its street's squadron has become.
    draft = TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=5, hamlet="柳湾")
    planned = commands.plan_team(
        actor=gus_actor, place_id=district.places["990102002001"], tier=Tier.DETACHMENT, draft=draft, at=at
    )
    assert planned.parent_id == squadron.pk


def test_a_place_is_free_again_for_a_team(merge, approve, tess_actor, academy, at):
    approve(merge())
    draft = TeamDraft(form=Form.FULL_TIME_PATROL, authorised=5)
    again = commands.plan_team(actor=tess_actor, place_id=academy.place_id, tier=Tier.DETACHMENT, draft=draft, at=at)
    assert (again.name, again.stage) == (academy.name, "PLANNED")


@pytest.mark.parametrize("who", ["gwen_actor", "piet_actor", "lena_actor", "theo_actor", "ada_actor"])
def test_merge_teams_by_anybody_else_finds_nothing(request, who, merge, at):
    with pytest.raises(NotPermitted):
        merge(actor=request.getfixturevalue(who))
    assert not Reorganisation.objects.exists()


def test_merge_teams_needs_every_team_within_reach(merge, willow):
    with pytest.raises(NotPermitted):
        merge(predecessor_ids=[willow.pk])


@pytest.mark.req("ORG-01")
def test_merge_teams_refused_writes_nothing(merge, gwen_actor, harbour, academy, squadron, hamlet, at):
    refused("teams.merged-into-itself", merge, predecessor_ids=[harbour.pk])
    refused("teams.merger-of-nothing", merge, predecessor_ids=[])
    refused("teams.merger-other-tier", merge, predecessor_ids=[squadron.pk])
    refused("teams.effective-day-odd", merge, days=-1)
    refused("teams.effective-day-odd", merge, days=93)
    refused("teams.reason-needed", merge, draft=order(at, reason="x"))
    refused("core.text-has-phone-number", merge, draft=order(at, reason="打 13812345678 问"))
    refused("teams.merger-class-not-of-form", merge, team_id=hamlet.pk)
    commands.suspend_team(actor=gwen_actor, team_id=harbour.pk, reason="人员不足", at=at)
    refused("teams.successor-not-active", merge)
    assert not Reorganisation.objects.exists()
    assert not said("teams.reorganisation_ordered", at)


def test_a_team_takes_part_in_one_open_order(merge, gwen_actor, tess_actor, academy, at):
    row = merge(days=3)
    refused("teams.reorganisation-open", merge, days=5)
    refused(
        "teams.reorganisation-open",
        commands.dissolve_team, actor=tess_actor, team_id=academy.pk, draft=order(at, 9), at=at,
    )  # fmt: skip
    commands.cancel_reorganisation(actor=tess_actor, reorganisation_id=row.pk, reason="暂缓合并", at=at)
    merge(days=5)


# --- approving and cancelling ---------------------------------------------------------------------------------------


def test_approve_reorganisation_waits_for_its_day(merge, approve, academy, gwen, at):
    row = merge(days=3)
    owed = Obligation.objects.open().get(kind=Owed.APPROVE_REORGANISATION)
    assert (owed.subject_id, owed.role, owed.path) == (row.pk, "gvh", "990102001001")
    approve(row)
    row.refresh_from_db()
    assert (row.stage, row.approved_by_id) == ("APPROVED", gwen.pk)
    assert not Obligation.objects.open().filter(kind=Owed.APPROVE_REORGANISATION).exists()
    academy.refresh_from_db()
    assert academy.stage == "ACTIVE"
    assert len(said("teams.reorganisation_approved", at)) == 1
    with pytest.raises(WrongStage):
        approve(row)


def test_approve_reorganisation_is_another_hands(merge, approve, tess_actor, gus_actor, piet_actor, academy):
    row = merge()
    for actor in (tess_actor, gus_actor, piet_actor):
        with pytest.raises(NotPermitted):
            approve(row, actor=actor)
    row.refresh_from_db()
    assert row.stage == "ORDERED"


def test_approve_reorganisation_that_comes_late_moves_the_day(merge, approve, academy, at):
    row = approve(merge(days=1), at=at + 4 * DAY)
    assert row.effective_on == at.date() + 4 * DAY
    assert TeamSuccession.objects.get().effective_on == at.date() + 4 * DAY


def test_approve_reorganisation_refused_writes_nothing(merge, approve, gwen_actor, harbour, at):
    row = merge()
    commands.suspend_team(actor=gwen_actor, team_id=harbour.pk, reason="人员不足", at=at)
    refused("teams.successor-not-active", approve, row)
    row.refresh_from_db()
    assert (row.stage, row.approved_at) == ("ORDERED", None)
    assert not said("teams.reorganisation_approved", at)


@pytest.mark.parametrize("who", ["tess_actor", "gus_actor", "gwen_actor"])
def test_cancel_reorganisation_until_its_day(request, who, merge, approve, at):
    row = merge(days=3)
    approve(row)
    commands.cancel_reorganisation(
        actor=request.getfixturevalue(who), reorganisation_id=row.pk, reason="情况有变", at=at
    )
    row.refresh_from_db()
    assert (row.stage, row.end_reason, row.ended_at) == ("CANCELLED", "情况有变", at)
    assert len(said("teams.reorganisation_cancelled", at)) == 1


@pytest.mark.parametrize("who", ["theo_actor", "piet_actor", "lena_actor"])
def test_cancel_reorganisation_by_anybody_else_finds_nothing(request, who, merge, at):
    row = merge(days=3)
    with pytest.raises(NotPermitted):
        commands.cancel_reorganisation(
            actor=request.getfixturevalue(who), reorganisation_id=row.pk, reason="情况有变", at=at
        )


def test_cancel_reorganisation_refused_writes_nothing(merge, approve, tess_actor, at):
    row = merge(days=3)

    def cancel(reason="情况有变"):
        return commands.cancel_reorganisation(actor=tess_actor, reorganisation_id=row.pk, reason=reason, at=at)

    refused("teams.reason-needed", cancel, "")
    row.refresh_from_db()
    assert row.stage == "ORDERED"
    cancel()
    refused("core.wrong-stage", cancel)
    assert len(said("teams.reorganisation_cancelled", at)) == 1


# --- the clock ------------------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-01")
def test_the_clock_carries_out_at_the_beginning_of_the_day(merge, approve, academy, at, time_machine):
    approve(merge(days=3))
    time_machine.move_to(clock.at(at.date() + 2 * DAY, 23, 59), tick=False)
    tasks.carry_out_reorganisations()
    academy.refresh_from_db()
    assert academy.stage == "ACTIVE"
    time_machine.move_to(clock.at(at.date() + 3 * DAY, 0, 0), tick=False)
    tasks.carry_out_reorganisations()
    tasks.carry_out_reorganisations()
    academy.refresh_from_db()
    assert academy.stage == "MERGED"
    assert TeamSuccession.objects.get().effective_on == at.date() + 3 * DAY
    assert Team.objects.active_on(at.date() + 2 * DAY).filter(pk=academy.pk).exists()
    assert not Team.objects.active_on(at.date() + 3 * DAY).filter(pk=academy.pk).exists()


def test_an_order_that_was_not_approved_is_not_carried_out(merge, academy, at, time_machine):
    merge(days=1)
    time_machine.move_to(clock.at(at.date() + 5 * DAY, 1), tick=False)
    tasks.carry_out_reorganisations()
    academy.refresh_from_db()
    assert academy.stage == "ACTIVE"


def test_what_no_longer_fits_changes_nothing_and_is_told_to_who_ordered_it(
    merge, approve, gwen_actor, tess, harbour, academy, at, time_machine
):
    row = approve(merge(days=3))
    commands.suspend_team(actor=gwen_actor, team_id=harbour.pk, reason="人员不足", at=at)
    before = list(Membership.objects.order_by("pk").values())
    time_machine.move_to(clock.at(at.date() + 3 * DAY, 0, 5), tick=False)
    tasks.carry_out_reorganisations()
    tasks.carry_out_reorganisations()
    outbox.deliver()

    row.refresh_from_db()
    academy.refresh_from_db()
    assert (row.stage, row.failure) == ("FAILED", "teams.successor-not-active")
    assert academy.stage == "ACTIVE"
    assert list(Membership.objects.order_by("pk").values()) == before
    (notice,) = Notice.objects.filter(user=tess, template="teams.notice-reorganisation-failed")
    assert "只能并入在勤的队伍" in wording.say(notice.template, **notice.facts)


def test_whoever_ordered_is_told_of_the_approval_and_the_end(merge, approve, gwen_actor, tess, at, time_machine):
    time_machine.move_to(at, tick=False)
    row = approve(merge(days=3))
    commands.cancel_reorganisation(actor=gwen_actor, reorganisation_id=row.pk, reason="情况有变", at=at)
    outbox.deliver()
    told = Notice.objects.filter(user=tess).order_by("pk").values_list("template", flat=True)
    assert set(told) == {"teams.notice-reorganisation-approved", "teams.notice-reorganisation-cancelled"}


def test_carry_out_reorganisation_is_the_clocks_alone(merge, approve, gwen_actor, tess_actor, at):
    row = approve(merge(days=3))
    for actor in (gwen_actor, tess_actor):
        with pytest.raises(NotPermitted):
            commands.carry_out_reorganisation(actor=actor, reorganisation_id=row.pk, at=at + 3 * DAY)
    system = Actor.system("clock")
    refused("teams.not-yet-effective", commands.carry_out_reorganisation, actor=system, reorganisation_id=row.pk, at=at)


# --- splitting ------------------------------------------------------------------------------------------------------


@pytest.fixture
def split(tess_actor, kai_actor, harbour, district, at):
    """Two of the harbour, part-time by now, go over to a hamlet of its own."""
    chosen = [district.members["何平"], district.members["何安"]]
    for pk in chosen:
        draft = MoveDraft(employment_class=EmploymentClass.PART_TIME, on=at.date())
        commands.change_class(actor=kai_actor, team_id=harbour.pk, member_id=pk, draft=draft, at=at)

    def act(days=0, hamlet="上湾", form=Form.VOLUNTARY_PATROL, **values):
        whole = {
            "actor": tess_actor, "team_id": harbour.pk, "member_ids": chosen, "draft": order(at, days),
            "team_draft": TeamDraft(form=form, authorised=5, hamlet=hamlet), "at": at, **values,
        }  # fmt: skip
        return commands.split_team(**whole)

    return act


@pytest.mark.req("X49", "ORG-01", "ORG-02")
def test_split_team_sets_a_hamlet_beside_the_standard_detachment(split, approve, gwen, tess, harbour, squadron, at):
    approve(split())

    made = Team.objects.get(hamlet="上湾")
    assert made.name == "锦川街道港口社区(上湾)社会治安巡防分队"
    assert (made.tier, made.parent_id, made.stage, made.form) == (
        "DETACHMENT", squadron.pk, "ACTIVE", "VOLUNTARY_PATROL",
    )  # fmt: skip
    assert (made.submitted_by_id, made.activated_by_id) == (tess.pk, gwen.pk)
    assert ActiveSpan.objects.get(team=made).since == at.date()
    assert TeamUnit.objects.filter(team=made, relation="MANAGING", until__isnull=True).exists()
    assert Membership.objects.open().filter(team=made).count() == 2
    assert Membership.objects.open().filter(team=harbour).count() == 3
    succession = TeamSuccession.objects.get()
    assert (succession.kind, succession.predecessor_id, succession.successor_id) == ("SPLIT", harbour.pk, made.pk)
    assert reports.structure().heir(harbour.pk) == harbour.pk
    assert len(said("teams.team_split", at)) == 1


@pytest.mark.req("X49")
def test_split_team_refused_writes_nothing(split, squadron, district, hamlet, at):
    refused("teams.beside-needs-hamlet", split, hamlet="")
    refused("teams.hamlet-only-voluntary", split, form=Form.FULL_TIME_PATROL)
    refused("teams.team-known", split)
    refused("teams.split-without-members", split, hamlet="下湾", member_ids=[])
    refused("teams.split-member-gone", split, hamlet="下湾", member_ids=[district.members["舒文"]])
    refused("teams.class-not-of-form", split, hamlet="下湾", member_ids=[district.members["何乐"]])
    refused("teams.only-detachments-split", split, team_id=squadron.pk, member_ids=[district.members["沈一"]])
    assert not Reorganisation.objects.exists()


@pytest.mark.parametrize("who", ["gwen_actor", "kai_actor", "theo_actor"])
def test_split_team_by_anybody_else_finds_nothing(request, who, split):
    with pytest.raises(NotPermitted):
        split(actor=request.getfixturevalue(who))


def test_split_team_fails_on_its_day_when_somebody_chosen_has_left(
    split, approve, kai_actor, harbour, district, at, time_machine
):
    row = approve(split(days=2))
    commands.end_membership(
        actor=kai_actor, team_id=harbour.pk, member_id=district.members["何平"], why=LeavingKind.RESIGNED,
        until=at.date(), at=at,
    )  # fmt: skip
    time_machine.move_to(clock.at(at.date() + 2 * DAY, 0), tick=False)
    tasks.carry_out_reorganisations()
    row.refresh_from_db()
    assert (row.stage, row.failure) == ("FAILED", "teams.split-member-gone")
    assert not Team.objects.filter(hamlet="上湾").exists()


# --- another name ---------------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-02")
def test_rename_team_changes_the_hamlet_and_keeps_the_former_name(tess_actor, approve, hamlet, at):
    row = commands.rename_team(actor=tess_actor, team_id=hamlet.pk, hamlet="下湾", draft=order(at), at=at)
    approve(row)
    hamlet.refresh_from_db()
    assert (hamlet.name, hamlet.hamlet) == ("锦川街道港口社区(下湾)社会治安巡防分队", "下湾")
    assert TeamAlias.objects.get(team=hamlet).name == "锦川街道港口社区(上湾)社会治安巡防分队"
    assert len(said("teams.team_renamed", at)) == 1


@pytest.mark.req("ORG-02")
def test_rename_team_refused_writes_nothing(tess_actor, kai_actor, harbour, hamlet, at):
    def rename(team, name, actor=tess_actor):
        return commands.rename_team(actor=actor, team_id=team.pk, hamlet=name, draft=order(at), at=at)

    refused("teams.name-is-standard", rename, harbour, "上湾")
    refused("teams.name-unchanged", rename, hamlet, "上湾")
    refused("teams.name-part-invalid", rename, hamlet, "上(湾")
    with pytest.raises(NotPermitted):
        rename(hamlet, "下湾", kai_actor)
    assert not Reorganisation.objects.exists()


# --- dissolving -----------------------------------------------------------------------------------------------------


@pytest.fixture
def emptied(piet_actor, academy, harbour, at):
    for pk in Membership.objects.open().filter(team=academy).values_list("member", flat=True):
        draft = MoveDraft(employment_class=EmploymentClass.FULL_TIME, on=at.date())
        commands.transfer_member(
            actor=piet_actor, team_id=academy.pk, member_id=pk, to_team_id=harbour.pk, draft=draft, at=at
        )
    return academy


def dissolve(actor, team, at, days=0):
    return commands.dissolve_team(actor=actor, team_id=team.pk, draft=order(at, days), at=at)


def test_dissolve_team_ends_it_and_its_areas_fall_to_the_team_above(
    tess_actor, approve, emptied, squadron, district, at
):
    approve(dissolve(tess_actor, emptied, at))
    emptied.refresh_from_db()
    assert emptied.stage == "DISSOLVED"
    assert PatrolArea.objects.get(pk=district.areas["academy"]).responsible_team_id == squadron.pk
    assert not ActiveSpan.objects.filter(team=emptied, until__isnull=True).exists()
    assert not Obligation.objects.open().filter(team_id=emptied.pk).exists()
    assert reports.structure().heir(emptied.pk) == emptied.pk
    assert len(said("teams.team_dissolved", at)) == 1


def test_dissolve_team_waits_for_whatever_is_open(registries, tess_actor, approve, emptied, at):
    left = {"count": 3}
    wording.register({"teams.funds-open": "没有结清的经费"})
    sockets.plug_figure("before-dissolving", "teams.funds-open", lambda team_id: left["count"])
    no = refused("teams.still-open", dissolve, tess_actor, emptied, at)
    assert "没有结清的经费 3" in wording.say(no.code, **no.facts)
    row = dissolve(tess_actor, emptied, at, 3)  # until its day it may still be settled
    left["count"] = 0
    approve(row, at=at + 3 * DAY)
    emptied.refresh_from_db()
    assert emptied.stage == "DISSOLVED"


def test_dissolve_team_refused_writes_nothing(tess_actor, gus_actor, kai_actor, academy, squadron, brigade, at):
    assert refused("teams.members-left", dissolve, tess_actor, academy, at).facts == {"count": 4}
    refused("teams.children-left", dissolve, tess_actor, squadron, at)
    refused("teams.children-left", dissolve, gus_actor, brigade, at)
    with pytest.raises(NotPermitted):
        dissolve(kai_actor, academy, at)
    assert not Reorganisation.objects.exists()


def test_what_is_over_stays_over(merge, approve, gwen_actor, gus_actor, kai_actor, piet_actor, academy, district, at):
    approve(merge())

    def on_it(command, actor, **facts):
        return refused("teams.team-finished", command, actor=actor, team_id=academy.pk, at=at, **facts)

    on_it(commands.authorise_strength, gwen_actor, authorised=9, reason="辖区扩大")
    on_it(commands.relate_unit, gus_actor, unit_id=1, relation="FUNDING")
    refused("core.wrong-stage", commands.resume_team, actor=gwen_actor, team_id=academy.pk, at=at)
    refused(
        "teams.team-finished",
        commands.designate_area, actor=piet_actor, area_id=district.areas["academy"], team_id=academy.pk, at=at,
    )  # fmt: skip
    assert academy.pk not in dict(reports.teams_over("990102001002"))
