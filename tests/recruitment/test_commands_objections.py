"""Objections: inside the window, against one person, handled by another hand than the list, answered (PUB-04)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from recruitment import commands
from recruitment.models import Objection
from recruitment.reports.links import digest_of
from recruitment.rules import Decision, DecisionDraft, ObjectionDraft, Owed
from teams.rules import Role
from tests.recruitment.saying import DAY, also_holds, finds_nothing, nothing_written, one, owed, refused, within
from tests.recruitment.story import CLOSED, LAST_DAY, PUBLIC, PUBLISHED, STREET

AT = clock.at(LAST_DAY, 10)
LATER = clock.at(LAST_DAY, 14)
ANSWER = "已经核查，答复如下。"


@pytest.fixture
def noticed(story):
    return story.until_noticed("赵一", "钱二", "孙三")


def lodging(story, name="钱二", **values):
    notice, pk = story.notice(), story.ids[name]

    def act(actor=PUBLIC, at=AT, secret=None, **more):
        whole = {"applicant_id": pk, "reason": "听说考核那天没有到场。", "contact": "13912345678"} | values | more
        secret = secret or f"secret-{Objection.objects.count()}"
        return commands.lodge_objection(
            actor=actor, notice_id=notice.pk, draft=ObjectionDraft(**whole), secret=secret, at=at
        )

    return act


def taking(story, objection):
    def act(actor=None, at=LATER):
        return commands.take_objection(actor=actor or story.who("gwen", LAST_DAY), objection_id=objection.pk, at=at)

    return act


def deciding(story, objection, decision=Decision.NOT_UPHELD):
    def act(actor=None, at=LATER, answer=ANSWER):
        return commands.decide_objection(
            actor=actor or story.who("gwen", LAST_DAY), objection_id=objection.pk,
            draft=DecisionDraft(decision, answer), at=at,
        )  # fmt: skip

    return act


# --- lodge ----------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-06", "PUB-04")
def test_lodge_objection_holds_that_person_and_nobody_else(noticed):
    objection = lodging(noticed)()
    objection.refresh_from_db()
    assert (objection.stage, objection.reason, objection.contact) == (
        "RECEIVED", "听说考核那天没有到场。", "13912345678",
    )  # fmt: skip
    assert objection.link_digest == digest_of("secret-0")
    assert (noticed.applicant("赵一").stage, noticed.applicant("钱二").stage) == ("ON_NOTICE", "HELD")
    assert owed(Owed.DECIDE_OBJECTION) == [(Role.GOVERNANCE_HEAD, STREET, within(LAST_DAY, 5), "")]


@pytest.mark.req("PUB-04")
def test_lodge_objection_may_stay_without_a_contact_and_is_kept_unreadable(noticed):
    lodging(noticed, contact="")()
    lodging(noticed)()
    first, second = Objection.objects.order_by("pk")
    assert (first.contact, second.contact) == ("", "13912345678")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason, contact FROM recruitment_objection WHERE id = %s", [second.pk])
        stored = [bytes(column) for column in cursor.fetchone()]
    assert all(stored)
    assert not any(plain.encode() in column for column in stored for plain in (second.reason, second.contact))


@pytest.mark.req("PUB-04")
def test_lodge_objection_is_said_once_and_names_nobody(noticed):
    objection = lodging(noticed)()
    entry = one("recruitment.objection_lodged", AT)
    assert entry.facts == {
        "objection_id": objection.pk, "notice_id": noticed.notice().pk, "applicant_id": noticed.ids["钱二"],
    }  # fmt: skip
    assert (entry.actor_kind, entry.actor_id, entry.actor_name) == ("public", None, "")


@pytest.mark.req("PUB-04")
def test_lodge_objection_until_the_last_second_of_the_last_day(noticed):
    last = clock.start_of(LAST_DAY + DAY) - dt.timedelta(seconds=1)
    assert lodging(noticed)(at=last).stage == "RECEIVED"
    with nothing_written():
        no = refused("recruitment.notice-over", lodging(noticed, "赵一"), at=last + dt.timedelta(seconds=1))
        assert no.facts == {"until": LAST_DAY}


def test_lodge_objection_by_somebody_signed_in_finds_nothing(noticed):
    finds_nothing(lodging(noticed), *(noticed.who(key, LAST_DAY) for key in ("gwen", "lena", "piet")))


@pytest.mark.req("PUB-04")
def test_lodge_objection_refused_writes_nothing(noticed):
    with nothing_written():
        assert refused("recruitment.objection-reason", lodging(noticed), reason=" 不好 ").field == "reason"
        refused("recruitment.contact-length", lodging(noticed), contact="1" * 121)
        assert refused("recruitment.not-on-notice", lodging(noticed, "孙三")).field == "applicant"
        refused("recruitment.not-on-notice", lodging(noticed), applicant_id=10**9)
    commands.withdraw_application(actor=PUBLIC, secret=noticed.secrets["赵一"], at=AT)
    with nothing_written():
        refused("recruitment.not-on-notice", lodging(noticed, "赵一"))
    commands.erase_application(actor=PUBLIC, secret=noticed.secrets["赵一"], at=AT)
    with nothing_written():
        refused("recruitment.not-on-notice", lodging(noticed, "赵一"))


def test_lodge_objection_to_what_is_not_public_finds_nothing(story):
    story.until_selected("赵一", "钱二")
    story.vet("赵一")
    story.prepare()
    finds_nothing(lodging(story, "赵一"), PUBLIC)
    story.publish()
    act = lodging(story, "赵一")
    commands.withdraw_notice(
        actor=story.who("gwen", PUBLISHED), notice_id=story.notice().pk, reason="名单有误", at=clock.at(PUBLISHED, 12)
    )
    finds_nothing(act, PUBLIC)


# --- take -----------------------------------------------------------------------------------------------------------


@pytest.mark.req("PUB-04")
def test_take_objection_by_whoever_handles_it_to_the_end(noticed, gwen):
    objection = taking(noticed, lodging(noticed)())()
    assert (objection.stage, objection.handler_id, objection.taken_at) == ("INVESTIGATING", gwen.pk, LATER)
    facts = one("recruitment.objection_taken", LATER).facts
    assert facts == {"objection_id": objection.pk, "notice_id": noticed.notice().pk}


def test_take_objection_by_another_finds_nothing(noticed):
    who = ("tess", "theo", "piet", "petra", "kai", "lena", "liz")
    finds_nothing(taking(noticed, lodging(noticed)()), *(noticed.who(key, LAST_DAY) for key in who), PUBLIC)


@pytest.mark.req("PUB-04")
def test_take_objection_refused_writes_nothing(noticed, district):
    """Neither who prepared the list nor who ranked the recruits."""
    act = taking(noticed, lodging(noticed)())
    ranker = also_holds(district, "tess", Role.GOVERNANCE, "990102", LAST_DAY)
    with nothing_written():
        refused("recruitment.handler-proposed", act, actor=noticed.who("gus", LAST_DAY))
        refused("recruitment.handler-proposed", act, actor=ranker)
    act()
    with nothing_written():
        refused("core.wrong-stage", act)


# --- decide ---------------------------------------------------------------------------------------------------------


@pytest.mark.req("PUB-04", "REC-06")
@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("decision", list(Decision))
def test_decide_objection_before_and_after_closing(noticed, decision, closed, gwen):
    objection = lodging(noticed)()
    taking(noticed, objection)()
    if closed:
        noticed.close_notice()
    at = clock.at(CLOSED, 14) if closed else LATER
    objection = deciding(noticed, objection, decision)(at=at)
    assert (objection.stage, objection.answer, objection.decided_by_id, objection.decided_at) == (
        str(decision), ANSWER, gwen.pk, at,
    )  # fmt: skip
    applicant = noticed.applicant("钱二")
    if decision is Decision.UPHELD:
        assert (applicant.stage, applicant.rejected_why, applicant.over_at) == ("REJECTED", "OBJECTION_UPHELD", at)
    else:
        after = ("CLEARED", CLOSED) if closed else ("ON_NOTICE", None)
        assert (applicant.stage, applicant.cleared_on) == after
    assert owed(Owed.DECIDE_OBJECTION) == []
    assert one("recruitment.objection_decided", at).facts["decision"] == str(decision)


@pytest.mark.req("PUB-04", "REC-06")
def test_two_objections_to_one_person_are_both_decided_before_anything_goes_on(noticed):
    first, second = lodging(noticed)(), lodging(noticed)()
    for objection in (first, second):
        taking(noticed, objection)()
    deciding(noticed, first)()
    assert noticed.applicant("钱二").stage == "HELD"
    noticed.close_notice()
    assert noticed.applicant("钱二").stage == "HELD"
    deciding(noticed, second)(at=clock.at(CLOSED, 14))
    assert noticed.applicant("钱二").stage == "CLEARED"


@pytest.mark.req("PUB-04")
def test_one_upheld_is_enough_and_the_other_is_still_answered(noticed):
    first, second = lodging(noticed)(), lodging(noticed)()
    for objection in (first, second):
        taking(noticed, objection)()
    deciding(noticed, first, Decision.UPHELD)()
    assert noticed.applicant("钱二").stage == "REJECTED"
    deciding(noticed, second)()
    assert noticed.applicant("钱二").stage == "REJECTED"
    assert set(Objection.objects.values_list("stage", flat=True)) == {"UPHELD", "NOT_UPHELD"}


@pytest.mark.parametrize("decision", list(Decision))
def test_decide_objection_to_whoever_withdrew_or_is_gone(noticed, decision):
    objection = lodging(noticed)()
    other = lodging(noticed, "赵一")()
    for row, name in ((objection, "钱二"), (other, "赵一")):
        taking(noticed, row)()
        commands.withdraw_application(actor=PUBLIC, secret=noticed.secrets[name], at=LATER)
    Objection.objects.filter(pk=other.pk).update(applicant=None)
    deciding(noticed, objection, decision)()
    assert noticed.applicant("钱二").stage == "WITHDRAWN"
    assert deciding(noticed, other, decision)(at=LATER + dt.timedelta(minutes=1)).stage == str(decision)
    entry = one("recruitment.objection_decided", LATER + dt.timedelta(minutes=1))
    assert entry.facts["applicant_id"] is None


def test_decide_objection_by_another_finds_nothing(noticed):
    objection = lodging(noticed)()
    taking(noticed, objection)()
    who = ("tess", "piet", "petra", "lena", "liz")
    finds_nothing(deciding(noticed, objection), *(noticed.who(key, LAST_DAY) for key in who), PUBLIC, Actor.system("x"))


@pytest.mark.req("PUB-04")
def test_decide_objection_refused_writes_nothing(noticed):
    objection = lodging(noticed)()
    act = deciding(noticed, objection)
    with nothing_written():
        refused("core.wrong-stage", act)
    taking(noticed, objection)()
    with nothing_written():
        refused("recruitment.not-the-handler", act, actor=noticed.who("gus", LAST_DAY))
        assert refused("recruitment.reason-missing", act, answer="").field == "answer"
        refused("core.text-has-phone-number", act, answer="请打 13912345678")
    act()
    with nothing_written():
        refused("core.wrong-stage", act)
