"""What no honest client sends: it gets a clear no, and nothing falls over or is written down."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from drf_spectacular.generators import SchemaGenerator

from patrol_ops.core import clock
from patrol_ops.core.models import Autosave, JournalEntry, User
from tests.house.worlds import DAY, Route, World, Worlds, nowhere, routes

HUGE = (2**63, 10**30)
NAMES_A_ROW = re.compile(r"_ids?$|^version$")
KEY = "0d4c6f3e-5b1a-4f0e-9a57-3f3b7d1c2a11"
TOO_LARGE = "x" * 1_500_000
JUNK = ("x", "-1", "9" * 40, "1e999", "2026-02-30", "0001-01-01", "\x00", "x" * 3000)
ASKED = (
    "page", "page_size", "cursor", "place", "team", "first", "last", "stage", "late", "overdue", "kind", "q", "search",
    "name", "day", "since", "until", "month", "actor", "act", "subject", "tier", "role", "sort", "next", "code",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _that_evening() -> Iterator[None]:
    with time_machine.travel(clock.at(DAY, 21), tick=False):
        yield


@pytest.fixture
def it(worlds: Worlds) -> World:
    return worlds[0]


def browser(key: str) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(User.objects.get(username=key), backend="patrol_ops.core.signin.PhoneOrNameBackend")
    return client


def ours(*, api: bool) -> list[Route]:
    return [route for route in routes() if route.is_ours and route.is_api == api and route.name != "sign-out"]


def problem(answer: HttpResponse, status: int, code: str) -> None:
    assert (answer.status_code, answer.get("Content-Type")) == (status, "application/problem+json"), answer.content
    body = json.loads(answer.content)
    assert (body["status"], body["code"]) == (status, code)
    assert body["detail"]
    assert body["detail"] != code


# --- bodies ---------------------------------------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize(
    ("content_type", "body", "status", "code"),
    [
        ("application/json", json.dumps({"text": TOO_LARGE}), 413, "core.body-too-large"),
        ("application/x-www-form-urlencoded", "text=x", 415, "core.malformed"),
        ("text/plain", "x", 415, "core.malformed"),
        ("application/xml", "<x/>", 415, "core.malformed"),
        ("application/json", "day: today", 400, "core.malformed"),
        ("application/json", "", 400, "core.invalid"),
        ("application/json", b"\xff\xfe\x00", 400, "core.malformed"),
        ("application/json", "[" * 200_000, 400, "core.malformed"),
        ("application/json", '{"a":' * 100_000, 400, "core.malformed"),
        ("application/json", "9" * 5_000, 400, "core.malformed"),
        ("application/json", '{"a": NaN}', 400, "core.malformed"),
        ("application/json", "[]", 400, "core.invalid"),
        ("application/json", "null", 400, "core.invalid"),
        ("application/json", '"text"', 400, "core.invalid"),
        ("application/json; charset=rot13", "7", 400, "core.invalid"),
    ],
)
def test_a_body_that_is_none_is_refused_at_every_door(
    it: World, content_type: str, body: Any, status: int, code: str
) -> None:
    lena, before = browser("lena"), JournalEntry.objects.count()
    asked = bodies("", 1)
    doors = [route for route in ours(api=True) if nameless(route.pattern) in asked]

    assert len(doors) > 5
    for route in doors:
        answer = lena.generic("POST", it.path(route), body, content_type)
        if status == 400 and answer.status_code == 404:  # not hers, whatever she sends
            continue
        problem(answer, status, code)

    assert JournalEntry.objects.count() == before


@cache
def drawn() -> Any:
    return json.loads(json.dumps(SchemaGenerator().get_schema(request=None, public=True), default=str))


def sample(schema: dict[str, Any], components: dict[str, Any], text: Any, number: Any) -> Any:
    """A body of the right shape, with ``text`` in every free text and ``number`` for every id."""
    if "$ref" in schema:
        return sample(components[schema["$ref"].rsplit("/", 1)[1]], components, text, number)
    for several in ("allOf", "oneOf", "anyOf"):
        if several in schema:
            return sample(schema[several][0], components, text, number)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        properties = schema.get("properties", {})
        told = {name: number if NAMES_A_ROW.search(name) else 1 for name in properties}
        return {name: sample(part, components, text, told[name]) for name, part in properties.items()}
    if schema.get("type") == "array":
        return [sample(schema["items"], components, text, number)]
    if schema.get("type") in ("integer", "number"):
        return number
    if schema.get("type") == "boolean":
        return True
    formats = {"date": DAY.isoformat(), "time": "18:00:00", "date-time": f"{DAY}T18:00:00+08:00", "uuid": KEY}
    return formats.get(schema.get("format", ""), text)


def bodies(text: Any, number: Any) -> dict[str, Any]:
    """A body for every act of the API, by its path with nameless arguments."""
    made: dict[str, Any] = {}
    for path, methods in drawn()["paths"].items():
        asked = methods.get("post", {}).get("requestBody", {}).get("content", {}).get("application/json")
        if asked:
            made[nameless(path)] = sample(asked["schema"], drawn()["components"]["schemas"], text, number)
    return made


def nameless(path: str) -> str:
    return re.sub(r"[<{][^>}]*[>}]", "*", path)


@pytest.mark.parametrize("number", [*HUGE, -(2**63) - 1, -1, 0], ids=lambda number: f"{number:.0e}")
def test_a_number_that_no_row_has_is_refused(it: World, number: int) -> None:
    send_everywhere(it, bodies("文字", number))


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800", "a\udfffb", "\u202e\u2066", "\ufffe", "x" * 200_000])
def test_a_text_that_no_keyboard_types_is_refused_or_harmless(it: World, text: str) -> None:
    send_everywhere(it, bodies(text, 1))


def send_everywhere(it: World, said: dict[str, Any]) -> None:
    assert len(said) > 5
    for key in ("lena", "kai"):
        client = browser(key)
        for route in ours(api=True):
            if nameless(route.pattern) not in said:
                continue
            body = json.dumps(said[nameless(route.pattern)])
            answer = client.generic("POST", it.path(route), body, "application/json")
            assert answer.status_code < 500, f"{key} {route.name}"
            if answer.status_code >= 400:
                assert answer["Content-Type"] == "application/problem+json"


# --- addresses ------------------------------------------------------------------------------------------------------


# Whoever may do little is asked for all of them, whoever may do much for the worst.
@pytest.mark.parametrize(
    ("key", "numbers"), [("lena", (0, *HUGE, "9" * 5_000)), ("gwen", HUGE[:1])], ids=["lena", "gwen"]
)
def test_an_id_that_no_row_has_is_not_found(it: World, key: str, numbers: tuple[Any, ...]) -> None:
    client, empty = browser(key), nowhere(it)
    strange: dict[Any, World] = {
        number: World({name: number if isinstance(value, int) else value for name, value in it.ids.items()})
        for number in numbers
    }

    for route in routes():
        if not route.is_ours or not any(want.endswith("_id") or want == "pk" for want in route.wants):
            continue
        for method in ("GET", "POST"):
            nothing = client.generic(method, empty.path(route), "{}", "application/json")
            for number, none in strange.items():
                there = client.generic(method, none.path(route), "{}", "application/json")
                if isinstance(number, int):  # a longer one is no number at all, whatever the method
                    assert there.status_code == nothing.status_code, f"{route.name} {method} {there.status_code}"
                assert there.status_code in (400, 404, 405), f"{route.name} {method}"


def test_a_question_without_sense_does_no_harm(it: World) -> None:
    client, before = browser("gwen"), JournalEntry.objects.count()

    for route in routes():
        if not route.is_ours or route.name == "sign-out" or client.get(it.path(route)).status_code != 200:
            continue
        for junk in ("x", "1e30", "0001-01-01", "<b>'; --" * 300):
            answer = client.get(it.path(route), dict.fromkeys(ASKED, junk))
            assert answer.status_code in (200, 204, 302, 400, 404, 422), f"{route.name} {junk[:20]!r}"
            if route.is_api and answer.status_code >= 400:
                assert answer["Content-Type"] == "application/problem+json"

    assert JournalEntry.objects.count() == before


def test_every_question_is_harmless_by_itself(it: World) -> None:
    """One filter at a time: together the first bad one hides the others."""
    client = browser("gwen")

    for route in routes():
        if not route.is_ours or route.wants or route.name == "sign-out":
            continue
        for name in questions(client, route):
            for junk in ("9" * 40, "\x00"):
                answer = client.get(route.pattern, {name: junk})
                assert answer.status_code < 500, f"{route.name} {name}={junk[:20]!r}"


def questions(client: Client, route: Route) -> list[str]:
    """What can be asked here: the schema's parameters of an API address, the fields of a page's filter."""
    if route.is_api:
        asked = drawn()["paths"].get(route.pattern, {}).get("get", {})
        return [parameter["name"] for parameter in asked.get("parameters", ())]
    answer = client.get(route.pattern)
    parts = [part.flatten() for part in answer.context or ()]
    found = [form for part in parts for form in part.values() if isinstance(form, BaseForm)]
    return ["page", "place", *{name for form in found for name in form.fields}]


@pytest.mark.parametrize("position", ["x", "\x00", "0", "9" * 40, "2026-02-30", "9999-99-99", "", "\ud7ff"])
def test_a_cursor_that_we_did_not_draw_leads_nowhere(it: World, position: str) -> None:
    client = browser("gwen")

    for route in ours(api=True):
        if route.wants:
            continue
        for asked in ({"p": position}, {"p": position, "r": "1"}, {"o": "9" * 30, "p": position}):
            cursor = base64.b64encode(urlencode(asked).encode()).decode()
            answer = client.get(route.pattern, {"cursor": cursor})
            assert answer.status_code in (200, 404, 405), f"{route.name} {asked}"


def test_a_nul_in_an_address_is_malformed(it: World) -> None:
    lena = browser("lena")
    lena.raise_request_exception = False

    problem(lena.get("/api/v1/duty/logs/?stage=%00"), 400, "core.malformed")
    for address in ("/duty/logs/?stage=%00", "/duty/%00/", "/%00", "/files/a%00b/"):
        answer = lena.get(address)
        assert answer.status_code in (200, 404, 422), address
        assert "text/html" in answer["Content-Type"]


@pytest.mark.once
def test_a_method_that_is_not_offered_is_answered_as_a_problem(it: World) -> None:
    lena = browser("lena")

    for route in ours(api=True):
        for method in ("PUT", "PATCH", "DELETE"):
            problem(lena.generic(method, it.path(route), "{}", "application/json"), 405, "core.method-not-allowed")


@pytest.mark.once
def test_an_answer_in_another_form_is_not_offered(it: World) -> None:
    lena = browser("lena")

    for route in ours(api=True):
        answer = lena.get(it.path(route), headers={"Accept": "text/html"})
        assert answer.status_code in (405, 406), route.name
        assert answer["Content-Type"] == "application/problem+json"


# --- pages ----------------------------------------------------------------------------------------------------------


def forms(client: Client, it: World) -> Iterator[tuple[Route, str, Any]]:
    """Every form that a page shows this person."""
    for route in ours(api=False):
        answer = client.get(it.path(route))
        found = [part["form"] for part in answer.context or () if "form" in part] if answer.status_code == 200 else []
        if found and isinstance(found[0], BaseForm):
            yield route, it.path(route), found[0]


@pytest.mark.parametrize("key", ["lena", "gwen"])
def test_no_form_falls_over_whatever_is_typed(it: World, key: str) -> None:
    client, shown = browser(key), 0

    for route, path, form in forms(client, it):
        shown += 1
        for junk in JUNK:
            before = JournalEntry.objects.count()
            answer = client.post(path, {form.add_prefix(name): junk for name in form.fields})
            assert answer.status_code < 500, f"{key} {route.name} {junk[:20]!r}"
            if answer.status_code >= 400:
                assert JournalEntry.objects.count() == before, f"{key} {route.name} {junk[:20]!r}"

    assert shown


@pytest.mark.once
def test_a_page_says_that_too_much_was_sent(it: World) -> None:
    lena, before = browser("lena"), JournalEntry.objects.count()
    lena.raise_request_exception = False
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)

    told = 0
    for route in ours(api=False):
        if route.name in ("autosave", "set-language"):
            continue
        for client, body in ((lena, f"text={TOO_LARGE}"), (strict, {"text": TOO_LARGE})):
            kind = MULTIPART_CONTENT if isinstance(body, dict) else "application/x-www-form-urlencoded"
            answer = client.post(it.path(route), body, content_type=kind)
            assert answer.status_code in (302, 400, 404, 405, 413, 422), f"{route.name} {answer.status_code}"
            if answer.status_code == 413:
                told += 1
                assert "太大" in answer.content.decode()

    assert told > 10
    assert JournalEntry.objects.count() == before


# --- what is being typed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"payload": {"a": "\ud800"}}, 422),
        ({"payload": {"\ud800": "a"}}, 422),
        ({"payload": {"a": "\x00"}}, 200),
        ({"revision": 2**63}, 200),
        ({"revision": 10**30}, 200),
        ({"revision": -1}, 422),
        ({"form": "a\x00"}, 422),
        ({"subject": "\ud800"}, 422),
        ({"payload": []}, 422),
        ({"payload": {"a": "x" * 70_000}}, 422),
        ({"payload": {"a": TOO_LARGE}}, 413),
    ],
    ids=str,
)
def test_what_is_typed_is_kept_or_refused(it: World, body: dict[str, Any], status: int) -> None:
    lena = browser("lena")
    said = {"form": "f", "subject": "s", "revision": 1, "payload": {"a": "b"}} | body

    answer = lena.post("/autosave/", json.dumps(said), content_type="application/json")

    assert answer.status_code == status
    assert Autosave.objects.exists() == (status == 200)
    if status == 200:
        assert lena.get("/autosave/?form=f&subject=s").json()["payload"] == said["payload"]
