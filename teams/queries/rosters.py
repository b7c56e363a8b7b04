"""Lists on their way in, and the register of what was absorbed."""

import datetime as dt
from typing import Any, Self

from django.db.models import Q

from patrol_ops.core.querysets import Scope, ScopedQuerySet, within


class RosterQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="path", user="uploaded_by_id")

    def waiting_since(self, moment: dt.datetime) -> Self:
        """Staged before ``moment`` and nothing comes of it: only a preview, or its job has ended without finishing."""
        left = Q(stage="CONFIRMED", confirmed_at__lte=moment, job__stage__in=("failed", "cancelled"))
        return self.filter(Q(stage="PREVIEW", uploaded_at__lte=moment) | left)


class RosterRowQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="roster__path", user="roster__uploaded_by_id")

    def to_bring_in(self) -> Self:
        return self.filter(verdict__in=("NEW", "CHANGED"))


class LegacyUnitQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="path", team="team_id")

    def under(self, path: str) -> Self:
        return self.filter(within("path", path))
