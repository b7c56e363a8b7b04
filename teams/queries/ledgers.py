"""What went out of the ledgers, and who looked."""

from typing import Any, Self

from patrol_ops.core.querysets import Scope, ScopedQuerySet, within


class ExportQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="path", user="made_by_id")

    def under(self, path: str) -> Self:
        return self.filter(within("path", path))
