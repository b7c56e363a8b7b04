"""The territory as people walk through it: what to switch to, and the way down to here."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from patrol_ops.core.access import Actor, covers
from teams.access import Permission
from teams.models import Place

_LEVELS = {"DISTRICT": 0, "STREET": 1, "COMMUNITY": 2}


@dataclass(frozen=True)
class PlaceChoice:
    """A line of the place switcher."""

    path: str
    text: str
    level: int


def place_choices(actor: Actor, permission: str = Permission.VIEW_PLACE) -> list[PlaceChoice]:
    """The places over which this actor holds ``permission``, as a tree in order: one statement."""
    rows = Place.objects.visible_to(actor, permission).order_by("path").values_list("path", "name", "tier")
    return [PlaceChoice(path, name, _LEVELS[tier]) for path, name, tier in rows]


def trail_of(place: Place, actor: Actor, url_name: str = "teams:list-teams") -> list[dict[str, str]]:
    """Breadcrumbs from the district down to ``place``, as far as posts reach; fetch the parents along with it."""
    trail: list[dict[str, str]] = []
    here: Place | None = place
    while here is not None:
        if any(covers(post.path, here.path) for post in actor.posts if post.path):
            trail.insert(0, {"text": here.name, "url": f"{reverse(url_name)}?place={here.path}"})
        here = here.parent
    return trail
