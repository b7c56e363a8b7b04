"""Duty statements: the versions in force."""

import datetime as dt
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import NOTHING, Scope, ScopedQuerySet


class DutyStatementQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="place__path")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        """The district's own text belongs to every post in it, however small its place."""
        if reach is Reach.TERRITORY and post.path:
            return Q(place__path=post.path[:6])
        return NOTHING

    def of_district(self, path: str) -> Self:
        """Those of the district around ``path``."""
        return self.filter(place__path=path[:6])

    def in_force(self, day: dt.date) -> Self:
        """The latest version of each post on that day."""
        later = self.model._default_manager.filter(
            place=OuterRef("place"), role=OuterRef("role"), since__lte=day, since__gt=OuterRef("since")
        )
        return self.filter(~Exists(later), since__lte=day)

    def earlier_than(self, statement: Any) -> Self:
        """The versions that ``statement`` replaces."""
        return self.filter(place_id=statement.place_id, role=statement.role, since__lt=statement.since)
