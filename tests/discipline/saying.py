"""How the tests of discipline expect a no, read what is owed, and see that nothing was written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from patrol_ops.core import clock
from patrol_ops.core.models import JournalEntry, Notice, Obligation, OutboxMessage, StoredFile
from patrol_ops.core.refusals import NotPermitted
from tests.teams.saying import refused, said

__all__ = ["DAY", "costs", "not_permitted", "nothing_written", "owed", "refused", "said", "told"]

DAY = dt.timedelta(days=1)
_BELOW = (JournalEntry, Obligation, OutboxMessage, StoredFile, Notice)
MOST = 24


@contextmanager
def nothing_written() -> Iterator[None]:
    def rows() -> dict[str, list[Any]]:
        models = (*apps.get_app_config("discipline").get_models(include_auto_created=True), *_BELOW)
        return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}

    before = rows()
    yield
    assert rows() == before


@contextmanager
def costs(most: int = MOST) -> Iterator[None]:
    """A whole act, its transaction among it, within so many statements."""
    with CaptureQueriesContext(connection) as captured:
        yield
    sent = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(sent) <= most, (len(sent), *sent)


def not_permitted(act: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """Answered like what does not exist, and nothing is written."""
    with nothing_written(), pytest.raises(NotPermitted):
        act(*args, **kwargs)


def owed(*kinds: str, open_: bool = True) -> list[tuple[str, str, dt.datetime]]:
    """What is open of these kinds: what, by which role (with its team) or login, until when."""
    rows = Obligation.objects.filter(kind__in=kinds) if kinds else Obligation.objects.filter(kind__startswith="disc")
    if open_:
        rows = rows.open()
    return [
        (row.kind.removeprefix("discipline."), _whom(row), clock.local(row.due_at))
        for row in rows.select_related("user").order_by("due_at", "kind", "pk")
    ]


def _whom(row: Obligation) -> str:
    if row.user is not None:
        return str(row.user.username)
    return f"{row.role} {row.path}" + (" team" if row.team_id else "")


def told(*templates: str) -> list[tuple[str, str]]:
    """Whom the inbox told what, in order."""
    rows = Notice.objects.filter(template__startswith="discipline.")
    if templates:
        rows = rows.filter(template__in=templates)
    return [
        (row.template.removeprefix("discipline."), row.user.username)
        for row in rows.select_related("user").order_by("at", "pk")
    ]
