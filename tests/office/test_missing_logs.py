"""Logs that are not filed: past their time or still in it, and whom to call about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from patrol_ops.core.models import User
from tests.office.conftest import TODAY, text_of


def test_list_missing_logs_says_whom_to_call_to_those_who_may_know(
    week: None, piet: User, gwen: User, signed_in: Callable[..., Client]
) -> None:
    url = reverse("office:list-missing-logs")

    police = text_of(signed_in(piet).get(url))
    office = text_of(signed_in(gwen).get(url))

    assert "李娜 19900000301" in police
    assert "李* " in office
    assert "李娜" not in office
    assert "19900000301" not in office


def test_list_missing_logs_shows_what_is_still_in_time_only_if_asked(
    owe: Any, gwen: User, signed_in: Callable[..., Client]
) -> None:
    owe(TODAY)
    client = signed_in(gwen)
    url = reverse("office:list-missing-logs")

    assert client.get(url).context["page"].paginator.count == 0
    assert client.get(url, {"state": "in-time"}).context["page"].paginator.count == 6


@pytest.mark.parametrize(
    "asked",
    [
        "place=abc", "page=999", "page=x", "first=2026-13-45", "first=0001-01-01&last=9999-12-31", "last=x", "team=x",
        "first=2026-11-18&last=2026-11-01", "team=" + "9" * 40, "state=%3Cb%3E",
    ],
)  # fmt: skip
def test_list_missing_logs_answers_nonsense_kindly(
    week: None, gwen: User, signed_in: Callable[..., Client], asked: str
) -> None:
    assert signed_in(gwen).get(f"{reverse('office:list-missing-logs')}?{asked}").status_code == 200
