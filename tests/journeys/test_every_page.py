"""Every page, in a real browser, on a phone and on a desk: nothing for axe to find, nothing that scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import DESK, PHONE, Person

pytestmark = pytest.mark.browser

# Whose pages are looked at: everything their menus and first pages lead to.
PEOPLE = ("lena", "mara", "kai", "piet", "petra", "tess", "gus", "gwen", "ada", "aud")
MOST = 40


def links(person: Person) -> list[str]:
    """The pages that the present one links to, without their questions."""
    found: list[str] = person.page.evaluate(
        "() => Array.from(document.querySelectorAll('a[href]'), a => a.href.split('#')[0])"
    )
    inside = [address.removeprefix(person.site.url) for address in found if address.startswith(person.site.url)]
    return [address for address in inside if not address.startswith(("/api/", "/static/"))]


def kind_of(address: str) -> str:
    """Pages that differ only in which row they show are one kind."""
    return "/".join("#" if part.isdigit() else part for part in address.split("?")[0].split("/"))


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1280"])
@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_one_can_walk_to(person: Callable[..., Person], name: str, size: dict[str, int]) -> None:
    somebody = person(name, size)
    wrong: dict[str, Any] = {}
    seen: set[str] = set()
    errors: list[str] = []
    somebody.page.on("pageerror", lambda error: errors.append(str(error)))
    somebody.page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    ways = ["/", "/set-password/"]
    while ways and len(seen) < MOST:
        address = ways.pop(0)
        if kind_of(address) in seen:
            continue
        seen.add(kind_of(address))
        answer = somebody.page.goto(somebody.site.url + address)
        if answer is None or answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            wrong[address] = f"answers {answer.status if answer else 'nothing'}"
            continue
        somebody.page.wait_for_load_state("networkidle")
        found = somebody.axe()
        if found:
            wrong[address] = found[:3]
        if somebody.overflows():
            wrong[f"{address} sideways"] = True
        ways += links(somebody)
    assert not wrong
    assert not errors
    assert len(seen) > 4, seen


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1280"])
def test_the_pages_before_signing_in(person: Callable[..., Person], size: dict[str, int]) -> None:
    somebody = person("", size)
    for address in ("/sign-in/", "/claim/", "/nowhere/"):
        somebody.open(address)
        assert somebody.axe() == [], address
        assert not somebody.overflows(), address
