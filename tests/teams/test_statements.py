"""ORG-44: the duty of a post is published, owed, acknowledged by login or on paper, and followed."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from patrol_ops.core import clock, outbox
from patrol_ops.core.models import Obligation
from patrol_ops.core.refusals import NotPermitted
from teams import commands
from teams.models import Acknowledgement, Appointment, DutyStatement
from teams.rules import AppointmentDraft, Owed, Role, StatementDraft
from tests.cast import BUILDER
from tests.teams.saying import refused, said

READS = 12
TEXTS = {"clear_duty": "负责本片区巡逻", "clear_task": "每天巡逻两小时", "complementary": "队长不在时听副队长安排"}


def draft(role=Role.MEMBER, **more):
    return StatementDraft(role=role, **{**TEXTS, **more})


@pytest.fixture
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


pytestmark = pytest.mark.usefixtures("_now")


@pytest.fixture
def publish(district, at):
    def act(actor=None, what=None, later=0, place="990102"):
        return commands.publish_duty_statement(
            actor=actor or district.actor("gus"), place_id=district.places[place], draft=what or draft(),
            at=at + dt.timedelta(days=later),
        )  # fmt: skip

    return act


@pytest.fixture
def acknowledge(at):
    def act(actor, statement, later=0):
        return commands.acknowledge_duty_statement(
            actor=actor, statement_id=statement.pk, at=at + dt.timedelta(days=later)
        )

    return act


def owed():
    return Obligation.objects.open().filter(kind=Owed.ACKNOWLEDGE_DUTY_STATEMENT)


# --- published and owed ---------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-44")
def test_publish_duty_statement_owes_it_to_everybody_of_the_post_with_a_login(publish, lena, mara, otto, at):
    members, leaders = publish(), publish(what=draft(Role.LEADER))
    assert {(row.user_id, row.period) for row in owed()} == {
        (mara.pk, str(members.pk)), (lena.pk, str(leaders.pk)), (otto.pk, str(leaders.pk)),
    }  # fmt: skip
    assert {clock.local(row.due_at).date() for row in owed()} == {at.date() + dt.timedelta(days=15)}


@pytest.mark.req("ORG-44")
def test_a_new_version_replaces_what_is_owed_and_changes_no_old_text(publish, acknowledge, mara, mara_actor):
    first = publish()
    second = publish(what=draft(clear_task="每天巡逻三小时"), later=1)
    assert [(row.user_id, row.period) for row in owed()] == [(mara.pk, str(second.pk))]
    first.refresh_from_db()
    assert first.clear_task == "每天巡逻两小时"
    refused("teams.statement-superseded", acknowledge, mara_actor, first, 1)
    acknowledge(mara_actor, second, 1)
    third = publish(what=draft(clear_task="每天巡逻四小时"), later=2)
    assert [row.period for row in owed()] == [str(third.pk)]


def test_publish_duty_statement_is_not_for_just_anybody(publish, district):
    for who in ("gwen", "tess", "piet", "kai", "lena", "mara", "ada", "aud"):
        with pytest.raises(NotPermitted):
            publish(district.actor(who))
    assert not DutyStatement.objects.exists()


def test_publish_duty_statement_refused_writes_nothing(publish, at):
    refused("teams.statement-text-needed", publish, what=draft(clear_duty=""))
    refused("teams.statement-of-the-district", publish, place="990102001")
    assert not DutyStatement.objects.exists()
    assert not owed().exists()
    publish()
    refused("teams.statement-unchanged", publish, later=1)
    refused("teams.statement-published-today", publish, what=draft(clear_task="别的"))
    assert DutyStatement.objects.count() == 1


def test_publish_duty_statement_is_said_once(publish, at):
    row = publish()
    (entry,) = said("teams.duty_statement_published", at)
    assert entry.facts == {"statement_id": row.pk, "role": "mbr", "owed": 1}
    assert entry.path == "990102"


@pytest.mark.django_db(transaction=True)
def test_two_offices_at_once_publish_one(at_once, publish, gus_actor):
    results = at_once(lambda: publish(gus_actor), lambda: publish(gus_actor, draft(clear_task="别的")))
    assert sum(isinstance(result, DutyStatement) for result in results) == 1, results
    assert DutyStatement.objects.count() == owed().count() == 1


def test_it_is_owed_in_bulk(publish, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        publish()


# --- newcomers ------------------------------------------------------------------------------------------------------


def test_a_login_that_opens_owes_it(publish, tess_actor, harbour, district, at):
    row = publish()
    outbox.deliver()
    before = owed().count()
    post = commands.propose_leader(
        actor=tess_actor, team_id=harbour.pk, member_id=district.members["何平"],
        draft=AppointmentDraft(role=Role.MEMBER, since=at.date()), at=at,
    )  # fmt: skip
    commands.open_login(actor=BUILDER, appointment_id=post.pk, at=at)
    outbox.deliver()
    assert owed().count() == before + 1
    assert owed().get(subject_id=district.members["何平"]).period == str(row.pk)


def test_a_leader_who_steps_down_owes_the_members_duty_and_who_has_left_owes_none(
    publish, gus_actor, kai_actor, lena, lena_member, harbour, at
):
    leaders, members = publish(what=draft(Role.LEADER)), publish()
    commands.propose_leader(
        actor=gus_actor, team_id=harbour.pk, member_id=lena_member.pk,
        draft=AppointmentDraft(role=Role.MEMBER, since=at.date()), at=at,
    )  # fmt: skip
    assert owed().get(user_id=lena.pk).period == str(leaders.pk)
    post = Appointment.objects.get(member=lena_member, role="ldr")
    commands.end_appointment(actor=gus_actor, appointment_id=post.pk, until=at.date(), at=at)
    outbox.deliver()
    assert owed().get(user_id=lena.pk).period == str(members.pk)
    commands.end_membership(
        actor=kai_actor, team_id=harbour.pk, member_id=lena_member.pk, why="RESIGNED", until=at.date(), at=at
    )
    outbox.deliver()
    assert not owed().filter(user_id=lena.pk).exists()


def test_owe_duty_statement_is_the_systems_alone_and_says_no_where_nothing_changes(publish, gus_actor, mara_member, at):
    publish()
    with pytest.raises(NotPermitted):
        commands.owe_duty_statement(actor=gus_actor, member_id=mara_member.pk, at=at)
    refused("teams.nothing-to-acknowledge", commands.owe_duty_statement, actor=BUILDER, member_id=mara_member.pk, at=at)
    Obligation.objects.filter(kind=Owed.ACKNOWLEDGE_DUTY_STATEMENT).delete()
    commands.owe_duty_statement(actor=BUILDER, member_id=mara_member.pk, at=at)
    assert owed().count() == 1
    assert len(said("teams.duty_statement_owed", at)) == 1


# --- acknowledged ---------------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-44")
def test_acknowledge_duty_statement_settles_what_was_owed(publish, acknowledge, mara, mara_actor, mara_member, at):
    statement = publish()
    row = acknowledge(mara_actor, statement)
    assert (row.member, row.acknowledged_on, row.on_paper, row.recorded_by) == (mara_member, at.date(), False, mara)
    assert not owed().exists()


def test_acknowledge_duty_statement_of_another_post_or_nobodys_is_refused(
    publish, acknowledge, mara_actor, gus_actor, aud_actor
):
    refused_here = publish(what=draft(Role.LEADER))
    refused("teams.nothing-to-acknowledge", acknowledge, mara_actor, refused_here)
    publish()
    refused("teams.statement-superseded", acknowledge, mara_actor, refused_here)
    for actor in (gus_actor, aud_actor):
        with pytest.raises(NotPermitted):
            acknowledge(actor, refused_here)
    assert not Acknowledgement.objects.exists()


def test_acknowledge_duty_statement_is_said_once(publish, acknowledge, mara_actor, mara_member, harbour, at):
    statement = publish()
    acknowledge(mara_actor, statement)
    refused("teams.statement-acknowledged-already", acknowledge, mara_actor, statement)
    (entry,) = said("teams.duty_statement_acknowledged", at)
    assert entry.facts == {
        "statement_id": statement.pk, "member_id": mara_member.pk, "team_id": harbour.pk, "on_paper": False,
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_taps_acknowledge_once(at_once, publish, acknowledge, mara_actor):
    statement = publish()
    results = at_once(*[lambda: acknowledge(mara_actor, statement)] * 2)
    assert sum(isinstance(result, Acknowledgement) for result in results) == 1, results
    assert Acknowledgement.objects.count() == 1


def test_the_database_keeps_one_a_member_and_version(publish, acknowledge, mara_actor, mara_member, at):
    statement = publish()
    acknowledge(mara_actor, statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.create(
            statement=statement, member=mara_member, acknowledged_on=at.date(), recorded_at=at
        )


@pytest.fixture
def sign(harbour, district, at):
    def act(actor, name="何平", ago=0, team=harbour):
        return commands.record_paper_signature(
            actor=actor, team_id=team.pk, member_id=district.members[name],
            signed_on=at.date() - dt.timedelta(days=ago), at=at,
        )  # fmt: skip

    return act


def test_record_paper_signature_keeps_the_date_only(publish, sign, lena, lena_actor, at):
    publish()
    row = sign(lena_actor)
    assert (row.acknowledged_on, row.on_paper, row.recorded_by) == (at.date(), True, lena)
    assert len(said("teams.duty_statement_acknowledged", at)) == 1


def test_record_paper_signature_by_anybody_else_finds_nothing(
    publish, sign, otto_actor, mara_actor, kai_actor, gus_actor
):
    publish()
    for actor in (otto_actor, mara_actor, kai_actor, gus_actor):
        with pytest.raises(NotPermitted):
            sign(actor)
    assert not Acknowledgement.objects.exists()


def test_record_paper_signature_refused_writes_nothing(publish, sign, lena_actor):
    refused("teams.nothing-to-acknowledge", sign, lena_actor)
    publish()
    refused("teams.signs-by-login", sign, lena_actor, "马兰")
    refused("teams.signed-on-odd", sign, lena_actor, ago=1)
    refused("teams.member-not-serving", sign, lena_actor, "欧涛")
    assert not Acknowledgement.objects.exists()
    sign(lena_actor)
    refused("teams.statement-acknowledged-already", sign, lena_actor)


# --- pages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def visit(request, signed_in, django_assert_max_num_queries):
    def act(who, name, *args, query=""):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(READS):
            return client.get((reverse(name, args=args) if ":" in name else name) + query)

    return act


@pytest.mark.req("ORG-44")
def test_list_duty_statements_shows_ones_own_first_with_the_button_until_done(visit, send, publish):
    leaders, members = publish(what=draft(Role.LEADER)), publish()
    shown = visit("mara", "teams:list-duty-statements")
    assert [(line.row, line.mine) for line in shown.context["shown"]] == [(members, True), (leaders, False)]
    assert "我已阅读" in shown.content.decode()
    assert [line.mine for line in visit("lena", "teams:list-duty-statements").context["shown"]] == [True, False]
    assert "我已阅读" not in visit("gus", "teams:list-duty-statements").content.decode()
    assert send("mara", "teams:acknowledge-duty-statement", statement=members.pk).status_code == 302
    assert send("mara", "teams:acknowledge-duty-statement", statement=members.pk).status_code == 422
    assert send("gus", "teams:acknowledge-duty-statement", statement=members.pk).status_code == 404
    assert send("mara", "teams:acknowledge-duty-statement", statement="x").status_code == 422
    done = visit("mara", "teams:list-duty-statements").content.decode()
    assert "我已阅读" not in done
    assert "2026年11月18日 已确认" in done


def test_it_stands_in_to_do_and_today_until_done(visit, publish, acknowledge, lena_actor):
    leaders = publish(what=draft(Role.LEADER))
    for page in ("office:to-do", "duty:today"):
        shown = visit("lena", page).content.decode()
        assert "确认岗位职责" in shown
        assert reverse("teams:list-duty-statements") in shown
    acknowledge(lena_actor, leaders)
    assert "确认岗位职责" not in visit("lena", "office:to-do").content.decode()


def test_publish_duty_statement_opens_with_what_is_in_force(visit, send, publish):
    publish()
    asked = visit("gus", "teams:publish-duty-statement", query="?role=mbr")
    assert "每天巡逻两小时" in asked.content.decode()
    assert "每天巡逻两小时" not in visit("gus", "teams:publish-duty-statement", query="?role=ldr").content.decode()
    assert send("gus", "teams:publish-duty-statement", role="ldr", **TEXTS).status_code == 302
    assert send("gus", "teams:publish-duty-statement", role="mbr", **TEXTS).status_code == 422
    assert send("gus", "teams:publish-duty-statement", role="king", **TEXTS).status_code == 422
    for who in ("gwen", "tess", "lena", "nora"):
        assert visit(who, "teams:publish-duty-statement").status_code == 404
        assert send(who, "teams:publish-duty-statement", role="ldr", **TEXTS).status_code == 404


@pytest.mark.req("ORG-44")
def test_list_acknowledgements_tells_who_has_not(visit, publish, acknowledge, mara_actor, sign, lena_actor):
    acknowledge(mara_actor, publish())
    sign(lena_actor)
    everybody = visit("lena", "teams:list-acknowledgements")
    known = {line.name: line.known_on is not None for line, _ in everybody.context["lines"]}
    assert known == {"马兰": True, "何平": True, "何安": False, "何乐": False}  # the leader has no duty in force yet
    waiting = visit("lena", "teams:list-acknowledgements", query="?state=open").context["lines"]
    assert {(line.name, may) for line, may in waiting} == {("何安", True), ("何乐", True)}
    masked = visit("gus", "teams:list-acknowledgements", query="?state=open&place=990102001001").context["lines"]
    assert {(line.name, may) for line, may in masked} == {("何*", False)}
    assert len(visit("kai", "teams:list-acknowledgements", query="?state=done").context["lines"]) == 2
    for who in ("mara", "vera", "aud", "nora"):
        assert visit(who, "teams:list-acknowledgements").status_code == 404


def test_record_paper_signature_by_page(visit, send, publish, harbour, district):
    publish()
    args = (harbour.pk, district.members["何平"])
    assert "何平" in visit("lena", "teams:record-paper-signature", *args).content.decode()
    assert send("lena", "teams:record-paper-signature", *args, signed_on="2031-01-01").status_code == 422
    assert send("otto", "teams:record-paper-signature", *args, signed_on="2026-11-18").status_code == 404
    assert send("lena", "teams:record-paper-signature", *args, signed_on="2026-11-18").status_code == 302
    assert Acknowledgement.objects.get().on_paper is True


# --- API ------------------------------------------------------------------------------------------------------------


def test_statements_by_api(signed_in, gus, mara, lena, kai, district, harbour):
    def post(user, path, body):
        return signed_in(user).post(f"/api/v1/teams/{path}", body, content_type="application/json")

    body = {"place_id": district.places["990102"], "role": "mbr", **TEXTS}
    pk = post(gus, "statements/publish/", body).json()["id"]
    assert post(mara, "statements/publish/", body).status_code == 404
    assert signed_in(mara).get("/api/v1/teams/statements/").json()["results"][0]["id"] == pk
    assert post(mara, "statements/acknowledge/", {"statement_id": pk}).json() == {"id": pk}
    assert post(mara, "statements/acknowledge/", {"statement_id": pk}).status_code == 422
    paper = f"teams/{harbour.pk}/members/{district.members['何平']}/statement/paper/"
    assert post(lena, paper, {"signed_on": "2026-11-18"}).status_code == 200
    assert post(kai, paper, {"signed_on": "2026-11-18"}).status_code == 404
    rows = signed_in(kai).get("/api/v1/teams/statements/acknowledgements/?state=open").json()["results"]
    assert {row["name"] for row in rows} == {"何安", "何乐"}
