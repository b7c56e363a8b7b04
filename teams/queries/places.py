"""Places, units and patrol areas."""

from typing import Any, Self

from patrol_ops.core.querysets import Scope, ScopedQuerySet, within


class PlaceQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="path")

    def under(self, path: str) -> Self:
        """The place itself and everything in it."""
        return self.filter(within("path", path))


class UnitQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="place__path")


class AreaQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="responsible_team_id", territory="path")

    def under(self, path: str) -> Self:
        return self.filter(within("path", path))
