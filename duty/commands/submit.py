"""The daily log, filed or mended (LOG-01, LOG-02, X51)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from duty import policy
from duty.access import Permission
from duty.commands.contents import _drop_the_former, _write_entries, _write_patrols
from duty.events import PatrolLogSubmitted
from duty.models import BackfillOpening, PatrolLog
from duty.rules import MOVES, LogStage, Owed, PatrolLogDraft, due_of, judge_day, judge_log
from patrol_ops.core import obligations
from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor, covers
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused, Stale
from teams.models import ActiveSpan, AreaDesignation, PatrolArea, Team
from teams.queries import serving
from teams.reports.fitness import serving_with_bars
from teams.rules import REVIEWER_OF

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
    """The day's log, first or mended after a return. Late is noted, not refused.

    The team's row is the lock: of two phones that file the same day together, the second finds the first one's log.
    """
    team = claim(Team, team_id, actor=actor, to=Permission.SUBMIT_PATROL_LOG, related=("place",))
    log = PatrolLog.objects.filter(team=team, day=draft.day).first()
    if log is not None and log.stage != LogStage.RETURNED:
        raise FiledAlready(log.pk)
    if log is not None and log.version != draft.version:
        raise Stale
    values = ground.values_on(draft.day, team.place.path, *_POLICIES)
    if log is None:
        _judge_day(team, draft.day, at, values)
    _judge_contents(team, draft, at)
    dues = _dues(draft, values)

    log = log or PatrolLog(team=team, day=draft.day, first_submitted_at=at, late=_is_late(draft.day, at, values))
    log.team = team
    log.stage = MOVES.after("submit", log.stage or None)
    log.version += 1
    log.no_patrol = draft.no_patrol or ""
    log.no_patrol_note, log.hand_over = draft.no_patrol_note.strip(), draft.hand_over.strip()
    log.submitted_by_id, log.submitted_at = actor.person_id, at
    log.save()
    closed = _drop_the_former(log) if log.version > 1 else {}
    _write_patrols(log, draft)
    _write_entries(log, draft, dues, closed, actor, at)
    _keep_due(log, team, at, values)

    announce(
        PatrolLogSubmitted(
            at=at, patrol_log_id=log.pk, team_id=team.pk, day=log.day, late=log.late, version=log.version
        ),
        actor=actor,
        path=team.place.path,
    )
    return log


def _judge_day(team: Team, day: dt.date, at: dt.datetime, values: dict[str, Any]) -> None:
    """One statement: was the team on duty that day, and did the street open it if it is long past?"""
    row = (
        Team.objects.filter(pk=team.pk)
        .annotate(
            was_active=Exists(ActiveSpan.objects.filter(serving(day), team=OuterRef("pk"))),
            was_opened=Exists(BackfillOpening.objects.filter(team=OuterRef("pk"), day=day)),
        )
        .values("was_active", "was_opened")
        .get()
    )
    days = values[policy.BACKFILL_DAYS.key]
    judge_day(day, at.date(), backfill_days=days, opened=row["was_opened"], active=row["was_active"])


@dataclass(frozen=True)
class _Areas:
    own: frozenset[int]
    joint: frozenset[int]


def _judge_contents(team: Team, draft: PatrolLogDraft, at: dt.datetime) -> None:
    """Ask the first floor who serves, who is fit and which areas are designated; the rule decides."""
    serving_with_hold = serving_with_bars(team.pk, draft.day)
    areas = _areas(team, draft)
    judge_log(
        draft,
        now=at.replace(tzinfo=None),
        serving=serving_with_hold.keys(),
        unfit={member_id: hold for member_id, hold in serving_with_hold.items() if hold},
        own_areas=areas.own,
        joint_areas=areas.joint,
    )


def _areas(team: Team, draft: PatrolLogDraft) -> _Areas:
    """Which of the named areas are designated to the team that day, and which lie in its district at all."""
    wanted = {patrol.area_id for patrol in draft.patrols}
    if not wanted:
        return _Areas(frozenset(), frozenset())
    designated = AreaDesignation.objects.filter(serving(draft.day), area=OuterRef("pk"), team=team)
    rows = PatrolArea.objects.filter(pk__in=wanted).annotate(own=Exists(designated)).values_list("pk", "path", "own")
    known = list(rows)
    district = team.place.path[:6]
    return _Areas(
        own=frozenset(pk for pk, _, own in known if own),
        joint=frozenset(pk for pk, path, _ in known if covers(district, path)),
    )


def _dues(draft: PatrolLogDraft, values: dict[str, Any]) -> list[dt.date | None]:
    """Until when each entry is to be followed up."""
    days = {
        "HIGH": values[policy.HAZARD_DAYS_HIGH.key],
        "MEDIUM": values[policy.HAZARD_DAYS_MEDIUM.key],
        "LOW": values[policy.HAZARD_DAYS_LOW.key],
    }
    incident_days = values[policy.INCIDENT_DAYS.key]
    return [
        due_of(entry, draft.day, f"entries-{number}", days=days, incident_days=incident_days)
        for number, entry in enumerate(draft.entries)
    ]


def _is_late(day: dt.date, at: dt.datetime, values: dict[str, Any]) -> bool:
    return at >= policy.cutoff(day, values[policy.LOG_CUTOFF.key])


def _keep_due(log: PatrolLog, team: Team, at: dt.datetime, values: dict[str, Any]) -> None:
    """The day, or its mending, is settled; the police of the tier now owe the review of this very version."""
    if log.version == 1:
        day = log.day.isoformat()
        obligations.settle(Owed.SUBMIT_PATROL_LOG, subject_type="team", subject_id=team.pk, period=day, at=at)
    else:
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
    obligations.owe(Owed.REVIEW_PATROL_LOG, [due], at=at, fresh=True)
