"""Patrol logs and what stands in them."""

import datetime as dt
from typing import Any, Self

from django.db.models import Exists, OuterRef, Prefetch, Q

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import NOTHING, Scope, ScopedQuerySet, within


class PatrolLogQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="team_id", territory="team__place__path")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        """A member sees the logs of patrols they walked, no others."""
        if reach is Reach.SELF:
            if actor.member_id is None:
                return NOTHING
            patrols = self.model.patrols.rel.related_model
            walked = patrols.walkers.rel.related_model._default_manager.filter(
                patrol__log=OuterRef("pk"), member_id=actor.member_id
            )
            return Q(Exists(walked))
        return super().reached(actor, post, reach)

    def under(self, path: str) -> Self:
        return self.filter(within("team__place__path", path))

    def between(self, first: dt.date, last: dt.date) -> Self:
        """Days from ``first`` to ``last``, both included."""
        return self.filter(day__gte=first, day__lte=last)

    def awaiting_review(self) -> Self:
        return self.filter(stage="SUBMITTED")

    def unreviewed_since(self, moment: dt.datetime) -> Self:
        """Still waiting although last submitted before ``moment``."""
        return self.awaiting_review().filter(submitted_at__lt=moment)

    def whole(self) -> Self:
        """With everything a log's page shows: a fixed number of statements."""
        patrol = self.model.patrols.rel.related_model
        patrols = patrol._default_manager.order_by("number").select_related("area")
        walkers = patrol.walkers.rel.related_model._default_manager.order_by("pk").select_related("member")
        walkers = walkers.defer("member__identity", "member__phone")
        entries = self.model.entries.rel.related_model._default_manager.order_by("number").select_related(
            "owner", "closed_by"
        )
        steps = self.model.review_steps.rel.related_model._default_manager.order_by("at").select_related("by")
        addenda = self.model.addenda.rel.related_model._default_manager.order_by("at").select_related("by")
        return self.select_related("team__place__parent", "submitted_by", "reviewed_by").prefetch_related(
            Prefetch("patrols", patrols),
            Prefetch("patrols__walkers", walkers),
            "patrols__walkers__member__badges",
            Prefetch("entries", entries),
            Prefetch("review_steps", steps),
            Prefetch("addenda", addenda),
        )


class LogEntryQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="log__team_id", territory="log__team__place__path")

    def open(self) -> Self:
        return self.filter(stage="OPEN")

    def under(self, path: str) -> Self:
        return self.filter(within("log__team__place__path", path))
