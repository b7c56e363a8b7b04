"""An ordinary log of the Harbour team, filed, returned, reviewed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from duty import commands
from duty.models import PatrolLog
from duty.rules import EntryDraft, EntryKind, Mode, PatrolDraft, PatrolLogDraft, Severity, ToldTo, WalkerDraft
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from teams import commands as teams_commands
from teams.rules import EmploymentClass, MemberDraft
from tests.cast import BUILDER, District, identity

DAY = dt.date(2026, 11, 17)
EVENING = clock.at(DAY, 21, 30)

HAZARD = EntryDraft(kind=EntryKind.HAZARD, place="三号码头", category=Severity.LOW, text="路灯不亮")
INCIDENT = EntryDraft(
    kind=EntryKind.INCIDENT,
    at=dt.time(20, 10),
    place="北门",
    text="两车相碰",
    told_to=ToldTo.EMERGENCY_CENTRE,
    told_at=dt.time(20, 12),
)


@pytest.fixture
def ordinary(district: District, lena_member: Any, mara_member: Any) -> Callable[..., PatrolLogDraft]:
    """The log of 17 November: one foot patrol in the evening by Lena and Mara. Keywords change it."""
    patrol = PatrolDraft(
        started=dt.time(19),
        ended=dt.time(21),
        area_id=district.areas["harbour"],
        mode=Mode.FOOT,
        walkers=(WalkerDraft(lena_member.pk), WalkerDraft(mara_member.pk)),
    )
    log = PatrolLogDraft(day=DAY, patrols=(patrol,))

    def make(**changes: Any) -> PatrolLogDraft:
        first = {name: changes.pop(name) for name in list(changes) if name in PatrolDraft.__dataclass_fields__}
        draft = replace(log, patrols=(replace(patrol, **first),)) if first else log
        return replace(draft, **changes)

    return make


@pytest.fixture
def file(ordinary: Callable[..., PatrolLogDraft], district: District) -> Callable[..., PatrolLog]:
    """``file(hand_over="…")``: Lena files the ordinary log, that same evening unless told."""

    def make(at: dt.datetime = EVENING, by: str = "lena", team: str = "harbour", **changes: Any) -> PatrolLog:
        draft = ordinary(**changes)
        return commands.submit_patrol_log(actor=district.actor(by), team_id=district.teams[team], draft=draft, at=at)

    return make


@pytest.fixture
def filed(file: Callable[..., PatrolLog]) -> PatrolLog:
    """Lena's log with an open hazard."""
    return file(entries=(HAZARD,))


@pytest.fixture
def returned(filed: PatrolLog, kai_actor: Actor) -> PatrolLog:
    """Sent back by Kai the next morning at eight."""
    at = clock.at(dt.date(2026, 11, 18), 8)
    return commands.return_patrol_log(actor=kai_actor, log_id=filed.pk, reason="请补充路灯位置", at=at)


@pytest.fixture
def newcomer(district: District) -> int:
    """Enrolled on the 17th: neither trained nor badged."""
    draft = MemberDraft(name="辛然", phone="", identity=identity(99), employment_class=EmploymentClass.FULL_TIME)
    return teams_commands.enrol_member(
        actor=BUILDER, team_id=district.teams["harbour"], draft=draft, at=clock.at(DAY, 8)
    ).pk


@pytest.fixture
def phone(lena: Any, signed_in: Any) -> Any:
    """Lena's."""
    return signed_in(lena)


@pytest.fixture
def url(harbour: Any) -> str:
    """Where the Harbour team's logs are written."""
    return f"/duty/teams/{harbour.pk}/logs/new/"


@pytest.fixture
def patrol(district: District) -> dict[str, Any]:
    """The row of an ordinary evening, as a form sends it."""
    return {
        "started": "19:00",
        "ended": "21:00",
        "area": str(district.areas["harbour"]),
        "mode": "FOOT",
        "walkers": [str(district.members["lena"]), str(district.members["mara"])],
    }
