"""A campaign of the cast's district, and somebody who fills in its forms."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from time_machine import Traveller

from patrol_ops.core import clock
from recruitment.models import Applicant
from teams.models import Team
from tests.cast import District, identity
from tests.recruitment.story import APPLY_FROM, Story

_MARK = re.compile(r'name="guard_opened" value="([^"]*)"')


@dataclass
class Visitor:
    """Opens a form, takes a moment, sends it."""

    moment: Traveller
    address: str = "127.0.0.1"

    def get(self, address: str) -> Any:
        return Client(REMOTE_ADDR=self.address).get(address)

    def read(self, name: str, *args: Any, **query: str) -> str:
        """The page as it is drawn now, nothing kept."""
        cache.clear()
        asked = "&".join(f"{key}={value}" for key, value in query.items())
        answer = self.get(reverse(name, args=args) + (f"?{asked}" if asked else ""))
        assert answer.status_code == 200
        text: str = answer.content.decode()
        return text

    def opened(self, address: str) -> dict[str, str]:
        mark = _MARK.search(self.get(address).content.decode())
        return {"guard_opened": mark.group(1) if mark else "", "idempotency_key": str(uuid.uuid4())}

    def send(self, address: str, typed: dict[str, Any], wait: int = 5) -> Any:
        """Typed into the form as it is opened now."""
        data = {**self.opened(address), **typed}
        self.moment.shift(wait)
        return self.post(address, data)

    def post(self, address: str, data: dict[str, Any]) -> Any:
        return Client(REMOTE_ADDR=self.address).post(address, data)

    def apply(self, story: Story, **typed: Any) -> Any:
        return self.send(reverse("portal:submit-application", args=[story.campaign_id]), application(**typed))


def application(**typed: Any) -> dict[str, Any]:
    """What an applicant types, as strings of a form."""
    whole = {
        "name": "江小渔",
        "identity": identity(871, "19931122"),
        "phone": "13788887777",
        "schooling": "SENIOR",
        "local": "yes",
        "priority": "no",
        "reserve": "yes",
        "declared": "on",
    }
    return {name: value for name, value in {**whole, **typed}.items() if value is not None}


@pytest.fixture
def story(district: District) -> Story:
    """Nothing has happened yet; each test says how far it goes. The academy may take two."""
    Team.objects.filter(pk=district.teams["academy"]).update(authorised=8)
    return Story(district)


@pytest.fixture
def moment() -> Iterator[Traveller]:
    with time_machine.travel(clock.at(APPLY_FROM, 10), tick=False) as it:
        yield it


@pytest.fixture
def visitor(moment: Traveller) -> Visitor:
    return Visitor(moment)


def link_of(answer: Any) -> str:
    """Where a taken form leads: to the applicant's, or the objector's, own page."""
    assert answer.status_code == 302, answer.content.decode()
    location: str = answer["Location"]
    return location


def secret_of(answer: Any) -> str:
    return link_of(answer).split("?")[0].rstrip("/").rsplit("/", 1)[-1]


def the_applicant() -> Applicant:
    return Applicant.objects.get()


def nowhere(visitor: Visitor, address: str) -> str:
    """What is said where nothing is, without the address that was asked for."""
    answer = visitor.get(address)
    assert answer.status_code == 404
    text: str = answer.content.decode()
    return text.replace(address, "")
