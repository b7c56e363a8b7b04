"""What comes after a log is filed: addenda, outcomes, and days opened again."""

import datetime as dt

from duty import policy
from duty.access import Permission
from duty.events import AddendumAdded, BackfillOpened, EntriesHandedUp, EntryFollowedUp
from duty.models import Addendum, BackfillOpening, LogEntry, PatrolLog
from duty.rules import EntryStage, LogStage, Owed, judge_addendum, judge_backfill, judge_outcome
from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from teams.models import ActiveSpan, Team
from teams.queries import serving
from teams.rules import FINAL, Role

DISTRICT_WIDTH = 6


@command
def add_addendum(*, actor: Actor, log_id: int, text: str, at: dt.datetime) -> Addendum:
    """Something more about the day. A returned log is mended, not added to."""
    log = claim(PatrolLog, log_id, actor=actor, to=Permission.ADD_ADDENDUM, related=("team", "team__place"))
    if log.stage == LogStage.RETURNED:
        raise Refused("duty.mend-instead")
    text = judge_addendum(text)

    row = Addendum.objects.create(log=log, text=text, by_id=actor.person_id, at=at)

    event = AddendumAdded(at=at, addendum_id=row.pk, patrol_log_id=log.pk, team_id=log.team_id)
    announce(event, actor=actor, path=log.team.place.path)
    return row


@command
def follow_up_entry(*, actor: Actor, entry_id: int, outcome: str, at: dt.datetime) -> LogEntry:
    """What came of it; with that the entry is closed (LOG-07)."""
    entry = claim(
        LogEntry, entry_id, actor=actor, to=Permission.FOLLOW_UP_ENTRY, related=("log__team", "log__team__place")
    )
    if entry.stage != EntryStage.OPEN:
        raise Refused("duty.entry-closed-already")
    if entry.log.stage == LogStage.RETURNED:  # being mended: what is written here would be written over
        raise Refused("duty.mend-instead")
    outcome = judge_outcome(outcome)

    entry.stage, entry.outcome = EntryStage.CLOSED, outcome
    entry.closed_by_id, entry.closed_at = actor.person_id, at
    entry.save()
    obligations.settle(Owed.FOLLOW_UP_ENTRY, subject_type="log_entry", subject_id=entry.pk, at=at)

    log = entry.log
    event = EntryFollowedUp(at=at, log_entry_id=entry.pk, patrol_log_id=log.pk, team_id=log.team_id)
    announce(event, actor=actor, path=log.team.place.path)
    return entry


@command
def hand_up_entries(*, actor: Actor, team_id: int, at: dt.datetime) -> int:
    """What a team that was merged left open is followed up by the street: a hazard does not end with its team."""
    team = claim(Team, team_id, actor=actor, to=Permission.HAND_UP_ENTRIES, related=("place",))
    if team.stage not in FINAL or len(team.place.path) == DISTRICT_WIDTH:
        raise Refused("duty.nothing-to-hand-up")
    dues = [
        obligations.Due(
            subject_type="log_entry",
            subject_id=pk,
            path=team.place.path,
            role=Role.TOWNSHIP,
            due_at=start_of(due_on + dt.timedelta(days=1)) if due_on else at + dt.timedelta(days=7),
        )
        for pk, due_on in LogEntry.objects.open().filter(log__team=team).values_list("pk", "due_on")
    ]
    count = obligations.owe(Owed.FOLLOW_UP_ENTRY, dues, at=at)
    if not count:
        raise Refused("duty.nothing-to-hand-up")

    announce(EntriesHandedUp(at=at, team_id=team.pk, count=count), actor=actor, path=team.place.path)
    return count


@command
def open_backfill(*, actor: Actor, team_id: int, day: dt.date, reason: str, at: dt.datetime) -> BackfillOpening:
    """The street lets a team file a day that is past the limit, and says why."""
    team = claim(Team, team_id, actor=actor, to=Permission.OPEN_BACKFILL, related=("place",))
    limit = policy.BACKFILL_DAYS.on(day, team.place.path)
    active = ActiveSpan.objects.filter(serving(day), team=team).exists()
    reason = judge_backfill(day, at.date(), reason, backfill_days=limit, active=active)
    if PatrolLog.objects.filter(team=team, day=day).exists():
        raise Refused("duty.day-filed-already", field="day")
    if BackfillOpening.objects.filter(team=team, day=day).exists():
        raise Refused("duty.day-opened-already", field="day")

    row = BackfillOpening.objects.create(team=team, day=day, reason=reason, by_id=actor.person_id, at=at)

    event = BackfillOpened(at=at, backfill_opening_id=row.pk, team_id=team.pk, day=day)
    announce(event, actor=actor, path=team.place.path)
    return row
