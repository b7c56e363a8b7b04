"""What the form of a record opens with: what is known of the visit, or what a record says already."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from discipline.models import ChecklistRevision, Inspection, Visit
from discipline.reports.content import Parts
from discipline.rules import Asked, ChecklistKind, DocumentKind, SiteKind
from duty.rules import Owed
from patrol_ops.core import clock
from patrol_ops.core.models import Obligation

# LOG-10: the work records of so many days are looked through.
DAYS = 30


@dataclass(frozen=True)
class RecordStart:
    """Values of the form and of its rows, by name."""

    initial: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]]


def asked_by(revision: ChecklistRevision) -> Asked:
    return Asked(
        items=len(revision.items),
        insignia=revision.asks_insignia,
        documents=revision.asks_documents,
        interviews=revision.min_interviews,
        sites=revision.min_sites,
        version=revision.version,
    )


def revision_in_force(checklist_id: int) -> ChecklistRevision:
    """What a visit is recorded against: the last version that was agreed."""
    agreed = ChecklistRevision.objects.agreed().filter(checklist=checklist_id).select_related("checklist")
    revision: ChecklistRevision = agreed.order_by("-version")[0]
    return revision


def logs_kept(team_id: int, now: dt.datetime) -> tuple[int, int]:
    """Patrol logs filed of those due in the last thirty days, as duty owed them. One statement."""
    first = (now - dt.timedelta(days=DAYS)).date().isoformat()
    owed = Obligation.objects.filter(
        kind=Owed.SUBMIT_PATROL_LOG, team_id=team_id, cancelled_at__isnull=True, period__gte=first
    ).filter(Q(due_at__lte=now) | Q(settled_at__isnull=False))
    counted = owed.aggregate(due=Count("pk"), kept=Count("pk", filter=Q(settled_at__isnull=False)))
    return counted["kept"], counted["due"]


def start_of_visit(visit: Visit, revision: ChecklistRevision, now: dt.datetime) -> RecordStart:
    """On arrival: nobody is there yet, nothing was seen; the time, the papers due and the rows to fill are known."""
    initial: dict[str, Any] = {"version": revision.version, "day": now.date(), "begun": now.time().replace(second=0)}
    if revision.asks_insignia:
        initial["present"] = 0
    if revision.asks_documents:
        kept, due = logs_kept(visit.team_id, now)
        initial |= {_document(DocumentKind.WORK_RECORD, "kept"): kept, _document(DocumentKind.WORK_RECORD, "due"): due}
        initial[_document(DocumentKind.PLAN, "due")] = 1
    posts = revision.checklist.kind == ChecklistKind.WATCH_POSTS
    site: dict[str, Any] = {"kind": SiteKind.WATCH_POST} if posts else {}
    rows: dict[str, list[dict[str, Any]]] = {
        "interviews": [{} for _ in range(revision.min_interviews)],
        "sites": [site] * revision.min_sites,
    }
    return RecordStart(initial, rows)


def start_of_record(inspection: Inspection, parts: Parts) -> RecordStart:
    """What stands in a record, to be amended or corrected."""
    begun, ended = clock.local(inspection.begun_at), clock.local(inspection.ended_at)
    initial: dict[str, Any] = {
        "version": inspection.revision.version,
        "day": begun.date(),
        "begun": begun.time(),
        "ended": ended.time(),
        "present": inspection.present,
        "worn": inspection.worn,
        "certified": inspection.certified,
        "summary": inspection.summary,
    }
    for answer in parts.answers:
        initial[f"answers-{answer.number}-verdict"] = answer.verdict
        initial[f"answers-{answer.number}-remark"] = answer.remark
    for paper in parts.documents:
        for name in ("kept", "due", "remark"):
            initial[_document(paper.kind, name)] = getattr(paper, name)
    rows: dict[str, list[dict[str, Any]]] = {
        "interviews": [
            {"seen": row.seen, "at_night": _yes(row.at_night), "enough": _yes(row.enough)} for row in parts.interviews
        ],
        "sites": [
            {
                "kind": row.kind,
                "name": row.name,
                "there": [name for name in ("duty", "patrol", "fixed_post") if getattr(row, name)],
                "guards_due": row.guards_due,
                "guards_there": row.guards_there,
            }
            for row in parts.sites
        ],
        "findings": [
            {name: getattr(row, name) for name in ("text", "weak_point", "help_offered", "to_rectify")}
            for row in parts.findings
        ],
    }
    return RecordStart(initial, rows)


def _document(kind: str, name: str) -> str:
    return f"documents-{kind}-{name}"


def _yes(said: bool) -> str:
    return "yes" if said else "no"
