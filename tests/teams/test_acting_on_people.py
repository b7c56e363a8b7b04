"""Writing pages of people and posts: each does it, says no in words, counts once, and finds nothing out of reach."""

from __future__ import annotations

import uuid

import pytest
import time_machine
from django.urls import reverse

from patrol_ops.core.models import LoginSlip, User
from teams import commands
from teams.models import (
    Appointment,
    Membership,
    NumberBadge,
)
from teams.rules import AppointmentDraft, Role

HTML = "<script>alert(1)</script>"
LONG = "长" * 10_000


@pytest.fixture(autouse=True)
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


def key():
    return str(uuid.uuid4())


# --- people ---------------------------------------------------------------------------------------------------------


def test_badges_by_page(send, harbour, mara_member):
    args = (harbour.pk, mara_member.pk)
    assert send("gus", "teams:allocate-badge", *args).status_code == 302
    assert send("gus", "teams:allocate-badge", *args).status_code == 422
    assert send("lena", "teams:hand-over-badge", *args).status_code == 302
    assert send("otto", "teams:hand-over-badge", *args).status_code == 404
    assert send("gus", "teams:revoke-badge", *args, why="EATEN").status_code == 422
    assert send("gus", "teams:revoke-badge", *args, why="LOST").status_code == 302
    assert send("lena", "teams:revoke-badge", *args, why="LOST").status_code == 404
    assert NumberBadge.objects.get(member=mara_member).revoked_why == "LOST"


def test_end_membership(send, signed_in, kai, harbour, mara_member, at):
    args = (harbour.pk, mara_member.pk)
    assert signed_in(kai).get(reverse("teams:end-membership", args=args)).status_code == 200
    today = at.date().isoformat()
    assert send("lena", "teams:end-membership", *args, why="RESIGNED", until=today).status_code == 404
    assert send("kai", "teams:end-membership", *args, why="RESIGNED", until="2026-11-19").status_code == 422
    assert send("kai", "teams:end-membership", *args, why="RESIGNED", until=today).status_code == 302
    assert send("kai", "teams:end-membership", *args, why="RESIGNED", until=today).status_code == 404
    assert Membership.objects.get(member=mara_member).left_why == "RESIGNED"


# --- posts and logins -----------------------------------------------------------------------------------------------


def test_a_leader_is_proposed_and_approved(send, signed_in, tess, ada_actor, academy, district, at):
    officer = commands.appoint_staff(
        actor=ada_actor, draft=AppointmentDraft(role=Role.COMMUNITY_OFFICER, since=at.date()),
        place_id=district.places["990102001002"], username="alma", name="安玛", at=at,
    ).user  # fmt: skip
    assert "舒*" in signed_in(tess).get(reverse("teams:propose-leader", args=[academy.pk])).content.decode()
    fields = {"member": district.members["舒文"], "post": "leader", "since": at.date().isoformat()}
    answer = send("tess", "teams:propose-leader", academy.pk, **fields)
    post = Appointment.objects.get(team=academy)
    assert answer["Location"] == reverse("teams:show-appointment", args=[post.pk])
    assert send("tess", "teams:propose-leader", academy.pk, **fields).status_code == 422
    assert send("piet", "teams:approve-leader", post.pk).status_code == 404
    User.objects.filter(pk=officer.pk).update(is_active=True)
    client = signed_in(User.objects.get(pk=officer.pk))
    assert client.get(reverse("teams:show-appointment", args=[post.pk])).context["may_decide"] is True
    assert client.post(reverse("teams:approve-leader", args=[post.pk])).status_code == 302
    assert client.post(reverse("teams:decline-leader", args=[post.pk])).status_code == 422


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"post": "king"}, 422), ({"member": 10**20}, 422), ({"since": "2031-01-01"}, 422), ({"since": HTML}, 422)],
)
def test_propose_leader_says_no_in_words(send, academy, district, at, fields, status):
    whole = {"member": district.members["舒文"], "post": "leader", "since": at.date().isoformat(), **fields}
    assert send("tess", "teams:propose-leader", academy.pk, **whole).status_code == status
    assert not Appointment.objects.filter(team=academy).exists()


@pytest.fixture
def appoint(send, district, at):
    def act(who="ada", /, **fields):
        over = f"place:{district.places['990102']}"
        whole = {"role": "trn", "over": over, "name": "新玲", "username": "neu", "since": at.date().isoformat()}
        return send(who, "teams:appoint-staff", **{**whole, **fields})

    return act


def test_appoint_staff_opens_and_ends(appoint, send, at):
    assert appoint().status_code == 302
    post = Appointment.objects.get(user__username="neu")
    assert send("ada", "teams:end-appointment", post.pk, until="2031-01-01").status_code == 422
    assert send("gus", "teams:end-appointment", post.pk, until=at.date().isoformat()).status_code == 404
    assert send("ada", "teams:end-appointment", post.pk, until=at.date().isoformat()).status_code == 302


@pytest.mark.parametrize(
    "fields",
    [
        {"username": "kai"}, {"username": ""}, {"username": HTML}, {"name": HTML}, {"role": "ldr"}, {"role": "king"},
        {"over": "place:999999"}, {"over": "nonsense"}, {"role": "cpo"}, {"user": "999999"}, {"since": "2026-13-01"},
    ],
)  # fmt: skip
def test_appoint_staff_says_no_in_words(appoint, fields):
    answer = appoint(**fields)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not User.objects.filter(username="neu").exists()


@pytest.mark.parametrize("who", ["gwen", "gus", "aud", "lena", "nora"])
def test_appoint_staff_by_anybody_else_finds_no_place(appoint, who):
    assert appoint(who).status_code == 422
    assert not User.objects.filter(username="neu").exists()


def test_open_login_shows_the_code_once_and_keeps_it_out_of_addresses(send, lena):
    post = Appointment.objects.of(lena.pk).get()
    once = key()
    answer = send("tess", "teams:open-login", post.pk, idempotency_key=once)
    slip = answer.context["slip"]
    page = answer.content.decode()
    assert answer.status_code == 200
    assert slip.code in page
    assert "<svg" in page
    assert "style=" not in page
    assert answer["Cache-Control"] == "no-store"
    again = send("tess", "teams:open-login", post.pk, idempotency_key=once)
    assert slip.code not in again.content.decode()
    assert LoginSlip.objects.filter(user=lena, used_at__isnull=True, cancelled_at__isnull=True).count() == 1
    assert send("theo", "teams:open-login", post.pk).status_code == 404
