"""What people are told: a row a person, read by its owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from patrol_ops.core import notices
from patrol_ops.core.models import Notice, User

pytestmark = pytest.mark.django_db


def test_each_person_is_told_once(
    make_user: Callable[..., User], at: dt.datetime, django_assert_num_queries: Any
) -> None:
    lena, otto, mara = (make_user(name) for name in ("lena", "otto", "mara"))
    with django_assert_num_queries(1):
        told = notices.post(
            to=[otto.pk, lena.pk, otto.pk], template="tests.bell", facts={"log_id": 7}, at=at, url="/x/"
        )
    assert told == 2
    assert set(Notice.objects.values_list("user_id", "template", "url")) == {
        (lena.pk, "tests.bell", "/x/"),
        (otto.pk, "tests.bell", "/x/"),
    }
    assert notices.post(to=[], template="tests.bell", facts={}, at=at) == 0
    assert [notices.unread_count(user.pk) for user in (lena, otto, mara)] == [1, 1, 0]


def test_reading_is_ones_own(make_user: Callable[..., User], at: dt.datetime) -> None:
    lena, otto = make_user("lena"), make_user("otto")
    for _ in range(2):
        notices.post(to=[lena.pk, otto.pk], template="tests.bell", facts={}, at=at)
    assert notices.mark_read(user_id=lena.pk, at=at) == 2
    assert notices.mark_read(user_id=lena.pk, at=at + dt.timedelta(1)) == 0
    assert [notices.unread_count(user.pk) for user in (lena, otto)] == [0, 2]
    assert set(Notice.objects.filter(user=lena).values_list("read_at", flat=True)) == {at}
