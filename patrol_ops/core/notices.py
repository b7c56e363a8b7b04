"""What people are told: a row a person; channels read the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.conf import settings
from django.db import transaction

from patrol_ops.core.channels.senders import offered
from patrol_ops.core.models import Channel, Delivery, Notice, User

# Who of some logins may be written to on a day; the first floor knows who serves and plugs it in.
Reachability = Callable[[Collection[int], dt.date], Collection[int]]
_reachability: list[Reachability] = []
_nudge: list[Callable[[], None]] = []


def set_reachability(reachability: Reachability) -> None:
    _reachability[:] = [reachability]


def reachable(user_ids: Collection[int], day: dt.date) -> set[int]:
    """Those of these logins that are reminded and written to that day: nobody who is gone or suspended."""
    if not user_ids:
        return set()
    known = set(User.objects.filter(pk__in=user_ids, is_active=True).values_list("pk", flat=True))
    return known & set(_reachability[0](known, day)) if _reachability and known else known


def post(*, to: Iterable[int], template: str, facts: dict[str, Any], at: dt.datetime, url: str = "") -> int:
    """One row for each login in ``to``. ``template`` is a wording code, ``facts`` hold no names and no free text."""
    return write(Notice(user_id=user_id, template=template, facts=facts, at=at, url=url) for user_id in sorted(set(to)))


def write(rows: Iterable[Notice]) -> int:
    """The notices, and a row for each channel through which their readers wish to be told outside, at once."""
    made = Notice.objects.bulk_create(rows)
    kinds = offered()
    if not made or not kinds:
        return len(made)
    channels: dict[int, list[int]] = {}
    wanted = Channel.objects.usable().filter(user__in={notice.user_id for notice in made}, kind__in=kinds)
    for pk, user_id in wanted.values_list("pk", "user_id"):
        channels.setdefault(user_id, []).append(pk)
    if channels:
        Delivery.objects.bulk_create(
            Delivery(notice=notice, channel_id=pk) for notice in made for pk in channels.get(notice.user_id, ())
        )
        wake()
    return len(made)


def set_nudge(nudge: Callable[[], None]) -> None:
    """How the roof asks a worker to send at once; beat sweeps anyway."""
    _nudge[:] = [nudge]


def wake() -> None:
    if settings.BROKER_IS_SHARED and _nudge:
        transaction.on_commit(_nudge[0])


def unread_count(user_id: int) -> int:
    return Notice.objects.filter(user_id=user_id, read_at__isnull=True).count()


def mark_read(*, user_id: int, at: dt.datetime) -> int:
    """The owner has seen them. Not a fact of the house: like ``autosave`` it is no command and announces nothing."""
    return Notice.objects.filter(user_id=user_id, read_at__isnull=True).update(read_at=at)
