"""Rectifications: one file a matter, read by both sides; ``rechecker`` is whoever was asked to look again."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import NOTHING, Scope, ScopedQuerySet, within


class RectificationQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="team_id", territory="path", user="rechecker_id")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        """An inspector's own: what they ordered and what they are to look at again."""
        if reach is Reach.SELF and actor.person_id is not None:
            return Q(rechecker_id=actor.person_id) | Q(issued_by_id=actor.person_id)
        return NOTHING if reach is Reach.SELF else super().reached(actor, post, reach)

    def under(self, path: str) -> Self:
        return self.filter(within("path", path))

    def open(self) -> Self:
        return self.filter(stage__in=("ISSUED", "IN_PROGRESS", "SUBMITTED"))

    def standing(self) -> Self:
        """Open or done; not withdrawn."""
        return self.exclude(stage="WITHDRAWN")

    def overdue(self, today: dt.date) -> Self:
        """Still with the team after its last day."""
        return self.filter(stage__in=("ISSUED", "IN_PROGRESS"), due_on__lt=today)

    def with_evidence(self) -> Self:
        steps = self.model.steps.rel.related_model._default_manager
        return self.annotate(answered=Exists(steps.filter(rectification=OuterRef("pk"), move="submit")))


class ReviewQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="path")

    def under(self, path: str) -> Self:
        return self.filter(within("path", path))


class CoordinationQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="unit__place__path")

    def under(self, path: str) -> Self:
        return self.filter(within("unit__place__path", path))

    def open(self) -> Self:
        return self.filter(ended_on__isnull=True)
