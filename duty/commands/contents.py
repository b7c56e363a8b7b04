"""What stands in a log, written anew with each submission: patrols, who walked them, entries and what they owe."""

import datetime as dt
from collections.abc import Mapping, Sequence

from duty.models import LogEntry, Patrol, PatrolLog, PatrolWalker
from duty.rules import FOLLOWED_UP, EntryDraft, EntryKind, EntryStage, Owed, PatrolLogDraft, entry_times, patrol_span
from patrol_ops.core import clock, obligations
from patrol_ops.core.access import Actor
from teams.rules import Role

# What an entry says; while it says the same, whoever closed it stays the one who closed it.
Words = tuple[str, str, str, str, str]


def _words(entry: EntryDraft | LogEntry) -> Words:
    return (str(entry.kind), entry.place.strip(), entry.category, entry.text.strip(), entry.outcome.strip())


def _drop_the_former(log: PatrolLog) -> dict[Words, LogEntry]:
    """A mended log says everything anew; what its entries owed goes with them. Returns those that were closed."""
    former = list(LogEntry.objects.filter(log=log, kind__in=FOLLOWED_UP))
    open_ids = [entry.pk for entry in former if entry.stage == EntryStage.OPEN]
    if open_ids:
        obligations.cancel(
            kind=Owed.FOLLOW_UP_ENTRY, subject_type="log_entry", subject_id__in=open_ids, at=log.submitted_at
        )
    PatrolWalker.objects.filter(patrol__log=log).delete()
    patrols = Patrol.objects.filter(log=log)
    # Its walkers are gone: one DELETE, without asking for them again.
    patrols._raw_delete(patrols.db)
    LogEntry.objects.filter(log=log).delete()
    return {_words(entry): entry for entry in former if entry.stage == EntryStage.CLOSED}


def _write_patrols(log: PatrolLog, draft: PatrolLogDraft) -> None:
    rows = []
    for number, patrol in enumerate(draft.patrols, start=1):
        start, end = patrol_span(draft.day, patrol)
        rows.append(
            Patrol(
                log=log,
                number=number,
                started_at=_aware(start),
                ended_at=_aware(end),
                area_id=patrol.area_id,
                mode=patrol.mode,
                post=patrol.post.strip(),
                joint=patrol.joint,
            )
        )
    Patrol.objects.bulk_create(rows)
    PatrolWalker.objects.bulk_create(
        PatrolWalker(patrol=row, member_id=walker.member_id, insignia=walker.insignia)
        for row, patrol in zip(rows, draft.patrols, strict=True)
        for walker in patrol.walkers
    )


def _aware(moment: dt.datetime) -> dt.datetime:
    return clock.at(moment.date(), moment.hour, moment.minute)


def _aware_or_none(moment: dt.datetime | None) -> dt.datetime | None:
    return _aware(moment) if moment else None


def _write_entries(
    log: PatrolLog,
    draft: PatrolLogDraft,
    dues: Sequence[dt.date | None],
    closed: Mapping[Words, LogEntry],
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Each with owner, stage, due date and outcome (LOG-07); what is open is due."""
    spans = [patrol_span(draft.day, patrol) for patrol in draft.patrols]
    rows = []
    for number, (entry, due_on) in enumerate(zip(draft.entries, dues, strict=True), start=1):
        times = entry_times(draft.day, entry, spans)
        row = LogEntry(
            log=log,
            number=number,
            kind=entry.kind,
            at=_aware_or_none(times.at),
            place=entry.place.strip(),
            category=entry.category,
            count=entry.count,
            hours=entry.hours,
            topic=entry.topic.strip(),
            material=entry.material.strip(),
            text="" if entry.kind is EntryKind.OBSERVATION else entry.text.strip(),
            told_to=entry.told_to or "",
            told_at=_aware_or_none(times.told_at),
            reference=entry.reference.strip(),
            contained_at=_aware_or_none(times.contained_at),
            protected_at=_aware_or_none(times.protected_at),
            owner_id=actor.person_id,
            due_on=due_on,
            outcome=entry.outcome.strip(),
            stage=EntryStage.OPEN,
        )
        if due_on is None:
            before = closed.get(_words(entry))
            row.stage = EntryStage.CLOSED
            row.closed_by_id = before.closed_by_id if before else actor.person_id
            row.closed_at = before.closed_at if before else at
        rows.append(row)
    LogEntry.objects.bulk_create(rows)
    _owe(log, rows, at)


def _owe(log: PatrolLog, rows: Sequence[LogEntry], at: dt.datetime) -> None:
    dues = [
        obligations.Due(
            subject_type="log_entry",
            subject_id=row.pk,
            team_id=log.team_id,
            path=log.team.place.path,
            role=Role.LEADER,
            due_at=clock.start_of(row.due_on + dt.timedelta(days=1)),
        )
        for row in rows
        if row.due_on is not None
    ]
    if dues:
        obligations.owe(Owed.FOLLOW_UP_ENTRY, dues, at=at, fresh=True)
