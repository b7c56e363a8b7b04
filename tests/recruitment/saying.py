"""How the tests of recruiting expect a no, read what is owed, and see that the journal names nobody."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.calendar import working_days
from patrol_ops.core.models import JournalEntry, Obligation, OutboxMessage, StoredFile
from patrol_ops.core.refusals import NotPermitted
from teams import commands as teams
from teams.models import Acknowledgement, Hold, Member, Membership, NumberBadge
from teams.rules import AppointmentDraft, Role
from tests.cast import District
from tests.teams.saying import refused, said

__all__ = ["DAY", "also_holds", "finds_nothing", "nothing_written", "one", "owed", "refused", "said", "within"]

DAY = dt.timedelta(days=1)
# Eleven digits or eighteen: somebody's phone, somebody's identity.
NUMBERS = re.compile(r"\d{11,}")
CHINESE = re.compile(r"[\u3400-\u9fff]")
_BELOW = (Acknowledgement, Hold, Member, Membership, NumberBadge, JournalEntry, Obligation, OutboxMessage, StoredFile)


def _rows() -> dict[str, list[Any]]:
    models = (*apps.get_app_config("recruitment").get_models(), *_BELOW)
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


@contextmanager
def nothing_written() -> Iterator[None]:
    before = _rows()
    yield
    assert _rows() == before


def finds_nothing(act: Callable[..., Any], *actors: Any, **kwargs: Any) -> None:
    """Whoever of them tries is answered as if it were not there, and nothing is written."""
    with nothing_written():
        for actor in actors:
            with pytest.raises(NotPermitted):
                act(actor=actor, **kwargs)


def one(act: str, at: dt.datetime) -> JournalEntry:
    """The one line the journal has of ``act`` at that moment; it holds no name, no number and no text of anybody."""
    (entry,) = said(act, at)
    told = str(entry.facts)
    assert not NUMBERS.search(told), told
    assert not CHINESE.search(told), told
    return entry


def owed(kind: str, subject_id: int | None = None) -> list[tuple[str, str, dt.date, str]]:
    """What is open of a kind: by which role (or login), where, on which last day, in which round."""
    rows = Obligation.objects.open().filter(kind=kind).order_by("pk")
    if subject_id is not None:
        rows = rows.filter(subject_id=subject_id)
    found = []
    for row in rows:
        due = clock.local(row.due_at)
        assert (due.hour, due.minute, due.second) == (0, 0, 0)
        who = row.role or (row.user.username if row.user else "")
        found.append((who, row.path, due.date() - DAY, row.period))
    return found


def within(day: dt.date, days: int) -> dt.date:
    """The last of so many working days after ``day``, by the published calendar."""
    return working_days(day + DAY, day + DAY * (days * 3 + 20))[days - 1]


def also_holds(district: District, key: str, role: Role, path: str, day: dt.date) -> Actor:
    """The same login with one post more: whoever holds two still has one pair of hands."""
    teams.appoint_staff(
        actor=district.actor("ada", day),
        draft=AppointmentDraft(role=role, since=day),
        place_id=district.places[path],
        user_id=district.users[key],
        at=clock.at(day, 1),
    )
    return district.actor(key, day)
