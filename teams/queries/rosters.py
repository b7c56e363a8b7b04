"""Lists on their way in, and the register of what was absorbed."""

import datetime as dt
from typing import Any, Self

from patrol_ops.core.querysets import Scope, ScopedQuerySet, within


class RosterQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="path", user="uploaded_by_id")

    def waiting_since(self, moment: dt.datetime) -> Self:
        """Still only a preview, and handed in before ``moment``."""
        return self.filter(stage="PREVIEW", uploaded_at__lt=moment)


class RosterRowQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="roster__path", user="roster__uploaded_by_id")

    def to_bring_in(self) -> Self:
        return self.filter(verdict__in=("NEW", "CHANGED"))


class LegacyUnitQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="path", team="team_id")

    def under(self, path: str) -> Self:
        return self.filter(within("path", path))
