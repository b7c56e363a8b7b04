"""Duty by API."""

from duty.api.doors import (
    AddAddendum,
    FollowUpEntry,
    OpenBackfill,
    PatrolLogs,
    ReturnPatrolLog,
    ReviewPatrolLog,
    SubmitPatrolLog,
)
from duty.api.figures import ListTeamFigures

__all__ = [
    "AddAddendum",
    "FollowUpEntry",
    "ListTeamFigures",
    "OpenBackfill",
    "PatrolLogs",
    "ReturnPatrolLog",
    "ReviewPatrolLog",
    "SubmitPatrolLog",
]
