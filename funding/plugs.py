"""What the insurance register makes due and shows further down."""

import datetime as dt

from django.urls import reverse

from funding.access import Permission
from funding.rules import REMINDED_BEFORE, Owed
from patrol_ops.core.models import Obligation
from patrol_ops.core.obligations import Kind, Step, register
from patrol_ops.core.sockets import Panel, plug

_DAY = dt.timedelta(days=1)


def _policy(row: Obligation) -> str:
    return reverse("funding:show-policy", args=[row.subject_id])


register(
    Kind(
        name=Owed.RENEW_INSURANCE,
        steps=(*(Step(f"{days}-days", -days * _DAY) for days in REMINDED_BEFORE), Step("overdue", 0 * _DAY)),
        notice="funding.remind-insurance-ends",
        url=_policy,
    )
)

plug(Panel("member", "funding.panel.insurance", "funding:member-covers", Permission.VIEW_COVER))
