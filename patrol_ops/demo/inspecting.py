"""Who inspects whom in the demo district, and the acts of one inspection."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from discipline import commands
from discipline.models import Inspection, Rectification, SupervisionRound, Visit
from discipline.rules import (
    Answer,
    DocumentAnswer,
    DocumentKind,
    FindingDraft,
    InterviewDraft,
    IssueDraft,
    Organiser,
    RecordDraft,
    Seen,
    SiteDraft,
    SiteKind,
    Verdict,
    VisitDraft,
)
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.demo.ground import District
from teams.models import Team

DAY = dt.timedelta(days=1)


@dataclass
class Book:
    """Who inspects whom, and the acts of one inspection."""

    it: District
    leaders: dict[int, Actor]
    today: dt.date
    lists: dict[str, int] = field(default_factory=dict)

    def day(self, ago: int) -> dt.date:
        return self.today - ago * DAY

    def visit(
        self,
        by: str,
        team: Team,
        when: dt.datetime,
        checklist: str = "street",
        *,
        announced: bool = True,
        organiser: Organiser = Organiser.SUPERVISION,
        inspector: str = "ducha",
        round_: SupervisionRound | None = None,
        planned: dt.datetime | None = None,
    ) -> Visit:
        sent = self.it.staff[inspector].person_id
        assert sent is not None
        draft = VisitDraft(
            team_id=team.pk,
            inspector_id=sent,
            starts_at=when.replace(tzinfo=None),
            announced=announced,
            organised_by=organiser,
            checklist_id=self.lists[checklist],
            round_id=round_.pk if round_ else None,
        )
        return commands.plan_visit(actor=self.it.staff[by], draft=draft, at=planned or clock.at(when.date(), 8))

    def record(self, visit: Visit, *findings: FindingDraft, inspector: str = "ducha", weak: int = 1) -> Inspection:
        """An hour at the team; ``weak``: how many of the items were not quite as they should be."""
        begun = clock.local(visit.starts_at)
        revision = visit.checklist.revisions.filter(agreed_at__isnull=False).order_by("-version")[0]
        answers = {
            n: Answer(Verdict.PARTLY if n <= weak else Verdict.GOOD, "有一处不完整" if n <= weak else "")
            for n in range(1, len(revision.items) + 1)
        }
        kept = 30 - 3 * weak
        draft = RecordDraft(
            begun_at=begun.replace(tzinfo=None),
            ended_at=(begun + dt.timedelta(minutes=50)).replace(tzinfo=None),
            answers=answers,
            present=6,
            worn=6 - weak,
            certified=6,
            documents={
                DocumentKind.PLAN: DocumentAnswer(1, 1),
                DocumentKind.WORK_RECORD: DocumentAnswer(kept, 30),
                DocumentKind.FILES: DocumentAnswer(4, 4),
            },
            interviews=tuple(InterviewDraft(seen, n % 2 == 0, n < 3) for n, seen in enumerate(Seen))[:4],
            sites=(
                SiteDraft(SiteKind.SCHOOL, "小学门口", True, True, False, 2, 2),
                SiteDraft(SiteKind.COMPOUND, "三号院东门", True, False, True, 2, 1),
            ),
            findings=findings,
            summary="按计划开展，主要问题已当面说明。",
        )
        at = begun + dt.timedelta(minutes=55)
        return commands.record_inspection(actor=self.it.staff[inspector], visit_id=visit.pk, draft=draft, at=at)

    def sign(self, row: Inspection, *, inspector: str = "ducha") -> Inspection:
        at = clock.local(row.ended_at) + dt.timedelta(minutes=8)
        return commands.sign_inspection(actor=self.it.staff[inspector], inspection_id=row.pk, seen=row.digest, at=at)

    def countersign(self, row: Inspection, **after: Any) -> Inspection:
        at = clock.local(row.ended_at) + dt.timedelta(**(after or {"minutes": 20}))
        leader = self.leaders[row.team_id]
        return commands.countersign_inspection(actor=leader, inspection_id=row.pk, seen=row.digest, at=at)

    def whole(self, visit: Visit, *findings: FindingDraft, inspector: str = "ducha", weak: int = 1) -> Inspection:
        row = self.record(visit, *findings, inspector=inspector, weak=weak)
        return self.countersign(self.sign(row, inspector=inspector))

    def order(self, row: Inspection, by: str, matter: str, at: dt.datetime, days: int = 30) -> Rectification:
        ids = row.findings.filter(to_rectify=True).values_list("pk", flat=True)
        draft = IssueDraft(matter, "查明原因，补齐缺的部分，定好以后由谁负责。", at.date() + days * DAY, frozenset(ids))
        return commands.issue_rectification(actor=self.it.staff[by], inspection_id=row.pk, draft=draft, at=at)

    def answer(self, row: Rectification, at: dt.datetime) -> None:
        commands.acknowledge_rectification(
            actor=self.leaders[row.team_id], rectification_id=row.pk, plan="副队长负责，本周补齐，以后每天复核。", at=at
        )

    def submit(self, row: Rectification, at: dt.datetime) -> None:
        commands.submit_rectification(
            actor=self.leaders[row.team_id], rectification_id=row.pk, result="已补齐，副队长已能独立填写。", at=at
        )
