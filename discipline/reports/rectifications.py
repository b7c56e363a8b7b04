"""Rectifications as their readers see them: the list by whose turn it is and by age, and the one file of a matter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from discipline.access import Permission
from discipline.models import Finding, Inspection, Rectification, RectificationStep
from discipline.rules import AGES, OPEN_RECTIFICATION, Level, RectificationStage, age_band
from patrol_ops.core.access import Actor, Reach
from patrol_ops.core.clock import local, start_of
from patrol_ops.core.models import StoredFile
from teams.reports import may_on

SUBJECT = "rectification"
WITH_TEAM = (RectificationStage.ISSUED, RectificationStage.IN_PROGRESS)
OVER = (RectificationStage.CLOSED, RectificationStage.WITHDRAWN)
# Whose turn it is: the pages of the list. What is late stands with the team as well.
TABS = ("team", "recheck", "overdue", "closed")
_DAY = dt.timedelta(days=1)


def shown_to(actor: Actor) -> Any:
    rows = Rectification.objects.visible_to(actor, Permission.VIEW_RECTIFICATION)
    return rows.select_related("team__place__parent", "inspection", "issued_by", "rechecker")


def in_tab(rows: Any, tab: str, today: dt.date) -> Any:
    """Those of a page of the list; of none, all that are open."""
    if tab == "team":
        return rows.filter(stage__in=WITH_TEAM)
    if tab == "recheck":
        return rows.filter(stage=RectificationStage.SUBMITTED)
    if tab == "overdue":
        return rows.overdue(today)
    return rows.filter(stage__in=OVER) if tab == "closed" else rows.open()


def of_age(rows: Any, band: int, today: dt.date) -> Any:
    """Those whose days since they were issued fall into this band."""
    if band < len(AGES):
        rows = rows.filter(issued_at__gte=start_of(today - AGES[band] * _DAY))
    return rows.filter(issued_at__lt=start_of(today - AGES[band - 1] * _DAY)) if band else rows


def tab_counts(rows: Any, today: dt.date) -> dict[str, int]:
    """One statement."""
    counts: dict[str, int] = rows.order_by().aggregate(
        team=Count("pk", filter=Q(stage__in=WITH_TEAM)),
        recheck=Count("pk", filter=Q(stage=RectificationStage.SUBMITTED)),
        overdue=Count("pk", filter=Q(stage__in=WITH_TEAM, due_on__lt=today)),
        closed=Count("pk", filter=Q(stage__in=OVER)),
    )
    return counts


@dataclass(frozen=True)
class RectificationLine:
    """``age`` in days since it was issued, while it is open; ``late`` in days after its last day."""

    row: Rectification
    age: int
    band: int
    late: int
    left: int

    @property
    def street(self) -> str:
        place = self.row.team.place
        return place.parent.name if len(place.path) == 12 and place.parent else place.name


def line_of(row: Rectification, today: dt.date) -> RectificationLine:
    age = (today - local(row.issued_at).date()).days
    left = (row.due_on - today).days
    late = -left if row.stage in WITH_TEAM and left < 0 else 0
    return RectificationLine(row, age, age_band(age), late, left)


# --- the one file of a matter ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MatterFile:
    """LOG-09: the notice, what it came from, plan, progress, result, papers and every step."""

    line: RectificationLine
    findings: list[Finding]
    steps: list[RectificationStep]
    papers: list[StoredFile]

    @property
    def row(self) -> Rectification:
        return self.line.row

    @property
    def plan(self) -> RectificationStep | None:
        return self._last("acknowledge")

    @property
    def progress(self) -> list[RectificationStep]:
        return [step for step in self.steps if step.move == "progress"]

    @property
    def result(self) -> RectificationStep | None:
        """What the team said last, unless it was sent back since."""
        return self._last("submit")

    @property
    def recheck(self) -> RectificationStep | None:
        return self._last("accept", "send_back")

    @property
    def extension_word(self) -> RectificationStep | None:
        return self._last("extend", "deny_extension")

    @property
    def limit(self) -> RectificationStep | None:
        return self._last("limit")

    @property
    def withdrawal(self) -> RectificationStep | None:
        return self._last("withdraw")

    @property
    def history(self) -> list[dict[str, Any]]:
        return [
            {
                "at": step.at,
                "who": step.by.name if step.by else "",
                "what": f"rectification-move.{step.move}",
                "note": step.text,
            }
            for step in self.steps
        ]

    def _last(self, *moves: str) -> RectificationStep | None:
        return next((step for step in reversed(self.steps) if step.move in moves), None)


def file_of(row: Rectification, today: dt.date) -> MatterFile:
    """Three statements."""
    papers = StoredFile.objects.filter(subject_type=SUBJECT, subject_id=row.pk)
    return MatterFile(
        line=line_of(row, today),
        findings=list(row.findings.order_by("number")),
        steps=list(row.steps.select_related("by").order_by("at", "pk")),
        papers=list(papers.order_by("uploaded_at", "pk")),
    )


# The act at the bottom of the page: the nearest to whoever looks first.
FIRST = (
    "acknowledge-rectification",
    "decide-extension",
    "accept-rectification",
    "submit-rectification",
    "assign-rechecker",
)


def acts_on(row: Rectification, actor: Actor, today: dt.date) -> list[str]:
    """The stems of what this actor may do about it now and what would not be refused anyway; asks no row."""
    stage, path, person = row.stage, row.path, actor.person_id
    leads = may_on(actor, Permission.ANSWER_RECTIFICATION, path=path, team_id=row.team_id)
    looks = may_on(actor, Permission.RECHECK_RECTIFICATION, path=path) or (
        person is not None and row.rechecker_id == person and _has_own(actor, Permission.RECHECK_RECTIFICATION)
    )
    rechecks = looks and not leads and person not in (row.issued_by_id, row.submitted_by_id)
    is_open, with_team, running = stage in OPEN_RECTIFICATION, stage in WITH_TEAM, stage == "IN_PROGRESS"
    waits = row.extension_asked_at is not None and row.extension_decided_at is None
    open_to = {
        "acknowledge-rectification": leads and stage == RectificationStage.ISSUED,
        "submit-rectification": leads and running,
        "note-progress": leads and running,
        "attach-evidence": leads and running,
        "ask-extension": leads and with_team and row.extension_asked_at is None and today <= row.due_on,
        "decide-extension": is_open
        and waits
        and may_on(actor, Permission.DECIDE_EXTENSION, path=path)
        and row.extension_asked_by_id != person,
        "accept-rectification": rechecks and stage == RectificationStage.SUBMITTED,
        "send-back-rectification": rechecks and stage == RectificationStage.SUBMITTED,
        "assign-rechecker": is_open and may_on(actor, Permission.ASSIGN_RECHECKER, path=path),
        "limit-rectification": is_open
        and row.level == Level.ORDINARY
        and may_on(actor, Permission.LIMIT_RECTIFICATION, path=path),
        "withdraw-rectification": with_team and may_on(actor, Permission.WITHDRAW_RECTIFICATION, path=path),
    }
    return [stem for stem, is_open_to in open_to.items() if is_open_to]


def _has_own(actor: Actor, permission: str) -> bool:
    return any(reach is Reach.SELF for _post, reach in actor.reaches(permission))


# --- what a new one is made of --------------------------------------------------------------------------------------


def findings_to_issue(inspection: Inspection) -> Any:
    """What was found, with ``ordered``: it stands in a notice already. One statement."""
    standing = Rectification.objects.exclude(stage=RectificationStage.WITHDRAWN).filter(findings=OuterRef("pk"))
    return list(inspection.findings.annotate(ordered=Exists(standing)).order_by("number"))
