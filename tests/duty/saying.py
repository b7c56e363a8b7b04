"""How the tests of duty expect a no, read what was said, and see that nothing was written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from patrol_ops.core.models import IdempotencyKey, JournalEntry, Notice, Obligation, OutboxMessage
from patrol_ops.core.refusals import Refused

KEPT = (JournalEntry, Obligation, OutboxMessage, Notice, IdempotencyKey)


def refused(code: str, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Refused:
    """``act`` says no with ``code``; the refusal, to look at its field and facts."""
    with pytest.raises(Refused) as no:
        act(*args, **kwargs)
    assert no.value.code == code
    return no.value


def said(act: str, at: dt.datetime) -> list[JournalEntry]:
    """What the journal says of ``act`` at that moment."""
    return list(JournalEntry.objects.filter(act=act, at=at))


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of duty, and what commands leave in the ground."""
    models = (*apps.get_app_config("duty").get_models(), *KEPT)
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


@contextmanager
def nothing_written() -> Iterator[None]:
    before = rows()
    yield
    assert rows() == before


@contextmanager
def statements(most: int, least: int = 0) -> Iterator[list[str]]:
    """At most so many statements; what only marks a transaction is not counted."""
    counted: list[str] = []
    with CaptureQueriesContext(
        connection,
    ) as captured:
        yield counted
    marks = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    counted += [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(marks)]
    listed = "\n".join(f"{n:3} {sql[:160]}" for n, sql in enumerate(counted, 1))
    assert least <= len(counted) <= most, f"{len(counted)} statements, {most} allowed:\n{listed}"
