"""What is seen of people leaves a trace: ledgers taken out, files opened. Those it tells of are told."""

import datetime as dt
from typing import IO

from django.conf import settings
from django.utils import translation

from patrol_ops.core import clock, files
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.jobs import start_job
from patrol_ops.core.models import Job, StoredFile
from patrol_ops.core.refusals import NotPermitted, Refused
from patrol_ops.core.sheets.writing import XLSX
from patrol_ops.core.wording import say
from teams import reports
from teams.access import Permission
from teams.events import MembersExported, RecordViewed, WorkbookKept
from teams.models import Export, ExportedLine, Member, RecordView
from teams.rules import ExportKind, LedgerQuestion, ViewDoor, judge_export, judge_view, shared_path

DRAW = "teams.draw_workbook"
DRAWN = "export"  # the subject of what it has drawn
BATCH = 400


@command
def export_members(*, actor: Actor, question: LedgerQuestion, kind: ExportKind, reason: str, at: dt.datetime) -> Export:
    """Those who serve today and fit the question, within reach; by name only where the file may be read (5.2).

    Nobody is kept by name: the row says how many and why, a line each says whose.
    """
    return _export(actor, question, kind, reason, at)


@command
def begin_export(*, actor: Actor, question: LedgerQuestion, reason: str, at: dt.datetime) -> Job:
    """The same as a workbook that nobody waits for: a job draws it, and it is kept for whoever asked until its term."""
    export = _export(actor, question, ExportKind.WORKBOOK, reason, at)
    return start_job(DRAW, {"export_id": export.pk}, actor=actor, at=at, path=export.path, total=export.lines)


def _export(actor: Actor, question: LedgerQuestion, kind: ExportKind, reason: str, at: dt.datetime) -> Export:
    role = reports.role_for(actor, Permission.EXPORT_MEMBERS)
    if role is None:
        raise NotPermitted
    found = reports.ledger_rows(actor, question, at.date()).values_list("pk", "readable", "team__place__path")
    rows = list(found.order_by("pk"))
    reason = judge_export(reason, kind, len(rows))

    with_names = any(readable for _, readable, _ in rows)
    export = Export.objects.create(
        kind=kind,
        made_by_id=actor.person_id,
        made_at=at,
        role=role,
        path=shared_path({path for _, _, path in rows}),
        question=question.plain(),
        reason=reason,
        lines=len(rows),
        with_names=with_names,
    )
    for first in range(0, len(rows), BATCH):
        ExportedLine.objects.bulk_create(
            ExportedLine(export=export, membership_id=pk, in_full=readable)
            for pk, readable, _ in rows[first : first + BATCH]
        )

    event = MembersExported(at=at, export_id=export.pk, form=kind, lines=len(rows), with_names=with_names)
    announce(event, actor=actor, path=export.path)
    return export


@command
def keep_workbook(*, actor: Actor, export_id: int, made: IO[bytes], at: dt.datetime) -> StoredFile:
    """What the job has drawn, once: for whoever exported it, until its term."""
    export = claim(Export, export_id, actor=actor, to=Permission.KEEP_WORKBOOK)
    if StoredFile.objects.filter(subject_type=DRAWN, subject_id=export.pk).exists():
        raise Refused("teams.workbook-known")
    day = clock.local(export.made_at).date()
    with translation.override(settings.LANGUAGE_CODE):
        title = f"{say('teams.ledger-of-members', title='teams.member-title')} {day.isoformat()}"
    kept = files.keep(made, DRAWN, export.pk, XLSX, title, at)

    announce(WorkbookKept(at=at, export_id=export.pk, size=kept.size), actor=actor, path=export.path)
    return kept


@command
def record_view(*, actor: Actor, member_id: int, door: ViewDoor, at: dt.datetime) -> RecordView:
    """Somebody else opened the member's file in full: reading is an act, and the member may know of it."""
    member = claim(Member, member_id, actor=actor, to=Permission.VIEW_MEMBER)
    judge_view(actor.member_id, member.pk)
    post = next(post for post, _ in actor.reaches(Permission.VIEW_MEMBER))
    which = {"member": member, "reader_id": actor.person_id, "day": at.date(), "door": door}

    row = RecordView.objects.filter(**which).first() or RecordView(**which, times=0)
    row.times, row.role, row.last_at = row.times + 1, post.role, at
    row.save()

    announce(RecordViewed(at=at, member_id=member.pk, door=door), actor=actor, path=post.path[:12])
    return row
