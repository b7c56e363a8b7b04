"""Every page, in a real browser, on a phone and on a desk: nothing for axe to find, nothing that scrolls sideways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import DESK, PHONE, Person

pytestmark = pytest.mark.browser

# Whose pages are looked at: everything their menus and first pages lead to.
PEOPLE = ("lena", "mara", "kai", "piet", "petra", "tess", "gus", "gwen", "ada", "aud", "vera")
LOOKED_AT: Counter[str] = Counter()


def links(person: Person) -> list[str]:
    """The pages that the present one links to, without their parts; what is downloaded is no page."""
    found: list[str] = person.page.evaluate(
        "() => Array.from(document.querySelectorAll('a[href]:not([download])'), a => a.href.split('#')[0])"
    )
    inside = [address.removeprefix(person.site.url) for address in found if address.startswith(person.site.url)]
    return [address for address in inside if not address.startswith(("/api/", "/static/"))]


def kind_of(address: str) -> str:
    """Pages that differ only in which row they show are one kind."""
    return "/".join("#" if part.isdigit() else part for part in address.split("?")[0].split("/"))


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_one_can_walk_to(person: Callable[..., Person], name: str) -> None:
    """On from page to page by their links; each kind of page is looked at for two people, the first on both screens."""
    somebody = person(name, DESK)
    wrong: dict[str, Any] = {}
    errors: list[str] = []
    somebody.page.on("pageerror", lambda error: errors.append(str(error)))
    somebody.page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    ways, seen = ["/", "/password/"], set[str]()
    while ways:
        address = ways.pop(0)
        kind = kind_of(address)
        if kind in seen:
            continue
        seen.add(kind)
        answer = somebody.page.goto(somebody.site.url + address)
        if answer is None or answer.status != 200:
            wrong[address] = f"answers {answer.status if answer else 'nothing'}"
            continue
        ways += links(somebody)
        LOOKED_AT[kind] += 1
        if LOOKED_AT[kind] > 2:
            continue
        somebody.page.wait_for_timeout(300)  # panels and charts draw themselves
        # The second person on the phone, where it is narrow.
        for size in (DESK, PHONE) if LOOKED_AT[kind] == 1 else (PHONE,):
            somebody.page.set_viewport_size(size)
            found = somebody.axe()
            if found:
                wrong[f"{address} {size['width']}"] = found[:3]
            if somebody.overflows():
                wrong[f"{address} {size['width']} sideways"] = True
        somebody.page.set_viewport_size(DESK)
    assert not wrong
    assert not errors
    assert len(seen) > 4, seen


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1280"])
def test_the_pages_before_signing_in(person: Callable[..., Person], size: dict[str, int]) -> None:
    somebody = person("", size)
    for address in (
        "/sign-in/",
        "/claim/",
        "/nowhere/",
        "/public/",
        "/public/teams/",
        "/public/teams/?lang=en",
        "/public/nowhere/",
    ):
        somebody.open(address)
        assert somebody.axe() == [], address
        assert not somebody.overflows(), address
