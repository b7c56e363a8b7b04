"""Long work as a row: started inside a command, done by a worker outside any transaction, gone on with after a kill.

A job's function takes a ``Run`` and says after each step how far it is. Each step commits by itself; what was done
between the last ``step`` and a kill is done again, so a step is one command that refuses the second time, or stands
with its ``step`` in one ``transaction.atomic()`` and happens exactly once. A job that somebody cancels stops after the
step it is at: what is done stays done, and ``retry_job`` goes on from there.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import get_random_string

from patrol_ops.core import clock
from patrol_ops.core.access import Actor, Permission
from patrol_ops.core.commands import announce, claim, command, inside
from patrol_ops.core.events import Event
from patrol_ops.core.models import Job, JobProblem
from patrol_ops.core.refusals import Refused, WrongStage
from patrol_ops.core.stages import Moves

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(seconds=60)  # a step takes less
ATTEMPTS = 3  # without any progress in between
MOST_PROBLEMS = 2_000

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
MOVES = Moves({"cancel": ({QUEUED, RUNNING}, CANCELLED), "retry": ({FAILED, CANCELLED}, QUEUED)})

Work = Callable[["Run"], None]
_WORK: dict[str, Work] = {}
_ALONE: list[str] = []
_nudge: list[Callable[[], None]] = []


class LeaseLost(Exception):
    """Another worker has taken the job over: this one stops at once and touches nothing more."""


class Stopped(Exception):
    """Somebody cancelled the job, and its last step is done: nothing more is begun."""


def job(kind: str, *, alone: bool = False) -> Callable[[Work], Work]:
    """Register the function that does the work of ``kind``; it stands in an app's ``tasks``.

    ``alone``: another of its kind is refused until this one has ended.
    """

    def register(function: Work) -> Work:
        if _WORK.setdefault(kind, function) is not function:
            raise ValueError(f"{kind} is registered twice")
        if alone:
            _ALONE.append(kind)
        return function

    return register


def kinds() -> dict[str, Work]:
    return dict(_WORK)


def set_nudge(nudge: Callable[[], None]) -> None:
    """How the roof asks a worker to look at once; beat sweeps anyway."""
    _nudge[:] = [nudge]


def start_job(
    kind: str, facts: dict[str, Any], *, actor: Actor, at: dt.datetime, path: str = "", total: int = 0
) -> Job:
    """Queue work, in the transaction of the command that wants it. ``facts`` are ids and plain values."""
    inside("start_job()")
    if kind not in _WORK:
        raise ValueError(f"{kind} is no registered kind of job")
    _judge_alone(kind)
    row = Job.objects.create(
        kind=kind, facts=facts, path=path, stage=QUEUED, total=total, started_by_id=actor.person_id, created_at=at
    )
    _wake()
    return row


def _judge_alone(kind: str) -> None:
    """Whoever comes second waits for the first one's transaction, and is refused."""
    if kind not in _ALONE:
        return
    if connection.vendor == "postgresql":  # SQLite's writers come one after the other anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [kind])
    if Job.objects.filter(kind=kind, stage__in=(QUEUED, RUNNING)).exists():
        raise Refused("core.job-under-way")


def _wake() -> None:
    if settings.BROKER_IS_SHARED and _nudge:
        transaction.on_commit(_nudge[0])


class Run:
    """What a job's function holds: what to do, where the last step ended, and how to say that a step is done."""

    def __init__(self, row: Job) -> None:
        self.job_id = row.pk
        self.facts: dict[str, Any] = row.facts
        self.cursor: Any = row.cursor
        self.done = row.done
        self.total = row.total
        self.result: dict[str, Any] = row.result
        self.started_by_id: int | None = row.started_by_id
        self._holder = row.holder

    def step(self, *, done: int | None = None, cursor: Any = None, total: int | None = None) -> None:
        """A step is done: what stands in the row is where another worker would go on. Renews the lease.

        Ends the work, once the step is committed, if somebody cancelled it meanwhile.
        """
        self.done = self.done + 1 if done is None else done
        self.cursor = self.cursor if cursor is None else cursor
        self.total = self.total if total is None else total
        self._reach(cursor=self.cursor, attempts=1, lease=LEASE)

    def hold(self, *, lease: dt.timedelta = LEASE, done: int | None = None) -> None:
        """Within a step, which is done again after a kill all the same: from now on it may take so long, and ``done``
        shows how far it has come. Ends the work as ``step`` does."""
        self.done = self.done if done is None else done
        self._reach(lease=lease)

    def _reach(self, *, lease: dt.timedelta, **more: Any) -> None:
        reached = {"done": self.done, "total": max(self.total, self.done), "result": self.result, **more}
        reached["held_until"] = clock.now() + lease
        if not self._mine().filter(cancel_asked_at__isnull=True).update(**reached):
            self._write(**reached)
            transaction.on_commit(self._stop)

    def made(self, url_name: str, *, own_until: dt.datetime | None = None, **where: Any) -> None:
        """Where what came of it can be seen: a page by its URL name, and ids. Kept with the next step.

        ``own_until``: until then, and by whoever started it alone.
        """
        own = {"own_until": own_until.isoformat()} if own_until else {}
        self.result["made"] = {"page": url_name, "where": where, **own}

    def problem(self, row: str, code: str, **facts: Any) -> None:
        """A row that could not be done: where, a wording code, plain facts. Said once, however often it is tried."""
        known = JobProblem.objects.filter(job_id=self.job_id)
        if not known.filter(row=row[:60], code=code).exists() and known.count() < MOST_PROBLEMS:
            JobProblem.objects.create(job_id=self.job_id, row=row[:60], code=code, facts=facts)

    def _mine(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job_id, holder=self._holder, stage=RUNNING)

    def _write(self, **fields: Any) -> None:
        if not self._mine().update(**fields):
            raise LeaseLost

    def _stop(self) -> None:
        raise Stopped

    def _end(self, stage: str, **result: Any) -> None:
        self._write(stage=stage, finished_at=clock.now(), held_until=None, result={**self.result, **result})


def work(now: dt.datetime | None = None) -> bool:
    """Do the next job that is waiting, or whose holder has not been heard of. False when there is none."""
    row = _take(now or clock.now())
    if row is None:
        return False
    run = Run(row)
    try:
        if row.cancel_asked_at is not None:  # its worker was gone before it could stop
            run._end(CANCELLED)
        elif row.attempts > ATTEMPTS:
            run.problem("", "core.job-gave-up", why="killed")
            run._end(FAILED, error="killed")
        else:
            _WORK[row.kind](run)
            run._end(DONE)
    except Stopped:
        run._end(CANCELLED)
    except LeaseLost:
        logger.warning("Job %s %s goes on elsewhere", row.kind, row.pk)
    except Exception as problem:
        _failed(run, row, problem)
    return True


def _take(now: dt.datetime) -> Job | None:
    waiting = Q(stage=QUEUED) & (Q(held_until__isnull=True) | Q(held_until__lte=now))
    left = Q(stage=RUNNING, held_until__lte=now)
    # A job that older code of this worker does not know yet waits for a newer one.
    due = Job.objects.filter(waiting | left, kind__in=_WORK).order_by("created_at", "pk")
    if not due.exists():  # look before taking the write lock
        return None
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        row = due.select_for_update(skip_locked=skip).first()
        if row is None:
            return None
        row.stage = RUNNING
        row.holder = f"{socket.gethostname()[:20]}:{os.getpid()}:{get_random_string(8)}"
        row.held_until = now + LEASE
        row.attempts += 1
        row.started_at = row.started_at or now
        row.save(update_fields=["stage", "holder", "held_until", "attempts", "started_at"])
        return row


def _failed(run: Run, row: Job, problem: Exception) -> None:
    """Tried again after 1, 4 … minutes while it may help; its class only, for its text may hold personal data."""
    name = type(problem).__name__
    now = clock.now()
    attempts, cancelled = Job.objects.filter(pk=row.pk).values_list("attempts", "cancel_asked_at").get()
    logger.warning("Job %s %s failed (%s), attempt %d", row.kind, row.pk, name, attempts)
    try:
        if cancelled is not None:
            run._end(CANCELLED)
            return
        if isinstance(problem, Refused):
            run.problem("", problem.code, **problem.facts)
        elif attempts < ATTEMPTS:
            run._write(stage=QUEUED, held_until=now + dt.timedelta(minutes=attempts**2), result=run.result)
            return
        else:
            run.problem("", "core.job-gave-up", why=name)
        run._end(FAILED, error=name)
    except LeaseLost:
        logger.warning("Job %s %s goes on elsewhere", row.kind, row.pk)


# --- commands -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class JobCancelled(Event):
    """``begun``: a worker was at it, and stops at its next step."""

    job_id: int
    begun: bool

    subject_field = "job_id"


@dataclass(frozen=True, kw_only=True)
class JobRetried(Event):
    job_id: int

    subject_field = "job_id"


@command
def cancel_job(*, actor: Actor, job_id: int, at: dt.datetime) -> Job:
    """What waits is not begun; what is being done stops after its present step."""
    row = claim(Job, job_id, actor=actor, to=Permission.CANCEL_JOB)

    stage = MOVES.after("cancel", row.stage)
    if row.cancel_asked_at is not None:
        raise WrongStage("cancel", row.stage)

    begun = row.stage == RUNNING
    row.cancel_asked_at, row.cancelled_by_id = at, actor.person_id
    if not begun:
        row.stage, row.finished_at, row.held_until = stage, at, None
    row.save(update_fields=["cancel_asked_at", "cancelled_by", "stage", "finished_at", "held_until"])

    announce(JobCancelled(at=at, job_id=row.pk, begun=begun), actor=actor, path=row.path)
    return row


@command
def retry_job(*, actor: Actor, job_id: int, at: dt.datetime) -> Job:
    """What failed or was cancelled goes on from its last step, as the work of whoever started it."""
    row = claim(Job, job_id, actor=actor, to=Permission.RETRY_JOB)

    row.stage = MOVES.after("retry", row.stage)
    if row.kind not in _WORK:
        raise Refused("core.job-kind-gone")
    _judge_alone(row.kind)

    row.attempts, row.holder = 0, ""
    row.held_until = row.finished_at = row.cancel_asked_at = row.cancelled_by = None
    row.result = {key: value for key, value in row.result.items() if key != "error"}
    row.save()
    row.problems.filter(row="").delete()  # why the whole of it had failed
    _wake()

    announce(JobRetried(at=at, job_id=row.pk), actor=actor, path=row.path)
    return row
