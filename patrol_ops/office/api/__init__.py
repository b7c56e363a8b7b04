"""The office's API."""

from patrol_ops.office.api.doors import (
    Jobs,
    Journal,
    MarkNoticesRead,
    MissingLogs,
    Notices,
    PolicyValues,
    ShowJob,
    Situation,
    ToDo,
)
from patrol_ops.office.api.tokens import RevokeToken, Tokens

__all__ = [
    "Jobs",
    "Journal",
    "MarkNoticesRead",
    "MissingLogs",
    "Notices",
    "PolicyValues",
    "RevokeToken",
    "ShowJob",
    "Situation",
    "ToDo",
    "Tokens",
]
