"""What is seen of people leaves a trace: ledgers taken out, files opened. Those it tells of are told."""

import datetime as dt

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import NotPermitted
from teams import reports
from teams.access import Permission
from teams.events import MembersExported, RecordViewed
from teams.models import Export, ExportedLine, Member, RecordView
from teams.rules import ExportKind, LedgerQuestion, ViewDoor, judge_export, judge_view, shared_path

BATCH = 400


@command
def export_members(*, actor: Actor, question: LedgerQuestion, kind: ExportKind, reason: str, at: dt.datetime) -> Export:
    """Those who serve today and fit the question, within reach; by name only where the file may be read (5.2).

    Nobody is kept by name: the row says how many and why, a line each says whose.
    """
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
