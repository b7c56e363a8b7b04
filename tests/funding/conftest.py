"""A street with an accident policy, and acts on the register."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from funding import commands
from funding.models import Cover, InsurancePolicy
from funding.policy import ACCIDENT_REQUIRED
from funding.rules import CoverDraft, InsuranceKind, Payer, PolicyDraft
from patrol_ops.core import clock, policy
from patrol_ops.core.access import Actor
from teams.models import Hold
from teams.rules import HoldKind
from tests.cast import District

DAY = dt.date(2026, 11, 18)
AT = clock.at(DAY, 9)
STREET, OTHER = "990102001", "990102002"


def day(n: int) -> dt.date:
    return DAY + dt.timedelta(days=n)


def paper(**values: Any) -> PolicyDraft:
    whole = {
        "kind": InsuranceKind.ACCIDENT,
        "insurer": "安心保险",
        "number": "PA-2026-1",
        "payer": Payer.STREET,
        "premium": None,
        "starts_on": day(-100),
        "last_day": day(99),
    }
    return PolicyDraft(**{**whole, **values})


@dataclass
class Register:
    """``register.enter()``, ``register.cover(policy, "mara")``: Gus acts, at nine on the day."""

    district: District

    def who(self, key: str) -> Actor:
        return self.district.actor(key)

    def enter(self, who: str = "gus", place: str = STREET, **values: Any) -> InsurancePolicy:
        return commands.enter_policy(
            actor=self.who(who), place_id=self.district.places[place], draft=paper(**values), at=AT
        )

    def cover(
        self, row: InsurancePolicy, *names: str, who: str = "gus", since: dt.date = DAY, team: str = ""
    ) -> InsurancePolicy:
        members = tuple(self.district.members[name] for name in names)
        draft = CoverDraft(since, members, self.district.teams[team] if team else None)
        return commands.cover_members(actor=self.who(who), policy_id=row.pk, draft=draft, at=AT)

    def end(self, name: str, until: dt.date, who: str = "gus") -> Cover:
        covers = Cover.objects.accident().filter(member=self.district.members[name], ended_at__isnull=True)
        cover = covers.get()
        return commands.end_cover(actor=self.who(who), cover_id=cover.pk, until=until, at=AT)

    def renew(self, row: InsurancePolicy, who: str = "gus", **values: Any) -> InsurancePolicy:
        following = {"number": "PA-2027-1", "starts_on": row.last_day + dt.timedelta(days=1), "last_day": day(500)}
        return commands.renew_policy(
            actor=self.who(who), policy_id=row.pk, draft=paper(**{**following, **values}), at=AT
        )

    def require(self, value: int = 1, since: dt.date = DAY, path: str = STREET) -> None:
        policy.set_policy_value(
            actor=self.who("gwen"), key=ACCIDENT_REQUIRED.key, value=f"{value}", since=since, path=path, at=AT
        )

    def hold(self, name: str) -> list[dt.date]:
        """The days on which what waits for that member begins."""
        rows = Hold.objects.waiting().filter(member=self.district.members[name], kind=HoldKind.INSURANCE)
        return list(rows.values_list("since", flat=True))


@pytest.fixture
def register(district: District) -> Register:
    return Register(district)
