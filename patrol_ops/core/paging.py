"""Pages of a list whose end nobody has to count: so far it is counted, and beyond it is said that there is more."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

# Every figure that a page shows opens a list of fewer rows; whoever looks through more asks for less.
COUNTED = 10_000


class MoreThan(int):
    """The first number that was not looked beyond: one more than those that were counted."""

    def __str__(self) -> str:
        return f"{int(self) - 1}+"


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts ``COUNTED`` rows, or those up to the page that is asked for, and whether there is one more."""

    def __init__(self, rows: QuerySet[Any] | Sequence[Any], size: int) -> None:
        super().__init__(rows, size)
        self.bound = COUNTED

    def page_asked(self, number: str | None) -> Page[Any]:
        if number and number.isascii() and number.isdigit() and len(number) < 10:
            self.bound = max(COUNTED, int(number) * self.per_page)
        return self.get_page(number)

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        # In whatever order: sorting all of them would cost more than counting.
        unordered = rows if rows.query.is_sliced else rows.order_by()
        counted: int = unordered[: self.bound + 1].count()
        return MoreThan(counted) if counted > self.bound else counted
