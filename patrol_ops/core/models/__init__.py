"""The tables of the ground. Each is written by the module of its name in ``core``."""

from patrol_ops.core.models.channels import Channel, Delivery, Outside, Wishes
from patrol_ops.core.models.doors import AccessToken, RecoveryCode, SecondStep
from patrol_ops.core.models.journal import JournalEntry, OutboxMessage
from patrol_ops.core.models.limits import DoorUse
from patrol_ops.core.models.people import Autosave, IdempotencyKey, LoginSlip, User
from patrol_ops.core.models.time import CalendarDay, Notice, Obligation, PolicyValue, Reminder
from patrol_ops.core.models.work import Heartbeat, Job, JobProblem, StoredFile

__all__ = [
    "AccessToken",
    "Autosave",
    "CalendarDay",
    "Channel",
    "Delivery",
    "DoorUse",
    "Heartbeat",
    "IdempotencyKey",
    "Job",
    "JobProblem",
    "JournalEntry",
    "LoginSlip",
    "Notice",
    "Obligation",
    "OutboxMessage",
    "Outside",
    "PolicyValue",
    "RecoveryCode",
    "Reminder",
    "SecondStep",
    "StoredFile",
    "User",
    "Wishes",
]
