"""Notices are one's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from patrol_ops.core import clock, notices
from patrol_ops.core.models import Notice, User
from tests.cast import District
from tests.office.conftest import text_of

# --- notices --------------------------------------------------------------------------------------------------------


@pytest.fixture
def url() -> str:
    return reverse("office:notices")


def tell(user: User, day: str, team_id: int | None = None, minutes: int = 0) -> None:
    at = clock.now() - dt.timedelta(minutes=minutes)
    facts = {"day": day, "team_id": team_id}
    notices.post(to=[user.pk], template="duty.notice-log-returned", facts=facts, at=at, url="/duty/today/")


def test_notices_are_my_own_and_newest_first(
    district: District, lena: User, otto: User, signed_in: Callable[..., Client], url: str
) -> None:
    tell(lena, "2026-11-16", district.teams["harbour"], minutes=5)
    tell(lena, "2026-11-17")
    tell(otto, "2026-11-15")

    said = text_of(signed_in(lena).get(url))

    assert said.index("2026年11月17日 的巡逻日志被退回") < said.index("2026年11月16日 的巡逻日志被退回")
    assert "港口社区社会治安巡防分队" in said
    assert "2026年11月15日" not in said


def test_reading_marks_nothing_and_the_button_marks_my_own(
    lena: User, otto: User, signed_in: Callable[..., Client], url: str
) -> None:
    tell(lena, "2026-11-17")
    tell(otto, "2026-11-17")
    client = signed_in(lena)

    assert "未读" in text_of(client.get(url))
    assert Notice.objects.filter(read_at__isnull=True).count() == 2

    answer = client.post(reverse("office:mark-notices-read"), follow=True)

    assert answer.redirect_chain[-1][0] == url
    assert "已读" in text_of(answer)
    assert "全部已读" not in text_of(answer)
    assert [notice.user_id for notice in Notice.objects.filter(read_at__isnull=True)] == [otto.pk]


def test_marking_is_no_get(lena: User, signed_in: Callable[..., Client]) -> None:
    assert signed_in(lena).get(reverse("office:mark-notices-read")).status_code == 405


def test_a_notice_names_no_team_out_of_reach(
    district: District, lena: User, signed_in: Callable[..., Client], url: str
) -> None:
    tell(lena, "2026-11-17", district.teams["willow"])

    assert "柳林" not in text_of(signed_in(lena).get(url))


def test_a_notice_that_nobody_words_any_more_is_still_shown(
    lena: User, signed_in: Callable[..., Client], url: str
) -> None:
    Notice.objects.create(user=lena, template="gone.for-ever", at=clock.now())

    assert "有一件事需要您知道" in text_of(signed_in(lena).get(url))


def test_notices_take_as_many_statements_with_thirty_as_with_three(
    district: District, lena: User, signed_in: Callable[..., Client], statements: Any, url: str
) -> None:
    client = signed_in(lena)
    for n in range(3):
        tell(lena, "2026-11-17", district.teams["harbour"], n)
    few = statements(client, url)
    for n in range(30):
        tell(lena, "2026-11-17", district.teams["harbour"], n)

    assert statements(client, url) == few == 7
    assert client.get(url + "?page=999").status_code == 200
    assert client.get(url + "?page=x").status_code == 200
