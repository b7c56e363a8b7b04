"""How the tests of training expect a no, read what is owed, and see that nothing was written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps

from patrol_ops.core import clock
from patrol_ops.core.models import JournalEntry, Obligation, OutboxMessage, StoredFile
from teams.models import Hold
from tests.teams.saying import refused, said

__all__ = ["DAY", "nothing_written", "owed", "refused", "rows", "said"]

DAY = dt.timedelta(days=1)
_BELOW = (Hold, JournalEntry, Obligation, OutboxMessage, StoredFile)


def rows() -> dict[str, list[Any]]:
    models = (*apps.get_app_config("training").get_models(), *_BELOW)
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


@contextmanager
def nothing_written() -> Iterator[None]:
    before = rows()
    yield
    assert rows() == before


def owed(kind: str, subject_id: int | None = None) -> list[tuple[str, str, dt.date, str]]:
    """What is open of a kind: by which role (or login), where, on which last day, in which round."""
    found = Obligation.objects.open().filter(kind=kind).order_by("pk")
    if subject_id is not None:
        found = found.filter(subject_id=subject_id)
    return [
        (
            row.role or (row.user.username if row.user else ""),
            row.path,
            clock.local(row.due_at).date() - DAY,
            row.period,
        )
        for row in found
    ]
