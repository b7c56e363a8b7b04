"""How often a door without sign-in may be used from one place: counted by the hour, without an outside service.

Not a fact of the house: counted by the door before its command, in a transaction of its own, so that the count stands
although the command is refused; no command, and it announces nothing. Where somebody came from is kept as a digest that
changes every day, for two days.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.http import HttpRequest

from patrol_ops.core import clock, idempotency
from patrol_ops.core.access import Actor
from patrol_ops.core.models import DoorUse
from patrol_ops.core.refusals import Refused
from patrol_ops.core.secrets import blind_index

KEPT_FOR = dt.timedelta(days=2)
_HOUR = dt.timedelta(hours=1)


class TooMany(Refused):
    """This place has used this door often enough within the hour."""

    status = 429

    def __init__(self, until: dt.datetime) -> None:
        super().__init__("core.too-many", until=clock.local(until).strftime("%H:%M"))
        self.until = until


def spend(door: str, origin: str, *, at: dt.datetime, most: int) -> None:
    """Count one use of ``door`` from ``origin``; more than ``most`` within the hour is ``TooMany``.

    Called by the door outside any transaction, before the command that may be refused.
    """
    hour = clock.local(at).replace(minute=0, second=0, microsecond=0)
    mine = DoorUse.objects.filter(door=door, origin=origin, hour=hour)
    with transaction.atomic(durable=True):
        DoorUse.objects.bulk_create([DoorUse(door=door, origin=origin, hour=hour, count=0)], ignore_conflicts=True)
        # The row is locked from here on: what is read next is this use's own number.
        mine.update(count=F("count") + 1)
        used = mine.values_list("count", flat=True).get()
    if used > most:
        raise TooMany(hour + _HOUR)


@dataclass(frozen=True)
class Knock:
    """Somebody at a door without sign-in: who, from where, when, and how often one may come from there in an hour."""

    actor: Actor
    origin: str
    at: dt.datetime
    most: int

    def once(self, door: str, subject: int, *, key: str, body: Any, act: Callable[[], models.Model]) -> None:
        """Run one command, unless this very submission has been answered; a replay counts as no use of the door.

        What is remembered of ``body`` is a keyed digest: it may hold an identity number.
        """
        if not idempotency.answered(self.actor, key):
            spend(door, self.origin, at=self.at, most=self.most)
        sealed = blind_index(idempotency.digest_of(body), "submission")
        idempotency.once(actor=self.actor, key=key, door=f"{door}/{subject}", body=sealed, at=self.at, act=act)


def address_of(request: HttpRequest) -> str:
    """The client's address; behind our proxy it is the last one that the proxy wrote down."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return forwarded.split(",")[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))


def origin_of(request: HttpRequest) -> str:
    """Where a request comes from, as a digest that nobody can follow into the next day."""
    address = address_of(request)
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        pass
    else:
        # A connection has all of a /64 to itself: one of its addresses is as good as another.
        address = str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else str(known)
    return blind_index(f"{clock.today().isoformat()} {address}", "origin")


def purge(now: dt.datetime) -> int:
    return DoorUse.objects.filter(hour__lt=now - KEPT_FOR).delete()[0]
