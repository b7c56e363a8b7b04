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

__all__ = [
    "AddAddendum",
    "FollowUpEntry",
    "OpenBackfill",
    "PatrolLogs",
    "ReturnPatrolLog",
    "ReviewPatrolLog",
    "SubmitPatrolLog",
]
