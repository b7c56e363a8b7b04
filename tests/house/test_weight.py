"""What a phone has to fetch: the log's page and everything it names, at most 100 kB the first time."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
import time_machine
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from patrol_ops.core.models import User
from teams.models import Team

BUDGET = 100_000
FETCHED = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"]+)"')
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.\w+$)")
INSIDE = re.compile(rb"""url\(\s*['"]?(?!data:|#|['"])([^'")]+)""")


@pytest.fixture(autouse=True)
def _that_morning(at: Any) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


def file_of(url: str) -> Path:
    """The file behind an address of a page, whether or not it carries its content's hash."""
    name = HASH.sub("", url.removeprefix(settings.STATIC_URL))
    found = finders.find(name)
    assert found, url
    return Path(str(found))


def carried(name: str, content: bytes) -> int:
    """As it is sent: drawings and scripts compressed, a font or a picture as it is."""
    return len(brotli.compress(content)) if name.endswith((".css", ".js", ".svg")) else len(content)


def first_load(client: Client, url: str) -> dict[str, int]:
    """What each part weighs on its way, by name; fonts left out."""
    answer = client.get(url, headers={"Accept-Encoding": "gzip, br"})
    assert (answer.status_code, answer["Content-Encoding"]) == (200, "gzip")
    weights = {"page": len(answer.content)}
    for part in FETCHED.findall(gzip.decompress(answer.content).decode()):
        if part.startswith(settings.STATIC_URL):
            file = file_of(part)
            weights[part] = carried(file.name, file.read_bytes())
            assert [inner for inner in INSIDE.findall(file.read_bytes()) if file.suffix == ".css"] == [], part
    return weights


@pytest.mark.parametrize("page", ["duty:submit-patrol-log", "duty:today"])
def test_a_leaders_pages_are_light(lena: User, harbour: Team, signed_in: Callable[[User], Client], page: str) -> None:
    url = reverse(page, args=[harbour.pk] if page == "duty:submit-patrol-log" else [])

    weights = first_load(signed_in(lena), url)

    assert {Path(HASH.sub("", name)).name for name in weights} >= {"page", "tabler.css", "app.css", "autosave.js"}
    assert sum(weights.values()) <= BUDGET, weights


def test_every_page_is_compressed_and_no_two_answers_have_one_length(
    lena: User, signed_in: Callable[[User], Client]
) -> None:
    """A guess at a secret in the page is not told by the answer's length (BREACH)."""
    client = signed_in(lena)
    answers = [client.get(reverse("duty:today"), headers={"Accept-Encoding": "gzip"}) for _ in range(12)]

    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({len(answer.content) for answer in answers}) > 3
    assert client.get(reverse("duty:today")).get("Content-Encoding") is None
