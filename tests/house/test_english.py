"""Whoever chose English reads English: on every page of every role nothing Chinese is left but names and free text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import models
from django.forms import BaseForm
from django.test import Client

from patrol_ops.core import clock
from patrol_ops.core.models import User
from teams.rules.equipment import INSCRIPTION
from tests.cast import PASSWORD
from tests.house.worlds import DAY, Route, World, Worlds, routes

pytestmark = pytest.mark.once

PEOPLE = (
    "lena", "mara", "kai", "piet", "petra", "tess", "gwen", "gus", "liz", "ivo", "tom", "vera", "ada", "aud", "nora",
)  # fmt: skip
# Letters, and the punctuation that goes with them.
CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff00-\uffef]+")
# The language's own name, which whoever reads no English looks for; and what stands on the cloth of every armband.
OWN_NAMES = ("中文", INSCRIPTION)
MASKED = re.compile(r"[\u3400-\u9fff]\*+")


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


def data() -> list[str]:
    """What people named and wrote, longest first: names of people, places and bodies, and free text."""
    found = set(OWN_NAMES)
    for model in apps.get_models():
        kinds = models.CharField | models.TextField | models.JSONField
        texts = [f.attname for f in model._meta.concrete_fields if isinstance(f, kinds)]
        encrypted = [f.attname for f in model._meta.concrete_fields if isinstance(f, models.BinaryField)]
        for row in model._default_manager.values_list(*texts, *encrypted) if texts or encrypted else ():
            found |= {text for value in row for text in texts_in(value) if CHINESE.search(text)}
    return sorted(found, key=len, reverse=True)


def texts_in(value: Any) -> Iterator[str]:
    """A text, or those inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part)


def left_over(page: str, names: list[str]) -> set[str]:
    """Chinese of the page that nobody's name or text accounts for."""
    rest = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    for name in names:
        rest = rest.replace(name, "")
    return set(CHINESE.findall(MASKED.sub("", rest)))


def said(answer: Any) -> str:
    html = answer.get("Content-Type", "").startswith("text/html")
    return answer.content.decode() if html and not answer.streaming else ""


@pytest.mark.parametrize("key", PEOPLE)
def test_every_page_is_english_for_whoever_chose_it(it: World, key: str) -> None:
    client, names, shown = in_english(key), data(), 0

    wrong: dict[str, set[str]] = {}
    for route in pages():
        page = said(client.get(english(it, route)))
        shown += bool(page)
        if left_over(page, names):
            wrong[route.name] = left_over(page, names)

    assert wrong == {}
    assert shown > 10


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
