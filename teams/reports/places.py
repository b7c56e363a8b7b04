"""The territory as people walk through it: what to switch to, and the way down to here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from patrol_ops.core.access import Actor, covers
from teams.access import Permission
from teams.models import AreaDesignation, PatrolArea, Place, Team, Unit

_LEVELS = {"DISTRICT": 0, "STREET": 1, "COMMUNITY": 2}


@dataclass(frozen=True)
class PlaceChoice:
    """A line of the place switcher."""

    path: str
    text: str
    level: int
    place_id: int


def place_choices(actor: Actor, permission: str = Permission.VIEW_PLACE) -> list[PlaceChoice]:
    """The places over which this actor holds ``permission``, as a tree in order: one statement."""
    rows = Place.objects.visible_to(actor, permission).order_by("path").values_list("path", "name", "tier", "pk")
    return [PlaceChoice(path, name, _LEVELS[tier], pk) for path, name, tier, pk in rows]


def place_name(path: str) -> str:
    """What the place of ``path`` is called; empty where there is none. One statement, for whoever may ask for it."""
    return Place.objects.filter(path=path).values_list("name", flat=True).first() or "" if path else ""


def roots_of(actor: Actor, permission: str) -> list[tuple[int, str]]:
    """The highest places over which this actor holds ``permission``: one statement."""
    roots: list[PlaceChoice] = []
    for choice in place_choices(actor, permission):
        if not any(choice.path.startswith(root.path) for root in roots):
            roots.append(choice)
    return [(root.place_id, root.text) for root in roots]


def trail_of(place: Place, actor: Actor, url_name: str = "teams:list-teams") -> list[dict[str, str]]:
    """Breadcrumbs from the district down to ``place``, as far as posts reach; fetch the parents along with it."""
    trail: list[dict[str, str]] = []
    here: Place | None = place
    while here is not None:
        if any(covers(post.path, here.path) for post in actor.posts if post.path):
            trail.insert(0, {"text": here.name, "url": f"{reverse(url_name)}?place={here.path}"})
        here = here.parent
    return trail


def units_around(path: str) -> list[tuple[int, str]]:
    """Bodies that may stand behind a team at ``path`` or answer for an area there, the nearest last: one statement."""
    rows = Unit.objects.around(path).order_by("place__path", "name").values_list("pk", "name")
    return list(rows)


def teams_over(path: str) -> list[tuple[int, str]]:
    """Teams whose territory holds ``path``, the nearest first: one statement."""
    rows = Team.objects.unfinished().filter(
        place__path__in=[path[:width] for width in (6, 9, 12) if width <= len(path)]
    )
    return list(rows.order_by("-place__path", "hamlet").values_list("pk", "name"))


def designations(area: PatrolArea) -> list[dict[str, Any]]:
    """Which teams may walk in the area, and who said so, as history lines: one statement."""
    rows = (
        AreaDesignation.objects.filter(area=area)
        .select_related("team", "designated_by")
        .order_by("designated_at", "pk")
    )
    return [
        {
            "at": row.designated_at,
            "who": row.designated_by.name if row.designated_by else "",
            "what": "teams.area_designated",
            "note": row.team.name,
        }
        for row in rows.order_by("designated_at", "pk")
    ]
