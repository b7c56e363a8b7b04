"""The daily log, filed or mended (LOG-01, LOG-02, X51)."""

import datetime as dt
from typing import Any

from duty import policy
from duty.access import Permission
from duty.events import PatrolLogSubmitted
from duty.models import BackfillOpening, LogEntry, Patrol, PatrolLog, PatrolWalker
from duty.rules import (
    MOVES,
    EntryDraft,
    EntryKind,
    EntryStage,
    LogStage,
    Owed,
    PatrolLogDraft,
    due_of,
    judge_day,
    judge_log,
    patrol_span,
)
from patrol_ops.core import clock, obligations
from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from teams.models import ActiveSpan, Hold, Membership, PatrolArea, Team
from teams.queries import serving
from teams.rules import REVIEWER_OF, Role

_POLICIES = (
    policy.LOG_CUTOFF,
    policy.BACKFILL_DAYS,
    policy.REVIEW_DAYS,
    policy.HAZARD_DAYS_HIGH,
    policy.HAZARD_DAYS_MEDIUM,
    policy.HAZARD_DAYS_LOW,
    policy.INCIDENT_DAYS,
)


class FiledAlready(Refused):
    """Somebody else's log of the day is in; what was typed may be added to it."""

    status = 409

    def __init__(self, log_id: int) -> None:
        super().__init__("duty.log-filed-already")
        self.log_id = log_id


@command
def submit_patrol_log(*, actor: Actor, team_id: int, draft: PatrolLogDraft, at: dt.datetime) -> PatrolLog:
    """The day's log, first or mended after a return. Late is noted, not refused."""
    team = claim(Team, team_id, actor=actor, to=Permission.SUBMIT_PATROL_LOG, related=("place",))
    log = PatrolLog.objects.filter(team=team, day=draft.day).first()
    if log is not None and log.stage != LogStage.RETURNED:
        raise FiledAlready(log.pk)
    if log is not None and log.version != draft.version:
        raise Refused("core.stale")
    values = ground.values_on(draft.day, team.place.path, *_POLICIES)
    _judge(team, draft, log, at, values)

    log = log or PatrolLog(team=team, day=draft.day, first_submitted_at=at, late=_is_late(draft.day, at, values))
    log.stage = MOVES.after("submit", log.stage or None)
    log.version += 1
    log.no_patrol = draft.no_patrol or ""
    log.no_patrol_note, log.hand_over = draft.no_patrol_note.strip(), draft.hand_over.strip()
    log.submitted_by_id, log.submitted_at = actor.person_id, at
    log.save()
    if log.version > 1:
        _drop_the_former(log)
    _write_patrols(log, draft)
    _write_entries(log, draft, actor, at, values)
    _keep_due(log, team, at, values)

    announce(
        PatrolLogSubmitted(
            at=at, patrol_log_id=log.pk, team_id=team.pk, day=log.day, late=log.late, version=log.version
        ),
        actor=actor,
        path=team.place.path,
    )
    return log


def _judge(team: Team, draft: PatrolLogDraft, log: PatrolLog | None, at: dt.datetime, values: dict[str, Any]) -> None:
    """Ask the first floor who serves, who is fit and which areas are designated; the rule decides."""
    backfill = values[policy.BACKFILL_DAYS.key]
    old = (at.date() - draft.day).days > backfill
    opened = log is not None or (old and BackfillOpening.objects.filter(team=team, day=draft.day).exists())
    active = log is not None or ActiveSpan.objects.filter(serving(draft.day), team=team).exists()
    judge_day(draft.day, at.date(), backfill_days=backfill, opened=opened, active=active)

    members = set(Membership.objects.on(draft.day).filter(team=team).values_list("member_id", flat=True))
    held = Hold.objects.on(draft.day).filter(member_id__in=members).order_by("-kind")
    wanted = {patrol.area_id for patrol in draft.patrols}
    own = PatrolArea.objects.filter(serving(draft.day, "designations__"), designations__team=team, pk__in=wanted)
    joint = {patrol.area_id for patrol in draft.patrols if patrol.joint}
    district = (
        PatrolArea.objects.under(team.place.path[:6]).filter(pk__in=joint) if joint else PatrolArea.objects.none()
    )
    judge_log(
        draft,
        now=at.replace(tzinfo=None),
        serving=members,
        unfit=dict(held.values_list("member_id", "kind")),
        own_areas=set(own.values_list("pk", flat=True)) if wanted else set(),
        joint_areas=set(district.values_list("pk", flat=True)) if joint else set(),
    )


def _is_late(day: dt.date, at: dt.datetime, values: dict[str, Any]) -> bool:
    return at >= policy.cutoff(day, values[policy.LOG_CUTOFF.key])


def _drop_the_former(log: PatrolLog) -> None:
    """A mended log says everything anew; what its entries owed goes with them."""
    former = list(LogEntry.objects.filter(log=log, stage=EntryStage.OPEN).values_list("pk", flat=True))
    if former:
        obligations.cancel(
            kind=Owed.FOLLOW_UP_ENTRY, subject_type="log_entry", subject_id__in=former, at=log.submitted_at
        )
    Patrol.objects.filter(log=log).delete()
    LogEntry.objects.filter(log=log).delete()


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


def _moment(day: dt.date, time: dt.time | None) -> dt.datetime | None:
    return clock.at(day, time.hour, time.minute) if time else None


def _write_entries(
    log: PatrolLog, draft: PatrolLogDraft, actor: Actor, at: dt.datetime, values: dict[str, Any]
) -> None:
    hazard_days = {
        "HIGH": values[policy.HAZARD_DAYS_HIGH.key],
        "MEDIUM": values[policy.HAZARD_DAYS_MEDIUM.key],
        "LOW": values[policy.HAZARD_DAYS_LOW.key],
    }
    rows = [
        _entry(
            log,
            number,
            entry,
            actor,
            at,
            due_of(entry, draft.day, days=hazard_days, incident_days=values[policy.INCIDENT_DAYS.key]),
        )
        for number, entry in enumerate(draft.entries, start=1)
    ]
    LogEntry.objects.bulk_create(rows)
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
        if row.stage == EntryStage.OPEN and row.due_on is not None
    ]
    if dues:
        obligations.owe(Owed.FOLLOW_UP_ENTRY, dues, at=at)


def _entry(
    log: PatrolLog, number: int, entry: EntryDraft, actor: Actor, at: dt.datetime, due_on: dt.date | None
) -> LogEntry:
    open_still = due_on is not None
    return LogEntry(
        log=log,
        number=number,
        kind=entry.kind,
        at=_moment(log.day, entry.at),
        place=entry.place.strip(),
        category=entry.category,
        count=entry.count,
        hours=entry.hours,
        topic=entry.topic.strip(),
        material=entry.material.strip(),
        text="" if entry.kind is EntryKind.OBSERVATION else entry.text.strip(),
        told_to=entry.told_to or "",
        told_at=_moment(log.day, entry.told_at),
        reference=entry.reference.strip(),
        contained_at=_moment(log.day, entry.contained_at),
        protected_at=_moment(log.day, entry.protected_at),
        stage=EntryStage.OPEN if open_still else EntryStage.CLOSED,
        owner_id=actor.person_id,
        due_on=due_on,
        outcome=entry.outcome.strip(),
        closed_by_id=None if open_still else actor.person_id,
        closed_at=None if open_still else at,
    )


def _keep_due(log: PatrolLog, team: Team, at: dt.datetime, values: dict[str, Any]) -> None:
    """The day is settled; the police of the tier now owe the review of this very version."""
    obligations.settle(
        Owed.SUBMIT_PATROL_LOG, subject_type="team", subject_id=team.pk, period=log.day.isoformat(), at=at
    )
    if log.version > 1:
        obligations.settle(Owed.MEND_PATROL_LOG, subject_type="patrol_log", subject_id=log.pk, at=at)
    due = obligations.Due(
        subject_type="patrol_log",
        subject_id=log.pk,
        period=str(log.version),
        team_id=team.pk,
        path=team.place.path,
        role=REVIEWER_OF[team.tier],
        due_at=at + dt.timedelta(days=values[policy.REVIEW_DAYS.key]),
    )
    obligations.owe(Owed.REVIEW_PATROL_LOG, [due], at=at)
