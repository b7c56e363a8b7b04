"""Every page, in a real browser, on a phone and on a desk: nothing for axe to find, nothing that scrolls sideways."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from tests.journeys.conftest import DESK, PHONE, Person

pytestmark = pytest.mark.browser

# Whose pages are looked at: everything their menus and first pages lead to.
PEOPLE = ("lena", "mara", "kai", "piet", "petra", "tess", "gus", "gwen", "ada", "aud", "vera")


def links(person: Person) -> list[str]:
    """The pages that the present one links to, without their parts; what is downloaded is no page."""
    found: list[str] = person.page.evaluate(
        "() => Array.from(document.querySelectorAll('a[href]:not([download], [data-prepares])'),"
        " a => a.href.split('#')[0])"
    )
    return inside(person, found)


def links_in(person: Person, address: str, text: str) -> list[str]:
    """The same, of a page that was fetched without being drawn."""
    tags = [tag for tag in re.findall(r"<a\b[^>]*>", text) if " download" not in tag and " data-prepares" not in tag]
    found = [named.group(1) for tag in tags if (named := re.search(r'href="([^"]*)"', tag))]
    here = person.site.url + address
    return inside(person, [urljoin(here, unescape(link)).split("#")[0] for link in found])


def inside(person: Person, found: list[str]) -> list[str]:
    ours = [address.removeprefix(person.site.url) for address in found if address.startswith(person.site.url)]
    return [address for address in ours if not address.startswith(("/api/", "/static/"))]


def kind_of(address: str) -> str:
    """Pages that differ only in which row they show are one kind."""
    return "/".join("#" if part.isdigit() else part for part in address.split("?")[0].split("/"))


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where everybody who walks, in whichever process, notes what was looked at."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "looked-at"
    folder.mkdir(exist_ok=True)
    return folder


def first_to_look(folder: Path, kind: str) -> bool:
    """Whoever comes later only fetches a page of this kind."""
    try:
        (folder / kind.replace("/", "|")).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_one_can_walk_to(person: Callable[..., Person], looked_at: Path, name: str) -> None:
    """On from page to page by their links, each of which must answer; each kind of page is looked at by one,
    on both screens."""
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
        if not first_to_look(looked_at, kind):
            fetched = somebody.context.request.get(somebody.site.url + address)
            if fetched.status != 200:
                wrong[address] = f"answers {fetched.status}"
            elif "html" in fetched.headers.get("content-type", ""):
                ways += links_in(somebody, address, fetched.text())
            continue
        answer = somebody.page.goto(somebody.site.url + address)
        if answer is None or answer.status != 200:
            wrong[address] = f"answers {answer.status if answer else 'nothing'}"
            continue
        ways += links(somebody)
        somebody.page.wait_for_timeout(300)  # panels and charts draw themselves
        for size in (DESK, PHONE):
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
