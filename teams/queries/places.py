"""Places, units and patrol areas."""

import datetime as dt
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, Subquery

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import Scope, ScopedQuerySet, within
from teams.queries.teams import serving


class PlaceQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="path")

    def under(self, path: str) -> Self:
        """The place itself and everything in it."""
        return self.filter(within("path", path))


class UnitQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="place__path")

    def under(self, path: str) -> Self:
        return self.filter(within("place__path", path))

    def around(self, path: str) -> Self:
        """Bodies of the place itself and of every place around it: they may stand behind a team there."""
        return self.filter(place__path__in=[path[:width] for width in (6, 9, 12) if width <= len(path)])

    def lacking(self, kind: str, day: dt.date) -> Self:
        """Bodies for which nobody answers in this post that day (ORG-16)."""
        posts = self.model.posts.rel.related_model._default_manager
        return self.filter(~Exists(posts.filter(serving(day), unit=OuterRef("pk"), kind=kind)))


class UnitPostQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="unit__place__path")

    def open(self) -> Self:
        return self.filter(until__isnull=True)

    def on(self, day: dt.date) -> Self:
        return self.filter(serving(day))


class AreaQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="path")

    def with_contact(self, day: dt.date) -> Self:
        """``contact``: the contact officer of that day (ORG-41), or nothing."""
        posts = self.model.appointments.rel.related_model._default_manager.filter(area=OuterRef("pk"), role="aco")
        held = posts.filter(serving(day)).order_by("-since").values("user__name")[:1]
        return self.annotate(contact=Subquery(held))

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        """A team reaches the areas designated to it; EXISTS, so that no row doubles."""
        if reach is Reach.TEAM and post.team_id is not None:
            designations = self.model.designations.rel.related_model._default_manager
            return Q(Exists(designations.filter(area=OuterRef("pk"), team_id=post.team_id, until__isnull=True)))
        return super().reached(actor, post, reach)

    def under(self, path: str) -> Self:
        return self.filter(within("path", path))
