"""What the insurance register makes due and shows further down."""

import datetime as dt

from django.urls import reverse

from funding.rules import REMINDED_BEFORE, Owed
from patrol_ops.core.models import Obligation
from patrol_ops.core.obligations import Kind, Step, register

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
