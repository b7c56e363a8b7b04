"""What duty keeps."""

from duty.models.cards import ProcedureCard
from duty.models.entries import LogEntry
from duty.models.logs import Addendum, BackfillOpening, Patrol, PatrolLog, PatrolWalker, ReviewStep

__all__ = [
    "Addendum",
    "BackfillOpening",
    "LogEntry",
    "Patrol",
    "PatrolLog",
    "PatrolWalker",
    "ProcedureCard",
    "ReviewStep",
]
