"""One way to change anything: claim, judge, change, announce, return."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from patrol_ops.core import outbox
from patrol_ops.core.access import Actor
from patrol_ops.core.events import Event
from patrol_ops.core.models import JournalEntry
from patrol_ops.core.refusals import NotPermitted

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)

_said: ContextVar[int | None] = ContextVar("said", default=None)
COMMANDS: dict[str, Callable[..., Any]] = {}


class SilentCommand(RuntimeError):
    """A command that announces nothing is rolled back: nothing changes in silence."""


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Make ``function`` a command: one transaction, keyword-only with ``actor`` and ``at``, and never silent."""
    parameters = inspect.signature(function).parameters
    if any(p.kind is not p.KEYWORD_ONLY for p in parameters.values()) or not {"actor", "at"} <= parameters.keys():
        raise TypeError(f"{function.__qualname__} must be keyword-only and take actor and at")

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        before = _said.get()
        said = 0
        token = _said.set(0)
        try:
            with transaction.atomic():
                result = function(*args, **kwargs)
                if not _said.get():
                    raise SilentCommand(function.__qualname__)
            said = _said.get() or 0
            return result
        finally:
            _said.reset(token)
            if before is not None:  # what an inner command said counts outside, unless it was rolled back
                _said.set(before + said)

    run.is_command = True  # type: ignore[attr-defined]  # read by the house tests
    COMMANDS[f"{function.__module__}.{function.__name__}"] = run
    return run


def inside(what: str) -> None:
    """Insist that a command is running: its transaction is what makes ``what`` true or undone as a whole."""
    if _said.get() is None:
        raise RuntimeError(f"{what} belongs inside a command")


def claim(model: type[M], pk: int, *, actor: Actor, to: str, related: tuple[str, ...] = ()) -> M:
    """The row, locked and proven to be within reach of ``to``; else NotPermitted, worded like "not found".

    ``related`` names single-valued keys to fetch along; only the row itself is locked.
    """
    inside("claim()")
    rows = model._default_manager.all().visible_to(actor, to)  # type: ignore[attr-defined]
    row = rows.select_related(*related).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotPermitted
    return row  # type: ignore[no-any-return]


def announce(event: Event, *, actor: Actor, team_id: int | None = None, path: str = "") -> None:
    """Write the journal and the outbox, in this transaction. ``team_id`` and ``path`` say whose journal shows it.

    Where a machine acted, the entry names the person it acted for, and its token by id among the facts.
    """
    inside("announce()")
    facts = event.facts()
    if actor.token_id is not None:
        facts["by_token"] = actor.token_id
    subject_type, subject_id = event.subject
    JournalEntry.objects.create(
        at=event.at,
        actor_kind=actor.kind,
        actor_id=actor.person_id,
        actor_name=actor.name if actor.kind == "system" else "",
        act=event.kind,
        subject_type=subject_type,
        subject_id=subject_id,
        team_id=team_id if team_id is not None else getattr(event, "team_id", None),
        path=path,
        facts=facts,
    )
    outbox.enqueue(event)
    _said.set((_said.get() or 0) + 1)
