"""How these tests look at pages and API of what is planned: as somebody, within a number of statements."""

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
    """``see("gus", "discipline:show-visit", pk, query="?x=1")``: the answer to a GET."""

    def act(who, name, /, *args, query="", at_most=READS, **headers):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(at_most):
            return client.get(reverse(name, args=args) + query, headers=headers)

    return act


@pytest.fixture
def send(request, signed_in, django_assert_max_num_queries):
    def act(who, name, /, *args, query="", at_most=ACTS, **fields):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(at_most):
            return client.post(reverse(name, args=args) + query, fields)

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
    def act(who, path, body=None, expected=200, key="", at_most=ACTS):
        client = signed_in(request.getfixturevalue(who))
        headers = {"Idempotency-Key": key} if key else {}
        with django_assert_max_num_queries(at_most):
            answer = client.post(BASE + path, body or {}, content_type="application/json", headers=headers)
        assert answer.status_code == expected, answer.content.decode()
        return answer.json()

    return act


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def rows(prefix, *lines):
    """A form's rows as a browser sends them."""
    said = {f"{prefix}-TOTAL_FORMS": str(len(lines)), f"{prefix}-INITIAL_FORMS": "0"}
    return said | {f"{prefix}-{n}-{name}": value for n, line in enumerate(lines) for name, value in line.items()}
