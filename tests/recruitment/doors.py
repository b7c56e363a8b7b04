"""How the tests of pages and API act: as somebody, at a moment, within a number of statements."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from patrol_ops.core import clock
from tests.recruitment.story import APPLY_UNTIL, ASSESS_ON, VETTED

READS, ACTS = 12, 36
SIGNING = 60  # a contract enrols a member, numbers them and records their duties, in one act
BASE = "/api/v1/recruitment/"


@pytest.fixture
def on(monkeypatch):
    """``on(day)``: from here on it is the forenoon of that day."""
    travels = []

    def go(day: dt.date, hour: int = 9):
        travels.append(time_machine.travel(clock.at(day, hour), tick=False))
        travels[-1].start()

    yield go
    for travel in reversed(travels):
        travel.stop()


@pytest.fixture
def see(request, signed_in, django_assert_max_num_queries):
    """``see("tess", "recruitment:show-campaign", pk, query="?x=1")``: the answer to a GET."""

    def act(who, name, *args, query="", at_most=READS, **headers):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(at_most):
            return client.get(reverse(name, args=args) + query, headers=headers)

    return act


@pytest.fixture
def send(request, signed_in, django_assert_max_num_queries):
    """``send("tess", "recruitment:submit-campaign", pk, **fields)``: the answer to a POST."""

    def act(who, name, *args, query="", headers=None, at_most=0, **fields):
        client = signed_in(request.getfixturevalue(who))
        usual = SIGNING if name == "recruitment:sign-contract" else ACTS
        with django_assert_max_num_queries(at_most or usual):
            return client.post(reverse(name, args=args) + query, fields, headers=headers or {})

    return act


@pytest.fixture
def ask(request, signed_in, django_assert_max_num_queries):
    def act(who, path, expected=200, at_most=READS):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(at_most):
            answer = client.get(BASE + path)
        assert answer.status_code == expected, answer.content.decode()
        return answer.json()

    return act


@pytest.fixture
def tell(request, signed_in, django_assert_max_num_queries):
    def act(who, path, body=None, expected=200, key="", at_most=0):
        client = signed_in(request.getfixturevalue(who))
        headers = {"Idempotency-Key": key} if key else {}
        with django_assert_max_num_queries(at_most or (SIGNING if path.endswith("/contract/") else ACTS)):
            answer = client.post(BASE + path, body or {}, content_type="application/json", headers=headers)
        assert answer.status_code == expected, answer.content.decode()
        return answer.json()

    return act


@pytest.fixture
def applied(story, on):
    """Two applied, applying is over, assessors are named; nobody is screened."""
    story.until_open()
    story.name_assessors()
    story.apply("赵一", priority=True)
    story.apply("钱二", local=False)
    story.close_applying()
    on(APPLY_UNTIL + dt.timedelta(days=1))
    return story


@pytest.fixture
def shortlisted(applied, on):
    applied.screen("赵一")
    applied.screen("钱二")
    on(ASSESS_ON)
    return applied


@pytest.fixture
def selected(story, on):
    story.until_selected("赵一", "钱二", "孙三")
    on(VETTED)
    return story


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def fields_of(form) -> dict:
    """What a page's form would send if nobody touched it."""
    found = {}
    for field in form:
        value = field.value()
        if value not in (None, ""):
            found[field.html_name] = value
    return found


def filled(answer) -> dict:
    """The whole of a form with rows, as it opens."""
    forms = answer.context["forms"]
    found = fields_of(forms.main) | fields_of(forms.rows.management_form)
    for row in forms.rows:
        found |= {name: value for name, value in fields_of(row).items() if not name.endswith("DELETE")}
    return found
