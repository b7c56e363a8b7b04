"""People move into other teams and classes, take second posts, and go on leave."""

import datetime as dt

import pytest

from patrol_ops.core import policy
from patrol_ops.core.models import User
from patrol_ops.core.refusals import NotPermitted
from teams import commands
from teams.models import Appointment, Hold, Member, Membership, NumberBadge
from teams.rules import (
    EmploymentClass,
    Form,
    HoldKind,
    LeaveDraft,
    LeaveKind,
    MemberDraft,
    MoveDraft,
    TeamDraft,
    Tier,
)
from tests.cast import BUILDER, identity
from tests.teams.saying import refused, said

FULL, PART, VOLUNTEER = EmploymentClass.FULL_TIME, EmploymentClass.PART_TIME, EmploymentClass.VOLUNTEER
DAY = dt.timedelta(days=1)


@pytest.fixture
def transfer(piet_actor, harbour, academy, mara_member, at):
    def act(**values):
        draft = MoveDraft(
            employment_class=values.pop("employment_class", FULL),
            on=values.pop("on", at.date()),
            identity=values.pop("identity", ""),
        )
        whole = {
            "actor": piet_actor, "team_id": harbour.pk, "member_id": mara_member.pk, "to_team_id": academy.pk,
            "draft": draft, "at": at, **values,
        }  # fmt: skip
        return commands.transfer_member(**whole)

    return act


@pytest.fixture
def hamlet(gus_actor, district, at):
    """A voluntary detachment beside the harbour's, on paper: it takes people already."""
    draft = TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=5, hamlet="上湾")
    place = district.places["990102001001"]
    return commands.plan_team(actor=gus_actor, place_id=place, tier=Tier.DETACHMENT, draft=draft, at=at)


# --- transfer -------------------------------------------------------------------------------------------------------


def test_transfer_member_ends_one_row_and_begins_the_next(transfer, harbour, academy, mara, mara_member, piet, at):
    yesterday = at.date() - DAY
    row = transfer(on=yesterday, employment_class=PART)

    before = Membership.objects.get(member=mara_member, team=harbour)
    assert (before.until, before.left_why, before.ended_by_id) == (yesterday, "TRANSFERRED", piet.pk)
    assert (row.team_id, row.since, row.until, row.employment_class) == (academy.pk, yesterday, None, "PART_TIME")
    assert (row.main, row.legacy, row.entered_by_id) == (True, True, piet.pk)
    assert not Member.objects.serving_in(harbour, yesterday).filter(pk=mara_member.pk).exists()
    assert Member.objects.serving_in(harbour, yesterday - DAY).filter(pk=mara_member.pk).exists()
    assert Member.objects.serving_in(academy, yesterday).filter(pk=mara_member.pk).exists()
    (entry,) = said("teams.member_transferred", at)
    assert (entry.team_id, entry.facts["to_team_id"], entry.facts["login_closed"]) == (harbour.pk, academy.pk, True)


def test_transfer_member_ends_posts_and_keeps_badge_and_holds(
    transfer, gus_actor, lena_actor, harbour, lena, lena_member, squadron, at
):
    commands.allocate_badge(actor=gus_actor, team_id=harbour.pk, member_id=lena_member.pk, at=at)
    commands.hand_over_badge(actor=gus_actor, team_id=harbour.pk, member_id=lena_member.pk, at=at)
    before = list(Hold.objects.filter(member=lena_member).order_by("pk").values())
    transfer(member_id=lena_member.pk, to_team_id=squadron.pk)

    assert Appointment.objects.get(member=lena_member).until == at.date()
    assert User.objects.get(pk=lena.pk).is_active is False
    assert NumberBadge.objects.current().get(member=lena_member).number == "99010200100001"
    assert list(Hold.objects.filter(member=lena_member).order_by("pk").values()) == before


@pytest.mark.parametrize("who", ["kai_actor", "pia_actor", "lena_actor", "gus_actor", "gwen_actor", "ada_actor"])
def test_transfer_member_needs_both_teams_within_reach(request, who, transfer, harbour, mara_member):
    """Kai reaches the harbour only, Pia neither; the others hold no such grant."""
    with pytest.raises(NotPermitted):
        transfer(actor=request.getfixturevalue(who))
    assert Member.objects.serving_in(harbour, dt.date(2026, 11, 18)).filter(pk=mara_member.pk).exists()


def test_transfer_member_into_another_street_is_the_sub_bureaus(transfer, piet_actor, petra_actor, willow):
    with pytest.raises(NotPermitted):
        transfer(to_team_id=willow.pk)
    assert transfer(actor=petra_actor, to_team_id=willow.pk).team_id == willow.pk


@pytest.mark.req("ORG-27")
def test_transfer_member_refused_writes_nothing(transfer, harbour, academy, hamlet, gwen_actor, otto_member, at):
    before = list(Membership.objects.order_by("pk").values())
    refused("teams.serves-there-already", transfer, to_team_id=harbour.pk)
    refused("teams.member-not-serving", transfer, member_id=otto_member.pk)
    refused("teams.move-date-odd", transfer, on=at.date() + DAY)
    refused("teams.move-date-odd", transfer, on=dt.date(2026, 8, 31))
    refused("teams.class-not-of-form", transfer, to_team_id=hamlet.pk)
    refused("teams.class-not-of-form", transfer, employment_class=VOLUNTEER)
    commands.suspend_team(actor=gwen_actor, team_id=academy.pk, reason="人员不足", at=at)
    refused("teams.team-suspended", transfer)
    assert list(Membership.objects.order_by("pk").values()) == before
    assert not said("teams.member_transferred", at)


# --- class ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def change(kai_actor, harbour, mara_member, at):
    def act(employment_class=PART, **values):
        draft = MoveDraft(
            employment_class=employment_class, on=values.pop("on", at.date()), identity=values.pop("identity", "")
        )
        whole = {"actor": kai_actor, "team_id": harbour.pk, "member_id": mara_member.pk, "at": at, **values}
        return commands.change_class(**whole, draft=draft)

    return act


@pytest.fixture
def volunteer(hamlet, at):
    """Came in with a legacy team, so that a class the list got wrong may still be put right."""
    draft = MemberDraft(name="甘愿", phone="", identity=identity(700), employment_class=VOLUNTEER, legacy=True)
    return commands.enrol_member(actor=BUILDER, team_id=hamlet.pk, draft=draft, at=at)


@pytest.mark.req("ORG-34")
def test_change_class_is_a_dated_event_of_the_same_person(change, harbour, mara, mara_member, at):
    row = change(on=at.date() - 2 * DAY)

    rows = Membership.objects.filter(member=mara_member).order_by("since")
    assert [(r.team_id, r.employment_class, r.left_why) for r in rows] == [
        (harbour.pk, "FULL_TIME", "CLASS_CHANGED"),
        (harbour.pk, "PART_TIME", ""),
    ]
    assert (row.since, row.main) == (at.date() - 2 * DAY, True)
    assert User.objects.get(pk=mara.pk).is_active is True
    assert Appointment.objects.get(member=mara_member).until is None
    assert said("teams.class_changed", at)[0].facts["before"] == "FULL_TIME"
    for day, served_as in ((at.date() - 3 * DAY, FULL), (at.date(), PART)):
        assert Member.objects.serving_as(served_as, day).filter(pk=mara_member.pk).exists()


@pytest.mark.parametrize("who", ["olga_actor", "lena_actor", "gus_actor", "mara_actor"])
def test_change_class_by_anybody_else_finds_nothing(request, who, change, at):
    with pytest.raises(NotPermitted):
        change(actor=request.getfixturevalue(who))
    assert not said("teams.class_changed", at)


@pytest.mark.req("ORG-34")
def test_change_class_refused_writes_nothing(change, otto_member, at):
    refused("teams.class-unchanged", change, FULL)
    refused("teams.class-not-of-form", change, VOLUNTEER)
    refused("teams.move-date-odd", change, on=at.date() + DAY)
    refused("teams.member-not-serving", change, member_id=otto_member.pk)
    assert not Membership.objects.filter(until__isnull=False).exists()
    assert not said("teams.class_changed", at)


@pytest.mark.req("REC-06")
def test_no_volunteer_comes_under_a_contract_by_hand(change, hamlet, harbour, piet_actor, volunteer, at):
    """In none of the three ways in which people move; what they were stays as it was."""
    Membership.objects.filter(member=volunteer).update(legacy=False)
    before = list(Membership.objects.order_by("pk").values())
    draft = MoveDraft(employment_class=PART, on=at.date(), identity=identity(700))
    elsewhere = {
        "actor": piet_actor, "team_id": hamlet.pk, "member_id": volunteer.pk, "to_team_id": harbour.pk, "draft": draft,
        "at": at,
    }  # fmt: skip
    asked = {"team_id": hamlet.pk, "member_id": volunteer.pk, "identity": identity(700)}
    assert refused("teams.contract-needs-notice", change, PART, **asked).field == "employment_class"
    refused("teams.contract-needs-notice", commands.transfer_member, **elsewhere)
    refused("teams.contract-needs-notice", commands.add_second_post, **elsewhere, seen=True)
    assert list(Membership.objects.order_by("pk").values()) == before


def test_change_class_into_a_contract_asks_for_the_number_again(change, hamlet, volunteer):
    asked = {"team_id": hamlet.pk, "member_id": volunteer.pk}
    assert refused("teams.identity-needed", change, PART, **asked).field == "identity"
    refused("teams.identity-invalid", change, PART, identity="123", **asked)
    refused("teams.identity-not-theirs", change, PART, identity=identity(701), **asked)
    change(PART, identity=identity(700), **asked)
    volunteer.refresh_from_db()
    assert volunteer.identity == identity(700)


# --- second posts ---------------------------------------------------------------------------------------------------


@pytest.fixture
def second(piet_actor, harbour, squadron, mara_member, at):
    def act(**values):
        draft = MoveDraft(employment_class=values.pop("employment_class", PART), on=values.pop("on", at.date()))
        whole = {
            "actor": piet_actor, "team_id": harbour.pk, "member_id": mara_member.pk, "to_team_id": squadron.pk,
            "draft": draft, "seen": True, "at": at, **values,
        }  # fmt: skip
        return commands.add_second_post(**whole)

    return act


@pytest.mark.req("ORG-23")
def test_add_second_post_warns_and_counts(second, gwen_actor, academy, squadron, mara_member, at):
    no = refused("teams.concurrent-unseen", second, seen=False)
    assert (no.field, no.facts) == ("seen", {"count": 2, "limit": 2})
    row = second()
    assert (row.main, row.employment_class, row.since) == (False, "PART_TIME", at.date())
    assert Membership.objects.teams_of(mara_member.pk, at.date()) == 2
    assert said("teams.second_post_added", at)[0].facts["teams_at_once"] == 2
    assert set(Member.objects.concurrent(at.date(), 2)) == {mara_member}
    assert not Member.objects.concurrent(at.date(), 3).exists()


@pytest.mark.req("ORG-23")
def test_add_second_post_warns_from_the_number_the_district_decided(second, gwen_actor, academy, at):
    policy.set_policy_value(actor=gwen_actor, key="concurrent.warn", value="3", since=at.date(), path="990102", at=at)
    second(seen=False)
    refused("teams.concurrent-unseen", second, to_team_id=academy.pk, seen=False)


@pytest.mark.parametrize("who", ["kai_actor", "pia_actor", "lena_actor", "gus_actor"])
def test_add_second_post_by_anybody_else_finds_nothing(request, who, second, at):
    with pytest.raises(NotPermitted):
        second(actor=request.getfixturevalue(who))
    assert not said("teams.second_post_added", at)


def test_add_second_post_refused_writes_nothing(second, harbour, otto_member, at):
    before = Membership.objects.count()
    refused("teams.serves-there-already", second, to_team_id=harbour.pk)
    refused("teams.member-not-serving", second, member_id=otto_member.pk)
    refused("teams.class-not-of-form", second, employment_class=VOLUNTEER)
    refused("teams.move-date-odd", second, on=at.date() + DAY)
    assert Membership.objects.count() == before
    second()
    refused("teams.serves-there-already", second)
    assert len(said("teams.second_post_added", at)) == 1


def test_choose_main_membership_leaves_one(
    second, piet_actor, kai_actor, lena_actor, harbour, squadron, mara_member, at
):
    def choose(team, actor=piet_actor):
        return commands.choose_main_membership(actor=actor, team_id=team.pk, member_id=mara_member.pk, at=at)

    refused("teams.member-not-serving", choose, squadron)
    second()
    for actor in (kai_actor, lena_actor):
        with pytest.raises(NotPermitted):
            choose(squadron, actor)
    choose(squadron)
    refused("teams.main-already", choose, squadron)
    rows = Membership.objects.open().filter(member=mara_member)
    assert dict(rows.values_list("team_id", "main")) == {harbour.pk: False, squadron.pk: True}
    assert len(said("teams.main_membership_chosen", at)) == 1


# --- leave ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def grant(lena_actor, harbour, mara_member, at):
    def act(since=2, until=5, **values):
        draft = LeaveDraft(kind=LeaveKind.FAMILY, since=at.date() + since * DAY, until=at.date() + until * DAY)
        whole = {"actor": lena_actor, "team_id": harbour.pk, "member_id": mara_member.pk, "at": at, **values}
        return commands.grant_leave(**whole, draft=draft)

    return act


def test_grant_leave_keeps_off_duty_from_a_day_until_another(grant, mara_member, lena, at):
    hold = grant()

    fit = [Member.objects.filter(pk=mara_member.pk).fit_for_duty(at.date() + n * DAY).exists() for n in range(7)]
    assert fit == [True, True, False, False, False, True, True]
    assert (hold.leave_kind, hold.placed_by_id) == ("FAMILY", lena.pk)
    (entry,) = said("teams.leave_granted", at)
    assert "FAMILY" not in str(entry.facts)
    for day, word in ((at.date() + 2 * DAY, "ON_LEAVE"), (at.date(), "ACTIVE")):
        assert Member.objects.all().standing_so(word, day).filter(pk=mara_member.pk).exists()


@pytest.mark.parametrize("who", ["otto_actor", "mara_actor", "pia_actor", "gus_actor", "tess_actor", "ada_actor"])
def test_grant_leave_by_anybody_else_finds_nothing(request, who, grant, at):
    with pytest.raises(NotPermitted):
        grant(actor=request.getfixturevalue(who))
    assert not said("teams.leave_granted", at)


def test_grant_leave_is_the_polices_too_and_nobodys_for_themselves(grant, kai_actor, lena_member):
    refused("teams.leave-to-oneself", grant, member_id=lena_member.pk)
    assert grant(actor=kai_actor, member_id=lena_member.pk).member_id == lena_member.pk


def test_grant_leave_refused_writes_nothing(grant, otto_member, at):
    refused("teams.leave-begins-odd", grant, since=-1)
    refused("teams.leave-ends-odd", grant, since=2, until=2)
    refused("teams.member-not-serving", grant, member_id=otto_member.pk)
    assert not Hold.objects.filter(kind=HoldKind.LEAVE).exists()
    grant()
    refused("teams.leave-overlaps", grant, since=4, until=9)
    refused("teams.leave-overlaps", grant, since=1, until=3)
    grant(since=5, until=6)
    assert len(said("teams.leave_granted", at)) == 2


@pytest.fixture
def back(lena_actor, harbour, mara_member, at):
    def act(hold, days, **values):
        whole = {"actor": lena_actor, "team_id": harbour.pk, "member_id": mara_member.pk, "at": at, **values}
        return commands.end_leave(**whole, hold_id=hold.pk, until=at.date() + days * DAY)

    return act


def test_end_leave_shortens_it(grant, back, lena, mara_member, at):
    hold = back(grant(), 4)
    assert (hold.until, hold.lifted_by_id, hold.lifted_at) == (at.date() + 4 * DAY, lena.pk, at)
    fit = [Member.objects.filter(pk=mara_member.pk).fit_for_duty(at.date() + n * DAY).exists() for n in range(2, 6)]
    assert fit == [False, False, True, True]
    assert len(said("teams.leave_ended", at)) == 1


def test_end_leave_before_it_began_leaves_nothing_of_it(grant, back, mara_member, at):
    hold = back(grant(), 0)
    assert hold.until == hold.since
    assert Member.objects.filter(pk=mara_member.pk).fit_for_duty(hold.since).exists()
    grant()  # the days are free again


@pytest.mark.parametrize("who", ["otto_actor", "mara_actor", "pia_actor", "gus_actor"])
def test_end_leave_by_anybody_else_finds_nothing(request, who, grant, back):
    hold = grant()
    with pytest.raises(NotPermitted):
        back(hold, 3, actor=request.getfixturevalue(who))
    hold.refresh_from_db()
    assert hold.lifted_at is None


def test_end_leave_refused_writes_nothing(grant, back, kai_actor, lena_member, mara_member, at):
    hold = grant()
    for days in (-1, 5, 6):
        refused("teams.leave-shortened-odd", back, hold, days)
    refused("teams.leave-unknown", back, Hold.objects.filter(member=mara_member, kind=HoldKind.TRAINING).get(), 1)
    own = grant(actor=kai_actor, member_id=lena_member.pk)
    refused("teams.leave-unknown", back, own, 3)
    refused("teams.leave-to-oneself", back, own, 3, member_id=lena_member.pk)
    assert not said("teams.leave_ended", at)
    back(hold, 2)
    refused("teams.leave-shortened-odd", back, hold, 2)
