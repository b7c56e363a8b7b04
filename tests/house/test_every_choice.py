"""Every list, of the pages and of the API, narrowed by every choice it offers: rows or a plain no, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from patrol_ops.core import clock
from tests.house.worlds import DAY, World, browser, routes

# From the head of the office down to a login without a post.
PEOPLE = ("gwen", "kai", "piet", "ada", "lena", "nora")
# Beside what is offered by name, what a hand may write into an address.
WRITTEN = {
    "integer": ("0", "-1", "9223372036854775808"),
    "string": ("q\r", "2026-13-45", "990102"),
    "boolean": ("true", "false"),
}
# Of the places or teams to choose from, one is as good as another.
ALIKE = 8
ANSWERS = (200, 302, 400, 403, 404, 422)


@pytest.fixture(autouse=True)
def _that_evening() -> Iterator[None]:
    with time_machine.travel(clock.at(DAY, 21), tick=False):
        yield


def refused(client: Client, asked: list[tuple[str, str, str]]) -> dict[tuple[str, str, str], int]:
    """What of that was answered in no way that is meant."""
    statuses = {one: client.get(one[0], {one[1]: one[2]}).status_code for one in asked}
    return {one: status for one, status in statuses.items() if status not in ANSWERS}


def offered_by_the_api() -> Iterator[tuple[str, str, str]]:
    """Path, parameter and value."""
    schema: Any = SchemaGenerator().get_schema(request=None, public=True)
    for path, methods in schema["paths"].items():
        for said in methods.get("get", {}).get("parameters", ()) if "{" not in path else ():
            if said["in"] == "query":
                for value in values_of(said["schema"], schema["components"]["schemas"]):
                    yield path, said["name"], str(value)


def values_of(shape: dict[str, Any], named: dict[str, Any]) -> Any:
    if "$ref" in shape:
        return values_of(named[shape["$ref"].rpartition("/")[2]], named)
    if "oneOf" in shape or "items" in shape:
        return [value for part in shape.get("oneOf") or [shape["items"]] for value in values_of(part, named)]
    return shape.get("enum") or WRITTEN.get(shape.get("type", "string"), ())


class Choices(HTMLParser):
    """Name and value of whatever can be chosen or written in the forms of a page that only read."""

    def __init__(self) -> None:
        super().__init__()
        self.reading, self.name, self.found = False, "", set[tuple[str, str]]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.reading = said.get("method", "get").lower() == "get"
        if not self.reading:
            return
        if tag == "select":
            self.name = said.get("name", "")
        elif tag == "option" and sum(name == self.name for name, _ in self.found) < ALIKE:
            self.found.add((self.name, said.get("value", "")))
        elif tag == "input" and said.get("name"):
            values = [said.get("value", "on")] if said.get("type") in ("radio", "checkbox") else WRITTEN["string"]
            self.found |= {(said["name"], value) for value in values}


@pytest.mark.parametrize("key", PEOPLE)
def test_the_api_answers_every_choice(worlds: tuple[World, World], key: str) -> None:
    asked = list(offered_by_the_api())

    assert len(asked) > 100
    assert refused(browser(key), asked) == {}


@pytest.mark.once
@pytest.mark.parametrize("key", ["gwen", "piet"])
def test_every_page_answers_every_choice(worlds: tuple[World, World], key: str) -> None:
    client, asked = browser(key), []
    for route in routes():
        if route.is_ours and not route.is_api and route.name != "sign-out":
            answer, found = client.get(path := worlds[0].path(route)), Choices()
            if answer.status_code == 200 and not answer.streaming and "html" in answer.headers["Content-Type"]:
                found.feed(answer.content.decode())
            asked += [(path, *one) for one in sorted(found.found)]

    assert len(asked) > 10
    assert refused(client, asked) == {}
