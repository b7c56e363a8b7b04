"""Inspections as they are told, step by step, by the people of the cast: each method is one act at a sane moment.

Gus of the office proposes the checklist and plans for the supervision group, Gwen agrees; Ivo inspects the harbour's
team; Lena, its leader, signs; Piet of the police station looks again at what was put right.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from discipline import commands
from discipline.models import Checklist, Finding, Inspection, Rectification, Visit
from discipline.rules import (
    Answer,
    ChecklistDraft,
    ChecklistKind,
    DocumentAnswer,
    DocumentKind,
    FindingDraft,
    InspectorDraft,
    InterviewDraft,
    IssueDraft,
    ItemDraft,
    Method,
    Organiser,
    RecordDraft,
    RoundDraft,
    Seen,
    SiteDraft,
    SiteKind,
    Verdict,
    VisitDraft,
)
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from teams.models import Member
from tests.cast import District

AGREED = dt.date(2026, 11, 2)
PLANNED = dt.date(2026, 11, 3)
HELD = dt.date(2026, 11, 18)
DUE = dt.date(2026, 12, 18)
ITEMS = (ItemDraft("值班室有巡逻计划", 3), ItemDraft("队员知道自己的职责", 2), ItemDraft("装备完好", 1))


def checklist_draft(**values: Any) -> ChecklistDraft:
    whole: dict[str, Any] = {
        "kind": ChecklistKind.STREET,
        "title": "街面检查表",
        "items": ITEMS,
        "asks_insignia": True,
        "asks_documents": True,
        "min_interviews": 2,
        "min_sites": 1,
    }
    return ChecklistDraft(**{**whole, **values})


def record_draft(day: dt.date = HELD, **values: Any) -> RecordDraft:
    begun = dt.datetime.combine(day, dt.time(14, 30))
    whole: dict[str, Any] = {
        "begun_at": begun,
        "ended_at": begun + dt.timedelta(minutes=50),
        "answers": {1: Answer(Verdict.GOOD), 2: Answer(Verdict.PARTLY, "有两人说不清"), 3: Answer(Verdict.GOOD)},
        "present": 5,
        "worn": 4,
        "certified": 5,
        "documents": {
            DocumentKind.PLAN: DocumentAnswer(1, 1),
            DocumentKind.WORK_RECORD: DocumentAnswer(28, 30, "缺两天"),
            DocumentKind.FILES: DocumentAnswer(3, 3),
        },
        "interviews": (InterviewDraft(Seen.DAILY, True, True), InterviewDraft(Seen.RARELY, False, False)),
        "sites": (SiteDraft(SiteKind.SCHOOL, "港口小学门口", True, True, False, 2, 1),),
        "findings": (
            FindingDraft("缺两天的巡逻日志", "没有人替队长写", "街道派人教一次", True),
            FindingDraft("灯不亮"),
        ),
        "summary": "总体较好。",
    }
    return RecordDraft(**{**whole, **values})


def serves_too(district: District, key: str, name: str = "何平") -> None:
    """A login of an office or of the police that serves in a team as well."""
    Member.objects.filter(pk=district.members[name]).update(user_id=district.users[key])


@dataclass
class Supervision:
    district: District = field(repr=False)
    team: str = "harbour"
    inspector: str = "ivo"
    leader: str = "lena"
    checklist_id: int = 0
    visit_id: int = 0
    inspection_id: int = 0
    rectification_id: int = 0

    def who(self, key: str, day: dt.date = PLANNED) -> Actor:
        return self.district.actor(key, day)

    def at(self, day: dt.date, hour: int = 9, minute: int = 0) -> dt.datetime:
        return clock.at(day, hour, minute)

    @property
    def team_id(self) -> int:
        return self.district.teams[self.team]

    @property
    def checklist(self) -> Checklist:
        return Checklist.objects.get(pk=self.checklist_id)

    @property
    def visit(self) -> Visit:
        return Visit.objects.get(pk=self.visit_id)

    @property
    def inspection(self) -> Inspection:
        return Inspection.objects.get(pk=self.inspection_id)

    @property
    def rectification(self) -> Rectification:
        return Rectification.objects.get(pk=self.rectification_id)

    # --- acts -------------------------------------------------------------------------------------------------------

    def propose(self, **values: Any) -> int:
        place = self.district.places["990102"]
        revision = commands.propose_checklist(
            actor=self.who("gus"), place_id=place, draft=checklist_draft(**values), at=self.at(AGREED)
        )
        self.checklist_id = revision.checklist_id
        return self.checklist_id

    def agree(self) -> None:
        commands.agree_checklist(actor=self.who("gwen"), checklist_id=self.checklist_id, at=self.at(AGREED, 10))

    def agreed(self, **values: Any) -> int:
        self.propose(**values)
        self.agree()
        return self.checklist_id

    def round(self, *inspectors: InspectorDraft, place: str = "990102", **values: Any) -> int:
        sent = inspectors or (InspectorDraft(self.district.users[self.inspector]),)
        whole: dict[str, Any] = {
            "name": "四季度督察",
            "organised_by": Organiser.SUPERVISION,
            "method": Method.CROSS_AREA,
            "starts_on": PLANNED,
            "last_day": dt.date(2026, 12, 31),
            "checklist_id": self.checklist_id,
            "inspectors": sent,
        }
        row = commands.plan_round(
            actor=self.who("gus"),
            place_id=self.district.places[place],
            draft=RoundDraft(**{**whole, **values}),
            at=self.at(PLANNED),
        )
        return int(row.pk)

    def visit_draft(self, **values: Any) -> VisitDraft:
        whole: dict[str, Any] = {
            "team_id": self.team_id,
            "inspector_id": self.district.users[self.inspector],
            "starts_at": dt.datetime.combine(HELD, dt.time(14)),
            "announced": True,
            "organised_by": Organiser.SUPERVISION,
            "checklist_id": self.checklist_id,
        }
        return VisitDraft(**{**whole, **values})

    def plan(self, by: str = "gus", day: dt.date = PLANNED, **values: Any) -> Visit:
        visit = commands.plan_visit(actor=self.who(by, day), draft=self.visit_draft(**values), at=self.at(day))
        self.visit_id = visit.pk
        return visit

    def record(self, day: dt.date = HELD, hour: int = 16, **values: Any) -> Inspection:
        inspection = commands.record_inspection(
            actor=self.who(self.inspector, day),
            visit_id=self.visit_id,
            draft=record_draft(day, **values),
            at=self.at(day, hour),
        )
        self.inspection_id = inspection.pk
        return inspection

    def sign(self, day: dt.date = HELD, hour: int = 16, minute: int = 10) -> None:
        commands.sign_inspection(
            actor=self.who(self.inspector, day),
            inspection_id=self.inspection_id,
            seen=self.inspection.digest,
            at=self.at(day, hour, minute),
        )

    def countersign(self, day: dt.date = HELD, hour: int = 17) -> None:
        commands.countersign_inspection(
            actor=self.who(self.leader, day),
            inspection_id=self.inspection_id,
            seen=self.inspection.digest,
            at=self.at(day, hour),
        )

    def refuse(
        self, day: dt.date = HELD, hour: int = 17, statement: str = "当天下雨，两天没有出勤是报备过的。"
    ) -> None:
        commands.refuse_signature(
            actor=self.who(self.leader, day),
            inspection_id=self.inspection_id,
            statement=statement,
            seen=self.inspection.digest,
            at=self.at(day, hour),
        )

    def decide(self, upheld: bool, day: dt.date = HELD, hour: int = 18) -> None:
        commands.decide_dispute(
            actor=self.who("gwen", day),
            inspection_id=self.inspection_id,
            upheld=upheld,
            decision="核对了报备记录。",
            at=self.at(day, hour),
        )

    def issue(self, by: str = "ivo", day: dt.date = HELD, hour: int = 18, **values: Any) -> Rectification:
        findings = Finding.objects.to_rectify().filter(inspection=self.inspection_id)
        whole: dict[str, Any] = {
            "matter": "补齐巡逻日志",
            "demands": "补写两天的日志，指定一名副队长代写。",
            "due_on": DUE,
            "finding_ids": frozenset(findings.values_list("pk", flat=True)),
        }
        rectification = commands.issue_rectification(
            actor=self.who(by, day),
            inspection_id=self.inspection_id,
            draft=IssueDraft(**{**whole, **values}),
            at=self.at(day, hour),
        )
        self.rectification_id = rectification.pk
        return rectification

    def acknowledge(self, day: dt.date = dt.date(2026, 11, 19)) -> None:
        commands.acknowledge_rectification(
            actor=self.who(self.leader, day),
            rectification_id=self.rectification_id,
            plan="本周内补写，副队长代写。",
            at=self.at(day),
        )

    def submit(self, day: dt.date = dt.date(2026, 11, 24)) -> None:
        commands.submit_rectification(
            actor=self.who(self.leader, day),
            rectification_id=self.rectification_id,
            result="两天的日志已补写，副队长已会写。",
            at=self.at(day),
        )

    def accept(self, by: str = "piet", day: dt.date = dt.date(2026, 11, 25)) -> None:
        commands.accept_rectification(
            actor=self.who(by, day), rectification_id=self.rectification_id, text="已到现场看过。", at=self.at(day)
        )

    # --- how far it goes --------------------------------------------------------------------------------------------

    def until_planned(self, **values: Any) -> Visit:
        self.agreed()
        return self.plan(**values)

    def until_recorded(self, *, announced: bool = True, **values: Any) -> Inspection:
        self.until_planned(announced=announced)
        return self.record(**values)

    def until_signed(self) -> Inspection:
        self.until_recorded()
        self.sign()
        return self.inspection

    def until_effective(self) -> Inspection:
        self.until_signed()
        self.countersign()
        return self.inspection

    def until_issued(self, **values: Any) -> Rectification:
        self.until_effective()
        return self.issue(**values)

    def until_submitted(self) -> Rectification:
        self.until_issued()
        self.acknowledge()
        self.submit()
        return self.rectification
