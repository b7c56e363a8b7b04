"""Consequences: exactly once, later rather than never, and one failing never holds up another."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine

from patrol_ops.core import clock, outbox
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, command
from patrol_ops.core.events import Event
from patrol_ops.core.models import CalendarDay, Notice, OutboxMessage, User
from patrol_ops.core.refusals import Refused

pytestmark = [pytest.mark.usefixtures("registries"), pytest.mark.django_db]


@pytest.fixture
def rang(registries: None) -> type[Any]:
    @dataclass(frozen=True, kw_only=True)
    class BellRang(Event):
        bell_id: int
        day: dt.date

        subject_field = "bell_id"

    return BellRang


@pytest.fixture
def ring(rang: type[Any]) -> Callable[[dt.datetime], None]:
    @command
    def ring_bell(*, actor: Actor, at: dt.datetime) -> None:
        announce(rang(at=at, bell_id=4, day=at.date()), actor=actor)

    return lambda at: ring_bell(actor=Actor.system("bell"), at=at)


def test_each_reaction_gets_the_event_as_announced(
    rang: type[Any], ring: Callable[[dt.datetime], None], at: dt.datetime
) -> None:
    heard: list[Any] = []

    @outbox.on(rang)
    def first(event: Any) -> None:
        heard.append(("first", event))

    @outbox.on(rang)
    def second(event: Any) -> None:
        heard.append(("second", event))

    ring(at)
    assert heard == []  # not in the command itself
    assert outbox.deliver() == 2
    event = rang(at=at, bell_id=4, day=at.date())
    assert sorted(heard, key=lambda pair: pair[0]) == [("first", event), ("second", event)]
    assert {str(e.at.tzinfo) for _, e in heard} == {str(clock.now().tzinfo)}
    assert not OutboxMessage.objects.exists()
    assert outbox.deliver() == 0


def test_nobody_listening_leaves_no_message(ring: Callable[[dt.datetime], None], at: dt.datetime) -> None:
    ring(at)
    assert not OutboxMessage.objects.exists()


def test_a_failing_reaction_waits_longer_each_time_and_blocks_nobody(
    rang: type[Any], ring: Callable[[dt.datetime], None], at: dt.datetime, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[dt.datetime] = []

    @outbox.on(rang)
    def fails(event: Any) -> None:
        CalendarDay.objects.create(day=event.day, is_working=True)
        raise RuntimeError("13812345678")

    @outbox.on(rang)
    def works(event: Any) -> None:
        heard.append(clock.now())

    with time_machine.travel(at, tick=False) as travel:
        ring(at)
        outbox.deliver()
        assert len(heard) == 1
        waits = []
        for _ in range(4):
            message = OutboxMessage.objects.get()
            waits.append((message.due_at - clock.now()) / dt.timedelta(minutes=1))
            assert outbox.deliver() == 0  # not due yet
            travel.move_to(message.due_at)
            outbox.deliver()
    assert waits == [2, 4, 8, 16]
    message = OutboxMessage.objects.get()
    assert (message.attempts, message.last_error) == (5, "RuntimeError")
    assert not CalendarDay.objects.exists()
    assert len(heard) == 1
    assert "13812345678" not in caplog.text


def test_the_wait_is_bounded_and_the_tenth_failure_is_an_alarm(
    rang: type[Any], ring: Callable[[dt.datetime], None], at: dt.datetime, caplog: pytest.LogCaptureFixture
) -> None:
    @outbox.on(rang)
    def fails(event: Any) -> None:
        raise RuntimeError

    with time_machine.travel(at, tick=False):
        ring(at)
        OutboxMessage.objects.update(attempts=30)
        outbox.deliver()
        message = OutboxMessage.objects.get()
        assert message.due_at - clock.now() == dt.timedelta(minutes=1024)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_a_refused_reaction_waits_like_any_other(
    rang: type[Any], ring: Callable[[dt.datetime], None], at: dt.datetime
) -> None:
    @outbox.on(rang)
    def refused(event: Any) -> None:
        raise Refused("tests.no")

    ring(at)
    outbox.deliver()
    assert OutboxMessage.objects.get().last_error == "Refused"


def test_a_reaction_newer_code_no_longer_has_is_done_with(
    rang: type[Any], ring: Callable[[dt.datetime], None], at: dt.datetime
) -> None:
    outbox.on(rang)(lambda event: None)
    ring(at)
    outbox.reactions().clear()
    assert outbox.deliver() == 1
    assert not OutboxMessage.objects.exists()


def test_a_reaction_is_subscribed_once(rang: type[Any]) -> None:
    def hear() -> Callable[[Any], None]:
        def react(event: Any) -> None: ...

        return react

    outbox.on(rang)(hear())
    with pytest.raises(ValueError, match="twice"):
        outbox.on(rang)(hear())


def test_a_worker_is_nudged_after_the_commit_and_only_then(
    rang: type[Any],
    ring: Callable[[dt.datetime], None],
    at: dt.datetime,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    nudged: list[int] = []
    outbox.set_nudge(lambda: nudged.append(1))
    outbox.on(rang)(lambda event: None)
    settings.BROKER_IS_SHARED = True
    with django_capture_on_commit_callbacks(execute=True):
        ring(at)
        assert nudged == []
    assert nudged == [1]
    settings.BROKER_IS_SHARED = False
    with django_capture_on_commit_callbacks(execute=True):
        ring(at)
    assert nudged == [1]


@pytest.mark.django_db(transaction=True)
def test_two_deliverers_deliver_each_message_once(
    rang: type[Any], ring: Callable[[dt.datetime], None], at: dt.datetime, at_once: Callable[..., list[Any]]
) -> None:
    lena = User.objects.create(username="lena", name="lena")
    running = threading.Semaphore(0)

    @outbox.on(rang)
    def tell(event: Any) -> None:
        running.release()
        Notice.objects.create(user=lena, template="tests.bell", at=event.at)

    for _ in range(12):
        ring(at)
    delivered = at_once(outbox.deliver, outbox.deliver, outbox.deliver)
    while outbox.deliver():  # a deliverer that met only locked rows went home early
        pass
    assert all(isinstance(count, int) for count in delivered)
    assert Notice.objects.count() == 12
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_delivery_did_is_undone_and_done_again(
    rang: type[Any], ring: Callable[[dt.datetime], None], at: dt.datetime
) -> None:
    lena = User.objects.create(username="lena", name="lena")
    attempts: list[int] = []

    @outbox.on(rang)
    def tell(event: Any) -> None:
        Notice.objects.create(user=lena, template="tests.bell", at=event.at)
        attempts.append(1)
        if len(attempts) == 1:
            raise KeyboardInterrupt

    ring(at)
    with pytest.raises(KeyboardInterrupt):
        outbox.deliver()
    assert not Notice.objects.exists()
    assert outbox.deliver() == 1
    assert Notice.objects.count() == 1
