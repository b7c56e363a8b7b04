"""Sleeps of teams."""

from typing import Any, Self

from patrol_ops.core.querysets import Scope, ScopedQuerySet


class DormantSpellQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="team_id", territory="team__place__path")

    def open(self) -> Self:
        """Not woken yet."""
        return self.filter(revived_at__isnull=True)
