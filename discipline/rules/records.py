"""The record of an inspection: what was found, two signatures, or a dispute (LOG-03, LOG-04, LOG-10, EQP-13)."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from discipline.rules.checklists import MOST_INTERVIEWS, MOST_ITEMS, Verdict, judge_text
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused
from patrol_ops.core.stages import Moves

LONGEST = dt.timedelta(hours=12)
# A phone without signal keeps a record for some days; later nobody remembers what was seen.
LATEST = dt.timedelta(days=7)
MOST_FINDINGS = 20
MOST_PEOPLE = 2000


class InspectionStage(StrEnum):
    RECORDED = "RECORDED"
    SIGNED_ONE = "SIGNED_ONE"
    SIGNED_BOTH = "SIGNED_BOTH"
    DISPUTED = "DISPUTED"
    UPHELD = "UPHELD"
    OVERTURNED = "OVERTURNED"


# LOG-04: both have signed, or the head has decided that it stands.
EFFECTIVE = (InspectionStage.SIGNED_BOTH, InspectionStage.UPHELD)
INSPECTION_MOVES = Moves(
    {
        "record": ({None, InspectionStage.RECORDED}, InspectionStage.RECORDED),
        "sign": ({InspectionStage.RECORDED}, InspectionStage.SIGNED_ONE),
        "take_back": ({InspectionStage.SIGNED_ONE}, InspectionStage.RECORDED),
        "countersign": ({InspectionStage.SIGNED_ONE}, InspectionStage.SIGNED_BOTH),
        "refuse": ({InspectionStage.SIGNED_ONE}, InspectionStage.DISPUTED),
        "uphold": ({InspectionStage.DISPUTED}, InspectionStage.UPHELD),
        "overturn": ({InspectionStage.DISPUTED}, InspectionStage.OVERTURNED),
    }
)


class DocumentKind(StrEnum):
    """LOG-10."""

    PLAN = "PLAN"
    WORK_RECORD = "WORK_RECORD"
    FILES = "FILES"


class SiteKind(StrEnum):
    """INS-09, INS-17: places, never people."""

    COMPOUND = "COMPOUND"
    UNIT = "UNIT"
    KEY_SITE = "KEY_SITE"
    SCHOOL = "SCHOOL"
    WATCH_POST = "WATCH_POST"


class Seen(StrEnum):
    """PUB-12: how often a passer-by sees the patrol."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    RARELY = "RARELY"
    NEVER = "NEVER"


@dataclass(frozen=True)
class Answer:
    verdict: Verdict
    remark: str = ""


@dataclass(frozen=True)
class DocumentAnswer:
    """``kept`` of ``due``: what is there of what should be there; both counted by the inspector, or by the system."""

    kept: int
    due: int
    remark: str = ""

    @property
    def complete(self) -> bool:
        return self.kept >= self.due


@dataclass(frozen=True)
class InterviewDraft:
    """An anonymous answer: nothing of the person, no time, no words (PUB-12)."""

    seen: Seen
    at_night: bool
    enough: bool


@dataclass(frozen=True)
class SiteDraft:
    """A place that was looked at; guards by head-count only (INS-17)."""

    kind: SiteKind
    name: str
    duty: bool
    patrol: bool
    fixed_post: bool
    guards_due: int = 0
    guards_there: int = 0


@dataclass(frozen=True)
class FindingDraft:
    """INS-06: what was found, the weak point behind it, what help is offered."""

    text: str
    weak_point: str = ""
    help_offered: str = ""
    to_rectify: bool = False


@dataclass(frozen=True)
class RecordDraft:
    """``begun_at`` and ``ended_at`` are naive and local. ``answers`` by number of the checklist's item; ``version`` is
    the one that was read, 0 whichever is in force."""

    begun_at: dt.datetime
    ended_at: dt.datetime
    answers: Mapping[int, Answer]
    present: int | None = None
    worn: int | None = None
    certified: int | None = None
    documents: Mapping[DocumentKind, DocumentAnswer] | None = None
    interviews: tuple[InterviewDraft, ...] = ()
    sites: tuple[SiteDraft, ...] = ()
    findings: tuple[FindingDraft, ...] = ()
    summary: str = ""
    version: int = 0


@dataclass(frozen=True)
class Asked:
    """What a checklist asks of its record."""

    items: int
    insignia: bool = False
    documents: bool = False
    interviews: int = 0
    sites: int = 0
    version: int = 0


def judge_record(draft: RecordDraft, asked: Asked, *, now: dt.datetime, kept_since: dt.datetime | None = None) -> None:
    """``now`` is naive and local, as is ``kept_since``: when the record was first written down, where it is amended or
    corrected. All that the checklist asks is there, counts fit, texts name nobody's numbers."""
    oldest = (kept_since or now) - LATEST
    if not oldest <= draft.begun_at <= draft.ended_at <= now or draft.ended_at - draft.begun_at > LONGEST:
        raise Refused("discipline.span-odd", field="ended_at", hours=12, days=LATEST.days)
    # An answer by number is an answer to the text that was read.
    if draft.version and asked.version and draft.version != asked.version:
        raise Refused("discipline.checklist-changed", field="version")
    if set(draft.answers) != set(range(1, asked.items + 1)):
        raise Refused("discipline.items-unanswered", field="answers")
    for number, answer in draft.answers.items():
        judge_text(answer.remark, f"answers-{number}-remark", least=0, most=200)
    _judge_people(draft, asked)
    _judge_documents(draft, asked)
    if not asked.interviews <= len(draft.interviews) <= MOST_INTERVIEWS:
        raise Refused("discipline.interviews-few", field="interviews", least=asked.interviews, most=MOST_INTERVIEWS)
    if not asked.sites <= len(draft.sites) <= MOST_ITEMS:
        raise Refused("discipline.sites-few", field="sites", least=asked.sites, most=MOST_ITEMS)
    for number, site in enumerate(draft.sites):
        judge_text(site.name, f"sites-{number}-name", least=2, most=60)
        if not (0 <= site.guards_due <= 500 and 0 <= site.guards_there <= 500):
            raise Refused("discipline.count-odd", field=f"sites-{number}-guards_there")
    if len(draft.findings) > MOST_FINDINGS:
        raise Refused("discipline.findings-many", field="findings", most=MOST_FINDINGS)
    for number, finding in enumerate(draft.findings):
        judge_text(finding.text, f"findings-{number}-text", least=2, most=300)
        judge_text(finding.weak_point, f"findings-{number}-weak_point", least=0, most=200)
        judge_text(finding.help_offered, f"findings-{number}-help_offered", least=0, most=200)
    judge_text(draft.summary, "summary", least=0, most=500)


def _judge_people(draft: RecordDraft, asked: Asked) -> None:
    """EQP-13: worn over present; TRN-06: with the certificate. Neither can be more than came."""
    if asked.insignia and (draft.present is None or draft.worn is None):
        raise Refused("discipline.insignia-missing", field="worn")
    if draft.present is not None and not 0 <= draft.present <= MOST_PEOPLE:
        raise Refused("discipline.count-odd", field="present")
    for field in ("worn", "certified"):
        count = getattr(draft, field)
        if count is not None and (draft.present is None or not 0 <= count <= draft.present):
            raise Refused("discipline.more-than-present", field=field)


def _judge_documents(draft: RecordDraft, asked: Asked) -> None:
    documents = draft.documents or {}
    if asked.documents and set(documents) != set(DocumentKind):
        raise Refused("discipline.documents-missing", field="documents")
    for kind, answer in documents.items():
        if not 0 <= answer.kept <= answer.due <= 2000:
            raise Refused("discipline.document-count-odd", field=f"documents-{kind}-kept")
        judge_text(answer.remark, f"documents-{kind}-remark", least=0, most=200)


def digest_of(content: Mapping[str, Any]) -> str:
    """What both sign: a digest of everything the record says, in one canonical form. Hex, 64."""
    said = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def judge_same_text(seen: str, stands: str) -> None:
    """Whoever signs has read exactly this; anything else is another text."""
    if not hmac.compare_digest(seen.encode(), stands.encode()):
        raise Refused("discipline.text-changed")


def judge_countersigning(*, signed_by: int | None, inspector: int | None, by: int | None) -> None:
    """LOG-04: the other side, another hand."""
    judge_other_hand(signed_by, by, "discipline.signed-by-same")
    judge_other_hand(inspector, by, "discipline.signed-by-same")


def judge_statement(text: str) -> str:
    """Why the leader does not sign; the office head reads it."""
    judge_text(text, "statement", least=5, most=1000)
    return text.strip()


def series_number(mark: str, path: str, year: int, serial: int) -> str:
    """``mark``, district, year and a serial of four: the number of a record or notice, ``J990102-2026-0012``."""
    return f"{mark}{path[:6]}-{year}-{serial:04d}"
