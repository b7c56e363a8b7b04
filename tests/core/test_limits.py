"""A door without sign-in is used so often an hour from one place; whoever is refused has still been counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import RequestFactory

from patrol_ops.core import clock, limits, tasks
from patrol_ops.core.limits import TooMany, address_of, origin_of, spend
from patrol_ops.core.models import DoorUse
from patrol_ops.core.refusals import Refused

HOUR = dt.timedelta(hours=1)


def use(at: dt.datetime, door: str = "object", origin: str = "a" * 64, most: int = 2) -> None:
    spend(door, origin, at=at, most=most)


@pytest.mark.django_db
def test_so_often_and_not_more_until_the_next_hour(at: dt.datetime) -> None:
    at += dt.timedelta(minutes=40)
    use(at)
    use(at)
    with pytest.raises(TooMany) as no:
        use(at)

    assert (no.value.status, no.value.code, no.value.facts) == (429, "core.too-many", {"until": "10:00"})
    use(at + HOUR)
    use(at, door="apply")
    use(at, origin="b" * 64)
    assert sorted(DoorUse.objects.values_list("count", flat=True)) == [1, 1, 1, 3]


@pytest.mark.django_db(transaction=True)
def test_threads_that_meet_are_all_counted(at: dt.datetime, at_once: Callable[..., list[Any]]) -> None:
    results = at_once(*[lambda: use(at, most=5)] * 8)

    assert [type(result) for result in results].count(TooMany) == 3
    assert results.count(None) == 5
    assert DoorUse.objects.get().count == 8


@pytest.mark.django_db(transaction=True)
def test_the_count_stands_although_the_command_is_refused(at: dt.datetime) -> None:
    use(at)
    with pytest.raises(Refused), transaction.atomic():
        raise Refused("core.malformed")

    assert DoorUse.objects.get().count == 1
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        use(at)


def origin(address: str = "203.0.113.7", **more: str) -> str:
    return origin_of(RequestFactory().get("/", REMOTE_ADDR=address, **more))


def test_where_somebody_comes_from_is_a_digest_of_the_day(at: dt.datetime) -> None:
    with time_machine.travel(at, tick=False) as moment:
        first = origin()
        assert len(first) == 64
        assert "203" not in first
        assert first == origin()
        assert first != origin("203.0.113.8")
        moment.shift(24 * 3600)
        assert origin() != first


def test_a_connection_with_many_addresses_is_one_place(at: dt.datetime) -> None:
    with time_machine.travel(at, tick=False):
        assert origin("2001:db8::1") == origin("2001:db8::ffff:2")
        assert origin("2001:db8::1") != origin("2001:db8:0:1::1")
        assert origin("") != origin("unix")


@pytest.mark.parametrize(("behind", "address"), [(False, "127.0.0.1"), (True, "203.0.113.9")])
def test_only_our_own_proxy_is_believed(settings: Any, behind: bool, address: str) -> None:
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.9")

    assert address_of(request) == address
    assert settings.AXES_CLIENT_IP_CALLABLE == "patrol_ops.core.limits.address_of"


@pytest.mark.django_db
def test_what_was_counted_goes_after_two_days(at: dt.datetime) -> None:
    use(at)
    assert limits.purge(at + dt.timedelta(days=2)) == 0
    use(at + 2 * HOUR)
    with time_machine.travel(at + dt.timedelta(days=2, hours=1), tick=False):
        tasks.purge()

    assert [clock.local(row.hour) for row in DoorUse.objects.all()] == [at + 2 * HOUR]
