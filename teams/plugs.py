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


def _reorganisation(row: Obligation) -> str:
    return reverse("teams:show-reorganisation", args=[row.subject_id])


def _step(name: str, days: int, level: int = 0) -> obligations.Step:
    return obligations.Step(name, days * _DAY, level)


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
# A silent team: the street and the office hear of it, then the office decides, then the street plans.
for _kind, _notice, _steps in (
    (
        Owed.WAKE_TEAM,
        "teams.remind-wake-team",
        (_step("warned", -400), _step("warned-office", -400, 1)),
    ),
    (
        Owed.CONFIRM_DORMANT,
        "teams.remind-confirm-dormant",
        (_step("asked", -30), _step("overdue", 1), _step("escalated", 3, 1)),
    ),
    (
        Owed.WRITE_REVIVAL_PLAN,
        "teams.remind-write-revival-plan",
        (_step("asked", -100), _step("soon", -2), _step("overdue", 1), _step("escalated", 3, 1)),
    ),
    (
        Owed.REVIVE_TEAM,
        "teams.remind-revive-team",
        (_step("soon", -3), _step("overdue", 1), _step("escalated", 7, 1)),
    ),
):
    obligations.register(obligations.Kind(name=_kind, steps=_steps, notice=_notice, url=_team))
obligations.register(
    obligations.Kind(
        name=Owed.APPROVE_REORGANISATION,
        steps=(
            obligations.Step("asked", -93 * _DAY),
            obligations.Step("soon", -1 * _DAY),
            obligations.Step("overdue", 1 * _DAY),
        ),
        notice="teams.remind-approve-reorganisation",
        url=_reorganisation,
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
