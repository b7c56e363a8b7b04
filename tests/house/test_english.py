"""Whoever chose English reads English: nothing Chinese is left but names and free text.

Every page of every role is walked in ``test_crawl``; here are the answers to what was typed, and what those read who
stand outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.forms import BaseForm
from django.test import Client

from patrol_ops.core import clock
from patrol_ops.core.models import User
from tests.cast import PASSWORD
from tests.house.english import data, left_over, said
from tests.house.worlds import DAY, Route, World, Worlds, routes

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _that_evening() -> Iterator[None]:
    with time_machine.travel(clock.at(DAY, 21), tick=False):
        yield


@pytest.fixture
def it(worlds: Worlds) -> World:
    return worlds[0]


def in_english(key: str = "") -> Client:
    client = Client()
    if key:
        client.force_login(User.objects.get(username=key), backend="patrol_ops.core.signin.PhoneOrNameBackend")
    client.cookies["django_language"] = "en"
    return client


def pages() -> list[Route]:
    return [route for route in routes() if route.is_ours and not route.is_api and route.name != "sign-out"]


def english(it: World, route: Route) -> str:
    """A public page has its language in the address, any other in the cookie."""
    return it.path(route) + ("?lang=en" if route.is_public else "")


@pytest.mark.parametrize("key", ["lena", "kai", "tess", "gwen", "ada"])
def test_every_no_is_english_too(it: World, key: str) -> None:
    client, names, shown = in_english(key), data(), 0

    wrong: dict[str, set[str]] = {}
    for route in pages():
        answer = client.get(english(it, route))
        if answer.status_code != 200 or not any(isinstance(_form(part), BaseForm) for part in answer.context or ()):
            continue
        for typed in ("", "x", "-1", "110105199003071234"):
            form = next(_form(part) for part in answer.context if isinstance(_form(part), BaseForm))
            page = said(client.post(english(it, route), {form.add_prefix(name): typed for name in form.fields}))
            shown += bool(page)
            if left_over(page, names):
                wrong[f"{route.name} {typed}"] = left_over(page, names)

    assert wrong == {}
    assert shown


def _form(part: Any) -> Any:
    return part.get("form")


def test_who_stands_outside_reads_english(it: World) -> None:
    client, names = in_english(), data()

    for address in ("/sign-in/", "/claim/", "/offline/", "/nowhere/", "/public/nowhere/?lang=en"):
        assert left_over(said(client.get(address)), names) == set(), address
    for _ in range(8):
        answer = client.post("/sign-in/", {"username": "lena", "password": PASSWORD + "!"})
        assert left_over(said(answer), names) == set()
    assert answer.status_code == 429


def test_what_is_left_over_bites() -> None:
    assert left_over("<p>Log of 港口社区, by 李*: 写日志</p>", ["港口社区"]) == {"写日志"}
    assert left_over("<p>港口社区、柳林社区</p>", ["港口社区", "柳林社区"]) == {"、"}
