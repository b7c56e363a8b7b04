"""What a team still has open, for whoever would dissolve it."""

from duty.models import LogEntry, PatrolLog
from duty.rules import LogStage


def logs_left(team_id: int) -> int:
    """Logs that wait for their review or for being mended: one statement."""
    return PatrolLog.objects.filter(team=team_id, stage__in=(LogStage.SUBMITTED, LogStage.RETURNED)).count()


def entries_left(team_id: int) -> int:
    """Hazards and incidents without an outcome: one statement."""
    return LogEntry.objects.open().filter(log__team=team_id).count()
