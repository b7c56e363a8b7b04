"""Where somebody looks from a desk: the places within their reach, and the one that is open."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from patrol_ops.core.access import Actor, Reach, covers
from patrol_ops.core.querysets import within
from teams.models import Place

_BELOW = {6: 9, 9: 12}
_LEVELS = {6: 0, 9: 1, 12: 2}


@dataclass(frozen=True)
class Spot:
    """A division as a desk needs it."""

    path: str
    name: str

    @property
    def level(self) -> int:
        return _LEVELS.get(len(self.path), 0)


@dataclass(frozen=True)
class Territory:
    """All places within reach, in the order of their codes, and the open one."""

    spots: tuple[Spot, ...]
    here: Spot

    @property
    def place(self) -> str:
        return self.here.path

    def name(self, path: str) -> str:
        """The name of a place; of the street where a longer path is not known."""
        names = {spot.path: spot.name for spot in self.spots}
        return names.get(path) or names.get(path[:9]) or names.get(path[:6]) or ""

    def street(self, path: str) -> str:
        """The street in which a path lies, or the district for what belongs to no street."""
        return self.name(path[:9])

    @property
    def below(self) -> list[Spot]:
        """The places one level under the open one."""
        width = _BELOW.get(len(self.place))
        return [s for s in self.spots if len(s.path) == width and covers(self.place, s.path)]

    @property
    def above(self) -> list[Spot]:
        """The open place with those around it that are within reach, the largest first."""
        return [spot for spot in self.spots if covers(spot.path, self.place)]

    def switcher(self) -> list[dict[str, object]]:
        """What the place switcher shows."""
        least = min(spot.level for spot in self.spots)
        return [{"path": s.path, "text": s.name, "level": s.level - least} for s in self.spots]


def roots_of(actor: Actor, *permissions: str) -> list[str]:
    """The largest paths over which the actor holds all these permissions by territory."""
    reached = [
        {post.path for post, reach in actor.reaches(permission) if reach is Reach.TERRITORY and post.path}
        for permission in permissions
    ]
    held = {
        path
        for paths in reached
        for path in paths
        if all(any(covers(wide, path) for wide in others) for others in reached)
    }
    return sorted(path for path in held if not any(wide != path and covers(wide, path) for wide in held))


def territory_of(actor: Actor, asked: str, *permissions: str) -> Territory | None:
    """The territory with the place that was asked for open, if it is within reach, else the first: one statement."""
    roots = roots_of(actor, *permissions)
    if not roots:
        return None
    reach = Q()
    for root in roots:
        reach |= within("path", root)
    rows = Place.objects.filter(reach).order_by("path").values_list("path", "name")
    spots = tuple(Spot(path=path, name=name) for path, name in rows)
    if not spots:
        return None
    here = next((spot for spot in spots if spot.path == asked), spots[0])
    return Territory(spots=spots, here=here)
