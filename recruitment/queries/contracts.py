"""Contracts and agreements."""

import datetime as dt
from typing import Any, Self

from django.db.models import Q

from patrol_ops.core.querysets import Scope, ScopedQuerySet, within


class ContractQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="team_id", territory="team__place__path", member="member_id")

    def in_force(self, day: dt.date) -> Self:
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def under(self, path: str) -> Self:
        return self.filter(within("team__place__path", path))
