"""What happened, as a value that survives being written down."""

from __future__ import annotations

import datetime as dt
from dataclasses import FrozenInstanceError, dataclass
from typing import Any

import pytest

from patrol_ops.core import events
from patrol_ops.core.events import Event

pytestmark = pytest.mark.usefixtures("registries")


@pytest.fixture
def walked(registries: None) -> type[Any]:
    @dataclass(frozen=True, kw_only=True)
    class HarbourWalked(Event):
        walk_id: int
        day: dt.date
        began: dt.time | None = None
        due_at: dt.datetime | None = None
        members: tuple[int, ...] = ()
        holds: frozenset[int] = frozenset()
        days: tuple[dt.date, ...] = ()
        late: bool = False
        word: str = "2026-01-01"

        subject_field = "walk_id"

    return HarbourWalked


def test_an_event_is_named_after_its_app_and_class(walked: type[Any]) -> None:
    assert walked.kind == "tests.harbour_walked"
    assert events.kinds()[walked.kind] is walked


def test_an_event_is_frozen(walked: type[Any], at: dt.datetime) -> None:
    event = walked(at=at, walk_id=1, day=at.date())
    with pytest.raises(FrozenInstanceError):
        event.walk_id = 2


def test_an_event_comes_back_as_it_was_announced(walked: type[Any], at: dt.datetime) -> None:
    event = walked(
        at=at,
        walk_id=7,
        day=at.date(),
        began=dt.time(8, 30),
        due_at=at,
        members=(3, 1),
        holds=frozenset({9, 4}),
        days=(at.date(),),
        late=True,
    )
    facts = event.facts()
    assert facts["holds"] == [4, 9]
    assert facts["day"] == "2026-11-18"
    assert "at" not in facts
    assert Event.revive(walked.kind, facts, at) == event
    assert event.subject == ("walk", 7)


def test_fields_of_newer_code_take_their_defaults_and_of_older_code_are_forgotten(
    walked: type[Any], at: dt.datetime
) -> None:
    revived = Event.revive(walked.kind, {"walk_id": 7, "day": "2026-11-18", "weather": "fog"}, at)
    assert revived == walked(at=at, walk_id=7, day=dt.date(2026, 11, 18))


def test_without_a_subject_there_is_none(at: dt.datetime) -> None:
    @dataclass(frozen=True, kw_only=True)
    class ClockStood(Event):
        pass

    assert ClockStood(at=at).subject == ("", None)


def test_two_classes_cannot_announce_the_same(walked: type[Any]) -> None:
    with pytest.raises(ValueError, match="two classes"):

        class HarbourWalked(Event):
            pass
