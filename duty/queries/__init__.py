"""How logs and entries are asked for."""

from duty.queries.logs import LogEntryQuerySet, PatrolLogQuerySet

__all__ = ["LogEntryQuerySet", "PatrolLogQuerySet"]
