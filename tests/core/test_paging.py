"""A list is counted as far as anybody looks, and every page of it can be reached."""

from __future__ import annotations

import pytest

from patrol_ops.core import clock, paging
from patrol_ops.core.models import DoorUse
from patrol_ops.core.paging import BoundedPaginator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ten_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "COUNTED", 10)


def uses(count: int) -> None:
    DoorUse.objects.bulk_create(DoorUse(door="a", origin=str(n), hour=clock.now(), count=n) for n in range(count))


@pytest.mark.parametrize("there", [0, 1, 9, 10])
def test_what_is_within_the_bound_is_counted_exactly(there: int) -> None:
    uses(there)

    page = BoundedPaginator(DoorUse.objects.order_by("count"), 5).page_asked(None)

    assert page.paginator.count == there
    assert str(page.paginator.count) == str(there)


def test_beyond_the_bound_it_says_that_there_is_more() -> None:
    uses(12)

    page = BoundedPaginator(DoorUse.objects.order_by("count"), 5).page_asked(None)

    assert str(page.paginator.count) == "10+"


def test_every_page_is_reached_one_after_the_other() -> None:
    uses(23)
    seen, number = [], 1
    while True:
        page = BoundedPaginator(DoorUse.objects.order_by("count"), 5).page_asked(str(number))
        seen += [row.count for row in page.object_list]
        if not page.has_next():
            break
        number = page.next_page_number()

    assert seen == list(range(23))
    assert str(page.paginator.count) == "23"


@pytest.mark.parametrize("asked", ["0", "-1", "x", "²", "9" * 40])
def test_a_page_that_nobody_offered_is_one_that_exists(asked: str) -> None:
    uses(12)

    assert BoundedPaginator(DoorUse.objects.order_by("count"), 5).page_asked(asked).object_list


def test_lists_and_parts_of_lists_are_counted_too() -> None:
    uses(12)

    assert BoundedPaginator(list(range(12)), 5).count == 12
    assert BoundedPaginator(DoorUse.objects.order_by("count")[:4], 5).count == 4
