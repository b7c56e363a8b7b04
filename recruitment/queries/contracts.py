"""Contracts and agreements."""

import datetime as dt
from typing import Any, Self

from django.db.models import Q

from patrol_ops.core.querysets import Scope, ScopedQuerySet, within


class ContractQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="team_id", territory="team__place__path", member="member_id")

    def in_force(self, day: dt.date) -> Self:
        return self.lasting(day).filter(starts_on__lte=day)

    def lasting(self, day: dt.date) -> Self:
        """Not ended yet: in force, or about to begin."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def ending(self, day: dt.date, days: int) -> Self:
        """Whose last day is one of the next so many."""
        return self.filter(ends_on__gte=day, ends_on__lte=day + dt.timedelta(days=days))

    def ended(self, day: dt.date) -> Self:
        return self.filter(ends_on__lt=day)

    def under(self, path: str) -> Self:
        return self.filter(within("team__place__path", path))
