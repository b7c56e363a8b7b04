"""Whoever came in with a legacy team signs a contract like everybody else and serves under it."""

import datetime as dt

import pytest

from patrol_ops.core.access import Actor
from patrol_ops.core.models import User
from patrol_ops.core.refusals import NotPermitted
from teams import commands
from teams.models import Appointment, Hold, Member, Membership
from teams.rules import EmploymentClass, Form, MemberDraft, MoveDraft, TeamDraft, Tier
from tests.cast import BUILDER, FOUNDED, identity
from tests.teams.saying import refused, said

FULL, PART, VOLUNTEER = EmploymentClass.FULL_TIME, EmploymentClass.PART_TIME, EmploymentClass.VOLUNTEER
MARA = identity(32)
DAY = dt.timedelta(days=1)


@pytest.fixture
def regularise(harbour, mara_member, at):
    def act(**values):
        whole = {
            "actor": Actor.system("sign-contract"), "member_id": mara_member.pk, "team_id": harbour.pk,
            "employment_class": FULL, "identity": MARA, "at": at, **values,
        }  # fmt: skip
        return commands.regularise_member(**whole)

    return act


@pytest.fixture
def hamlet(gus_actor, district, at):
    """A voluntary detachment beside the harbour's."""
    draft = TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=5, hamlet="上湾")
    place = district.places["990102001001"]
    return commands.plan_team(actor=gus_actor, place_id=place, tier=Tier.DETACHMENT, draft=draft, at=at)


def second_post(piet_actor, team, to_team, member, at):
    draft = MoveDraft(employment_class=PART, on=at.date())
    return commands.add_second_post(
        actor=piet_actor, team_id=team.pk, member_id=member.pk, to_team_id=to_team.pk, draft=draft, seen=True, at=at
    )


def spans(member):
    rows = Membership.objects.filter(member=member).order_by("pk")
    return [(row.team_id, row.since, row.until, row.left_why, row.legacy) for row in rows]


@pytest.mark.req("REC-12", "X50")
def test_regularise_member_in_the_same_team(regularise, harbour, mara, mara_member, at):
    holds = list(Hold.objects.filter(member=mara_member).order_by("pk").values())
    row = regularise(employment_class=PART)

    today = at.date()
    assert spans(mara_member) == [
        (harbour.pk, FOUNDED, today, "CLASS_CHANGED", True),
        (harbour.pk, today, None, "", False),
    ]
    assert (row.main, row.employment_class, row.entered_by_id) == (True, "PART_TIME", None)
    assert list(Hold.objects.filter(member=mara_member).order_by("pk").values()) == holds
    me = Member.objects.filter(pk=mara_member.pk)
    ends = dt.date(2027, 2, 28)
    assert me.fit_for_duty(today).exists()
    assert me.fit_for_duty(ends - DAY).exists()
    assert not me.fit_for_duty(ends).exists()
    assert Appointment.objects.get(member=mara_member).until is None
    assert User.objects.get(pk=mara.pk).is_active is True
    (entry,) = said("teams.member_regularised", at)
    assert entry.facts == {
        "member_id": mara_member.pk, "team_id": harbour.pk, "from_team_id": harbour.pk,
        "employment_class": "PART_TIME", "login_closed": False,
    }  # fmt: skip


@pytest.mark.req("REC-12")
def test_regularise_member_for_another_team_ends_posts_and_login(regularise, harbour, willow, mara, mara_member, at):
    row = regularise(team_id=willow.pk)

    assert spans(mara_member) == [
        (harbour.pk, FOUNDED, at.date(), "TRANSFERRED", True),
        (willow.pk, at.date(), None, "", False),
    ]
    assert row.main is True
    assert Appointment.objects.get(member=mara_member).until == at.date()
    assert User.objects.get(pk=mara.pk).is_active is False
    assert not said("teams.member_transferred", at)
    (entry,) = said("teams.member_regularised", at)
    assert (entry.facts["from_team_id"], entry.facts["login_closed"]) == (harbour.pk, True)


def test_regularise_member_keeps_the_day_of_joining_the_old_list_gave(regularise, mara_member):
    Membership.objects.filter(member=mara_member).update(joined_on=dt.date(2019, 5, 1))
    assert regularise().joined_on == dt.date(2019, 5, 1)


def test_regularise_member_who_came_in_today(regularise, harbour, at):
    draft = MemberDraft(name="新来", phone="", identity=identity(501), employment_class=FULL, legacy=True)
    member = commands.enrol_member(actor=BUILDER, team_id=harbour.pk, draft=draft, at=at)
    regularise(member_id=member.pk, identity=identity(501))

    assert [(since, until) for _, since, until, *_ in spans(member)] == [(at.date(), at.date()), (at.date(), None)]


def test_regularise_member_of_two_teams_ends_the_service_it_is_about(
    regularise, piet_actor, harbour, squadron, academy, mara_member, at
):
    second_post(piet_actor, harbour, squadron, mara_member, at)
    row = regularise(team_id=squadron.pk)
    assert (row.team_id, row.main, row.legacy) == (squadron.pk, False, False)
    left = Membership.objects.open().filter(member=mara_member)
    assert dict(left.values_list("team_id", "legacy")) == {harbour.pk: True, squadron.pk: False}
    # Somewhere else: the main one ends.
    assert regularise(team_id=academy.pk).main is True
    assert set(left.values_list("team_id", flat=True)) == {academy.pk, squadron.pk}


def test_regularise_member_keeps_the_number_where_there_is_a_contract(regularise, hamlet, at):
    for number, employment_class, kept in ((700, VOLUNTEER, None), (701, PART, identity(701))):
        draft = MemberDraft(
            name="甘愿", phone="", identity=identity(number), employment_class=VOLUNTEER, legacy=True
        )  # fmt: skip
        member = commands.enrol_member(actor=BUILDER, team_id=hamlet.pk, draft=draft, at=at)
        asked = {"member_id": member.pk, "team_id": hamlet.pk, "employment_class": employment_class}
        refused("teams.identity-not-theirs", regularise, **asked, identity=identity(702))
        regularise(**asked, identity=identity(number))
        member.refresh_from_db()
        assert member.identity == kept


def test_regularise_member_is_nobodys_but_the_systems(regularise, district, mara_member, at):
    for key in district.users:
        with pytest.raises(NotPermitted):
            regularise(actor=district.actor(key))
    with pytest.raises(NotPermitted):
        regularise(actor=district.actor("gwen"), member_id=987654)
    with pytest.raises(NotPermitted):
        regularise(team_id=987654)
    assert len(spans(mara_member)) == 1
    assert not said("teams.member_regularised", at)


@pytest.mark.req("REC-12")
def test_regularise_member_refused_writes_nothing(regularise, kai_actor, gwen_actor, academy, harbour, mara_member, at):
    before = list(Membership.objects.order_by("pk").values())
    assert refused("teams.identity-not-theirs", regularise, identity=identity(31)).field == "identity"
    refused("teams.identity-invalid", regularise, identity="")
    refused("teams.class-not-of-form", regularise, employment_class=VOLUNTEER)
    refused("teams.serves-nowhere", regularise, member_id=987654)
    commands.suspend_team(actor=gwen_actor, team_id=academy.pk, reason="人员不足", at=at)
    refused("teams.team-suspended", regularise, team_id=academy.pk)
    assert list(Membership.objects.order_by("pk").values()) == before
    commands.end_membership(
        actor=kai_actor, team_id=harbour.pk, member_id=mara_member.pk, why="RESIGNED", until=at.date(), at=at
    )
    assert refused("teams.serves-nowhere", regularise).field == "member"
    assert not said("teams.member_regularised", at)


def test_who_serves_under_a_contract_is_not_regularised(regularise, academy, piet_actor, squadron, mara_member, at):
    row = regularise()
    assert refused("teams.regular-already", regularise).field == "member"
    refused("teams.regular-already", regularise, team_id=academy.pk)
    second_post(piet_actor, row.team, squadron, mara_member, at)
    refused("teams.regular-already", regularise, team_id=squadron.pk)
    assert len(said("teams.member_regularised", at)) == 1


# --- asked before -----------------------------------------------------------------------------------------------------
