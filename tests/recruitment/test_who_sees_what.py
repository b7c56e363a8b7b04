"""Role by field: every page and API address as everybody, and every store, looked through for what few may read.

The reason of a verdict, identity and phone numbers and whole names are the police's of the tier; the words of an
objection and who wrote it are its handler's; nobody else meets them anywhere (X53, PUB-04, boundaries).
"""

from __future__ import annotations

import logging
from collections import defaultdict

import pytest
import time_machine
from django.apps import apps
from django.db import models
from django.test import Client

from patrol_ops.core import clock, outbox
from patrol_ops.core.models import User
from patrol_ops.core.obligations import remind
from recruitment import commands
from recruitment.models import Applicant
from recruitment.reports import objections
from recruitment.rules import VerdictCode
from teams.models import Team
from tests.cast import POSTS, STAFF, identity
from tests.house.worlds import DAY, routes, world
from tests.recruitment.story import PUBLISHED, VETTED, Story

EVERYBODY = (*(row[0] for row in (*STAFF, *POSTS)), "nora")
REASON = "标记：此人有法定的从业禁止情形"
OBJECTION, CONTACT = "标记：听说考核当天由别人代替", "标记：西街十九号门房转交"
PEOPLE = {"柏樟榕": 881, "楠桦椴": 882, "槐栾枫": 883, "梧桐檀": 884}
CLEARED, OBJECTED, REFUSED, WAITING = PEOPLE
# Who may read it, by what it is.
READERS = {
    "reason": {"piet"},
    "objection": {"gwen"},
    "contact": {"gwen"},
    "name": {"piet"},
    "identity": {"piet"},
    "phone": {"piet"},
}


def number_of(name):
    return identity(PEOPLE[name], "19930708")


def phone_of(name):
    return f"1370000{PEOPLE[name]}9"


MARKS = {
    "reason": (REASON,),
    "objection": (OBJECTION,),
    "contact": (CONTACT,),
    "name": tuple(PEOPLE),
    "identity": tuple(number_of(name) for name in PEOPLE),
    "phone": tuple(phone_of(name) for name in PEOPLE),
}


@pytest.fixture(autouse=True)
def _that_evening():
    with time_machine.travel(clock.at(DAY, 21), tick=False):
        yield


@pytest.fixture
def it(district, caplog):
    """Lena's world, and in its street a campaign in which one was found not suitable, one is objected to, one waits."""
    caplog.set_level(logging.DEBUG)
    lenas = world(district, "harbour", "lena", "990102001001")
    Team.objects.filter(pk=district.teams["academy"]).update(authorised=20)
    story = Story(district, number=4)
    story.until_open()
    story.name_assessors()
    for name in PEOPLE:
        story.apply(name, identity=number_of(name), phone=phone_of(name))
    story.close_applying()
    for name in PEOPLE:
        story.screen(name)
        story.score(name, 20, 20)
    story.select()
    story.vet(CLEARED)
    story.vet(OBJECTED)
    story.vet(REFUSED, VerdictCode.NOT_SUITABLE, reason=REASON)
    story.prepare()
    story.publish()
    objection = story.object(OBJECTED, PUBLISHED, reason=OBJECTION, contact=CONTACT)
    commands.take_objection(actor=story.who("gwen", PUBLISHED), objection_id=objection.pk, at=story.at(PUBLISHED, 10))
    story.close_notice()
    remind(clock.now())
    outbox.deliver()
    assert story.applicant(WAITING).stage == "POLICE_REVIEW"
    assert VETTED < DAY
    lenas.ids |= {"notice_id": story.notice().pk, "objection_id": objection.pk, "campaign_id": story.campaign_id}
    return lenas, story


def said(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


def walked(key, it, only=()):
    """What this person meets, by kind of mark, with the addresses where they do: every GET of the site."""
    lenas, story = it
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=key), backend="patrol_ops.core.signin.PhoneOrNameBackend")
    met = defaultdict(set)
    for route in routes():
        if not route.is_ours or route.name == "sign-out" or (only and route.name not in only):
            continue
        about = story.ids.values() if "applicant_id" in route.wants or "/applicants/" in route.pattern else [0]
        for applicant_id in about:
            lenas.ids["applicant_id"] = applicant_id or lenas.ids["applicant_id"]
            text = said(client.get(lenas.path(route)))
            for kind, marks in MARKS.items():
                if any(mark in text for mark in marks):
                    met[kind].add(route.name)
    return met


@pytest.mark.req("REC-11", "PUB-04")
@pytest.mark.parametrize("key", EVERYBODY)
def test_everybody_reads_what_is_theirs_and_no_more(it, key):
    met = walked(key, it)
    for kind, readers in READERS.items():
        assert bool(met[kind]) is (key in readers), (kind, sorted(met[kind]))


def test_where_the_allowed_read_it(it):
    """So that the silence of the others is no accident of the walk."""
    police, handler = walked("piet", it), walked("gwen", it)
    assert police["reason"] >= {"recruitment:record-police-review"}
    assert police["identity"] == {"recruitment:record-police-review", "api-recruitment:vetting-one"}
    assert police["phone"] == police["identity"]
    assert "recruitment:list-vetting" in police["name"]
    assert handler["objection"] == {
        "recruitment:show-objection", "recruitment:decide-objection", "api-recruitment:objection",
    }  # fmt: skip
    assert handler["contact"] == handler["objection"]


def test_a_page_that_forgets_to_mask_is_found(it, monkeypatch):
    monkeypatch.setattr(objections, "masked", lambda name: name)
    assert walked("tess", it, only=("recruitment:list-objections",))["name"] == {"recruitment:list-objections"}


def test_no_store_holds_it_in_plain_words(it, caplog):
    """Journal, notices, outbox, jobs, exports, every other table: what is kept is encrypted; no log says it."""
    found, looked = [], 0
    for model in apps.get_models():
        plain = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.values_list(*plain) if plain else ():
            looked += 1
            text = repr(row)
            found += [(model.__name__, kind) for kind, marks in MARKS.items() if any(mark in text for mark in marks)]
    assert found == []
    assert looked > 500
    for kind, marks in MARKS.items():
        assert not any(mark in caplog.text for mark in marks), kind
    assert Applicant.objects.get(pk=it[1].ids[REFUSED]).verdicts.get().reason == REASON
