"""Who is appointed, how a post ends, and how a login is opened from it."""

import datetime as dt

import pytest
from django.contrib.auth import get_user
from django.http import HttpRequest

from patrol_ops.core.access import Actor
from patrol_ops.core.models import LoginSlip, Obligation, User
from patrol_ops.core.refusals import NotPermitted
from patrol_ops.core.signin import claim_login
from teams import commands, reports
from teams.models import Appointment
from teams.rules import AppointmentDraft, Owed, Role
from tests.cast import PASSWORD
from tests.teams.saying import refused, said

DAY = dt.timedelta(days=1)


# --- staff ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def appoint(ada_actor, district, at):
    def act(role=Role.TRAINER, path="990102", **values):
        draft = AppointmentDraft(role=role, since=values.pop("since", at.date()))
        whole = {"actor": ada_actor, "draft": draft, "place_id": district.places.get(path), "at": at, **values}
        return commands.appoint_staff(**whole)

    return act


def test_appoint_staff_makes_a_login_that_cannot_sign_in_yet(appoint, ada, at):
    post = appoint(username="Neu.Ling", name="新玲")

    assert (post.user.username, post.user.name, post.user.is_active) == ("neu.ling", "新玲", False)
    assert not post.user.has_usable_password()
    assert (post.path, post.proposed_by_id, post.approved_at) == ("990102", ada.pk, at)
    assert len(said("teams.staff_appointed", at)) == 1


def test_appoint_staff_gives_a_second_post_to_a_login(appoint, kai, at):
    appoint(Role.COMMUNITY_OFFICER, "990102001002", user_id=kai.pk)
    posts = reports.actor_for(kai, at.date()).posts
    assert [post.path for post in posts] == ["990102001001", "990102001002"]


@pytest.mark.req("ORG-41")
def test_appoint_staff_gives_an_area_one_contact_officer_and_keeps_the_history(appoint, harbour_area, willow_area, at):
    first = appoint(Role.AREA_CONTACT, area_id=harbour_area.pk, username="arlo", name="敖洛")
    again = appoint(Role.AREA_CONTACT, area_id=willow_area.pk, user_id=first.user_id)  # several areas an officer
    refused("teams.area-has-contact", appoint, Role.AREA_CONTACT, area_id=harbour_area.pk, username="anna", name="安娜")
    later = at + 30 * DAY
    commands.end_appointment(actor=Actor.system("x"), appointment_id=first.pk, until=later.date(), at=later)
    appoint(Role.AREA_CONTACT, area_id=harbour_area.pk, username="anna", name="安娜", since=later.date(), at=later)

    assert (first.path, again.path) == (harbour_area.path, willow_area.path)
    history = Appointment.objects.filter(area=harbour_area).order_by("since")
    assert [(row.user.username, row.until) for row in history] == [("arlo", later.date()), ("anna", None)]


@pytest.mark.parametrize("who", ["gwen_actor", "gus_actor", "tess_actor", "aud_actor", "petra_actor"])
def test_appoint_staff_by_anybody_else_finds_nothing(request, who, appoint, at):
    with pytest.raises(NotPermitted):
        appoint(actor=request.getfixturevalue(who), username="neu", name="新玲")
    assert not User.objects.filter(username="neu").exists()


def test_appoint_staff_refused_writes_nothing(appoint, ada, kai, nora, harbour_area, at):
    posts, users = Appointment.objects.count(), User.objects.count()
    refused("teams.role-not-held-there", appoint, Role.LEADER, username="neu", name="新玲")
    refused("teams.role-not-held-there", appoint, Role.TOWNSHIP, "990102", username="neu", name="新玲")
    refused("core.username-invalid", appoint, username="1", name="新玲")
    refused("core.username-invalid", appoint, username="13812345678", name="新玲")
    refused("core.username-taken", appoint, username="KAI", name="新玲")
    refused("teams.person-name-invalid", appoint, username="neu", name="<b>")
    refused("teams.appointed-oneself", appoint, Role.GOVERNANCE_HEAD, user_id=ada.pk)
    refused("teams.appointed-already", appoint, Role.COMMUNITY_OFFICER, "990102001001", user_id=kai.pk)
    refused("teams.login-unknown", appoint, user_id=nora.pk)  # out of reach is answered like one that is not there
    refused("teams.login-unknown", appoint, user_id=10**9)
    refused("teams.appointment-date-odd", appoint, username="neu", name="新玲", since=dt.date(2030, 1, 1))
    assert (Appointment.objects.count(), User.objects.count()) == (posts, users)
    assert not said("teams.staff_appointed", at)


# --- end ------------------------------------------------------------------------------------------------------------


def post_of(user):
    return Appointment.objects.of(user.pk).get()


def test_end_appointment_with_the_last_post_closes_the_login_and_its_sessions(ada_actor, tom, signed_in, at):
    visit = HttpRequest()
    visit.session = signed_in(tom).session
    assert get_user(visit) == tom
    row = commands.end_appointment(actor=ada_actor, appointment_id=post_of(tom).pk, until=at.date(), at=at)

    mark = tom.session_mark
    tom.refresh_from_db()
    assert (row.until, row.ended_by_id) == (at.date(), ada_actor.person_id)
    assert (tom.is_active, tom.closed_at) == (False, at)
    assert tom.session_mark != mark
    assert get_user(visit).is_anonymous
    assert reports.actor_for(tom, at.date()).posts == ()
    (entry,) = said("teams.appointment_ended", at)
    assert entry.facts["login_closed"] is True


def test_end_appointment_with_another_post_left_keeps_the_login(appoint, ada_actor, kai, at):
    first = post_of(kai)
    appoint(Role.COMMUNITY_OFFICER, "990102001002", user_id=kai.pk, since=at.date() + 7 * DAY)
    commands.end_appointment(actor=ada_actor, appointment_id=first.pk, until=at.date(), at=at)

    kai.refresh_from_db()
    assert kai.is_active
    assert said("teams.appointment_ended", at)[0].facts["login_closed"] is False


def test_end_appointment_of_a_proposal_cancels_what_waited(proposed, tess_actor, at):
    commands.end_appointment(actor=tess_actor, appointment_id=proposed.pk, until=proposed.since, at=at)
    assert not Obligation.objects.open().filter(kind=Owed.APPROVE_LEADER, subject_id=proposed.pk).exists()


@pytest.mark.parametrize("who", ["gwen_actor", "theo_actor", "lena_actor", "kai_actor", "ada_actor"])
def test_end_appointment_of_a_leader_by_anybody_else_finds_nothing(request, who, lena, at):
    with pytest.raises(NotPermitted):
        commands.end_appointment(
            actor=request.getfixturevalue(who), appointment_id=post_of(lena).pk, until=at.date(), at=at
        )
    assert post_of(lena).until is None


@pytest.mark.parametrize("who", ["gus_actor", "gwen_actor", "tess_actor", "piet_actor"])
def test_end_appointment_of_staff_by_anybody_else_finds_nothing(request, who, kai, at):
    with pytest.raises(NotPermitted):
        commands.end_appointment(
            actor=request.getfixturevalue(who), appointment_id=post_of(kai).pk, until=at.date(), at=at
        )


def test_end_appointment_refused_writes_nothing(ada, ada_actor, tom, at):
    def end(user, until):
        commands.end_appointment(actor=ada_actor, appointment_id=post_of(user).pk, until=until, at=at)

    refused("teams.end-date-odd", end, tom, at.date() + DAY)
    refused("teams.end-date-odd", end, tom, dt.date(2026, 8, 31))
    refused("teams.last-administrator", end, ada, at.date())
    assert not said("teams.appointment_ended", at)
    end(tom, at.date())
    refused("teams.appointment-ended-already", end, tom, at.date())


# --- logins ---------------------------------------------------------------------------------------------------------


def test_open_login_of_a_leader_signs_in_by_slip(tess_actor, tess, proposed, officer, district, at):
    commands.approve_leader(actor=officer, appointment_id=proposed.pk, at=at)
    slip = commands.open_login(actor=tess_actor, appointment_id=proposed.pk, at=at)

    assert slip.user.name == "舒文"
    assert slip.user.username == f"m{district.members['舒文']}"
    assert slip.expires_at == at + dt.timedelta(hours=72)
    stored = LoginSlip.objects.get(user=slip.user, used_at__isnull=True)
    assert slip.code.replace("-", "") not in stored.code_digest
    user = claim_login(actor=Actor.public(), code=slip.code, username=None, password=PASSWORD, at=at)
    assert user.is_active
    assert reports.actor_for(user, at.date()).holds(Role.LEADER)
    (entry,) = said("teams.login_opened", at)
    assert slip.code not in str(entry.facts)


def test_open_login_again_voids_the_earlier_slip(ada_actor, tom, at):
    first = commands.open_login(actor=ada_actor, appointment_id=post_of(tom).pk, at=at)
    second = commands.open_login(actor=ada_actor, appointment_id=post_of(tom).pk, at=at)

    def use(slip):
        return claim_login(actor=Actor.public(), code=slip.code, username=None, password=PASSWORD, at=at)

    refused("core.slip-unusable", use, first)
    assert use(second).pk == tom.pk
    assert [entry.facts["renewed"] for entry in said("teams.login_opened", at)] == [True, True]


@pytest.mark.parametrize("who", ["gus_actor", "tess_actor", "gwen_actor", "kai_actor"])
def test_open_login_of_staff_by_anybody_else_finds_nothing(request, who, tom, at):
    with pytest.raises(NotPermitted):
        commands.open_login(actor=request.getfixturevalue(who), appointment_id=post_of(tom).pk, at=at)
    assert not LoginSlip.objects.filter(user=tom, made_at=at).exists()


@pytest.mark.parametrize("who", ["theo_actor", "lena_actor", "kai_actor", "aud_actor"])
def test_open_login_of_a_leader_by_anybody_else_finds_nothing(request, who, lena, at):
    with pytest.raises(NotPermitted):
        commands.open_login(actor=request.getfixturevalue(who), appointment_id=post_of(lena).pk, at=at)


def test_open_login_needs_a_post_in_force(proposed, tess_actor, ada_actor, tom, at):
    refused("teams.login-needs-appointment", commands.open_login, actor=tess_actor, appointment_id=proposed.pk, at=at)
    commands.end_appointment(actor=ada_actor, appointment_id=post_of(tom).pk, until=at.date(), at=at)
    refused(
        "teams.login-needs-appointment", commands.open_login, actor=ada_actor, appointment_id=post_of(tom).pk, at=at
    )
    assert not said("teams.login_opened", at)
