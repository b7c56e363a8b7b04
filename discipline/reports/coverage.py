"""Who was inspected in this period and who was not (INS-01): counted from records, never from what is only planned."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, Max, OuterRef, Q, Subquery

from discipline import policy
from discipline.models import Inspection
from discipline.rules import Organiser, period_of
from patrol_ops.core import policy as ground
from patrol_ops.core.querysets import NOTHING
from teams.models import Team
from teams.rules import Tier


def spans(day: dt.date, path: str) -> dict[str, tuple[dt.date, dt.date]]:
    """By tier: first and last day of the period that ``day`` lies in, at this place. One statement."""
    values = ground.values_on(day, path, policy.TOWNSHIP_TEAM, policy.VILLAGE_TEAM)
    return {tier.value: period_of(day, values[policy.FREQUENCY[tier].key]) for tier in Tier}


def teams_with_inspections(path: str, day: dt.date, organised_by: Organiser | None = None) -> Any:
    """Active teams with ``last_inspected`` (a day, or nothing) and ``covered``: in the period of their tier."""
    made = Inspection.objects.made()
    if organised_by is not None:
        made = made.filter(organised_by=organised_by)
    latest = made.filter(team=OuterRef("pk")).order_by().values("team").annotate(last=Max("day")).values("last")
    covered: Q = NOTHING
    for tier, (first, last) in spans(day, path[:6]).items():
        covered |= Q(Exists(made.between(first, last).filter(team=OuterRef("pk"))), tier=tier)
    return (
        Team.objects.under(path)
        .active()
        .annotate(last_inspected=Subquery(latest), covered=ExpressionWrapper(covered, output_field=BooleanField()))
    )
