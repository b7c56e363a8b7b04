"""Public notices and objections."""

import datetime as dt
from typing import Any, Self

from django.db.models import Exists, OuterRef

from patrol_ops.core.querysets import Scope, ScopedQuerySet, within


class NoticeQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="campaign__place__path")

    def public(self) -> Self:
        """Published and not taken back."""
        return self.filter(stage__in=("PUBLISHED", "CLOSED"))

    def running(self) -> Self:
        return self.filter(stage="PUBLISHED")

    def due(self, day: dt.date) -> Self:
        """Whose last day is over."""
        return self.filter(stage="PUBLISHED", last_day__lt=day)

    def with_decided_objections(self) -> Self:
        objections = self.model.objections.rel.related_model._default_manager
        return self.filter(Exists(objections.filter(notice=OuterRef("pk"), decided_at__isnull=False)))

    def under(self, path: str) -> Self:
        return self.filter(within("campaign__place__path", path))


class ObjectionQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="notice__campaign__place__path")

    def undecided(self) -> Self:
        return self.filter(stage__in=("RECEIVED", "INVESTIGATING"))

    def under(self, path: str) -> Self:
        return self.filter(within("notice__campaign__place__path", path))
