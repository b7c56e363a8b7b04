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

__all__ = [
    "Jobs",
    "Journal",
    "MarkNoticesRead",
    "MissingLogs",
    "Notices",
    "PolicyValues",
    "ShowJob",
    "Situation",
    "ToDo",
]
