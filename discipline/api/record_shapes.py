"""A record as it comes in and as it goes out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rest_framework import serializers

from discipline.rules import (
    MOST_FINDINGS,
    MOST_INTERVIEWS,
    MOST_ITEMS,
    MOST_PEOPLE,
    Answer,
    DocumentAnswer,
    DocumentKind,
    FindingDraft,
    InterviewDraft,
    RecordDraft,
    Seen,
    SiteDraft,
    SiteKind,
    Verdict,
)
from patrol_ops.core import clock
from patrol_ops.core.doors import Said
from patrol_ops.core.wording import say


def _text(most: int) -> serializers.CharField:
    return serializers.CharField(max_length=most, required=False, default="", allow_blank=True)


def _people() -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=MOST_PEOPLE, required=False, allow_null=True, default=None)


def _many(child: serializers.Serializer[Any], most: int) -> serializers.ListField:
    return serializers.ListField(child=child, required=False, default=list, max_length=most)


class RecordAnswerIn(serializers.Serializer[Any]):
    """``number``: of the checklist's item, from 1."""

    number = serializers.IntegerField(min_value=1, max_value=MOST_ITEMS)
    verdict = Said(Verdict)
    remark = _text(200)


class RecordDocumentIn(serializers.Serializer[Any]):
    kind = Said(DocumentKind)
    kept = serializers.IntegerField(min_value=0, max_value=2000)
    due = serializers.IntegerField(min_value=0, max_value=2000)
    remark = _text(200)


class RecordInterviewIn(serializers.Serializer[Any]):
    """Anonymous: nothing of the person, no time, no words."""

    seen = Said(Seen)
    at_night = serializers.BooleanField()
    enough = serializers.BooleanField()


class RecordSiteIn(serializers.Serializer[Any]):
    """A place; guards by head-count only."""

    kind = Said(SiteKind)
    name = serializers.CharField(max_length=60)
    duty = serializers.BooleanField()
    patrol = serializers.BooleanField()
    fixed_post = serializers.BooleanField()
    guards_due = serializers.IntegerField(min_value=0, max_value=500, default=0)
    guards_there = serializers.IntegerField(min_value=0, max_value=500, default=0)


class RecordFindingIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=300)
    weak_point = _text(200)
    help_offered = _text(200)
    to_rectify = serializers.BooleanField(default=False)


class RecordIn(serializers.Serializer[Any]):
    """``begun_at`` and ``ended_at`` are local where no zone is said. ``version``: of the checklist that was read; left
    out, whichever is in force."""

    begun_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField()
    answers = serializers.ListField(child=RecordAnswerIn(), max_length=MOST_ITEMS)
    present = _people()
    worn = _people()
    certified = _people()
    documents = _many(RecordDocumentIn(), len(DocumentKind))
    interviews = _many(RecordInterviewIn(), MOST_INTERVIEWS)
    sites = _many(RecordSiteIn(), MOST_ITEMS)
    findings = _many(RecordFindingIn(), MOST_FINDINGS)
    summary = _text(500)
    version = serializers.IntegerField(min_value=0, max_value=32_000, required=False, default=0)

    def validate_answers(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return _each_once(rows, "number")

    def validate_documents(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return _each_once(rows, "kind")

    def draft(self) -> RecordDraft:
        said = self.validated_data
        return RecordDraft(
            begun_at=_naive(said["begun_at"]),
            ended_at=_naive(said["ended_at"]),
            answers={row["number"]: Answer(row["verdict"], row["remark"]) for row in said["answers"]},
            present=said["present"],
            worn=said["worn"],
            certified=said["certified"],
            documents={row["kind"]: DocumentAnswer(row["kept"], row["due"], row["remark"]) for row in said["documents"]}
            or None,
            interviews=tuple(InterviewDraft(**row) for row in said["interviews"]),
            sites=tuple(SiteDraft(**row) for row in said["sites"]),
            findings=tuple(FindingDraft(**row) for row in said["findings"]),
            summary=said["summary"],
            version=said["version"],
        )


def _each_once(rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    if len({row[name] for row in rows}) != len(rows):
        raise serializers.ValidationError(say("core.malformed"))
    return rows


def _naive(moment: dt.datetime) -> dt.datetime:
    """As the clock on the wall says it, to the minute: the record says no more."""
    return clock.local(moment).replace(tzinfo=None, second=0, microsecond=0)


class CorrectionIn(RecordIn):
    reason = serializers.CharField(max_length=300)


class SeenIn(serializers.Serializer[Any]):
    """``seen``: the digest of the record that was read."""

    seen = serializers.CharField(max_length=64)


class RefusalIn(SeenIn):
    statement = serializers.CharField(max_length=1000)


class DisputeDecisionIn(serializers.Serializer[Any]):
    upheld = serializers.BooleanField()
    decision = serializers.CharField(max_length=1000)


# --- out ------------------------------------------------------------------------------------------------------------


class InspectionRow(serializers.Serializer[Any]):
    """``found`` and ``to_rectify`` count findings."""

    id = serializers.IntegerField(source="pk")
    number = serializers.CharField()
    corrects_id = serializers.IntegerField(allow_null=True)
    team_id = serializers.IntegerField()
    path = serializers.CharField()
    organised_by = serializers.CharField()
    method = serializers.CharField()
    announced = serializers.BooleanField()
    inspector_id = serializers.IntegerField()
    day = serializers.DateField()
    begun_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField()
    stage = serializers.CharField()
    score = serializers.IntegerField(allow_null=True)
    present = serializers.IntegerField(allow_null=True)
    worn = serializers.IntegerField(allow_null=True)
    certified = serializers.IntegerField(allow_null=True)
    found = serializers.IntegerField()
    to_rectify = serializers.IntegerField()


class RecordItemOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    text = serializers.CharField()
    points = serializers.IntegerField()
    verdict = serializers.CharField()
    remark = serializers.SerializerMethodField()

    def get_remark(self, item: Any) -> str:
        return item.answer.remark if item.answer else ""


class RecordDocumentOut(serializers.Serializer[Any]):
    kind = serializers.CharField()
    kept = serializers.IntegerField()
    due = serializers.IntegerField()
    remark = serializers.CharField()


class RecordInterviewOut(serializers.Serializer[Any]):
    seen = serializers.CharField()
    at_night = serializers.BooleanField()
    enough = serializers.BooleanField()


class RecordSiteOut(serializers.Serializer[Any]):
    kind = serializers.CharField()
    name = serializers.CharField()
    duty = serializers.BooleanField()
    patrol = serializers.BooleanField()
    fixed_post = serializers.BooleanField()
    guards_due = serializers.IntegerField()
    guards_there = serializers.IntegerField()


class RecordFindingOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    text = serializers.CharField()
    weak_point = serializers.CharField()
    help_offered = serializers.CharField()
    to_rectify = serializers.BooleanField()


class RecordFileOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = serializers.CharField()
    content_type = serializers.CharField()


class InspectionOut(serializers.Serializer[Any]):
    """``digest`` is what ``seen`` carries back; ``untouched``: whether what stands here still fits it."""

    inspection = InspectionRow(source="row")
    digest = serializers.CharField(source="row.digest")
    untouched = serializers.BooleanField()
    checklist_id = serializers.IntegerField(source="row.revision.checklist_id")
    version = serializers.IntegerField(source="row.revision.version")
    items = RecordItemOut(many=True)
    share_worn = serializers.IntegerField(allow_null=True)
    documents = RecordDocumentOut(source="parts.documents", many=True)
    interviews = RecordInterviewOut(source="parts.interviews", many=True)
    sites = RecordSiteOut(source="parts.sites", many=True)
    findings = RecordFindingOut(source="parts.findings", many=True)
    files = RecordFileOut(source="photos", many=True)
    summary = serializers.CharField(source="row.summary")
    signed_at = serializers.DateTimeField(source="row.signed_at", allow_null=True)
    countersigned_at = serializers.DateTimeField(source="row.countersigned_at", allow_null=True)
    countersigned_by_id = serializers.IntegerField(source="row.countersigned_by_id", allow_null=True)
    statement = serializers.CharField(source="row.statement")
    disputed_at = serializers.DateTimeField(source="row.disputed_at", allow_null=True)
    decision = serializers.CharField(source="row.decision")
    decided_at = serializers.DateTimeField(source="row.decided_at", allow_null=True)
    correction_why = serializers.CharField(source="row.correction_why")
    corrected_by_id = serializers.IntegerField(source="row.corrected_by_id", allow_null=True)
    rectification_ids = serializers.SerializerMethodField()

    def get_rectification_ids(self, record: Any) -> list[int]:
        return [row.pk for row in record.rectifications]
