"""A public page is the same for all: drawn for nobody, kept for a minute, its language in its address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from patrol_ops.core import public
from patrol_ops.core.html import around
from patrol_ops.core.models import User
from tests.portal import form_urls

pytestmark = [pytest.mark.urls("tests.portal.form_urls")]
SHOWN = "/public/shown/"


@pytest.fixture(autouse=True)
def _nothing_drawn() -> None:
    form_urls.DRAWN.clear()


def test_it_is_drawn_once_and_answered_with_what_a_cache_needs() -> None:
    first, again = Client().get(SHOWN), Client().get(SHOWN)

    assert form_urls.DRAWN == [SHOWN]
    assert (first.content, first["ETag"]) == (again.content, again["ETag"])
    assert again["Cache-Control"] == "public, max-age=60"
    assert again["ETag"].startswith('"')
    assert "Vary" not in again.headers
    assert not again.cookies
    assert again["Content-Language"] == "zh-hans"


def test_who_has_it_already_is_told_so() -> None:
    etag = Client().get(SHOWN)["ETag"]
    answer = Client().get(SHOWN, headers={"If-None-Match": etag})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == etag
    assert answer["Cache-Control"] == "public, max-age=60"
    assert Client().get(SHOWN, headers={"If-None-Match": '"other"'}).status_code == 200


def test_head_is_answered_and_nothing_else_is_taken() -> None:
    head = Client().head(SHOWN)

    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == Client().get(SHOWN)["ETag"]
    assert Client().post(SHOWN).status_code == 405


def test_compressed_it_still_says_when_it_is_the_same() -> None:
    packed = {"Accept-Encoding": "gzip"}
    long = Client().get("/public/taken/", headers=packed)

    assert long["Content-Encoding"] == "gzip"
    assert long["Vary"] == "Accept-Encoding"
    assert Client().get("/public/taken/", headers={**packed, "If-None-Match": long["ETag"]}).status_code == 304


def test_only_what_the_page_names_counts() -> None:
    for asked in ("?page=2&utm=x", "?x=1&page=2", "?page=2&q="):
        Client().get(SHOWN + asked)

    assert form_urls.DRAWN == ["/public/shown/?page=2"]


def test_the_languages_are_kept_apart() -> None:
    chinese, english = Client().get("/public/taken/"), Client().get("/public/taken/?lang=en")
    client = Client()
    client.cookies["django_language"] = "en"

    assert 'lang="zh-Hans-CN"' in chinese.content.decode()
    assert 'lang="en"' in english.content.decode()
    assert 'lang="zh-Hans-CN"' in client.get("/public/taken/?lang=xx").content.decode()
    assert english["Content-Language"] == "en"


def test_the_language_goes_along_and_back() -> None:
    said = Client().get("/public/taken/?lang=en").content.decode()

    assert 'href="/public/teams/?lang=en"' in said
    assert 'href="/public/taken/" lang="zh-Hans"' in said
    assert 'href="/public/shown/?lang=en"' not in said
    assert public.in_language("/public/a/?page=2&lang=en#x", "zh-hans") == "/public/a/?page=2#x"


@pytest.mark.django_db
def test_nothing_of_the_asker_is_known_to_the_page(
    make_user: Callable[..., User], django_assert_num_queries: Callable[..., Any]
) -> None:
    client = Client(headers={"User-Agent": "somebody", "X-Request-ID": "r-17"})
    client.force_login(make_user("lena"), backend="patrol_ops.core.signin.PhoneOrNameBackend")
    client.cookies["type_size"] = "large"
    with django_assert_num_queries(0):
        answer = client.get(SHOWN)

    said = answer.content.decode()
    assert said.endswith("False) public")
    assert [
        word for word in ("somebody", "r-17", "sessionid", "large", "testserver", "127.0.0.1") if word in said
    ] == []
    assert "Vary" not in answer.headers
    assert not answer.cookies


def test_a_broken_session_cookie_is_not_even_looked_at() -> None:
    client = Client()
    client.cookies["sessionid"] = "x"

    assert not client.get(SHOWN).cookies


@pytest.mark.parametrize("address", ["/public/personal/", "/public/with-cookie/"])
def test_what_is_one_askers_own_is_not_kept_for_all(address: str) -> None:
    with pytest.raises(public.Personal):
        Client().get(address)


def test_what_is_not_found_is_not_kept() -> None:
    for _ in range(2):
        answer = Client().get(SHOWN + "?q=nothing&lang=en")
        assert answer.status_code == 404
        assert "public" not in answer.get("Cache-Control", "")
        assert 'href="/public/?lang=en"' in answer.content.decode()
        assert "csrf" not in answer.content.decode()

    assert len(form_urls.DRAWN) == 2


def test_it_is_kept_for_a_minute_unless_it_is_forgotten(at: Any) -> None:
    with time_machine.travel(at, tick=False) as moment:
        Client().get(SHOWN)
        moment.shift(59)
        Client().get(SHOWN)
        assert len(form_urls.DRAWN) == 1
        moment.shift(2)
        Client().get(SHOWN)
        assert len(form_urls.DRAWN) == 2
        public.forget()
        Client().get(SHOWN)
        assert len(form_urls.DRAWN) == 3
    cache.clear()


def test_a_nul_in_the_query_is_nobodys() -> None:
    Client().get(SHOWN + "?q=%00")

    assert form_urls.DRAWN == [SHOWN]


@pytest.mark.django_db
def test_who_runs_the_site_stands_at_its_foot(settings: Any) -> None:
    settings.PUBLIC_RUN_BY = "启明区委政法委"

    assert "本网站由启明区委政法委主办" in Client().get(reverse("portal:home")).content.decode()


def test_messages_know_on_which_side_they_stand() -> None:
    factory = RequestFactory()

    assert around(factory.get("/public/x/"))["home"] == "/public/"
    assert around(factory.get("/teams/x/"))["home"] == "/"
    assert public.is_public(factory.get("/api/v1/portal/teams/"))
