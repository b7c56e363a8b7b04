"""Who was inspected in this period and who was not (INS-01): counted from records, never from what is only planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Max, OuterRef, Q, Subquery

from discipline import policy
from discipline.access import Permission
from discipline.models import Inspection, Visit
from discipline.rules import Organiser, period_of
from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import local, start_of
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


# Whoever was never looked at first.
LONGEST_AGO = (F("last_inspected").asc(nulls_first=True), "place__path", "hamlet", "pk")


def looked_at(actor: Actor, permission: str, path: str, day: dt.date, organised_by: Organiser | None = None) -> Any:
    """The same teams, as far as this actor holds ``permission`` over them."""
    return teams_with_inspections(path, day, organised_by).visible_to(actor, permission).select_related("place")


@dataclass(frozen=True)
class CoverageLine:
    """Teams of a tier in a place: how many, how many of them inspected this period, how many never."""

    path: str
    place: str
    tier: str
    teams: int
    covered: int
    never: int

    @property
    def left(self) -> int:
        return self.teams - self.covered


def coverage_lines(teams: Any, path: str, names: Mapping[str, str]) -> list[CoverageLine]:
    """By street, within a street by community, and by tier, for rows of ``looked_at``; ``names`` of places by path. One
    statement."""
    width = 9 if len(path) == 6 else 12
    counted: dict[tuple[str, str], list[int]] = {}
    for where, tier, last, covered in teams.values_list("place__path", "tier", "last_inspected", "covered"):
        numbers = counted.setdefault((where[:width], tier), [0, 0, 0])
        numbers[0] += 1
        numbers[1] += bool(covered)
        numbers[2] += last is None
    order = {tier.value: number for number, tier in enumerate(Tier)}
    keys = sorted(counted, key=lambda key: (key[0], order[key[1]]))
    return [CoverageLine(key[0], names.get(key[0], ""), key[1], *counted[key]) for key in keys]


def next_visits(actor: Actor, team_ids: Collection[int], today: dt.date) -> dict[int, dt.date]:
    """When somebody comes next, as far as this actor may see visits (INS-04): one statement."""
    visits = Visit.objects.visible_to(actor, Permission.VIEW_VISIT).planned().filter(team__in=team_ids)
    ahead = visits.filter(starts_at__gte=start_of(today)).order_by("-starts_at")
    return {team: local(starts_at).date() for team, starts_at in ahead.values_list("team_id", "starts_at")}
