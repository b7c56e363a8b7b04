"""Rows through a scope: what an actor may reach, asked in the query itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Case, Q, Value, When

from patrol_ops.core.access import Actor, Post, Reach, path_range

M = TypeVar("M", bound=models.Model, covariant=True)


@dataclass(frozen=True)
class Scope:
    """Where, from here, the team, the territory and the person are: single-valued lookups only."""

    team: str | None = None
    territory: str | None = None
    user: str | None = None
    member: str | None = None


NOTHING = Q(pk__in=[])
EVERYTHING = Q(pk__isnull=False)


def within(lookup: str, path: str) -> Q:
    """Rows whose path begins with ``path``, as a range."""
    if not path:
        return EVERYTHING
    low, high = path_range(path)
    return Q(**{f"{lookup}__gte": low, f"{lookup}__lt": high})


def unindexed(condition: Q) -> Q:
    """The same condition, served by no index: for one that most rows meet, beside an ORDER BY that has its own."""
    return Q(Case(When(condition, then=Value(True)), default=Value(False), output_field=models.BooleanField()))


class ScopedQuerySet(models.QuerySet[M]):
    """Fails closed: no grant, no rows."""

    scope: ClassVar[Scope] = Scope()

    def visible_to(self, actor: Actor, permission: str) -> Self:
        """The rows on which ``actor`` holds ``permission``. Filters and EXISTS only: ``claim`` locks the result."""
        parts = [self.reached(actor, post, reach) for post, reach in actor.reaches(permission)]
        if not parts:
            return self.none()
        union = parts[0]
        for part in parts[1:]:
            union |= part
        return self.filter(union)

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        """The rows one post reaches; override to hide rows from one side, never to show more."""
        scope = self.scope
        if reach is Reach.ALL:
            return EVERYTHING
        if reach is Reach.TERRITORY and scope.territory and post.path:
            return within(scope.territory, post.path)
        if reach is Reach.TEAM and scope.team and post.team_id is not None:
            return Q(**{scope.team: post.team_id})
        if reach is Reach.SELF:
            own = NOTHING
            if scope.user and actor.person_id is not None:
                own |= Q(**{scope.user: actor.person_id})
            if scope.member and actor.member_id is not None:
                own |= Q(**{scope.member: actor.member_id})
            return own
        return NOTHING


class Asking(models.QuerySet[Any]):
    """A plain vocabulary without a scope, for rows of the ground that no page reaches directly."""
