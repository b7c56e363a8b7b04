"""The long work a person may watch, in words: how far it is, what came of it, which rows were refused why."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from patrol_ops.core import clock
from patrol_ops.core.access import Actor, Permission
from patrol_ops.core.jobs import CANCELLED, DONE, FAILED, MOVES, QUEUED, RUNNING
from patrol_ops.core.models import Job, JobProblem
from patrol_ops.core.routine import ROUTINE
from patrol_ops.core.wording import known, say

# What can be asked for, by the word of the filter.
WANTED_STAGES = {"open": (QUEUED, RUNNING), "done": (DONE,), "undone": (FAILED, CANCELLED)}
_COLOURS = {QUEUED: "quiet", RUNNING: "info", DONE: "done", FAILED: "overdue", CANCELLED: "quiet"}
_MAY = {"cancel": Permission.CANCEL_JOB, "retry": Permission.RETRY_JOB}
# A sheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Work:
    """A job in words. ``moves``: what its reader may do with it now (cancel, retry); ``own``: they started it."""

    job: Job
    title: str
    moves: tuple[str, ...] = ()
    own: bool = False

    @property
    def moving(self) -> bool:
        return self.job.stage in WANTED_STAGES["open"]

    @property
    def stopping(self) -> bool:
        """Somebody cancelled it, and its worker has not come to the end of its step."""
        return self.moving and self.job.cancel_asked_at is not None

    @property
    def stage(self) -> str:
        return say("core.job-stopping" if self.stopping else f"core.job-{self.job.stage}")

    @property
    def colour(self) -> str:
        return "waits" if self.stopping else _COLOURS[self.job.stage]

    @property
    def at_hand(self) -> str:
        """Which piece of it is being done, where it has names."""
        code = str(self.job.result.get("at_hand", ""))
        return say(code) if self.moving and known(code) else ""

    @property
    def results(self) -> list[tuple[str, Any]]:
        """What came of it, as far as it has words."""
        pairs = ((f"job-result.{key}", value) for key, value in self.job.result.items())
        return [(say(code), value) for code, value in pairs if known(code)]

    @property
    def address(self) -> str:
        """The page of what it made; empty while there is none, or where it is not this reader's."""
        made = self.job.result.get("made") or {}
        if "own_until" in made and self.kept_until is None:
            return ""
        try:
            return reverse(made["page"], kwargs=made["where"]) if made else ""
        except NoReverseMatch:
            return ""

    @property
    def kept_until(self) -> dt.datetime | None:
        """Until when whoever started it may fetch what it made, where that is kept for a term."""
        until = (self.job.result.get("made") or {}).get("own_until")
        moment = dt.datetime.fromisoformat(until) if until and self.own else None
        return moment if moment and moment > clock.now() else None

    @property
    def address_text(self) -> str:
        code = f"job-made.{self.job.kind}"
        return say(code if known(code) else "office.job-made")

    @property
    def history(self) -> list[dict[str, Any]]:
        """Who started and who cancelled it, when."""
        job = self.job
        lines = [(job.created_at, job.started_by, "office.job-begun")]
        if job.cancel_asked_at is not None:
            lines.append((job.cancel_asked_at, job.cancelled_by, "core.job_cancelled"))
        return [
            {"at": at, "who": who.name if who else say("actor-kind.system"), "what": say(c)} for at, who, c in lines
        ]


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """The long work within reach, newest first."""
    rows = Job.objects.visible_to(actor, Permission.VIEW_JOB)
    return rows.select_related("started_by", "cancelled_by").order_by("-created_at", "-pk")


def wanted(jobs: QuerySet[Job], actor: Actor, *, whose: str = "", state: str = "") -> QuerySet[Job]:
    """Those among ``jobs`` that a filter asks for."""
    if whose == "mine":
        jobs = jobs.filter(started_by_id=actor.person_id)
    return jobs.filter(stage__in=WANTED_STAGES[state]) if state in WANTED_STAGES else jobs


def worded(job: Job) -> Work:
    return Work(job=job, title=say(job.kind if known(job.kind) else "office.job-unknown"))


def steered(jobs: Iterable[Job], actor: Actor) -> list[Work]:
    """In words, with what this person may do with each: at most a statement a permission, however many there are."""
    works = [worded(job) for job in jobs]
    may: dict[str, set[int]] = {}
    for move, permission in _MAY.items():
        ids = [work.job.pk for work in works if move in MOVES.open_from(work.job.stage) and not work.stopping]
        reached = Job.objects.visible_to(actor, permission).filter(pk__in=ids) if ids else Job.objects.none()
        may[move] = set(reached.values_list("pk", flat=True))
    return [
        Work(
            job=work.job,
            title=work.title,
            moves=tuple(move for move in _MAY if work.job.pk in may[move]),
            own=actor.person_id is not None and work.job.started_by_id == actor.person_id,
        )
        for work in works
    ]


def last_routine(actor: Actor) -> Work | None:
    """The latest going through of what the clock does over night, within reach."""
    job = jobs_of(actor).filter(kind=ROUTINE).first()
    return worded(job) if job else None


def problems_of(job: Job) -> QuerySet[JobProblem]:
    """What could not be done, row by row, in the order it was met."""
    return JobProblem.objects.filter(job=job).order_by("pk")


def problem_lines(problems: Iterable[JobProblem]) -> list[dict[str, str]]:
    return [{"row": _row(problem), "text": say(problem.code, **problem.facts)} for problem in problems]


def _row(problem: JobProblem) -> str:
    """A piece of the night by its name; a row of a list as it is."""
    code = f"task.{problem.row}"
    return say(code) if known(code) else problem.row


def problem_sheet(job: Job) -> Iterator[str]:
    """The same as lines of a .csv that a spreadsheet opens in the right letters, and runs nothing of."""
    yield "\ufeff" + _csv(_("哪一行"), _("原因"))
    for problem in problems_of(job).iterator():
        yield _csv(_row(problem), say(problem.code, **problem.facts))


def _csv(*cells: str) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return line.getvalue()
