"""Reorganisations: which are open, which are due, which concern a team."""

import datetime as dt
from collections.abc import Collection
from typing import Any, Self

from django.db.models import Q, QuerySet

from patrol_ops.core.querysets import Scope, ScopedQuerySet


class ReorganisationQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="team_id", territory="team__place__path")

    def open(self) -> Self:
        """Ordered or approved, not yet carried out."""
        return self.filter(stage__in=("ORDERED", "APPROVED"))

    def due(self, day: dt.date) -> Self:
        """Approved, and their day has begun."""
        return self.filter(stage="APPROVED", effective_on__lte=day)

    def about(self, team_ids: Collection[int] | QuerySet[Any]) -> Self:
        """Those in which one of these teams takes part; EXISTS-like, so that no row doubles."""
        merging = self.model.merging.through._default_manager.filter(team__in=team_ids)
        return self.filter(Q(team__in=team_ids) | Q(pk__in=merging.values("reorganisation")))
