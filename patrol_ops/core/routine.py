"""What the clock does over night, gone through now: piece after piece, saying how far it is.

Each piece is a task that does not mind being done twice, so after a kill the piece that was at hand is done again. One
that fails is said, and holds up no other.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from patrol_ops.core.access import Actor, Permission
from patrol_ops.core.commands import announce, command
from patrol_ops.core.events import Event
from patrol_ops.core.jobs import Run, job, start_job
from patrol_ops.core.models import Job
from patrol_ops.core.refusals import NotPermitted

logger = logging.getLogger(__name__)

ROUTINE = "core.routine"
LONGEST = dt.timedelta(minutes=10)  # a piece takes less

_pieces: list[str] = []
_do: list[Callable[[str], None]] = []


@dataclass(frozen=True, kw_only=True)
class RoutineStarted(Event):
    job_id: int

    subject_field = "job_id"


@dataclass(frozen=True)
class Piece:
    """A piece that was done, which of how many, in how long; ``error`` is the class of what went wrong."""

    number: int
    of: int
    task: str
    seconds: float
    error: str = ""


def set_routine(tasks: tuple[str, ...], do: Callable[[str], None]) -> None:
    """How the roof says which tasks the night is made of, in their order, and how one is done."""
    _pieces[:], _do[:] = tasks, [do]


def routine() -> tuple[str, ...]:
    return tuple(_pieces)


def go_through(after: int = 0) -> Iterator[Piece]:
    """Each piece behind the first ``after``, said when it is done."""
    for number, task in enumerate(_pieces[after:], after + 1):
        begun, error = time.perf_counter(), ""
        try:
            _do[0](task)
        except Exception as problem:
            error = type(problem).__name__
            logger.exception("%s failed", task)
        yield Piece(number, len(_pieces), task, time.perf_counter() - begun, error)


@command
def start_routine(*, actor: Actor, at: dt.datetime) -> Job:
    """The whole of it now, as a job; one at a time."""
    path = next((post.path for post, _ in actor.reaches(Permission.START_ROUTINE)), None)
    if path is None:
        raise NotPermitted
    row = start_job(ROUTINE, {}, actor=actor, at=at, path=path, total=len(_pieces))

    announce(RoutineStarted(at=at, job_id=row.pk), actor=actor, path=path)
    return row


@job(ROUTINE, alone=True)
def go_through_routine(run: Run) -> None:
    """Goes on behind the last piece done; from the first where the night has other pieces since."""
    done = _pieces.index(run.cursor) + 1 if run.cursor in _pieces else 0
    _take_up(run, done)
    for piece in go_through(done):
        if piece.error:
            run.problem(piece.task, "core.routine-piece-failed", why=piece.error)
        run.step(done=piece.number, cursor=piece.task, total=piece.of)
        _take_up(run, piece.number)


def _take_up(run: Run, number: int) -> None:
    """Say which piece comes next, if any does."""
    run.result.pop("at_hand", None)
    if number < len(_pieces):
        run.result["at_hand"] = f"task.{_pieces[number]}"
    run.hold(lease=LONGEST)
