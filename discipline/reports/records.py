"""A record as a page of the book: what stands in it, summed up, who may do what with it, who did what when."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from discipline.access import Permission
from discipline.models import Finding, Inspection, InspectionAnswer, Rectification
from discipline.reports.content import SUBJECT, Parts, content_of, parts_of
from discipline.rules import EFFECTIVE, INSPECTION_MOVES, InspectionStage, Seen, digest_of
from patrol_ops.core.access import Actor, Reach, covers
from patrol_ops.core.files import PHOTOS_ALLOWED
from patrol_ops.core.models import StoredFile

_BESIDE = ("team", "inspector", "revision__checklist", "corrects", "signed_by", "countersigned_by")


def records_shown_to(actor: Actor) -> Any:
    """Records within reach, with whom they name; the last first."""
    rows = Inspection.objects.visible_to(actor, Permission.VIEW_INSPECTION)
    return rows.select_related("team", "inspector").order_by("-day", "-pk")


def records_in_full(actor: Actor) -> Any:
    """For one record's page: with names, and the correction that stands in its place."""
    correction = Inspection.objects.filter(corrects=OuterRef("pk")).exclude(stage=InspectionStage.OVERTURNED)
    return (
        Inspection.objects.visible_to(actor, Permission.VIEW_INSPECTION)
        .select_related(*_BESIDE, "disputed_by", "decided_by")
        .annotate(
            corrected_by_id=Subquery(correction.values("pk")[:1]),
            corrected_by_number=Subquery(correction.values("number")[:1]),
        )
    )


def with_counts(rows: Any) -> Any:
    """``found`` and ``to_rectify``: findings of each record. In the same statement."""
    own = Finding.objects.filter(inspection=OuterRef("pk")).order_by().values("inspection")
    return rows.annotate(
        found=Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0),
        to_rectify=Coalesce(Subquery(own.annotate(n=Count("pk", filter=Q(to_rectify=True))).values("n")), 0),
    )


@dataclass(frozen=True)
class ItemShown:
    number: int
    text: str
    points: int
    answer: InspectionAnswer | None

    @property
    def verdict(self) -> str:
        return self.answer.verdict if self.answer else ""


@dataclass(frozen=True)
class InterviewsShown:
    """PUB-12, summed up: nothing of it can be told back to anybody."""

    number: int
    seen: list[tuple[str, int]]
    at_night: int
    enough: int


@dataclass(frozen=True)
class RecordShown:
    """Everything a record's page and its paper say."""

    row: Any
    parts: Parts
    items: list[ItemShown]
    interviews: InterviewsShown | None
    photos: Sequence[StoredFile]
    rectifications: Sequence[Rectification]

    @property
    def untouched(self) -> bool:
        """Whether what stands here is what was signed."""
        photos = [(photo.digest, photo.title) for photo in self.photos]
        return digest_of(content_of(self.row, self.parts, photos)) == str(self.row.digest)

    @property
    def share_worn(self) -> int | None:
        """EQP-13: of those present, per cent, rounded down."""
        return 100 * self.row.worn // self.row.present if self.row.present and self.row.worn is not None else None

    @property
    def in_effect(self) -> bool:
        return self.row.stage in EFFECTIVE


def record_shown(row: Any, actor: Actor) -> RecordShown:
    """Three statements beside the row's own."""
    photos = StoredFile.objects.filter(subject_type=SUBJECT, subject_id=row.pk).order_by("pk")
    orders = Rectification.objects.visible_to(actor, Permission.VIEW_RECTIFICATION).filter(inspection=row)
    return composed(row, parts_of(row), list(photos), list(orders.order_by("pk")))


def composed(
    row: Any, parts: Parts, photos: Sequence[StoredFile] = (), rectifications: Sequence[Rectification] = ()
) -> RecordShown:
    answers = {answer.number: answer for answer in parts.answers}
    items = [
        ItemShown(number, item["text"], item["points"], answers.get(number))
        for number, item in enumerate(row.revision.items, 1)
    ]
    return RecordShown(row, parts, items, _summed_up(parts), photos, rectifications)


def _summed_up(parts: Parts) -> InterviewsShown | None:
    asked = parts.interviews
    if not asked:
        return None
    seen = Counter(row.seen for row in asked)
    return InterviewsShown(
        len(asked),
        [(f"seen.{one}", seen[one]) for one in Seen if seen[one]],
        sum(row.at_night for row in asked),
        sum(row.enough for row in asked),
    )


def acts_on(row: Any, actor: Actor, day: dt.date) -> frozenset[str]:
    """What this reader can do with the record now. ``row`` is one of ``records_in_full``; photos ask the policy."""
    moves = INSPECTION_MOVES.open_from(row.stage)
    me = actor.person_id
    acts = set()
    if row.inspector_id == me and actor.may(Permission.SIGN_INSPECTION):
        if "sign" in moves:
            acts |= {"sign", "amend", "attach"}
            acts |= {"photo"} if PHOTOS_ALLOWED.on(day, row.path) else set()
        acts |= {"take_back"} & moves
        if row.stage in EFFECTIVE and row.corrected_by_id is None:
            acts.add("correct")
    elif "countersign" in moves and row.signed_by_id != me and _reaches(actor, Permission.COUNTERSIGN_INSPECTION, row):
        acts |= {"countersign", "refuse"}
    if "uphold" in moves and me not in (row.inspector_id, row.disputed_by_id):
        acts |= {"decide"} if _reaches(actor, Permission.DECIDE_DISPUTE, row) else set()
    if row.stage in EFFECTIVE and _reaches(actor, Permission.ISSUE_RECTIFICATION, row):
        acts.add("issue")
    return frozenset(acts)


def _reaches(actor: Actor, permission: str, row: Any) -> bool:
    """Whether a post of theirs reaches this record, as the scope says it; asks no row."""
    return any(
        (reach is Reach.TERRITORY and post.path != "" and covers(post.path, row.path))
        or (reach is Reach.TEAM and post.team_id == row.team_id)
        or (reach is Reach.SELF and row.inspector_id == actor.person_id)
        for post, reach in actor.reaches(permission)
    )


def history_of(row: Any) -> list[dict[str, Any]]:
    """Who did what when, oldest first. What was taken back is in the journal, not in the record."""
    decided = "uphold" if row.stage == InspectionStage.UPHELD else "overturn"
    steps = (
        (row.recorded_at, row.inspector, "record"),
        (row.signed_at, row.signed_by, "sign"),
        (row.countersigned_at, row.countersigned_by, "countersign"),
        (row.disputed_at, row.disputed_by, "refuse"),
        (row.decided_at, row.decided_by, decided),
    )
    lines = [
        {"at": at, "who": who.name if who else "", "what": f"inspection-move.{move}", "note": ""}
        for at, who, move in steps
        if at is not None
    ]
    return sorted(lines, key=lambda line: line["at"])
