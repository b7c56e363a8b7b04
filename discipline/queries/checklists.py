"""Checklists: of a district, read by everybody who has a post in it."""

from typing import Any, Self

from django.db.models import Q

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import NOTHING, Scope, ScopedQuerySet


class ChecklistQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="place__path")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        """What a district decides holds for all below it."""
        if reach is Reach.TERRITORY:
            return Q(**{str(self.scope.territory): post.path[:6]}) if post.path else NOTHING
        return super().reached(actor, post, reach)

    def of_district(self, path: str) -> Self:
        return self.filter(place__path=path[:6])

    def open(self) -> Self:
        return self.filter(retired_at__isnull=True)


class RevisionQuerySet(ChecklistQuerySet):
    scope = Scope(territory="checklist__place__path")

    def of_district(self, path: str) -> Self:
        return self.filter(checklist__place__path=path[:6])

    def agreed(self) -> Self:
        return self.filter(agreed_at__isnull=False)

    def waiting(self) -> Self:
        return self.filter(agreed_at__isnull=True)
