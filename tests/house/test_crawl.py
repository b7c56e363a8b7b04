"""Every address as every role: no page falls over, nothing out of reach is told from what does not exist."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from patrol_ops.core import clock
from patrol_ops.core.models import JournalEntry
from tests.cast import POSTS, STAFF, TEAMS
from tests.house.english import data, left_over
from tests.house.english import said as page_of
from tests.house.marked import READERS, Marked, kinds_in
from tests.house.worlds import DAY, Route, World, browser, nowhere, routes

pytestmark = pytest.mark.once

# Their posts lie in the harbour's street: the willow is none of their business.
NEAR = ("tess", "piet", "kai", "vera", "lena", "mara")
# The same posts in the other street: what is out of their reach is the other way round.
FAR = ("theo", "pia", "olga", "otto")
EVERYBODY = tuple(row[0] for row in (*STAFF, *POSTS) if row[0] not in FAR)
# What is everybody's map: places and bodies have no secrets (5.2, further rows).
MAPS = ("place_id", "unit_id")
# What a district has decided is read by all who have a post in it, and both worlds lie in one.
DECIDED = ("checklist_id", "course_id", "plan_id", "question_id")
# Open to whoever knocks.
PUBLIC = {
    "sign-in", "claim-login", "set-language", "set-type-size", "offline", "service-worker", "sign-out",
    "health", "ready", "metrics",  # machines that watch over this one
    *(route.name for route in routes() if route.is_public),
}  # fmt: skip
# For them the words are compared, too, not the status alone.
READING_CLOSELY = ("lena", "piet")
NAMES = tuple(name for team in TEAMS for name in team[6])
# 5.2: the member file is masked for the office; a leader's name is that of a post.
OFFICE = ("gwen", "gus", "liz", "tess")
MASKED = tuple(name for name in NAMES if name not in ("李娜", "欧涛"))
PLACES = ("港口社区", "柳林社区", "书院社区")


@pytest.fixture(autouse=True)
def _that_evening() -> Iterator[None]:
    with time_machine.travel(clock.at(DAY, 21), tick=False):
        yield


def ours() -> list[Route]:
    return [route for route in routes() if route.is_ours and route.name != "sign-out"]


def named(route: Route) -> bool:
    """Whether its address names a row that is somebody's; what is public is for everybody."""
    return not route.is_public and any(
        (want.endswith("_id") and want not in (*MAPS, *DECIDED))
        or want == "key"
        or (want == "pk" and World.key_of(route) not in DECIDED)
        for want in route.wants
    )


def said(answer: HttpResponse) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


def without_addresses(answer: HttpResponse) -> str:
    """The page without what is the asker's own: tokens, and the address that was asked for."""
    return re.sub(r'value="[^"]*"|/[^\s"<]*\d+[^\s"<]*|content="[^"]*"', "", said(answer))


def post(client: Client, route: Route, it: World) -> HttpResponse:
    if route.is_api:
        return client.post(it.path(route), {}, content_type="application/json")
    return client.post(it.path(route))


def test_both_worlds_have_everything_that_has_an_address(worlds: tuple[World, World]) -> None:
    assert len(ours()) > 20
    for route in ours():
        for it in worlds:
            assert it.path(route).startswith("/")


@pytest.mark.req("ORG-42", "REC-11", "PUB-04")
@pytest.mark.parametrize("key", [*EVERYBODY, "nora"])
def test_every_address_is_what_it_may_be(marked: Marked, key: str) -> None:
    """One walk as everybody, in English, and whatever must hold of every answer: the walk is what costs."""
    client = browser(key)
    client.cookies["django_language"] = "en"
    met: dict[str, set[str]] = defaultdict(set)
    written, shown, chinese = data(), 0, {}

    for route in routes():
        for path in marked.paths(route):
            # A public page has its language in the address, any other in the cookie.
            answer = client.get(f"{path}?lang=en" if route.is_public else path)
            assert answer.status_code < 500, f"{key} {path} {answer.status_code}"
            if not route.is_ours or route.name == "sign-out":
                continue
            text = said(answer)
            for kind in kinds_in(text):
                met[kind].add(route.name)
            if (html := page_of(answer)) and not route.is_api:
                shown += 1
                if left := left_over(html, written):
                    chinese[route.name] = left
            scripts_come_from_here(route, answer)
            no_cache_keeps_what_is_private(route, answer)
            if key in OFFICE:
                assert [name for name in MASKED if name in text] == [], f"{key} {route.name}"
            if key == "nora" and not route.is_public:  # names of places and bodies are for everybody
                nothing_is_seen(route, answer, text)

    assert chinese == {}
    assert shown > 10
    for kind, readers in READERS.items():
        assert bool(met[kind]) is (key in readers), (kind, sorted(met[kind]))
    # So that the silence of the others is no accident of the walk.
    if key == "piet":
        assert met["reason"] >= {"recruitment:record-police-review"}
        assert met["identity"] == {"recruitment:record-police-review", "api-recruitment:vetting-one"}
        assert met["phone"] == met["identity"]
        assert "recruitment:list-vetting" in met["name"]
    if key == "gwen":
        assert met["objection"] == {
            "recruitment:show-objection", "recruitment:decide-objection", "api-recruitment:objection",
        }  # fmt: skip
        assert met["contact"] == met["objection"]


def scripts_come_from_here(route: Route, answer: HttpResponse) -> None:
    policy = answer.headers.get("Content-Security-Policy", "")
    assert "script-src 'self'" in policy, route.name
    assert "unsafe" not in policy, route.name


def no_cache_keeps_what_is_private(route: Route, answer: HttpResponse) -> None:
    if answer.status_code == 200 and route.name not in PUBLIC:
        kept = answer.headers.get("Cache-Control", "")
        assert "public" not in kept, route.name
        assert "Cookie" in answer.headers.get("Vary", "") or "no-store" in kept or "private" in kept, route.name


def nothing_is_seen(route: Route, answer: HttpResponse, text: str) -> None:
    if route.is_api:
        assert answer.status_code in (403, 405), route.name
    assert [word for word in (*NAMES, *PLACES) if word in text] == [], f"{route.name} {answer.status_code}"


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize("key", [*(key for key in NEAR if key not in READING_CLOSELY), "theo"])
def test_what_is_out_of_reach_is_answered_like_what_does_not_exist(worlds: tuple[World, World], key: str) -> None:
    client = browser(key)
    other = worlds[1] if key in NEAR else worlds[0]

    for route in filter(named, ours()):
        there = client.get(other.path(route))
        assert there.status_code in (404, 405), f"{key} {other.path(route)} {there.status_code}"


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize("key", READING_CLOSELY)
def test_it_is_not_even_told_apart_by_its_words(worlds: tuple[World, World], key: str) -> None:
    client = browser(key)
    none = nowhere(worlds[1])

    for route in filter(named, ours()):
        there, nothing = client.get(worlds[1].path(route)), client.get(none.path(route))
        assert there.status_code in (404, 405), f"{key} {route.name} {there.status_code}"
        assert there.status_code == nothing.status_code, route.name
        assert without_addresses(there) == without_addresses(nothing), route.name


@pytest.mark.parametrize("key", ["tess", "piet", "lena", "otto", "nora"])
def test_nobody_changes_what_is_out_of_reach(worlds: tuple[World, World], key: str) -> None:
    client = browser(key)
    other = worlds[1] if key in (*NEAR, "nora") else worlds[0]
    before = JournalEntry.objects.count()

    none = nowhere(other)

    for route in filter(named, ours()):
        there, nothing = post(client, route, other), post(client, route, none)
        assert there.status_code == nothing.status_code, f"{key} {other.path(route)}"
        assert there.status_code in (400, 403, 404, 405), f"{key} {other.path(route)} {there.status_code}"

    assert JournalEntry.objects.count() == before


def test_who_has_not_signed_in_is_asked_to(worlds: tuple[World, World]) -> None:
    client = Client(raise_request_exception=False)

    for route in ours():
        if route.name in PUBLIC:
            continue
        answer = client.get(worlds[0].path(route))
        if route.is_api:
            assert answer.status_code in (401, 403), f"{route.name} {answer.status_code}"
        else:
            assert answer.status_code in (302, 401, 403), f"{route.name} {answer.status_code}"
            if answer.status_code == 302:
                assert "/sign-in/" in answer["Location"], route.name
