"""The public directory of teams: which, where, and which police unit manages it; nothing about people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from patrol_ops.core.access import Actor
from patrol_ops.portal.access import Permission
from teams.models import Place, Team, TeamUnit
from teams.rules import PlaceTier, Relation

_STREET_DIGITS = 9


@dataclass(frozen=True)
class TeamLine:
    """All that is public of a team."""

    name: str
    tier: str
    place: str
    unit: str


@dataclass(frozen=True)
class Street:
    """A street with its teams, or the district with those that stand over every street."""

    name: str
    teams: list[TeamLine]


def public_teams(actor: Actor, street: str = "") -> QuerySet[Team, dict[str, Any]]:
    """Active teams in order of their places, as lines for ``by_street``; those of one street, if asked."""
    managing = TeamUnit.objects.filter(team=OuterRef("pk"), relation=Relation.MANAGING, until__isnull=True)
    rows = Team.objects.visible_to(actor, Permission.VIEW_PUBLIC_TEAM).active()
    if street:
        rows = rows.under(street)
    lines: QuerySet[Team, dict[str, Any]] = rows.annotate(
        path=F("place__path"), where=F("place__name"), unit=Subquery(managing.values("unit__name")[:1])
    ).values("name", "tier", "path", "where", "unit")
    return lines.order_by("place__path", "hamlet", "pk")


def streets() -> dict[str, str]:
    """The names of the district and of its streets by path, the district first: one statement."""
    tiers = [PlaceTier.DISTRICT, PlaceTier.STREET]
    return dict(Place.objects.filter(tier__in=tiers).order_by("path").values_list("path", "name"))


def by_street(lines: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> list[Street]:
    """Lines in order of their places, put under the names of their streets."""
    return [
        Street(
            names.get(path, ""),
            [TeamLine(line["name"], line["tier"], line["where"], line["unit"] or "") for line in group],
        )
        for path, group in groupby(lines, key=lambda line: str(line["path"])[:_STREET_DIGITS])
    ]


def team_count(actor: Actor) -> int:
    return Team.objects.visible_to(actor, Permission.VIEW_PUBLIC_TEAM).active().count()
