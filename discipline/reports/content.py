"""What a record says, in one canonical form: that is what both sides sign (LOG-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, CharField, IntegerField, Value
from django.db.models.functions import Cast

from discipline.models import DocumentCheck, Finding, Inspection, InspectionAnswer, Interview, SiteCheck
from discipline.rules import digest_of
from patrol_ops.core.clock import local
from patrol_ops.core.models import StoredFile

SUBJECT = "inspection"


@dataclass(frozen=True)
class Parts:
    """What stands in a record, each in its order."""

    answers: Sequence[InspectionAnswer]
    documents: Sequence[DocumentCheck]
    interviews: Sequence[Interview]
    sites: Sequence[SiteCheck]
    findings: Sequence[Finding]


_NO_TEXT, _NO_NUMBER, _NO_ANSWER = (
    Cast(Value(None), output_field=kind) for kind in (CharField(), IntegerField(), BooleanField())
)
# Which columns of one wide row each part takes: three texts, three numbers, three answers.
_TAKES: tuple[tuple[str, type[Any], tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    ("answers", InspectionAnswer, ("verdict", "remark"), ("number",), ()),
    ("documents", DocumentCheck, ("kind", "remark"), ("kept", "due"), ()),
    ("interviews", Interview, ("seen",), ("number",), ("at_night", "enough")),
    ("sites", SiteCheck, ("kind", "name"), ("number", "guards_due", "guards_there"), ("duty", "patrol", "fixed_post")),
    ("findings", Finding, ("text", "weak_point", "help_offered"), ("number",), ("to_rectify",)),
)


def _filled(names: tuple[str, ...], nothing: Any) -> tuple[Any, ...]:
    return names + (nothing,) * (3 - len(names))


def parts_of(inspection: Inspection) -> Parts:
    """One statement: a record is read on a phone, and its digest is asked for at every signature."""
    wide = []
    for part, _model, texts, numbers, answers in _TAKES:
        columns = (*_filled(texts, _NO_TEXT), *_filled(numbers, _NO_NUMBER), *_filled(answers, _NO_ANSWER))
        mark = Value(part, output_field=CharField())
        wide.append(getattr(inspection, part).order_by().values_list(mark, "pk", *columns))
    rows = list(wide[0].union(*wide[1:], all=True))

    found: dict[str, list[Any]] = {}
    for part, model, texts, numbers, answers in _TAKES:
        own = [row for row in rows if row[0] == part]
        made = [
            model(
                pk=pk,
                inspection=inspection,
                **dict(zip(texts, said[:3], strict=False)),
                **dict(zip(numbers, said[3:6], strict=False)),
                **{name: bool(value) for name, value in zip(answers, said[6:], strict=False)},
            )
            for _part, pk, *said in own
        ]
        found[part] = sorted(made, key=lambda row: row.kind if isinstance(row, DocumentCheck) else row.number)
    return Parts(**found)


def content_of(inspection: Inspection, parts: Parts, photos: Sequence[tuple[str, str]] | None = None) -> dict[str, Any]:
    """Ids, counts, texts, and digest and title of each of ``photos``, which are asked for unless somebody hands them
    in; names may change, who and which team may not."""
    revision = inspection.revision
    if photos is None:
        kept = StoredFile.objects.filter(subject_type=SUBJECT, subject_id=inspection.pk)
        photos = list(kept.values_list("digest", "title")) if inspection.pk else []
    return {
        "number": inspection.number,
        "corrects": inspection.corrects_id,
        "correction_why": inspection.correction_why,
        "team": inspection.team_id,
        "organised_by": str(inspection.organised_by),
        "method": str(inspection.method),
        "announced": inspection.announced,
        "inspector": inspection.inspector_id,
        "begun_at": local(inspection.begun_at).isoformat(timespec="minutes"),
        "ended_at": local(inspection.ended_at).isoformat(timespec="minutes"),
        "checklist": [revision.checklist_id, revision.version, revision.title, revision.items],
        "present": inspection.present,
        "worn": inspection.worn,
        "certified": inspection.certified,
        "score": inspection.score,
        "summary": inspection.summary,
        "answers": [[a.number, str(a.verdict), a.remark] for a in parts.answers],
        "documents": [[str(d.kind), d.kept, d.due, d.remark] for d in parts.documents],
        "interviews": [[str(i.seen), i.at_night, i.enough] for i in parts.interviews],
        "sites": [
            [str(s.kind), s.name, s.duty, s.patrol, s.fixed_post, s.guards_due, s.guards_there] for s in parts.sites
        ],
        "findings": [[f.text, f.weak_point, f.help_offered, f.to_rectify] for f in parts.findings],
        "photos": sorted(list(photo) for photo in photos),
    }


def digest_now(inspection: Inspection) -> str:
    """The digest of what stands there now; equal to ``inspection.digest`` as long as nothing was touched."""
    return digest_of(content_of(inspection, parts_of(inspection)))
