"""People come in, get and lose their badges, and leave."""

import datetime as dt

import pytest
from django.db import connection

from patrol_ops.core import policy, sockets, wording
from patrol_ops.core.access import Actor, Post
from patrol_ops.core.models import User
from patrol_ops.core.refusals import NotPermitted
from patrol_ops.core.secrets import blind_index
from teams import commands
from teams.models import Appointment, Hold, Member, Membership, NumberBadge
from teams.rules import (
    BadgeEnd,
    EmploymentClass,
    Form,
    HoldKind,
    LeavingKind,
    MemberDraft,
    MoveDraft,
    Role,
    TeamDraft,
    Tier,
)
from tests.cast import identity
from tests.house.worlds import routes
from tests.teams.saying import refused, said

WEEK = dt.timedelta(days=7)


def newcomer(**values):
    whole = {
        "name": "新来",
        "phone": "199 1111 2222",
        "identity": identity(501),
        "employment_class": EmploymentClass.FULL_TIME,
        **values,
    }
    return MemberDraft(**whole)


@pytest.fixture
def enrol(harbour, at):
    def act(**values):
        more = {key: values.pop(key) for key in ("actor", "team_id", "at", "since") if key in values}
        whole = {"actor": Actor.system("sign-contract"), "team_id": harbour.pk, "at": at, **more}
        return commands.enrol_member(**whole, draft=newcomer(**values))

    return act


# --- enrol ----------------------------------------------------------------------------------------------------------


def test_enrol_member_is_held_off_duty_until_trained_and_badged(enrol, harbour, at):
    member = enrol()

    assert (member.pinyin, member.initials, member.birth_year) == ("xinlai", "xl", 1985)
    assert (member.phone, member.identity) == ("19911112222", identity(501))
    row = Membership.objects.get(member=member)
    assert (row.team_id, row.since, row.entered_by_id) == (harbour.pk, at.date(), None)
    assert (row.main, row.legacy) == (True, False)
    holds = Hold.objects.filter(member=member)
    assert {(hold.kind, hold.since) for hold in holds} == {("TRAINING", at.date()), ("BADGE", at.date())}
    serving = Member.objects.serving_in(harbour, at.date())
    assert serving.filter(pk=member.pk).exists()
    assert not serving.fit_for_duty(at.date()).filter(pk=member.pk).exists()
    assert len(said("teams.member_enrolled", at)) == 1


def test_enrol_member_keeps_no_number_of_a_volunteer(enrol, gus_actor, district, at):
    draft = TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=5, hamlet="上湾")
    place = district.places["990102001001"]
    team = commands.plan_team(actor=gus_actor, place_id=place, tier=Tier.DETACHMENT, draft=draft, at=at)
    member = enrol(team_id=team.pk, employment_class=EmploymentClass.VOLUNTEER, phone="")

    member.refresh_from_db()
    assert member.identity is None
    assert member.identity_index == blind_index(identity(501), "identity")
    assert (member.phone, member.phone_index) == ("", "")


def test_what_is_personal_stands_encrypted(enrol):
    member = enrol()
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, identity FROM teams_member WHERE id = %s", [member.pk])
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert b"19911112222" not in stored
    assert identity(501).encode() not in stored


@pytest.mark.req("X50")
def test_enrol_member_of_a_legacy_team_serves_under_the_transition(enrol, harbour, gwen_actor, at):
    policy.set_policy_value(
        actor=gwen_actor, key="legacy.transition_days", value="30", since=at.date(), path="990102", at=at
    )
    member = enrol(legacy=True, since=dt.date(2019, 8, 17))

    serving = Member.objects.filter(pk=member.pk)
    assert Membership.objects.get(member=member).since == dt.date(2019, 8, 17)
    last = at.date() + dt.timedelta(days=29)
    assert serving.fit_for_duty(at.date()).exists()
    assert serving.fit_for_duty(last).exists()
    assert not serving.fit_for_duty(last + dt.timedelta(days=1)).exists()


def test_enrol_member_is_nobodys_but_the_systems(enrol, district, at):
    """Members come by a signed contract or by the list of a legacy team; no post of any role adds one by hand."""
    held = set()
    for key in district.users:
        actor = district.actor(key)
        held |= {post.role for post in actor.posts}
        with pytest.raises(NotPermitted):
            enrol(actor=actor)
    with pytest.raises(NotPermitted):
        enrol(actor=Actor.public())
    every = tuple(Post(role, "990102", team_id=district.teams["harbour"]) for role in Role)
    with pytest.raises(NotPermitted):
        enrol(actor=Actor("person", person_id=district.users["gwen"], posts=every))
    assert len(held) > 10
    assert not Member.objects.filter(name="新来").exists()
    assert not said("teams.member_enrolled", at)


def enrols(route):
    """Into a team; whoever is enrolled in a course serves already."""
    return "enrol" in route.name + route.pattern and "training:" not in route.name


def test_no_page_and_no_address_enrols():
    assert [route.name for route in routes() if enrols(route)] == ["enrol-second-step"]


@pytest.mark.req("ORG-27", "ORG-34")
def test_enrol_member_refused_writes_nothing(enrol, district, gwen_actor, harbour, at):
    members = Member.objects.count()
    refused("teams.member-known", enrol, identity=identity(31))  # Lena's
    refused("teams.identity-invalid", enrol, identity="990102198503145010")
    refused("teams.class-not-of-form", enrol, employment_class=EmploymentClass.VOLUNTEER)
    refused("teams.age-out-of-bounds", enrol, identity=identity(501, born="20101118"))
    refused("teams.age-out-of-bounds", enrol, identity=identity(501, born="19651117"))
    refused("teams.person-name-invalid", enrol, name="<b>")
    refused("core.phone-invalid", enrol, phone="12345")
    refused("teams.since-in-the-future", enrol, since=at.date() + dt.timedelta(days=1))
    commands.suspend_team(actor=gwen_actor, team_id=harbour.pk, reason="人员不足", at=at)
    refused("teams.team-suspended", enrol)
    assert Member.objects.count() == members
    assert not said("teams.member_enrolled", at)


def test_who_was_enrolled_elsewhere_a_moment_ago_is_known(enrol, monkeypatch, at):
    """Between looking and writing: the database has the last word."""
    monkeypatch.setattr("teams.commands.members._former", lambda number, since: None)
    refused("teams.member-known", enrol, identity=identity(31))
    assert not said("teams.member_enrolled", at)


# --- coming back ----------------------------------------------------------------------------------------------------


@pytest.fixture
def gone(enrol, kai_actor, gus_actor, lena_actor, harbour, at):
    """Trained, badged, and out again after a week."""
    member = enrol(at=at - WEEK)
    commands.allocate_badge(actor=gus_actor, team_id=harbour.pk, member_id=member.pk, at=at - WEEK)
    commands.hand_over_badge(actor=lena_actor, team_id=harbour.pk, member_id=member.pk, at=at - WEEK)
    Hold.objects.filter(member=member, kind=HoldKind.TRAINING).update(until=at.date(), lifted_at=at)
    leave(kai_actor, harbour, member, at, badge=BadgeEnd.RETURNED)
    return member


def open_holds(member):
    return sorted(Hold.objects.filter(member=member, lifted_at__isnull=True).values_list("kind", "since"))


def test_enrol_member_takes_a_former_member_back(enrol, gone, academy, at):
    members = Member.objects.count()
    back = enrol(team_id=academy.pk, name="新莱", phone="19922223333", employment_class=EmploymentClass.PART_TIME)

    assert (back.pk, Member.objects.count()) == (gone.pk, members)
    back.refresh_from_db()
    assert (back.name, back.pinyin, back.phone, back.identity) == ("新莱", "xinlai", "19922223333", identity(501))
    assert back.phone_index == blind_index("19922223333", "phone")
    first, second = Membership.objects.filter(member=back).order_by("pk")
    assert (first.until, first.left_why) == (at.date(), "RESIGNED")
    assert (second.team_id, second.since, second.main) == (academy.pk, at.date(), True)
    assert (second.legacy, second.employment_class) == (False, "PART_TIME")
    assert open_holds(back) == [("BADGE", at.date()), ("TRAINING", at.date())]
    assert Hold.objects.filter(member=back).count() == 4
    assert not Member.objects.filter(pk=back.pk).fit_for_duty(at.date()).exists()
    assert len(said("teams.member_enrolled", at)) == 1
    refused("teams.member-known", enrol)


def test_who_comes_back_as_a_volunteer_leaves_no_number(enrol, gone, gus_actor, district, at):
    draft = TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=5, hamlet="上湾")
    place = district.places["990102001001"]
    team = commands.plan_team(actor=gus_actor, place_id=place, tier=Tier.DETACHMENT, draft=draft, at=at)
    back = enrol(team_id=team.pk, employment_class=EmploymentClass.VOLUNTEER, phone="")
    back.refresh_from_db()
    assert (back.pk, back.identity, back.identity_index) == (gone.pk, None, blind_index(identity(501), "identity"))


def test_what_waited_for_who_comes_back_waits_on_and_no_later(enrol, kai_actor, harbour, at):
    """A hold is open once a kind: it begins with the contract at the latest, also where the transition still ran."""
    member = enrol(legacy=True, at=at - WEEK)
    leave(kai_actor, harbour, member, at)
    assert {since for _, since in open_holds(member)} == {at.date() - WEEK + dt.timedelta(days=180)}
    enrol()
    assert open_holds(member) == [("BADGE", at.date()), ("TRAINING", at.date())]
    leave(kai_actor, harbour, member, at)
    enrol(at=at + WEEK)
    assert open_holds(member) == [("BADGE", at.date()), ("TRAINING", at.date())]


def test_who_comes_back_to_a_legacy_team_serves_under_the_transition(enrol, gone, at):
    enrol(legacy=True)
    assert {since for _, since in open_holds(gone)} == {at.date() + dt.timedelta(days=180)}
    assert Member.objects.filter(pk=gone.pk).fit_for_duty(at.date()).exists()


def test_coming_back_refused_writes_nothing(enrol, gone, gwen_actor, harbour, at):
    before = Member.objects.filter(pk=gone.pk).values().get()
    assert refused("teams.returned-before-leaving", enrol, since=at.date() - dt.timedelta(days=1)).field == "since"
    refused("core.phone-invalid", enrol, phone="12345")
    commands.suspend_team(actor=gwen_actor, team_id=harbour.pk, reason="人员不足", at=at)
    refused("teams.team-suspended", enrol, name="新莱")
    assert Member.objects.filter(pk=gone.pk).values().get() == before
    assert Membership.objects.filter(member=gone).count() == 1
    assert not said("teams.member_enrolled", at)


# --- badges ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def badge(gus_actor, harbour, mara_member, at):
    return commands.allocate_badge(actor=gus_actor, team_id=harbour.pk, member_id=mara_member.pk, at=at)


@pytest.mark.req("EQP-01")
def test_allocate_badge_gives_the_next_number_of_the_street(badge, gus, gus_actor, squadron, willow, district, at):
    there = commands.allocate_badge(actor=gus_actor, team_id=squadron.pk, member_id=district.members["沈一"], at=at)
    elsewhere = commands.allocate_badge(actor=gus_actor, team_id=willow.pk, member_id=district.members["柳青"], at=at)

    assert (badge.number, badge.allocated_by_id) == ("99010200100001", gus.pk)
    assert there.number == "99010200100002"
    assert elsewhere.number == "99010200200001"
    assert len(said("teams.badge_allocated", at)) == 3


def test_allocate_badge_of_the_brigade_has_a_series_of_its_own(gus_actor, brigade, district, at):
    badge = commands.allocate_badge(actor=gus_actor, team_id=brigade.pk, member_id=district.members["卢山"], at=at)
    assert badge.number == "99010200000001"


@pytest.mark.parametrize("who", ["lena_actor", "kai_actor", "tess_actor"])
def test_allocate_badge_by_anybody_else_finds_nothing(request, who, harbour, mara_member, at):
    actor = request.getfixturevalue(who)
    with pytest.raises(NotPermitted):
        commands.allocate_badge(actor=actor, team_id=harbour.pk, member_id=mara_member.pk, at=at)
    assert not NumberBadge.objects.exists()


@pytest.mark.req("EQP-01")
def test_allocate_badge_refused_writes_nothing(badge, gus_actor, harbour, mara_member, otto_member, at):
    def allocate(member):
        commands.allocate_badge(actor=gus_actor, team_id=harbour.pk, member_id=member.pk, at=at)

    refused("teams.badge-held-already", allocate, mara_member)
    refused("teams.member-not-serving", allocate, otto_member)
    assert NumberBadge.objects.count() == 1
    assert len(said("teams.badge_allocated", at)) == 1


@pytest.mark.req("EQP-01")
def test_hand_over_badge_lifts_the_hold_that_waited_for_it(enrol, gus_actor, lena_actor, lena, harbour, at):
    member = enrol()
    commands.allocate_badge(actor=gus_actor, team_id=harbour.pk, member_id=member.pk, at=at)
    badge = commands.hand_over_badge(actor=lena_actor, team_id=harbour.pk, member_id=member.pk, at=at)

    assert (badge.handed_over_on, badge.handed_over_by_id) == (at.date(), lena.pk)
    hold = Hold.objects.get(member=member, kind=HoldKind.BADGE)
    assert (hold.until, hold.lifted_by_id) == (at.date(), lena.pk)
    assert set(Hold.objects.on(at.date()).filter(member=member).values_list("kind", flat=True)) == {"TRAINING"}
    assert len(said("teams.badge_handed_over", at)) == 1


def test_hand_over_badge_under_the_transition_lifts_what_was_to_come(badge, lena_actor, harbour, mara_member, at):
    commands.hand_over_badge(actor=lena_actor, team_id=harbour.pk, member_id=mara_member.pk, at=at)

    hold = Hold.objects.get(member=mara_member, kind=HoldKind.BADGE)
    assert hold.until == hold.since  # it never holds
    after = dt.date(2027, 3, 1)
    assert set(Hold.objects.on(after).filter(member=mara_member).values_list("kind", flat=True)) == {"TRAINING"}


@pytest.mark.parametrize("who", ["otto_actor", "mara_actor", "kai_actor", "ada_actor"])
def test_hand_over_badge_by_anybody_else_finds_nothing(request, who, badge, harbour, mara_member, at):
    with pytest.raises(NotPermitted):
        commands.hand_over_badge(
            actor=request.getfixturevalue(who), team_id=harbour.pk, member_id=mara_member.pk, at=at
        )
    assert not said("teams.badge_handed_over", at)


def test_hand_over_badge_refused_writes_nothing(badge, lena_actor, harbour, mara_member, lena_member, at):
    def hand_over(member):
        return commands.hand_over_badge(actor=lena_actor, team_id=harbour.pk, member_id=member.pk, at=at)

    refused("teams.badge-not-allocated", hand_over, lena_member)
    hand_over(mara_member)
    refused("teams.badge-handed-over-already", hand_over, mara_member)
    assert len(said("teams.badge_handed_over", at)) == 1


@pytest.mark.req("EQP-01")
def test_revoke_badge_never_gives_the_number_again(
    badge, gus_actor, gus, lena_actor, harbour, mara_member, lena_member, at
):
    commands.hand_over_badge(actor=lena_actor, team_id=harbour.pk, member_id=mara_member.pk, at=at)
    commands.revoke_badge(actor=gus_actor, team_id=harbour.pk, member_id=mara_member.pk, why=BadgeEnd.LOST, at=at)

    badge.refresh_from_db()
    assert (badge.revoked_on, badge.revoked_why, badge.revoked_by_id) == (at.date(), "LOST", gus.pk)
    assert not Member.objects.filter(pk=mara_member.pk).fit_for_duty(at.date()).exists()
    following = [
        commands.allocate_badge(actor=gus_actor, team_id=harbour.pk, member_id=member.pk, at=at).number
        for member in (lena_member, mara_member)
    ]
    assert following == ["99010200100002", "99010200100003"]
    assert len(said("teams.badge_revoked", at)) == 1


def test_revoke_badge_before_it_was_handed_over_leaves_the_hold_that_waits(badge, gus_actor, harbour, mara_member, at):
    commands.revoke_badge(actor=gus_actor, team_id=harbour.pk, member_id=mara_member.pk, why=BadgeEnd.DAMAGED, at=at)
    assert Hold.objects.filter(member=mara_member, kind=HoldKind.BADGE).count() == 1
    assert Member.objects.filter(pk=mara_member.pk).fit_for_duty(at.date()).exists()


@pytest.mark.parametrize("who", ["lena_actor", "theo_actor", "gwen_actor"])
def test_revoke_badge_by_anybody_else_finds_nothing(request, who, badge, harbour, mara_member, at):
    with pytest.raises(NotPermitted):
        commands.revoke_badge(
            actor=request.getfixturevalue(who),
            team_id=harbour.pk, member_id=mara_member.pk, why=BadgeEnd.LOST, at=at,
        )  # fmt: skip
    assert NumberBadge.objects.current().count() == 1


def test_revoke_badge_of_who_has_none_is_refused(gus_actor, harbour, mara_member, at):
    refused(
        "teams.badge-not-allocated",
        commands.revoke_badge,
        actor=gus_actor, team_id=harbour.pk, member_id=mara_member.pk, why=BadgeEnd.LOST, at=at,
    )  # fmt: skip
    assert not said("teams.badge_revoked", at)


# --- leaving --------------------------------------------------------------------------------------------------------


def leave(actor, team, member, at, **values):
    whole = {"why": LeavingKind.RESIGNED, "until": at.date(), **values}
    return commands.end_membership(actor=actor, team_id=team.pk, member_id=member.pk, at=at, **whole)


@pytest.fixture
def worn(gus_actor, lena_actor, harbour, lena_member, at):
    """Lena wears a number badge."""
    commands.allocate_badge(actor=gus_actor, team_id=harbour.pk, member_id=lena_member.pk, at=at)
    return commands.hand_over_badge(actor=gus_actor, team_id=harbour.pk, member_id=lena_member.pk, at=at)


@pytest.mark.req("EQP-01")
def test_end_membership_takes_badge_post_and_login_back(worn, kai_actor, kai, harbour, lena, lena_member, at):
    row = leave(kai_actor, harbour, lena_member, at, badge=BadgeEnd.RETURNED)

    assert (row.until, row.left_why, row.ended_by_id) == (at.date(), "RESIGNED", kai.pk)
    assert not Member.objects.serving_in(harbour, at.date()).filter(pk=lena_member.pk).exists()
    assert NumberBadge.objects.get(member=lena_member).revoked_why == "RETURNED"
    assert Appointment.objects.get(member=lena_member).until == at.date()
    assert User.objects.get(pk=lena.pk).is_active is False
    (entry,) = said("teams.membership_ended", at)
    assert (entry.facts["badge_revoked"], entry.facts["login_closed"]) == (True, True)


def test_end_membership_waits_for_a_badge_that_is_worn(worn, kai_actor, harbour, lena, lena_member, at):
    no = refused("teams.badge-not-returned", leave, kai_actor, harbour, lena_member, at)
    refused("teams.badge-not-returned", leave, kai_actor, harbour, lena_member, at, badge=BadgeEnd.UNUSED)

    assert no.field == "badge"
    assert NumberBadge.objects.current().filter(member=lena_member).exists()
    assert User.objects.get(pk=lena.pk).is_active is True
    leave(kai_actor, harbour, lena_member, at, badge=BadgeEnd.LOST)
    worn.refresh_from_db()
    assert worn.revoked_why == "LOST"


def test_end_membership_needs_no_word_of_a_badge_that_was_revoked_before(
    worn, kai_actor, gus_actor, harbour, lena_member, at
):
    act = {"actor": gus_actor, "team_id": harbour.pk, "member_id": lena_member.pk, "at": at}
    commands.revoke_badge(**act, why=BadgeEnd.DAMAGED)
    leave(kai_actor, harbour, lena_member, at)
    worn.refresh_from_db()
    assert worn.revoked_why == "DAMAGED"


def test_end_membership_frees_a_badge_that_was_never_handed_over(badge, kai_actor, harbour, mara_member, at):
    leave(kai_actor, harbour, mara_member, at)
    badge.refresh_from_db()
    assert (badge.revoked_why, badge.revoked_on) == ("UNUSED", at.date())


def test_end_membership_waits_for_whatever_else_is_held(registries, kai_actor, harbour, mara_member, at):
    held = {mara_member.pk: 2}
    wording.register({"teams.torches-held": "手电"})
    sockets.plug_figure("before-leaving", "teams.torches-held", lambda member_id: held.get(member_id, 0))

    no = refused("teams.still-held", leave, kai_actor, harbour, mara_member, at)
    assert no.facts == {"what": "teams.torches-held", "count": 2}
    assert "手电 2" in wording.say(no.code, **no.facts)
    assert not said("teams.membership_ended", at)
    held.clear()
    leave(kai_actor, harbour, mara_member, at)
    assert len(said("teams.membership_ended", at)) == 1


def test_end_membership_of_a_second_post_waits_for_nothing(
    registries, badge, lena_actor, kai_actor, piet_actor, harbour, squadron, mara_member, at
):
    sockets.plug_figure("before-leaving", "teams.torches-held", lambda member_id: 1)
    commands.hand_over_badge(actor=lena_actor, team_id=harbour.pk, member_id=mara_member.pk, at=at)
    draft = MoveDraft(employment_class=EmploymentClass.PART_TIME, on=at.date())
    commands.add_second_post(
        actor=piet_actor, team_id=harbour.pk, member_id=mara_member.pk, to_team_id=squadron.pk, draft=draft, seen=True,
        at=at,
    )  # fmt: skip
    leave(kai_actor, harbour, mara_member, at)

    assert NumberBadge.objects.current().filter(member=mara_member).exists()
    left = Membership.objects.open().get(member=mara_member)
    assert (left.team_id, left.main) == (squadron.pk, True)


def test_end_membership_is_no_transfer(kai_actor, harbour, mara_member, at):
    refused("teams.not-an-exit", leave, kai_actor, harbour, mara_member, at, why=LeavingKind.TRANSFERRED)


def test_end_membership_of_one_of_two_teams_leaves_badge_and_login(
    kai_actor, gus_actor, harbour, squadron, mara, mara_member, at
):
    Membership.objects.create(
        member=mara_member, team=squadron, employment_class="PART_TIME", since=at.date(), main=False, entered_at=at
    )
    commands.allocate_badge(actor=gus_actor, team_id=harbour.pk, member_id=mara_member.pk, at=at)
    leave(kai_actor, harbour, mara_member, at)

    assert NumberBadge.objects.current().filter(member=mara_member).exists()
    assert said("teams.membership_ended", at)[0].facts["badge_revoked"] is False
    assert Member.objects.serving_in(squadron, at.date()).filter(pk=mara_member.pk).exists()


@pytest.mark.parametrize("who", ["olga_actor", "lena_actor", "gus_actor"])
def test_end_membership_by_anybody_else_finds_nothing(request, who, harbour, mara_member, at):
    with pytest.raises(NotPermitted):
        leave(request.getfixturevalue(who), harbour, mara_member, at)
    assert Member.objects.serving_in(harbour, at.date()).filter(pk=mara_member.pk).exists()


def test_end_membership_refused_writes_nothing(kai_actor, harbour, mara_member, otto_member, at):
    day = dt.timedelta(days=1)
    refused("teams.leaving-date-odd", leave, kai_actor, harbour, mara_member, at, until=at.date() + day)
    refused("teams.leaving-date-odd", leave, kai_actor, harbour, mara_member, at, until=dt.date(2026, 8, 31))
    refused("teams.member-not-serving", leave, kai_actor, harbour, otto_member, at)
    assert not Membership.objects.filter(until__isnull=False).exists()
    assert not said("teams.membership_ended", at)
