"""What people are told: a row a person; channels read the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from patrol_ops.core.models import Notice


def post(*, to: Iterable[int], template: str, facts: dict[str, Any], at: dt.datetime, url: str = "") -> int:
    """One row for each login in ``to``. ``template`` is a wording code, ``facts`` hold no names and no free text."""
    rows = [Notice(user_id=user_id, template=template, facts=facts, at=at, url=url) for user_id in sorted(set(to))]
    return len(Notice.objects.bulk_create(rows))


def unread_count(user_id: int) -> int:
    return Notice.objects.filter(user_id=user_id, read_at__isnull=True).count()


def mark_read(*, user_id: int, at: dt.datetime) -> int:
    """The owner has seen them. Not a fact of the house: like ``autosave`` it is no command and announces nothing."""
    return Notice.objects.filter(user_id=user_id, read_at__isnull=True).update(read_at=at)
