"""A leader is proposed by the office and approved by the police of the tier."""

import datetime as dt

import pytest

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Obligation
from patrol_ops.core.refusals import NotPermitted
from teams import commands
from teams.models import Appointment
from teams.rules import AppointmentDraft, Owed, Role
from tests.teams.saying import refused, said

DAY = dt.timedelta(days=1)


def leader(at, **values):
    return AppointmentDraft(**{"role": Role.LEADER, "since": at.date(), **values})


# --- propose --------------------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-06")
def test_propose_leader_waits_for_the_police_of_the_tier(proposed, tess, officer, academy, at):
    assert (proposed.approved_at, proposed.proposed_by_id) == (None, tess.pk)
    waiting = Obligation.objects.open().get(kind=Owed.APPROVE_LEADER, subject_id=proposed.pk)
    assert (waiting.role, waiting.path) == (Role.COMMUNITY_OFFICER, "990102001002")
    assert waiting.due_at == clock.start_of(dt.date(2026, 11, 26))  # five working days after Wednesday, to their end
    assert list(Obligation.objects.addressed_to(officer)) == [waiting]
    assert len(said("teams.leader_proposed", at)) == 1


def test_propose_leader_of_a_plain_member_needs_no_approval(tess_actor, harbour, district, at):
    row = commands.propose_leader(
        actor=tess_actor, team_id=harbour.pk, member_id=district.members["何平"],
        draft=leader(at, role=Role.MEMBER), at=at,
    )  # fmt: skip
    assert row.approved_at == at
    assert not Obligation.objects.filter(kind=Owed.APPROVE_LEADER, subject_id=row.pk).exists()


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize("who", ["theo_actor", "kai_actor", "lena_actor", "ada_actor"])
def test_propose_leader_elsewhere_or_by_another_role_finds_nothing(request, who, academy, district, at):
    with pytest.raises(NotPermitted):
        commands.propose_leader(
            actor=request.getfixturevalue(who), team_id=academy.pk, member_id=district.members["舒文"],
            draft=leader(at), at=at,
        )  # fmt: skip
    assert not said("teams.leader_proposed", at)


def test_propose_leader_refused_writes_nothing(proposed, tess_actor, academy, harbour, district, mara_member, at):
    posts = Appointment.objects.count()

    def propose(team, member, **values):
        commands.propose_leader(actor=tess_actor, team_id=team.pk, member_id=member, draft=leader(at, **values), at=at)

    refused("teams.leader-not-of-team", propose, academy, mara_member.pk)
    refused("teams.leader-there-already", propose, harbour, mara_member.pk)
    refused("teams.leader-there-already", propose, academy, district.members["舒武"])
    refused("teams.appointed-already", propose, academy, district.members["舒文"])
    refused("teams.role-not-held-there", propose, academy, district.members["舒武"], role=Role.TRAINER)
    refused(
        "teams.appointment-date-odd", propose, academy, district.members["舒武"], since=dt.date(2024, 1, 1), deputy=True
    )
    assert Appointment.objects.count() == posts
    assert len(said("teams.leader_proposed", at)) == 1


def test_a_deputy_stands_beside_the_leader(tess_actor, harbour, mara_member, kai_actor, at):
    row = commands.propose_leader(
        actor=tess_actor, team_id=harbour.pk, member_id=mara_member.pk, draft=leader(at, deputy=True), at=at
    )
    commands.approve_leader(actor=kai_actor, appointment_id=row.pk, at=at)
    assert Appointment.objects.on(at.date()).filter(team=harbour, role=Role.LEADER).count() == 2


# --- approve, decline -----------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-06")
def test_approve_leader_puts_the_post_in_force(proposed, officer, academy, at):
    commands.approve_leader(actor=officer, appointment_id=proposed.pk, at=at)

    proposed.refresh_from_db()
    assert (proposed.approved_at, proposed.approved_by_id) == (at, officer.person_id)
    assert not Obligation.objects.open().filter(kind=Owed.APPROVE_LEADER, subject_id=proposed.pk).exists()
    assert Appointment.objects.on(at.date()).filter(team=academy, role=Role.LEADER).exists()
    assert len(said("teams.leader_approved", at)) == 1


@pytest.mark.req("ORG-06")
@pytest.mark.parametrize("who", ["kai_actor", "piet_actor", "petra_actor", "gwen_actor", "tess_actor"])
def test_approve_leader_by_the_police_of_another_tier_or_place_finds_nothing(request, who, proposed, at):
    with pytest.raises(NotPermitted):
        commands.approve_leader(actor=request.getfixturevalue(who), appointment_id=proposed.pk, at=at)
    assert Appointment.objects.get(pk=proposed.pk).approved_at is None


def test_approve_leader_of_another_post_finds_nothing(kai, petra_actor, at):
    post = Appointment.objects.of(kai.pk).get()
    with pytest.raises(NotPermitted):
        commands.approve_leader(actor=petra_actor, appointment_id=post.pk, at=at)


def test_approve_leader_with_the_right_role_at_the_wrong_place_finds_nothing(proposed, kai_actor, piet_actor, at):
    both = Actor(kind="person", person_id=kai_actor.person_id, posts=(*kai_actor.posts, *piet_actor.posts))
    with pytest.raises(NotPermitted):
        commands.approve_leader(actor=both, appointment_id=proposed.pk, at=at)


def test_approve_leader_by_the_hand_that_proposed_is_refused(proposed, officer, at):
    Appointment.objects.filter(pk=proposed.pk).update(proposed_by_id=officer.person_id)
    refused("teams.approved-by-proposer", commands.approve_leader, actor=officer, appointment_id=proposed.pk, at=at)


def test_approve_leader_twice_is_refused(proposed, officer, at):
    commands.approve_leader(actor=officer, appointment_id=proposed.pk, at=at)
    refused("teams.leader-decided-already", commands.approve_leader, actor=officer, appointment_id=proposed.pk, at=at)
    refused("teams.leader-decided-already", commands.decline_leader, actor=officer, appointment_id=proposed.pk, at=at)
    assert len(said("teams.leader_approved", at)) == 1


def test_decline_leader_leaves_the_post_free(proposed, officer, tess_actor, academy, district, at):
    commands.decline_leader(actor=officer, appointment_id=proposed.pk, at=at)

    assert not Appointment.objects.on(at.date()).filter(team=academy, role=Role.LEADER).exists()
    assert not Obligation.objects.open().filter(kind=Owed.APPROVE_LEADER, subject_id=proposed.pk).exists()
    assert len(said("teams.leader_declined", at)) == 1
    member = district.members["舒武"]
    commands.propose_leader(actor=tess_actor, team_id=academy.pk, member_id=member, draft=leader(at), at=at)


@pytest.mark.parametrize("who", ["kai_actor", "piet_actor", "tess_actor"])
def test_decline_leader_by_anybody_else_finds_nothing(request, who, proposed, at):
    with pytest.raises(NotPermitted):
        commands.decline_leader(actor=request.getfixturevalue(who), appointment_id=proposed.pk, at=at)
