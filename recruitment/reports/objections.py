"""Objections: everybody concerned sees that there is one and how far it is; its words are the handler's alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, QuerySet, When

from patrol_ops.core.access import Actor
from patrol_ops.core.privacy import masked
from recruitment.access import Permission
from recruitment.models import Objection
from recruitment.reports.vetting import due_by
from recruitment.rules import UNDECIDED, ObjectionStage, Owed


def objections_shown_to(actor: Actor, permission: str = Permission.VIEW_OBJECTION) -> QuerySet[Any]:
    """Those within reach, what waits longest first."""
    rows: QuerySet[Any] = Objection.objects.visible_to(actor, permission)
    rows = rows.select_related("notice__campaign__place", "applicant__post__team", "handler", "decided_by")
    rows = rows.annotate(due_at=due_by(Owed.DECIDE_OBJECTION, "objection"))
    waits_first = Case(When(stage__in=sorted(UNDECIDED), then=0), default=1)
    return rows.order_by(waits_first, F("due_at").asc(nulls_last=True), "-lodged_at", "-pk")


@dataclass(frozen=True)
class ObjectionLine:
    """That there is one, about whom (masked), when, who handles it, until when, and how it ended."""

    objection_id: int
    notice_id: int
    title: str
    about: str
    post: str
    team: str
    stage: str
    waits: bool
    lodged_at: dt.datetime
    handler: str
    due_at: dt.datetime | None
    decided_at: dt.datetime | None


def objection_lines(rows: Iterable[Any]) -> list[ObjectionLine]:
    """For rows of ``objections_shown_to``: no statement."""
    return [_line(row) for row in rows]


def _line(row: Any) -> ObjectionLine:
    applicant = row.applicant
    return ObjectionLine(
        objection_id=row.pk,
        notice_id=row.notice_id,
        title=row.notice.campaign.title,
        about=masked(applicant.name) if applicant and applicant.name else "",
        post=f"post-kind.{applicant.post.kind}" if applicant else "",
        team=applicant.post.team.name if applicant else "",
        stage=f"objection-stage.{row.stage}",
        waits=row.stage in UNDECIDED,
        lodged_at=row.lodged_at,
        handler=row.handler.name if row.handler else "",
        due_at=row.due_at,
        decided_at=row.decided_at,
    )


@dataclass(frozen=True)
class ObjectionFile:
    """One objection. ``reason`` and ``contact`` are empty for everybody but its handler; so is the answer, which the
    objector reads through the own link."""

    line: ObjectionLine
    mine: bool
    taken: bool
    reason: str
    contact: str
    answer: str
    forgotten: bool
    may_take: bool
    may_decide: bool
    history: tuple[dict[str, Any], ...]


def objection_file(actor: Actor, row: Any) -> ObjectionFile:
    """For a row of ``objections_shown_to``: no statement."""
    mine = row.handler_id is not None and row.handler_id == actor.person_id
    steps: list[dict[str, Any]] = [{"at": row.lodged_at, "who": "", "what": "objection-move.lodge", "note": ""}]
    if row.taken_at is not None:
        who = row.handler.name if row.handler else ""
        steps.append({"at": row.taken_at, "who": who, "what": "objection-move.take", "note": ""})
    if row.decided_at is not None:
        who = row.decided_by.name if row.decided_by else ""
        steps.append({"at": row.decided_at, "who": who, "what": f"objection-stage.{row.stage}", "note": ""})
    proposed = (row.notice.prepared_by_id, row.notice.campaign.ranked_by_id)
    return ObjectionFile(
        line=_line(row),
        mine=mine,
        taken=row.taken_at is not None,
        reason=row.reason if mine else "",
        contact=row.contact if mine else "",
        answer=row.answer if mine else "",
        forgotten=row.forgotten_at is not None,
        may_take=row.stage == ObjectionStage.RECEIVED and actor.person_id not in proposed,
        may_decide=mine and row.stage == ObjectionStage.INVESTIGATING,
        history=tuple(steps),
    )
