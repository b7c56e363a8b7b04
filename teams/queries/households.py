"""Ten-household units and their volunteers: reached through the team they belong to."""

import datetime as dt
from typing import Any, Self

from django.db.models import Count, Exists, OuterRef, Q

from patrol_ops.core.querysets import Scope, ScopedQuerySet, within


class HouseholdUnitQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="team_id", territory="team__place__path")

    def under(self, path: str) -> Self:
        return self.filter(within("team__place__path", path))

    def with_counts(self, first: dt.date, last: dt.date) -> Self:
        """``people``, ``led`` and ``covered``: how many volunteers, whether one coordinates, days watched."""
        volunteers = self.model.volunteers.rel.related_model._default_manager
        watched = Q(duties__day__range=(first, last), duties__volunteer__isnull=False)
        return self.annotate(
            people=Count("volunteers", distinct=True),
            led=Exists(volunteers.filter(unit=OuterRef("pk"), coordinates=True)),
            covered=Count("duties", filter=watched, distinct=True),
        )


class VolunteerQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="unit__team_id", territory="unit__team__place__path")
