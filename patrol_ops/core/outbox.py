"""Consequences a moment later: rows written with the fact, delivered exactly once, order not promised."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction

from patrol_ops.core import clock
from patrol_ops.core.events import Event
from patrol_ops.core.models import OutboxMessage

logger = logging.getLogger(__name__)

E = TypeVar("E", bound=Event)
_REACTIONS: dict[str, dict[str, Callable[[Any], None]]] = {}
_nudge: list[Callable[[], None]] = []
ALARM_AFTER = 10


def on(event: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Subscribe a reaction: a sentence of a function, given the event after the fact is committed."""

    def subscribe(reaction: Callable[[E], None]) -> Callable[[E], None]:
        name = f"{reaction.__module__}.{reaction.__name__}"
        if _REACTIONS.setdefault(event.kind, {}).setdefault(name, reaction) is not reaction:
            raise ValueError(f"{name} reacts twice to {event.kind}")
        return reaction

    return subscribe


def reactions() -> dict[str, dict[str, Callable[[Any], None]]]:
    return _REACTIONS


def set_nudge(nudge: Callable[[], None]) -> None:
    """How the roof asks a worker to deliver at once; beat sweeps anyway."""
    _nudge[:] = [nudge]


def enqueue(event: Event) -> None:
    """One row for each reaction, in the caller's transaction."""
    names = _REACTIONS.get(event.kind, {})
    if not names:
        return
    OutboxMessage.objects.bulk_create(
        OutboxMessage(kind=event.kind, reaction=name, facts=event.facts(), happened_at=event.at, due_at=clock.now())
        for name in names
    )
    if settings.BROKER_IS_SHARED and _nudge:
        transaction.on_commit(_nudge[0])


def deliver(limit: int = 200) -> int:
    """Deliver what is due, each message in a transaction of its own with its reaction. Returns how many."""
    done = 0
    for _ in range(limit):
        # Look before taking the write lock: a sweep that finds nothing costs nobody anything.
        if not OutboxMessage.objects.filter(due_at__lte=clock.now()).exists():
            break
        if deliver_one():
            done += 1
        else:
            break
    return done


def deliver_one() -> bool:
    """Take the next due message, run its reaction, delete the message: all or nothing."""
    message: OutboxMessage | None = None
    try:
        with transaction.atomic():
            due = OutboxMessage.objects.filter(due_at__lte=clock.now()).order_by("due_at", "pk")
            skip = connection.features.has_select_for_update_skip_locked
            message = due.select_for_update(skip_locked=skip).first()
            if message is None:
                return False
            reaction = _REACTIONS.get(message.kind, {}).get(message.reaction)
            if reaction is not None:  # a reaction that newer code no longer has is done with
                reaction(Event.revive(message.kind, message.facts, clock.local(message.happened_at)))
            message.delete()
    except Exception as problem:
        if message is None:
            raise
        _postpone(message, problem)
    return True


def _postpone(message: OutboxMessage, problem: Exception) -> None:
    """Wait 2, 4, 8 … minutes; a failing reaction never undoes the fact and never blocks others."""
    attempts = message.attempts + 1
    wait = dt.timedelta(minutes=2 ** min(attempts, 10))
    # The class only: an exception's text may hold personal data.
    OutboxMessage.objects.filter(pk=message.pk).update(
        attempts=attempts, due_at=clock.now() + wait, last_error=type(problem).__name__
    )
    level = logging.ERROR if attempts >= ALARM_AFTER else logging.WARNING
    logger.log(level, "Reaction %s failed (%s), attempt %d", message.reaction, type(problem).__name__, attempts)
