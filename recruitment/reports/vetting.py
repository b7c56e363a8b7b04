"""The queue of the police: of each recruit what vetting needs and no more, the longest overdue first (REC-11, X53)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from patrol_ops.core.access import Actor
from patrol_ops.core.models import Obligation
from patrol_ops.core.privacy import masked
from recruitment import policy
from recruitment.access import Permission
from recruitment.models import Applicant, PoliceVerdict
from recruitment.rules import Owed, Stage, VerdictCode, months_after


def due_by(kind: Owed, subject_type: str) -> Subquery:
    """Until when the open obligation of that kind may still wait, for a row of its subject."""
    rows = Obligation.objects.open().filter(kind=kind, subject_type=subject_type, subject_id=OuterRef("pk"))
    return Subquery(rows.order_by("due_at").values("due_at")[:1])


def vetting_queue(actor: Actor) -> QuerySet[Any]:
    """Who waits for this actor's word, soonest due first."""
    rows = Applicant.objects.visible_to(actor, Permission.RECORD_POLICE_REVIEW).at(Stage.POLICE_REVIEW)
    rows = rows.select_related("post__team").annotate(due_at=due_by(Owed.RECORD_POLICE_REVIEW, "applicant"))
    soonest: QuerySet[Any] = rows.order_by(F("due_at").asc(nulls_last=True), "pk")
    return soonest


def vetting_cases(actor: Actor) -> QuerySet[Any]:
    """The same and those decided before, for the page of one case."""
    rows = Applicant.objects.visible_to(actor, Permission.RECORD_POLICE_REVIEW)
    rows = rows.select_related("post__team__place", "vetting_asked_by", "screened_by")
    found: QuerySet[Any] = rows.annotate(due_at=due_by(Owed.RECORD_POLICE_REVIEW, "applicant"))
    return found


@dataclass(frozen=True)
class VettingLine:
    """A recruit in the queue. Of the identity number only the end: the whole of it stands on the case."""

    applicant_id: int
    case_number: str
    name: str
    tail: str
    birth_year: int | None
    post: str
    team: str
    facts: str
    due_at: dt.datetime | None


def vetting_lines(rows: Iterable[Any]) -> list[VettingLine]:
    return [
        VettingLine(
            applicant_id=row.pk,
            case_number=row.case_number,
            name=row.name,
            tail=row.identity[-4:],
            birth_year=row.birth_year,
            post=f"post-kind.{row.post.kind}",
            team=row.post.team.name,
            facts=row.note,
            due_at=row.due_at,
        )
        for row in rows
    ]


def named(row: Any) -> str:
    """How a message names a recruit: by number, and masked."""
    return f"{row.case_number} {masked(row.name)}"


@dataclass(frozen=True)
class VettingCase:
    """One recruit as the police of the tier reads them: who they are, for which post, what was said so far."""

    applicant_id: int
    case_number: str
    waits: bool
    name: str
    identity: str
    phone: str
    birth_year: int | None
    post: str
    employment_class: str
    transfer: bool
    team: str
    facts: str
    due_at: dt.datetime | None
    stage: str
    suitable_until: dt.date | None
    longest: dt.date
    screened_by_id: int | None
    history: tuple[dict[str, Any], ...]


def vetting_case(actor: Actor, row: Any, today: dt.date) -> VettingCase:
    """For a row of ``vetting_cases``: one statement for the verdicts, one for the policy."""
    months = policy.VETTING_MONTHS.on(today, row.post.team.place.path)
    waits = row.stage == Stage.POLICE_REVIEW
    return VettingCase(
        applicant_id=row.pk,
        case_number=row.case_number,
        waits=waits,
        name=row.name,
        identity=row.identity,
        phone=row.phone,
        birth_year=row.birth_year,
        post=f"post-kind.{row.post.kind}",
        employment_class=f"class.{row.post.employment_class}",
        transfer=row.transfer,
        team=row.post.team.name,
        facts=row.note if waits else "",
        due_at=row.due_at,
        stage=f"applicant-stage.{row.stage}",
        suitable_until=row.suitable_until,
        longest=months_after(today, months),
        screened_by_id=row.screened_by_id,
        history=tuple(_history(actor, row)),
    )


def _history(actor: Actor, row: Any) -> list[dict[str, Any]]:
    """Screened, asked, and each word of the police; the reason only through the verdict's own scope."""
    verdicts = PoliceVerdict.objects.visible_to(actor, Permission.VIEW_POLICE_VERDICT).filter(applicant=row.pk)
    lines = [
        {
            "at": verdict.at,
            "who": verdict.by.name if verdict.by else "",
            "what": f"verdict.{verdict.code}",
            "note": verdict.reason if verdict.code == VerdictCode.NOT_SUITABLE else "",
        }
        for verdict in verdicts.select_related("by").order_by("at", "pk")
    ]
    asked = "applicant-move.supply_facts" if lines and row.note else "applicant-move.select"
    for at, by, what in (
        (row.screened_at, row.screened_by, "applicant-move.shortlist"),
        (row.vetting_asked_at, row.vetting_asked_by, asked),
    ):
        if at is not None:
            lines.append({"at": at, "who": by.name if by else "", "what": what, "note": ""})
    return sorted(lines, key=lambda line: line["at"])
