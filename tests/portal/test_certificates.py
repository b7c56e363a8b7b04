"""The public check of a certificate: valid or not, nothing else, and nothing to be tried out (TRN-05)."""

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from patrol_ops.core import clock
from patrol_ops.core.secrets import CODE_MARKS
from tests.cast import District
from tests.portal.conftest import Visitor
from tests.training.story import ISSUED, Training
from training.models import Certificate

API = "/api/v1/portal/certificates/{}/"


@pytest.fixture
def certified(district: District, visitor: Visitor) -> Training:
    it = Training(district).until_certified("赵一", "钱二")
    visitor.moment.move_to(clock.at(ISSUED, 12))
    return it


def said(key: str) -> bytes:
    """The whole page, without the address that was asked for."""
    cache.clear()
    address = reverse("portal:check-certificate", args=[key])
    answer = Client().get(address)
    assert answer.status_code == 200
    return bytes(answer.content.replace(address.encode(), b""))


def is_valid(key: str) -> bool:
    page, answer = said(key).decode(), Client().get(API.format(key))
    assert answer.status_code == 200
    assert answer.json()["valid"] is ("这张上岗证有效" in page)
    assert ("没有查到有效的上岗证" in page) is not answer.json()["valid"]
    return bool(answer.json()["valid"])


def another(mark: str) -> str:
    return random.choice([one for one in CODE_MARKS if one != mark])


@pytest.mark.req("TRN-05")
def test_check_certificate_says_only_that_it_holds(certified: Training) -> None:
    row = certified.certificate("赵一")
    page = said(row.key).decode()

    assert len(row.key) == 26
    assert "有效" in page
    assert "启明区" in page
    for word in ("赵", row.number, "2028", "港口", "锦川"):
        assert word not in page, word
    assert 'content="noindex, nofollow"' in page
    answer = Client().get(API.format(row.key)).json()
    assert answer == {"valid": True, "day": "2026-11-11", "issued_by": "启明区"}


def test_a_key_is_read_as_people_type_it(certified: Training) -> None:
    key = certified.certificate("赵一").key
    spaced = " ".join(key[start : start + 4] for start in range(0, 26, 4))

    assert all(is_valid(typed) for typed in (key.lower(), f" {key} ", spaced, spaced.lower()))


def test_unknown_ended_and_forged_keys_get_the_same_answer(certified: Training, visitor: Visitor) -> None:
    ended, row = certified.certificate("钱二"), certified.certificate("赵一")
    nothing = said("A" * 26)
    for stage, values in (
        ("SUSPENDED", {"suspended_for": 2026, "suspended_at": ended.issued_at}),
        ("REVOKED", {"suspended_for": None, "suspended_at": None, "revoked_why": "LOST"}),
        ("RENEWED", {}),
        ("EXPIRED", {}),
    ):
        Certificate.objects.filter(pk=ended.pk).update(stage=stage, **values)
        assert said(ended.key) == nothing, stage
    for forged in (row.number, str(row.pk), row.key[:-1], row.key + "A", row.key[::-1], "x", "%", "0" * 200, "证"):
        assert said(forged) == nothing, forged
        assert not is_valid(forged), forged
    for place in range(26):
        changed = row.key[:place] + another(row.key[place]) + row.key[place + 1 :]
        assert said(changed) == nothing, place
    body = Client().get(API.format("A" * 26)).content
    assert Client().get(API.format(ended.key)).content == body
    visitor.moment.move_to(clock.at(row.last_day, 23))
    assert is_valid(row.key)
    visitor.moment.move_to(clock.at(row.last_day + dt.timedelta(days=1), 0))
    assert not is_valid(row.key)


def test_a_thousand_keys_are_tried_in_vain(certified: Training) -> None:
    tried = ["".join(secrets.choice(CODE_MARKS) for _ in range(26)) for _ in range(1000)]

    assert not any(Client().get(API.format(key)).json()["valid"] for key in tried)


def test_a_repeat_costs_nothing(certified: Training, django_assert_num_queries: Callable[..., Any]) -> None:
    for key, statements in ((certified.certificate("赵一").key, 2), ("A" * 26, 1)):
        address = reverse("portal:check-certificate", args=[key])
        with django_assert_num_queries(statements):
            first = Client().get(address)
        with django_assert_num_queries(0):
            again = Client().get(address)
        assert (first.content, first["ETag"], first["Cache-Control"]) == (
            again.content, again["ETag"], "public, max-age=60",
        )  # fmt: skip
        assert not again.cookies


def test_it_speaks_english_too(certified: Training) -> None:
    address = reverse("portal:check-certificate", args=[certified.certificate("赵一").key])

    assert 'lang="en"' in Client().get(address + "?lang=en").content.decode()
