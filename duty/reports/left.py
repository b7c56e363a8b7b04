"""What the first floor asks of duty: what a team still has open, and when it last gave a sign of life."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Max

from duty.models import LogEntry, PatrolLog
from duty.rules import LogStage


def logs_left(team_id: int) -> int:
    """Logs that wait for their review or for being mended: one statement."""
    return PatrolLog.objects.filter(team=team_id, stage__in=(LogStage.SUBMITTED, LogStage.RETURNED)).count()


def entries_left(team_id: int) -> int:
    """Hazards and incidents without an outcome: one statement."""
    return LogEntry.objects.open().filter(log__team=team_id).count()


def last_logs(team_ids: Collection[int]) -> dict[int, dt.date]:
    """The day of each team's last filed log: one statement (ORG-31)."""
    rows = PatrolLog.objects.filter(team__in=team_ids).order_by().values("team_id").annotate(last=Max("day"))
    return dict(rows.values_list("team_id", "last"))
