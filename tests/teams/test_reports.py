"""What is asked of places, teams and people: the answers, and what they cost."""

from __future__ import annotations

import datetime as dt

import pytest

from patrol_ops.core import policy
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Obligation, Reminder
from patrol_ops.core.obligations import Due, owe, remind
from teams import commands, reports
from teams.models import Appointment, Hold, Member, Membership, PatrolArea, Team
from teams.rules import AppointmentDraft, EmploymentClass, MemberDraft, Owed, Role
from tests.cast import BUILDER, identity

DAY = dt.timedelta(days=1)


def newcomers(team, count, at, first=600):
    for n in range(first, first + count):
        draft = MemberDraft(name="周新", phone="", identity=identity(n), employment_class=EmploymentClass.FULL_TIME)
        commands.enrol_member(actor=BUILDER, team_id=team.pk, draft=draft, at=at)


# --- who acts -------------------------------------------------------------------------------------------------------


def test_actor_for_costs_one_statement(lena, harbour, lena_member, at, django_assert_num_queries):
    with django_assert_num_queries(1):
        actor = reports.actor_for(lena, at.date())
    assert (actor.person_id, actor.member_id) == (lena.pk, lena_member.pk)
    assert [(post.role, post.team_id, post.path) for post in actor.posts] == [("ldr", harbour.pk, "990102001001")]


def test_actor_for_knows_the_day(lena, at):
    assert reports.actor_for(lena, dt.date(2026, 8, 31)).posts == ()
    assert len(reports.actor_for(lena, dt.date(2026, 9, 1)).posts) == 1


def test_actor_for_of_a_proposal_has_no_post_yet(proposed, tess_actor, academy, district, at):
    assert not Appointment.objects.on(at.date()).filter(pk=proposed.pk).exists()
    assert Appointment.objects.from_day(at.date()).filter(pk=proposed.pk).exists()


@pytest.mark.parametrize(
    ("role", "path", "who"),
    [
        ("cpo", "990102001001", ["kai"]),
        ("psl", "990102001001", ["piet"]),
        ("gvh", "990102002001", ["gwen"]),
        ("cpo", "990102001002", []),
        ("psl", "990102", []),
        ("twn", "99010200100101", ["tess"]),
    ],
)
def test_holders_of_reach_down_from_around(district, role, path, who, at, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = reports.holders_of(role, path=path, team_id=None, day=at.date())
    assert found == [district.users[name] for name in who]


def test_holders_of_a_team_are_its_leader_and_deputies(district, harbour, mara_member, tess_actor, kai_actor, at):
    draft = AppointmentDraft(role=Role.LEADER, since=at.date(), deputy=True)
    post = commands.propose_leader(actor=tess_actor, team_id=harbour.pk, member_id=mara_member.pk, draft=draft, at=at)
    commands.approve_leader(actor=kai_actor, appointment_id=post.pk, at=at)
    found = reports.holders_of("ldr", path="", team_id=harbour.pk, day=at.date())
    assert found == sorted([district.users["lena"], district.users["mara"]])


def test_holders_of_leave_closed_logins_out(district, kai, ada_actor, at):
    commands.end_appointment(
        actor=ada_actor, appointment_id=Appointment.objects.of(kai.pk).get().pk, until=at.date(), at=at
    )
    assert reports.holders_of("cpo", path="990102001001", team_id=None, day=at.date()) == []


@pytest.mark.parametrize(
    ("level", "harbours", "willows"),
    [
        (0, {"lena"}, {"otto"}),
        (1, {"kai"}, {"olga"}),
        (2, {"piet"}, {"pia"}),
        (3, {"tess"}, {"theo"}),
        (4, {"gus"}, {"gus"}),
    ],
)
def test_addressees_climb_the_ladder_of_each_team(
    district, harbour, willow, level, harbours, willows, at, django_assert_num_queries
):
    rows = [
        Obligation(pk=pk, kind="x", team_id=team.pk, path=path, role="ldr")
        for pk, team, path in ((1, harbour, "990102001001"), (2, willow, "990102002001"), (3, harbour, "990102001001"))
    ]
    with django_assert_num_queries(2):
        found = reports.addressees(rows, level, at.date())
    by_name = {pk: {name for name, user in district.users.items() if user in people} for pk, people in found.items()}
    assert by_name == {1: harbours, 2: willows, 3: harbours}


def test_a_waiting_team_reminds_the_head_of_the_office(district, gwen, harbour, at):
    due = Due(subject_type="team", subject_id=harbour.pk, path="990102001001", role="gvh", due_at=at, period="x")
    owe(Owed.APPROVE_TEAM, [due], at=at)
    remind(at + 2 * DAY)
    from_office = [notice.user_id for notice in Obligation.objects.get(period="x").reminders.all()]
    assert from_office == [gwen.pk]


def hold(member: Member, kind: str, at: dt.datetime) -> None:
    Hold.objects.create(member=member, kind=kind, since=at.date(), placed_at=at)


def test_nobody_gone_or_suspended_is_written_to(district, lena, mara, gwen, lena_member, mara_member, at,
                                                django_assert_num_queries):  # fmt: skip
    ids = {lena.pk, mara.pk, gwen.pk, district.users["nora"]}
    with django_assert_num_queries(1):
        assert reports.reachable(ids, at.date()) == ids
    hold(lena_member, "TRAINING", at)  # off duty, but spoken to
    hold(lena_member, "DISCIPLINE", at)
    assert reports.reachable(ids, at.date()) == ids - {lena.pk}
    assert reports.reachable(ids, at.date() - DAY) == ids
    gone = {"until": at.date(), "ended_at": at}
    Membership.objects.filter(member=mara_member).update(**gone)
    assert reports.reachable(ids, at.date()) == ids - {lena.pk}  # she still holds a post
    Appointment.objects.filter(member=mara_member).update(**gone)
    assert reports.reachable(ids, at.date()) == ids - {lena.pk, mara.pk}
    assert reports.reachable(set(), at.date()) == set()


def test_what_a_suspended_leader_owes_goes_to_the_next_role_up(district, kai, lena, lena_member, harbour, at):
    due = Due(subject_type="team", subject_id=harbour.pk, team_id=harbour.pk, path="990102001001", role="ldr",
              due_at=at, period="x")  # fmt: skip
    hold(lena_member, "DISCIPLINE", at)
    owe(Owed.RETURN_KIT, [due], at=at)
    remind(at)
    assert set(Reminder.objects.values_list("user_id", flat=True)) == {kai.pk}


# --- who may walk ---------------------------------------------------------------------------------------------------


def test_crew_costs_two_statements_for_any_number(harbour, kai_actor, at, django_assert_num_queries):
    newcomers(harbour, 10, at)
    with django_assert_num_queries(2):
        people = reports.crew(harbour.pk, at.date(), shown_to=kai_actor)
    assert [person.fit for person in people] == [True] * 5 + [False] * 10
    assert people[-1].holds == ("BADGE", "TRAINING")
    assert people[0].transition_until == dt.date(2027, 2, 28)


@pytest.mark.req("X50")
def test_the_transition_ends_on_its_day(harbour):
    ends = dt.date(2027, 2, 28)
    serving = Member.objects.serving_in(harbour, ends)
    assert serving.fit_for_duty(ends - DAY).count() == 5
    assert serving.fit_for_duty(ends).count() == 0
    assert {person.standing for person in reports.crew(harbour.pk, ends)} == {"TRAINEE"}


def test_crew_masks_what_the_reader_may_not_read(harbour, gus_actor, lena_actor, mara_actor, at):
    day = at.date()
    assert all("*" in person.name for person in reports.crew(harbour.pk, day, shown_to=gus_actor))
    assert not any("*" in person.name for person in reports.crew(harbour.pk, day, shown_to=lena_actor))
    own = [person.name for person in reports.crew(harbour.pk, day, shown_to=mara_actor) if person.open]
    assert own == ["马兰"]
    assert all("*" in person.name for person in reports.crew(harbour.pk, day, shown_masked=True))
    assert reports.names_masked_for(gus_actor)
    assert not reports.names_masked_for(lena_actor)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ln", ["李娜"]),
        ("lina", ["李娜"]),
        ("LN", ["李娜"]),
        ("何", ["何乐", "何安", "何平"]),
        ("平", ["何平"]),
        ("", None),
        ("zz", []),
    ],
)
def test_members_are_found_by_name_and_sound(harbour, text, names, at):
    found = Member.objects.serving_in(harbour, at.date()).matching(text)
    assert len(found) == 5 if names is None else sorted(member.name for member in found) == sorted(names)


# --- how strong -----------------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-05", "ORG-08", "ORG-09", "ORG-10", "X02", "X03")
def test_strengths_know_what_each_place_decided(district, gwen_actor, at, django_assert_num_queries):
    def decide(key, value, path):
        policy.set_policy_value(actor=gwen_actor, key=key, value=value, since=at.date(), path=path, at=at)

    decide("strength.squadron.min", "12", "990102")
    decide("strength.squadron.min", "20", "990102002")
    teams = list(Team.objects.select_related("place").with_strength(at.date()))
    with django_assert_num_queries(1):
        found = reports.strengths(teams, at.date())
    by_key = {key: found[pk] for key, pk in district.teams.items()}
    assert {key: strength.standard for key, strength in by_key.items()} == {
        "brigade": 80, "squadron": 12, "harbour": 5, "academy": 5, "other_squadron": 20, "willow": 5,
    }  # fmt: skip
    assert by_key["other_squadron"].below_standard
    assert not by_key["squadron"].below_standard
    assert (by_key["harbour"].actual, by_key["harbour"].lacking) == (5, 1)
    yesterday = reports.strengths(teams, at.date() - DAY)
    assert yesterday[district.teams["squadron"]].standard == 15


@pytest.mark.req("ORG-05")
def test_teams_under_strength_and_without_leader(district, harbour, kai_actor, at):
    day = at.date()
    under = set(Team.objects.under_strength(day).values_list("pk", flat=True))
    assert harbour.pk in under
    newcomers(harbour, 1, at)
    assert not Team.objects.under_strength(day).filter(pk=harbour.pk).exists()
    led = {team.pk for team in Team.objects.with_leader(day) if team.led}
    assert led == {district.teams["harbour"], district.teams["willow"]}
    assert set(Team.objects.without_leader(day).values_list("pk", flat=True)) == set(district.teams.values()) - led


def test_strength_counts_a_person_once_and_by_the_day(harbour, mara_member, kai_actor, at):
    commands.end_membership(
        actor=kai_actor, team_id=harbour.pk, member_id=mara_member.pk, why="RESIGNED", until=at.date(), at=at
    )
    actual = {
        day: Team.objects.with_strength(day).get(pk=harbour.pk).actual
        for day in (dt.date(2026, 8, 31), at.date() - DAY, at.date())
    }
    assert list(actual.values()) == [0, 5, 4]


@pytest.mark.req("ORG-47")
def test_in_charge_names_the_three_and_its_gaps(harbour, squadron, brigade, at, django_assert_num_queries):
    team = Team.objects.select_related("place").get(pk=harbour.pk)
    with django_assert_num_queries(1):
        found = reports.in_charge(team, at.date())
    assert (found.leading, found.managing, found.operating) == (["李娜"], ["凯文"], [])
    assert not found.complete
    assert reports.in_charge(squadron, at.date()).managing == ["皮涛"]
    assert reports.in_charge(brigade, at.date()).managing == ["裴佳"]


# --- territory ------------------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("gwen", {"brigade", "squadron", "harbour", "academy", "other_squadron", "willow"}),
        ("tess", {"squadron", "harbour", "academy"}),
        ("theo", {"other_squadron", "willow"}),
        ("kai", {"harbour"}),
        ("lena", {"harbour"}),
        ("nora", set()),
        ("fay", set()),
    ],
)
def test_territory_first_department_second(district, actor, who, names, at):
    """A line department (finance) sees only its own subject, and of teams nothing; territory bounds everybody."""
    if who == "fay":
        draft = AppointmentDraft(role=Role.FINANCE, since=at.date())
        post = commands.appoint_staff(
            actor=BUILDER, draft=draft, place_id=district.places["990102"], username="fay", name="费雅", at=at
        )
        viewer = actor(post.user)
    else:
        viewer = district.actor(who)
    seen = set(Team.objects.visible_to(viewer, "teams.view_team").values_list("pk", flat=True))
    assert seen == {district.teams[name] for name in names}


def test_a_contact_officer_reaches_the_area_only(district, actor, harbour_area, at):
    post = commands.appoint_staff(
        actor=BUILDER, draft=AppointmentDraft(role=Role.AREA_CONTACT, since=at.date()), area_id=harbour_area.pk,
        username="arlo", name="敖洛", at=at,
    )  # fmt: skip
    arlo = actor(post.user)
    assert list(PatrolArea.objects.visible_to(arlo, "teams.view_area")) == [harbour_area]
    with_contact = PatrolArea.objects.with_contact(at.date()).get(pk=harbour_area.pk)
    assert with_contact.contact == "敖洛"


def test_who_left_is_no_longer_the_leaders_to_read(harbour, mara_member, kai_actor, lena_actor, at):
    commands.end_membership(
        actor=kai_actor, team_id=harbour.pk, member_id=mara_member.pk, why="RESIGNED", until=at.date(), at=at
    )
    assert not Member.objects.visible_to(lena_actor, "teams.view_member").filter(pk=mara_member.pk).exists()
    assert Member.objects.visible_to(kai_actor, "teams.view_member").filter(pk=mara_member.pk).exists()


def test_places_to_switch_to(tess_actor, django_assert_num_queries):
    with django_assert_num_queries(1):
        choices = reports.place_choices(tess_actor)
    assert [(choice.text, choice.level) for choice in choices] == [("锦川街道", 1), ("港口社区", 2), ("书院社区", 2)]
    assert reports.place_choices(Actor.nobody()) == []
