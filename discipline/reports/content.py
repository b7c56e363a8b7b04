"""What a record says, in one canonical form: that is what both sides sign (LOG-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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


def parts_of(inspection: Inspection) -> Parts:
    """Five statements."""
    return Parts(
        list(inspection.answers.order_by("number")),
        list(inspection.documents.order_by("kind")),
        list(inspection.interviews.order_by("number")),
        list(inspection.sites.order_by("number")),
        list(inspection.findings.order_by("number")),
    )


def content_of(inspection: Inspection, parts: Parts) -> dict[str, Any]:
    """Ids, counts, texts and the digests of photos; names may change, who and which team may not."""
    revision = inspection.revision
    photos = StoredFile.objects.filter(subject_type=SUBJECT, subject_id=inspection.pk) if inspection.pk else None
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
        "photos": sorted(photos.values_list("digest", flat=True)) if photos is not None else [],
    }


def digest_now(inspection: Inspection) -> str:
    """The digest of what stands there now; equal to ``inspection.digest`` as long as nothing was touched."""
    return digest_of(content_of(inspection, parts_of(inspection)))
