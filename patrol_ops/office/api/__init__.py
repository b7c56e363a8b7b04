"""The office's API."""

from patrol_ops.office.api.channels import (
    Channels,
    ConfirmChannel,
    Deliveries,
    RemoveChannel,
    RenewChannelCode,
    SetWishes,
    SwitchChannel,
)
from patrol_ops.office.api.doors import (
    Journal,
    MarkNoticesRead,
    MissingLogs,
    Notices,
    PolicyValues,
    Situation,
    ToDo,
)
from patrol_ops.office.api.jobs import CancelJob, JobProblems, Jobs, RetryJob, ShowJob, StartRoutine
from patrol_ops.office.api.readiness import ShowReadiness
from patrol_ops.office.api.tokens import RevokeToken, Tokens

__all__ = [
    "CancelJob",
    "Channels",
    "ConfirmChannel",
    "Deliveries",
    "JobProblems",
    "Jobs",
    "Journal",
    "MarkNoticesRead",
    "MissingLogs",
    "Notices",
    "PolicyValues",
    "RemoveChannel",
    "RenewChannelCode",
    "RetryJob",
    "RevokeToken",
    "SetWishes",
    "ShowJob",
    "ShowReadiness",
    "Situation",
    "StartRoutine",
    "SwitchChannel",
    "ToDo",
    "Tokens",
]
