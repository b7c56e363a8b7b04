"""What the first floor offers the ground: what it makes due, and who answers for what."""

import datetime as dt

from django.urls import reverse

from patrol_ops.core import obligations
from patrol_ops.core.models import Obligation
from teams import reports
from teams.rules import Owed

_DAY = dt.timedelta(days=1)


def _team(row: Obligation) -> str:
    return reverse("teams:show-team", args=[row.subject_id])


def _appointment(row: Obligation) -> str:
    return reverse("teams:show-appointment", args=[row.subject_id])


def _statement(row: Obligation) -> str:
    return reverse("teams:list-duty-statements")


def _roster(row: Obligation) -> str:
    return reverse("teams:show-roster", args=[row.subject_id])


obligations.set_addressing(reports.addressees)
obligations.register(
    obligations.Kind(
        name=Owed.APPROVE_TEAM,
        steps=(
            obligations.Step("asked", -7 * _DAY),
            obligations.Step("today", -1 * _DAY),
            obligations.Step("overdue", 1 * _DAY),
        ),
        notice="teams.remind-approve-team",
        url=_team,
    )
)
obligations.register(
    obligations.Kind(
        name=Owed.APPROVE_LEADER,
        steps=(
            obligations.Step("asked", -30 * _DAY),
            obligations.Step("soon", -1 * _DAY),
            obligations.Step("overdue", 0 * _DAY),
            obligations.Step("escalated", 1 * _DAY, level=1),
        ),
        notice="teams.remind-approve-leader",
        url=_appointment,
    )
)
obligations.register(
    obligations.Kind(
        name=Owed.ACKNOWLEDGE_DUTY_STATEMENT,
        steps=(
            obligations.Step("asked", -90 * _DAY),
            obligations.Step("soon", -2 * _DAY),
            obligations.Step("overdue", 0 * _DAY),
        ),
        notice="teams.remind-acknowledge-duty-statement",
        url=_statement,
    )
)
obligations.register(
    obligations.Kind(
        name=Owed.CONFIRM_ROSTER,
        steps=(obligations.Step("asked", -1 * _DAY), obligations.Step("soon", dt.timedelta(hours=-3))),
        notice="teams.remind-confirm-roster",
        url=_roster,
    )
)
