"""Places, units and patrol areas."""

from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import Scope, ScopedQuerySet, within


class PlaceQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="path")

    def under(self, path: str) -> Self:
        """The place itself and everything in it."""
        return self.filter(within("path", path))


class UnitQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="place__path")


class AreaQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="path")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        """A team reaches the areas designated to it; EXISTS, so that no row doubles."""
        if reach is Reach.TEAM and post.team_id is not None:
            designations = self.model.designations.rel.related_model._default_manager
            return Q(Exists(designations.filter(area=OuterRef("pk"), team_id=post.team_id, until__isnull=True)))
        return super().reached(actor, post, reach)

    def under(self, path: str) -> Self:
        return self.filter(within("path", path))
