"""What duty shows and makes due further down; the lower floors name nobody."""

import datetime as dt

from django.urls import reverse

from duty import reports
from duty.access import Permission
from duty.rules import Owed
from patrol_ops.core.models import Obligation
from patrol_ops.core.obligations import Kind, Step, register
from patrol_ops.core.sockets import Panel, plug, plug_figure

_HOUR, _DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def _write(row: Obligation) -> str:
    return reverse("duty:submit-patrol-log", args=[row.team_id]) + f"?day={row.period}"


def _team(row: Obligation) -> str:
    return reverse("teams:show-team", args=[row.team_id])


def _log(row: Obligation) -> str:
    return reverse("duty:show-patrol-log", args=[row.subject_id])


def _mend(row: Obligation) -> str:
    return reverse("duty:mend-patrol-log", args=[row.subject_id])


def _entry(row: Obligation) -> str:
    return reverse("duty:follow-up-entry", args=[row.subject_id])


# 22:00 of the day the leader is asked, at the cut-off told it is missing, and so is the police of the tier.
register(
    Kind(
        name=Owed.SUBMIT_PATROL_LOG,
        steps=(
            Step("evening", -12 * _HOUR),
            Step("missing", 0 * _HOUR),
            Step("missing-told", 0 * _HOUR, level=1),
            Step("missing-3-days", 3 * _DAY, level=2),
        ),
        notice="duty.remind-log",
        url=_write,
        told=_team,
    )
)
register(
    Kind(
        name=Owed.MEND_PATROL_LOG,
        steps=(Step("today", -1 * _DAY), Step("overdue", 0 * _DAY), Step("escalated", 2 * _DAY, level=1)),
        notice="duty.remind-mend",
        url=_mend,
        told=_log,
    )
)
register(
    Kind(
        name=Owed.REVIEW_PATROL_LOG,
        steps=(Step("waiting", 0 * _DAY), Step("escalated", 2 * _DAY, level=1)),
        notice="duty.remind-review",
        url=_log,
    )
)
register(
    Kind(
        name=Owed.FOLLOW_UP_ENTRY,
        steps=(Step("soon", -1 * _DAY), Step("overdue", 0 * _DAY), Step("escalated", 3 * _DAY, level=1)),
        notice="duty.remind-follow-up",
        url=_entry,
    )
)

plug_figure("members-on-duty", "duty.walkers", reports.walkers_since)
plug_figure("last-sign-of-life", "duty.logs", reports.last_logs)
plug_figure("before-dissolving", "duty.logs-left", reports.logs_left)
plug_figure("before-dissolving", "duty.entries-left", reports.entries_left)
plug(Panel(page="team", title="duty.panel-logs", url_name="duty:team-logs", permission=Permission.VIEW_PATROL_LOG))
