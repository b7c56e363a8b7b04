"""The inbox: what waits for somebody, what each line is about, and what comes next when nothing waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from duty.access import Permission
from duty.rules import MAY_REVIEW, LogStage, Owed
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Obligation
from patrol_ops.core.obligations import kinds
from patrol_ops.core.querysets import within
from patrol_ops.core.wording import say
from patrol_ops.office.reports.subjects import Subject, TeamName, describe, team_names
from patrol_ops.office.reports.territory import roots_of

NEXT = 5


@dataclass(frozen=True)
class Line:
    """One thing that is due: what, about whom, where, until when, and where it is done."""

    pk: int
    kind: str
    subject_id: int
    due_at: dt.datetime
    role: str
    url: str
    subject: Subject
    team: TeamName | None
    reviews: bool

    @property
    def log(self) -> Any:
        """The log that is decided on from the line itself."""
        return self.subject.row if self.reviews else None

    @property
    def walked_hours(self) -> str:
        """Person-hours of the log, in hours without needless digits."""
        span = self.log.walked if self.log is not None else None
        return f"{span / dt.timedelta(hours=1):.1f}".removesuffix(".0") if span else "0"

    @property
    def role_word(self) -> str:
        """Whose turn it is, in words."""
        return say(f"role.{self.role}")

    @property
    def day(self) -> dt.date | None:
        return self.subject.day


def waiting_for(actor: Actor, kind: str = "") -> QuerySet[Obligation]:
    """What waits for this person, soonest first; of one kind, if it is said."""
    rows = Obligation.objects.open().addressed_to(actor).order_by("due_at", "pk")
    return rows.filter(kind=kind) if kind else rows


def kinds_waiting(actor: Actor) -> list[tuple[str, int]]:
    """How many of each kind wait: one statement."""
    rows = waiting_for(actor).order_by("kind").values_list("kind").annotate(n=Count("pk"))
    return [(kind, n) for kind, n in rows if kind in kinds()]


def lines(rows: Iterable[Obligation], actor: Actor) -> list[Line]:
    """The rows of a page with what they are about: one statement a type of subject, one for the teams."""
    known = kinds()
    rows = [row for row in rows if row.kind in known]
    subjects = describe(((row.subject_type, row.subject_id) for row in rows), actor)
    team_of = {
        row.pk: subjects.get((row.subject_type, row.subject_id), Subject()).team_id or row.team_id for row in rows
    }
    teams = team_names(team_of.values())
    reviewing = {post.role for post, _ in actor.reaches(Permission.REVIEW_PATROL_LOG)}
    found = []
    for row in rows:
        subject = subjects.get((row.subject_type, row.subject_id), Subject())
        team = teams.get(team_of[row.pk] or 0)
        found.append(
            Line(
                pk=row.pk,
                kind=row.kind,
                subject_id=row.subject_id,
                due_at=row.due_at,
                role=row.role,
                url=known[row.kind].url(row),
                subject=subject if subject.day else _dated(subject, row),
                team=team,
                reviews=_may_review(row, subject, team, reviewing, actor),
            )
        )
    return found


def _dated(subject: Subject, row: Obligation) -> Subject:
    """A log that is not written yet is about the day of its period."""
    if row.kind != Owed.SUBMIT_PATROL_LOG:
        return subject
    return Subject(team_id=subject.team_id, day=dt.date.fromisoformat(row.period))


def _may_review(row: Obligation, subject: Subject, team: TeamName | None, roles: set[str], actor: Actor) -> bool:
    """Whether the line offers the decision; the command decides for itself."""
    log = subject.row
    if row.kind != Owed.REVIEW_PATROL_LOG or log is None or team is None:
        return False
    return bool(
        roles & MAY_REVIEW[team.tier] and log.stage == LogStage.SUBMITTED and log.submitted_by_id != actor.person_id
    )


def coming(actor: Actor, now: dt.datetime) -> QuerySet[Obligation]:
    """What others in the territory do next, soonest first: it shows an empty-handed desk what will come."""
    roots = roots_of(actor, Permission.VIEW_PATROL_LOG)
    if not roots:
        return Obligation.objects.none()
    reach = Q()
    for root in roots:
        reach |= within("path", root)
    kinds = [Owed.SUBMIT_PATROL_LOG, Owed.REVIEW_PATROL_LOG]
    rows = Obligation.objects.open().filter(reach, kind__in=kinds, due_at__gte=now)
    return rows.order_by("due_at", "pk")
