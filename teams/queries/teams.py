"""Teams: which, where, how strong."""

import datetime as dt
from typing import Any, Self

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from patrol_ops.core.querysets import Scope, ScopedQuerySet, within


def serving(day: dt.date, prefix: str = "") -> Q:
    """A dated row holds on ``day``: ``until`` is exclusive."""
    since = Q(**{f"{prefix}since__lte": day})
    return since & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day}))


class TeamQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="pk", territory="place__path")

    def under(self, path: str) -> Self:
        return self.filter(within("place__path", path))

    def active(self) -> Self:
        return self.filter(stage="ACTIVE")

    def active_on(self, day: dt.date) -> Self:
        """Active on that day, from the spans of being active; the day of a suspension is no longer one."""
        spans = self.model.active_spans.rel.related_model._default_manager
        return self.filter(Exists(spans.filter(serving(day), team=OuterRef("pk"))))

    def with_strength(self, day: dt.date) -> Self:
        """``actual``: how many serve in each team that day (ORG-05)."""
        serving_that_day = serving(day, "memberships__")
        return self.annotate(actual=Coalesce(Count("memberships", filter=serving_that_day, distinct=True), 0))

    def under_strength(self, day: dt.date) -> Self:
        return self.with_strength(day).filter(actual__lt=F("authorised"))

    def without_leader(self, day: dt.date) -> Self:
        """Nobody holds the approved post of leader; a deputy does not count (ORG-47)."""
        leader = self.model.appointments.rel.related_model._default_manager.filter(
            serving(day), team=OuterRef("pk"), role="ldr", deputy=False, approved_at__isnull=False
        )
        return self.filter(~Exists(leader))
