"""A few days of the district at work, as seen from a desk: logs filed through the commands, at their own hours."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duty import commands
from duty.models import PatrolLog
from duty.rules import EntryDraft, EntryKind, Mode, PatrolDraft, PatrolLogDraft, Severity, WalkerDraft
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from tests.cast import District

TODAY = dt.date(2026, 11, 18)
DAY = dt.timedelta(days=1)
LEADERS = {"harbour": ("lena", ("李娜", "马兰")), "willow": ("otto", ("欧涛", "柳青"))}


@pytest.fixture(autouse=True)
def _that_noon() -> Iterator[None]:
    """Wednesday noon: yesterday's cut-off has passed."""
    with time_machine.travel(clock.at(TODAY, 12), tick=False):
        yield


@pytest.fixture
def file_log(district: District) -> Callable[..., PatrolLog]:
    """``file_log("harbour", day)``: one evening patrol of two people; ``at`` is 22:00 of the day unless told."""

    def make(team: str = "harbour", day: dt.date = TODAY, *, at: dt.datetime | None = None, **more: Any) -> PatrolLog:
        leader, names = LEADERS[team]
        hazard = EntryDraft(kind=EntryKind.HAZARD, at=dt.time(20), place="东门", category=Severity.LOW, text="路灯不亮")
        patrol = PatrolDraft(
            started=more.pop("started", dt.time(19)),
            ended=more.pop("ended", dt.time(21)),
            area_id=district.areas[team],
            mode=Mode.FOOT,
            walkers=tuple(WalkerDraft(district.members[name], insignia=more.get("insignia", True)) for name in names),
        )
        draft = PatrolLogDraft(day=day, patrols=(patrol,), entries=(hazard,) if more.get("hazard") else ())
        moment = at or clock.at(day, 22)
        return commands.submit_patrol_log(
            actor=district.actor(leader, moment.date()), team_id=district.teams[team], draft=draft, at=moment
        )

    return make


@pytest.fixture
def owe(district: District) -> Callable[..., None]:
    """``owe(day, …)``: each of these days' logs is due from every active team."""

    def make(*days: dt.date) -> None:
        for day in days:
            commands.owe_daily_logs(
                actor=Actor.system("owe-daily-logs"),
                district_id=district.places["990102"],
                day=day,
                at=clock.at(day, 0, 1),
            )

    return make


@pytest.fixture
def week(district: District, owe: Any, file_log: Any) -> None:
    """Three days owed by six teams; the harbour filed on time, then late, the willow on time with a hazard."""
    owe(*days_before(3))
    file_log(day=TODAY - DAY)
    file_log(day=TODAY - 2 * DAY, at=clock.at(TODAY - DAY, 11))
    log = file_log("willow", day=TODAY - DAY, hazard=True)
    commands.review_patrol_log(actor=district.actor("olga"), log_id=log.pk, version=log.version, at=clock.at(TODAY, 8))


@pytest.fixture
def statements() -> Callable[[Client, str], int]:
    """How many statements a page takes; it has to answer."""

    def count(client: Client, url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(url)
        assert answer.status_code == 200, answer.status_code
        return len(asked)

    return count


def text_of(answer: Any) -> str:
    """What a page says, without its marks."""
    body = re.sub(r"<(script|head)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def days_before(count: int, last: dt.date = TODAY) -> list[dt.date]:
    """The last ``count`` days before ``last``, the oldest first."""
    return [last - dt.timedelta(days=n) for n in range(count, 0, -1)]
