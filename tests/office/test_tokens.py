"""The pages and the API of tokens: listed, shown once, ended."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from patrol_ops.core import clock
from patrol_ops.core.access import all_grants
from patrol_ops.core.models import AccessToken, PolicyValue, User
from patrol_ops.core.tokens import recognise
from patrol_ops.core.wording import known
from tests.cast import District
from tests.office.conftest import text_of

LIST, NEW = "/tokens/", "/tokens/new/"
FORM = {
    "name": "统计平台",
    "days": "30",
    "permissions": ["teams.view_team", "core.view_policy"],
    "idempotency_key": "0d6f7c9a-0b1f-4d8e-9a53-3f3d5f6f2a11",
}


@pytest.fixture(autouse=True)
def _that_morning(at: dt.datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


def rows(user: User, count: int = 1, **fields: Any) -> list[AccessToken]:
    now, start = clock.now(), AccessToken.objects.count()
    base = {"name": "统计平台", "prefix": "po_abcdef", "permissions": ["teams.view_team"], "path": "990102"}
    many = [
        AccessToken(
            owner=user,
            digest=f"{user.pk}-{start + n}",
            created_at=now,
            **{**base, "expires_at": now + dt.timedelta(days=30), **fields},
        )
        for n in range(count)
    ]
    return AccessToken.objects.bulk_create(many)


def test_issue_token_shows_it_once(gus: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(gus)
    assert "队伍和人员" in text_of(client.get(NEW))

    answer = client.post(NEW, FORM)
    secret = re.search(r"po_\w{40}", answer.content.decode())
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert secret is not None
    token = recognise(secret.group(), clock.now())
    assert token is not None
    assert (token.owner, token.name) == (gus, "统计平台")

    again = client.post(NEW, FORM)
    assert "这个令牌已经显示过，不会再显示" in text_of(again)
    assert secret.group() not in again.content.decode()
    assert secret.group() not in client.get(LIST).content.decode()
    assert AccessToken.objects.count() == 1


def test_issue_token_offers_what_one_holds_and_says_no_at_the_field(
    gus: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(gus)
    offered = client.get(NEW).content.decode()
    assert 'value="teams.view_team"' in offered
    assert 'value="teams.activate_team"' not in offered
    assert 'value="core.issue_token"' not in offered

    for change, field in (
        ({"permissions": ["teams.activate_team"]}, "permissions"),
        ({"permissions": []}, "permissions"),
        ({"name": ""}, "name"),
        ({"name": "13812345678"}, "name"),
        ({"days": "91"}, "days"),
        ({"days": "0"}, "days"),
    ):
        answer = client.post(NEW, {**FORM, **change})
        assert answer.status_code == 422, change
        assert field in answer.context["form"].errors
    assert not AccessToken.objects.exists()


def test_issue_token_knows_the_rule_in_force(gus: User, signed_in: Callable[[User], Client]) -> None:
    PolicyValue.objects.create(key="token.max_days", value=7, since=clock.today(), set_at=clock.now())
    said = signed_in(gus).get(NEW).content.decode()
    assert 'max="7"' in said
    assert 'value="7"' in said


@pytest.mark.parametrize(("key", "status"), [("gus", 200), ("piet", 200), ("ada", 200), ("lena", 404), ("nora", 404)])
def test_issue_token_is_for_staff(
    district: District, signed_in: Callable[[User], Client], key: str, status: int
) -> None:
    client = signed_in(User.objects.get(username=key))
    assert client.get(NEW).status_code == status
    assert ("接口令牌" in client.get("/", follow=True).content.decode()) == (status == 200)


def test_list_tokens_shows_one_s_own_and_to_the_administrator_all(
    gus: User, piet: User, ada: User, signed_in: Callable[[User], Client]
) -> None:
    rows(gus, name="顾的平台")
    rows(piet, name="所里的平台", path="990102001")
    now = clock.now()
    rows(gus, name="旧的", expires_at=now)
    rows(gus, name="停了的", revoked_at=now, revoked_by=ada)

    mine = text_of(signed_in(gus).get(LIST))
    assert "顾的平台" in mine
    assert "所里的平台" not in mine
    assert "已到期 旧的" in mine
    assert "已停用 停了的" in mine
    assert "还没有用过" in mine
    all_of_them = text_of(signed_in(ada).get(LIST))
    assert "顾的平台" in all_of_them
    assert "所里的平台" in all_of_them
    assert "皮涛" in all_of_them


def test_an_empty_list_says_what_comes_next(gus: User, signed_in: Callable[[User], Client]) -> None:
    answer = signed_in(gus).get(LIST)
    assert "还没有令牌" in text_of(answer)
    assert NEW in answer.content.decode()


def test_revoke_token_by_its_button(gus: User, piet: User, signed_in: Callable[[User], Client]) -> None:
    (token,) = rows(gus)
    url = reverse("office:revoke-token", args=[token.pk])
    assert url in signed_in(gus).get(LIST).content.decode()
    assert signed_in(gus).get(url).status_code == 405
    assert signed_in(piet).post(url).status_code == 404

    answer = signed_in(gus).post(url, follow=True)
    assert "已停用「统计平台」" in text_of(answer)
    assert url not in answer.content.decode()
    assert signed_in(gus).post(url).status_code == 409


def test_tokens_by_api(gus: User, piet: User, signed_in: Callable[[User], Client]) -> None:
    (token,) = rows(gus)
    rows(piet, path="990102001")
    client = signed_in(gus)
    (line,) = client.get(reverse("api-office:tokens")).json()["results"]
    assert (line["id"], line["state"], line["own"]) == (token.pk, "open", True)
    assert "digest" not in line
    url = reverse("api-office:revoke-token", args=[token.pk])
    assert client.post(url).json()["state"] == "revoked"
    assert client.post(url).status_code == 409
    assert signed_in(piet).post(url).status_code == 404


def test_tokens_take_as_many_statements_with_thirty_as_with_one(
    gus: User, ada: User, signed_in: Callable[[User], Client], statements: Any, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(ada)
    rows(gus)
    few = statements(client, LIST)
    rows(gus, 29)
    assert statements(client, LIST) == few == 6
    own = signed_in(gus)
    assert statements(own, NEW) == 5
    with django_assert_max_num_queries(24):
        assert own.post(NEW, FORM).status_code == 422  # twenty at most
    AccessToken.objects.all().delete()
    with django_assert_max_num_queries(24):
        assert own.post(NEW, FORM).status_code == 200


def test_every_app_that_grants_has_a_word() -> None:
    assert [app for app in {p.split(".")[0] for p in all_grants()} if not known(f"app.{app}")] == []
