"""How these tests look at pages and API of rectification: as somebody, within a number of statements."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from patrol_ops.core import clock

READS, ACTS = 12, 24
BASE = "/api/v1/discipline/"


@pytest.fixture
def on():
    """``on(day)``: from here on it is the forenoon of that day."""
    travels = []

    def go(day: dt.date, hour: int = 11):
        travels.append(time_machine.travel(clock.at(day, hour), tick=False))
        travels[-1].start()

    yield go
    for travel in reversed(travels):
        travel.stop()


@pytest.fixture
def see(request, signed_in, django_assert_max_num_queries):
    def act(who, name, *args, query="", at_most=READS, **headers):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(at_most):
            return client.get(reverse(name, args=args) + query, headers=headers)

    return act


@pytest.fixture
def send(request, signed_in, django_assert_max_num_queries):
    def act(who, name, *args, query="", at_most=ACTS, **fields):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(at_most):
            return client.post(reverse(name, args=args) + query, fields)

    return act


@pytest.fixture
def ask(request, signed_in, django_assert_max_num_queries):
    def act(who, path, expected=200):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(READS):
            answer = client.get(BASE + path)
        assert answer.status_code == expected, answer.content.decode()
        return answer.json()

    return act


@pytest.fixture
def tell(request, signed_in, django_assert_max_num_queries):
    def act(who, path, body=None, expected=200, key=""):
        client = signed_in(request.getfixturevalue(who))
        headers = {"Idempotency-Key": key} if key else {}
        with django_assert_max_num_queries(ACTS):
            answer = client.post(BASE + path, body or {}, content_type="application/json", headers=headers)
        assert answer.status_code == expected, answer.content.decode()
        return answer.json()

    return act


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def acts_in(answer) -> set[str]:
    """The stems of the acts that the page of a rectification or a review leads to."""
    found = re.findall(r'href="/discipline/(?:rectifications|reviews)/\d+/([a-z/-]+)/"', answer.content.decode())
    return {stem for stem in found if stem != "print"}
