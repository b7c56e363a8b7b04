"""Rounds, visits to come and plans that repeat. Of an unannounced visit only they hear who make or plan it (INS-04)."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from discipline.rules import ORGANISED_BY
from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import NOTHING, Scope, ScopedQuerySet, within
from teams.rules import Role

# The offices over all of it: the supervision group is theirs.
SEE_ALL = (Role.GOVERNANCE, Role.GOVERNANCE_HEAD, Role.LEADING_GROUP)


def organised_by(role: str) -> list[str]:
    """For whom this role plans."""
    return [organiser.value for organiser, roles in ORGANISED_BY.items() if role in roles]


class RoundQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="path")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        """A round names whom it will look at before it looks: it is its organiser's, and its inspectors'."""
        if reach is Reach.SELF:
            return self._inspected_by(actor)
        seen = super().reached(actor, post, reach)
        if reach is Reach.TERRITORY and post.role not in SEE_ALL:
            # Whoever is lent to a round elsewhere reads it, though it is not of the own post's territory.
            seen = seen & Q(organised_by__in=organised_by(post.role)) | self._inspected_by(actor)
        return seen

    def _inspected_by(self, actor: Actor) -> Q:
        if actor.person_id is None:
            return NOTHING
        inspectors = self.model.inspectors.rel.related_model._default_manager
        return Q(Exists(inspectors.filter(round=OuterRef("pk"), user_id=actor.person_id)))

    def open(self) -> Self:
        return self.filter(stage="OPEN")

    def under(self, path: str) -> Self:
        return self.filter(within("path", path))


class VisitQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="team_id", territory="path", user="inspector_id")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        """Unannounced, it does not exist but for its inspector, for whoever plans for its organiser, and the office."""
        seen = super().reached(actor, post, reach)
        if reach is Reach.TEAM:
            return seen & Q(announced=True)
        if reach is Reach.TERRITORY and post.role not in SEE_ALL:
            seen &= Q(announced=True) | Q(organised_by__in=organised_by(post.role))
        # Whoever is lent to a round elsewhere makes visits outside the territory of the own post.
        return seen | super().reached(actor, post, Reach.SELF)

    def under(self, path: str) -> Self:
        return self.filter(within("path", path))

    def planned(self) -> Self:
        return self.filter(stage="PLANNED")

    def standing(self) -> Self:
        """Planned or made; not called off."""
        return self.exclude(stage="CANCELLED")

    def announced(self) -> Self:
        return self.filter(announced=True)

    def between(self, first: dt.datetime, before: dt.datetime) -> Self:
        """``before`` is exclusive."""
        return self.filter(starts_at__gte=first, starts_at__lt=before)


class SeriesQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="path")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        seen = super().reached(actor, post, reach)
        if reach is Reach.TERRITORY and post.role not in SEE_ALL:
            seen &= Q(organised_by__in=organised_by(post.role))
        return seen

    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)
