"""A visit is recorded on the spot, amended until it is signed, and corrected by another record afterwards (LOG-03)."""

from __future__ import annotations

import datetime as dt
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models.functions import Length

from discipline.access import Permission
from discipline.commands.visits import _settle_visit
from discipline.events import InspectionAmended, InspectionCorrected, InspectionRecorded, PhotoAttached
from discipline.models import (
    DocumentCheck,
    Finding,
    Inspection,
    InspectionAnswer,
    Interview,
    SiteCheck,
    Visit,
)
from discipline.reports import SUBJECT, Parts, asked_by, content_of, digest_now, revision_in_force, ties_of
from discipline.rules import (
    EFFECTIVE,
    INSPECTION_MOVES,
    VISIT_MOVES,
    Owed,
    RecordDraft,
    digest_of,
    is_conflicted,
    judge_record,
    score,
    series_number,
)
from patrol_ops.core import files, obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import local
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.models import StoredFile
from patrol_ops.core.refusals import Refused
from teams.models import Place
from teams.rules import judge_reason

MARK = "J"
MOST_PHOTOS = 10
_DAY = dt.timedelta(days=1)


@command
def record_inspection(*, actor: Actor, visit_id: int, draft: RecordDraft, at: dt.datetime) -> Inspection:
    """What the inspector found; from now on the team can read it. ``draft`` is judged against the version of the
    checklist that is in force."""
    visit = claim(Visit, visit_id, actor=actor, to=Permission.RECORD_INSPECTION)
    visit.stage = VISIT_MOVES.after("record", visit.stage)
    revision = revision_in_force(visit.checklist_id)
    judge_record(draft, asked_by(revision), now=_local(at))
    _judge_tie(visit, at)

    visit.save()
    inspection = Inspection(
        visit=visit,
        number=_number(visit.path, at.year),
        team_id=visit.team_id,
        path=visit.path,
        organised_by=visit.organised_by,
        method=visit.method,
        announced=visit.announced,
        revision=revision,
        inspector_id=visit.inspector_id,
        stage=INSPECTION_MOVES.after("record", None),
        recorded_at=at,
    )
    _write(inspection, draft, at)
    _settle_visit(visit, at)
    _owe_signature(inspection, at)

    event = InspectionRecorded(at=at, inspection_id=inspection.pk, visit_id=visit.pk, team_id=visit.team_id)
    announce(event, actor=actor, path=visit.path)
    return inspection


@command
def amend_inspection(*, actor: Actor, inspection_id: int, draft: RecordDraft, at: dt.datetime) -> Inspection:
    """Written anew, as long as nobody has signed it."""
    inspection = claim(Inspection, inspection_id, actor=actor, to=Permission.SIGN_INSPECTION, related=("revision",))
    inspection.stage = INSPECTION_MOVES.after("record", inspection.stage)
    # A record that waited for its signature is as old as it is; only its text is new.
    judge_record(draft, asked_by(inspection.revision), now=_local(at), kept_since=_kept_since(inspection))
    if inspection.corrects_id is not None and draft.begun_at.date() != inspection.day:
        raise Refused("discipline.correction-of-another-day", field="begun_at")

    for rows in (
        inspection.answers,
        inspection.documents,
        inspection.interviews,
        inspection.sites,
        inspection.findings,
    ):
        rows.all().delete()
    _write(inspection, draft, at)

    event = InspectionAmended(at=at, inspection_id=inspection.pk, team_id=inspection.team_id)
    announce(event, actor=actor, path=inspection.path)
    return inspection


@command
def correct_inspection(
    *, actor: Actor, inspection_id: int, draft: RecordDraft, reason: str, at: dt.datetime
) -> Inspection:
    """An effective record is never changed: this is a new one that points to it, and needs both signatures itself."""
    old = claim(Inspection, inspection_id, actor=actor, to=Permission.SIGN_INSPECTION, related=("revision",))
    if old.stage not in EFFECTIVE:
        raise Refused("discipline.not-effective")
    if old.corrections.exclude(stage="OVERTURNED").exists():
        raise Refused("discipline.corrected-already")
    reason = judge_reason(reason)
    # Of the same visit, whenever the mistake is found.
    judge_record(draft, asked_by(old.revision), now=_local(at), kept_since=_local(old.ended_at))
    if draft.begun_at.date() != old.day:
        raise Refused("discipline.correction-of-another-day", field="begun_at")

    inspection = Inspection(
        visit_id=old.visit_id,
        corrects=old,
        correction_why=reason,
        number=_number(old.path, at.year),
        team_id=old.team_id,
        path=old.path,
        organised_by=old.organised_by,
        method=old.method,
        announced=old.announced,
        revision=old.revision,
        inspector_id=old.inspector_id,
        stage=INSPECTION_MOVES.after("record", None),
        recorded_at=at,
    )
    _write(inspection, draft, at)
    _owe_signature(inspection, at)

    event = InspectionCorrected(at=at, inspection_id=inspection.pk, corrects_id=old.pk, team_id=inspection.team_id)
    announce(event, actor=actor, path=inspection.path)
    return inspection


@command
def attach_photo(
    *, actor: Actor, inspection_id: int, upload: UploadedFile[Any] | IO[bytes], title: str, at: dt.datetime
) -> Inspection:
    """A picture of a place or a paper, before the record is signed; it is part of what is signed."""
    inspection = claim(Inspection, inspection_id, actor=actor, to=Permission.SIGN_INSPECTION, related=("revision",))
    inspection.stage = INSPECTION_MOVES.after("record", inspection.stage)
    if StoredFile.objects.filter(subject_type=SUBJECT, subject_id=inspection.pk).count() >= MOST_PHOTOS:
        raise Refused("discipline.photos-many", field="file", most=MOST_PHOTOS)

    files.store(upload, SUBJECT, inspection.pk, actor, at, title=title.strip()[:60], path=inspection.path)
    inspection.digest = digest_now(inspection)
    inspection.save()

    event = PhotoAttached(at=at, inspection_id=inspection.pk, team_id=inspection.team_id)
    announce(event, actor=actor, path=inspection.path)
    return inspection


def _local(moment: dt.datetime) -> dt.datetime:
    return local(moment).replace(tzinfo=None)


def _kept_since(inspection: Inspection) -> dt.datetime:
    """A correction is as old as the visit it speaks of."""
    return _local(inspection.ended_at if inspection.corrects_id is not None else inspection.recorded_at)


def _judge_tie(visit: Visit, at: dt.datetime) -> None:
    """Whoever has come to serve in the team since it was planned does not look at it (INS-03)."""
    ties = ties_of([visit.inspector_id], at.date(), visit.round_id)[visit.inspector_id]
    why = is_conflicted(visit.method, team_id=visit.team_id, path=visit.path, own_teams=ties.teams, homes=ties.homes)
    if why is not None:
        raise Refused(why)


def _number(path: str, year: int) -> str:
    """The next of the district's series of the year; its place is the lock."""
    Place.objects.select_for_update().get(path=path[:6])
    prefix = series_number(MARK, path, year, 0)[:-4]
    rows = Inspection.objects.filter(number__startswith=prefix).order_by(Length("number").desc(), "-number")
    last = rows.values_list("number", flat=True).first()
    return series_number(MARK, path, year, int(last[len(prefix) :]) + 1 if last else 1)


def _write(inspection: Inspection, draft: RecordDraft, at: dt.datetime) -> None:
    """The row, what stands in it, and the digest of all of it."""
    inspection.day = draft.begun_at.date()
    inspection.begun_at = draft.begun_at.replace(tzinfo=at.tzinfo)
    inspection.ended_at = draft.ended_at.replace(tzinfo=at.tzinfo)
    inspection.present, inspection.worn, inspection.certified = draft.present, draft.worn, draft.certified
    inspection.summary = draft.summary.strip()
    verdicts = {number: answer.verdict for number, answer in draft.answers.items()}
    inspection.score = score(inspection.revision.points, verdicts)
    parts = _parts(inspection, draft)
    inspection.digest = digest_of(content_of(inspection, parts))
    inspection.save()
    # What a record does not hold costs no statement.
    InspectionAnswer.objects.bulk_create(parts.answers)
    DocumentCheck.objects.bulk_create(parts.documents)
    Interview.objects.bulk_create(parts.interviews)
    SiteCheck.objects.bulk_create(parts.sites)
    Finding.objects.bulk_create(parts.findings)


def _parts(inspection: Inspection, draft: RecordDraft) -> Parts:
    return Parts(
        [
            InspectionAnswer(inspection=inspection, number=n, verdict=a.verdict, remark=a.remark.strip())
            for n, a in sorted(draft.answers.items())
        ],
        [
            DocumentCheck(inspection=inspection, kind=kind, kept=d.kept, due=d.due, remark=d.remark.strip())
            for kind, d in sorted((draft.documents or {}).items())
        ],
        [
            Interview(inspection=inspection, number=n, seen=i.seen, at_night=i.at_night, enough=i.enough)
            for n, i in enumerate(draft.interviews, 1)
        ],
        [
            SiteCheck(
                inspection=inspection,
                number=n,
                kind=s.kind,
                name=s.name.strip(),
                duty=s.duty,
                patrol=s.patrol,
                fixed_post=s.fixed_post,
                guards_due=s.guards_due,
                guards_there=s.guards_there,
            )
            for n, s in enumerate(draft.sites, 1)
        ],
        [
            Finding(
                inspection=inspection,
                number=n,
                text=f.text.strip(),
                weak_point=f.weak_point.strip(),
                help_offered=f.help_offered.strip(),
                to_rectify=f.to_rectify,
            )
            for n, f in enumerate(draft.findings, 1)
        ],
    )


def _owe_signature(inspection: Inspection, at: dt.datetime) -> None:
    due = obligations.Due(
        subject_type="inspection",
        subject_id=inspection.pk,
        due_at=at + _DAY,
        period=f"{at:%y%m%d%H%M%S%f}",
        path=inspection.path,
        user_id=inspection.inspector_id,
    )
    obligations.owe(Owed.SIGN_INSPECTION, [due], at=at, fresh=True)
