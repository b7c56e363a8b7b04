"""What the clock does: every active team owes a log every day, and what nobody reviewed is locked."""

import datetime as dt

from duty import policy
from duty.access import Permission
from duty.events import DailyLogsOwed, PatrolLogLocked
from duty.models import PatrolLog
from duty.rules import MOVES, Owed
from patrol_ops.core import obligations
from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import NotPermitted, Refused
from teams.models import Place, Team
from teams.rules import PlaceTier, Role


@command
def owe_daily_logs(*, actor: Actor, district_id: int, day: dt.date, at: dt.datetime) -> int:
    """Each team of the district that is active that day owes its log; owed once, however often this runs."""
    if not actor.may(Permission.OWE_DAILY_LOGS):
        raise NotPermitted
    district = Place.objects.select_for_update().filter(pk=district_id, tier=PlaceTier.DISTRICT).first()
    if district is None:
        raise NotPermitted
    if day > at.date():
        raise Refused("duty.day-in-the-future", field="day")
    filed = PatrolLog.objects.under(district.path).filter(day=day).values("team_id")
    # A team that has been suspended since owes nothing any more, not even for yesterday.
    teams = Team.objects.under(district.path).active_on(day).active().exclude(pk__in=filed)
    places = dict(teams.order_by("pk").values_list("pk", "place__path"))
    hours = ground.values_at(day, places.values(), policy.LOG_CUTOFF)
    dues = [
        obligations.Due(
            subject_type="team",
            subject_id=pk,
            period=day.isoformat(),
            team_id=pk,
            path=path,
            role=Role.LEADER,
            due_at=policy.cutoff(day, hours[path]),
        )
        for pk, path in places.items()
    ]
    count = obligations.owe(Owed.SUBMIT_PATROL_LOG, dues, at=at)
    if not count:
        raise Refused("duty.nothing-to-owe")

    announce(DailyLogsOwed(at=at, district_id=district.pk, day=day, count=count), actor=actor, path=district.path)
    return count


@command
def lock_patrol_log(*, actor: Actor, log_id: int, at: dt.datetime) -> PatrolLog:
    """A log that waited for its review longer than the policy allows is locked, and shown as not reviewed."""
    log = claim(PatrolLog, log_id, actor=actor, to=Permission.LOCK_PATROL_LOG, related=("team", "team__place"))
    log.stage = MOVES.after("lock", log.stage)
    days = policy.LOCK_DAYS.on(log.submitted_at.date(), log.team.place.path)
    if at - log.submitted_at < dt.timedelta(days=days):
        raise Refused("duty.not-yet-locked")

    log.locked_at = at
    log.save()
    obligations.cancel(kind=Owed.REVIEW_PATROL_LOG, subject_type="patrol_log", subject_id=log.pk, at=at)

    event = PatrolLogLocked(at=at, patrol_log_id=log.pk, team_id=log.team_id, day=log.day)
    announce(event, actor=actor, path=log.team.place.path)
    return log
