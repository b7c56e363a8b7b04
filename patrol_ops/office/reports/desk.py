"""What a person is told, and the long work they may watch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from patrol_ops.core.access import Actor, Permission
from patrol_ops.core.models import Job, JobProblem, Notice
from patrol_ops.core.wording import known, say
from patrol_ops.office.reports.journal import team_names_for


@dataclass(frozen=True)
class Told:
    """A notice in the reader's words, with the team it speaks of."""

    notice: Notice
    text: str
    team: str


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """One's own, newest first."""
    if actor.person_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(user_id=actor.person_id).order_by("-at", "-pk")


def said(notices: Iterable[Notice], actor: Actor) -> list[Told]:
    """The notices of a page in words: one statement for the teams they speak of."""
    notices = list(notices)
    team_of = {n.pk: n.facts.get("team_id") for n in notices if isinstance(n.facts.get("team_id"), int)}
    teams = team_names_for(team_of.values(), actor) if team_of else {}
    return [
        Told(
            notice=notice,
            text=say(notice.template if known(notice.template) else "office.notice-unknown", **notice.facts),
            team=teams.get(team_of.get(notice.pk) or 0, ""),
        )
        for notice in notices
    ]


@dataclass(frozen=True)
class Work:
    """A job in words. ``percent`` is None while nobody knows how much there is."""

    job: Job
    title: str
    stage: str
    colour: str

    @property
    def moving(self) -> bool:
        return self.job.stage in {"queued", "running"}

    @property
    def results(self) -> list[tuple[str, Any]]:
        """What came of it, as far as it has words."""
        pairs = ((f"job-result.{key}", value) for key, value in self.job.result.items())
        return [(say(code), value) for code, value in pairs if known(code)]


_COLOURS = {"queued": "quiet", "running": "info", "done": "done", "failed": "overdue"}


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """The long work within reach, newest first."""
    return (
        Job.objects.visible_to(actor, Permission.VIEW_JOB).select_related("started_by").order_by("-created_at", "-pk")
    )


def worded(job: Job) -> Work:
    return Work(
        job=job,
        title=say(job.kind if known(job.kind) else "office.job-unknown"),
        stage=say(f"core.job-{job.stage}"),
        colour=_COLOURS[job.stage],
    )


def problems_of(job: Job) -> QuerySet[JobProblem]:
    """What could not be done, row by row, in the order it was met."""
    return JobProblem.objects.filter(job=job).order_by("pk")


def problem_lines(problems: Iterable[JobProblem]) -> list[dict[str, str]]:
    return [{"row": problem.row, "text": say(problem.code, **problem.facts)} for problem in problems]
