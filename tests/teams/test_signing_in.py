"""A login's whole life through the front door: a slip, a password, a forgotten one, and the end of the last post."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from patrol_ops.core.models import JournalEntry, PolicyValue, User
from teams.models import Appointment
from tests.cast import PASSWORD

# Lena's own number (李娜，the first of the third team), which nobody ever reads again.
PHONE = "19900000301"
NEW = "Herbst-am-Kai-27"
OTHER = "Winter-am-Kai-28"


@pytest.fixture(autouse=True)
def here(at: dt.datetime) -> Iterator[Any]:
    with time_machine.travel(at, tick=False) as clock:
        yield clock


@pytest.fixture
def slip(request: pytest.FixtureRequest, signed_in: Callable[[User], Client]) -> Callable[..., str]:
    """The code of a new slip for whoever holds a post, handed out by page."""

    def hand_out(who: str = "tess", role: str = "ldr", **of: Any) -> str:
        post = Appointment.objects.get(role=role, **(of or {"team__name__contains": "港口"}))
        answer = signed_in(request.getfixturevalue(who)).post(reverse("teams:open-login", args=[post.pk]))
        assert answer.status_code == 200
        return str(answer.context["slip"].code)

    return hand_out


def claim(client: Client, code: str, password: str = NEW, username: str = "") -> Any:
    form = {"code": code, "username": username, "new_password1": password, "new_password2": password}
    return client.post(reverse("claim-login"), form)


def sign_in(client: Client, username: str, password: str) -> Any:
    return client.post(reverse("sign-in"), {"username": username, "password": password})


def inside(client: Client) -> bool:
    """Whether the first page opens; who is outside is sent to sign in."""
    answer = client.get(reverse("set-password"))
    assert answer.status_code in (200, 302)
    if answer.status_code == 302:
        assert answer["Location"].startswith("/sign-in/")
    return bool(answer.status_code == 200)


def test_a_slip_opens_a_login_and_number_and_name_sign_in(slip: Callable[..., str], lena: User) -> None:
    phone, desk, other = Client(), Client(), Client()

    assert claim(phone, slip(), username="hafen-lena")["Location"] == reverse("home")
    assert inside(phone)
    assert phone.get(reverse("home"), follow=True).status_code == 200

    for client, name in ((desk, PHONE), (other, "Hafen-Lena")):
        assert not inside(client)
        assert sign_in(client, name, NEW)["Location"] == reverse("home")
        assert inside(client)
    assert sign_in(Client(), "lena", NEW).status_code == 422  # she goes by another name now


def test_a_slip_works_once_and_in_time_and_a_newer_one_voids_it(
    slip: Callable[..., str], lena: User, here: Any, at: dt.datetime
) -> None:
    def refused(code: str) -> None:
        answer = claim(Client(), code, OTHER)
        assert answer.status_code == 422
        assert answer.context["form"].errors["code"]
        assert "凭条" in answer.content.decode()

    used = slip()
    claim(Client(), used)
    refused(used)

    void, good = slip(), slip()
    refused(void)
    assert claim(Client(), good).status_code == 302

    late = slip()
    here.shift(dt.timedelta(hours=72))
    refused(late)
    assert sign_in(Client(), PHONE, NEW).status_code == 302


def test_the_page_says_how_long_a_slip_is_good(db: None, at: dt.datetime) -> None:
    assert "72 小时内有效" in Client().get(reverse("claim-login")).content.decode()
    PolicyValue.objects.create(key="login.slip_hours", value=24, since=at.date(), set_at=at)
    assert "24 小时内有效" in Client().get(reverse("claim-login")).content.decode()


def test_a_forgotten_password_is_a_new_slip(slip: Callable[..., str], lena: User) -> None:
    old = Client()
    assert sign_in(old, "lena", PASSWORD).status_code == 302
    assert inside(old)

    code = slip()
    assert inside(old)  # a slip that nobody has used yet changes nothing

    assert claim(Client(), code).status_code == 302
    assert not inside(old)
    assert sign_in(Client(), "lena", PASSWORD).status_code == 422
    assert sign_in(Client(), "lena", NEW).status_code == 302


def test_with_the_last_post_the_login_and_its_sessions_end(
    slip: Callable[..., str], ada: User, tom: User, signed_in: Callable[[User], Client], at: dt.datetime
) -> None:
    desk = Client()
    assert sign_in(desk, "tom", PASSWORD).status_code == 302
    assert inside(desk)
    code = slip("ada", "trn", user=tom)
    post = Appointment.objects.get(user=tom)

    ended = signed_in(ada).post(reverse("teams:end-appointment", args=[post.pk]), {"until": at.date().isoformat()})

    assert ended.status_code == 302
    assert not inside(desk)
    assert sign_in(Client(), "tom", PASSWORD).status_code == 422
    assert claim(Client(), code).status_code == 422


def test_a_leaders_phone_stays_signed_in_for_thirty_days(lena: User, here: Any) -> None:
    phone = Client()
    sign_in(phone, PHONE, PASSWORD)

    here.shift(dt.timedelta(days=29, hours=23))
    assert inside(phone)
    here.shift(dt.timedelta(hours=2))
    assert not inside(phone)


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "请 15 分钟后再试"), ("en", "try again in 15 minutes")])
def test_whoever_guesses_is_told_when_to_try_again(lena: User, here: Any, language: str, words: str) -> None:
    phone = Client()
    phone.cookies["django_language"] = language

    answers = [sign_in(phone, PHONE, f"guess-{number}") for number in range(8)]
    locked = sign_in(phone, "lena", PASSWORD)  # the right one, by her other name

    assert [answer.status_code for answer in answers] == [422] * 7 + [429]
    for answer in (answers[-1], locked):
        assert answer.status_code == 429
        assert words in answer.content.decode()
        assert answer["Retry-After"] == "900"
    here.shift(dt.timedelta(minutes=15, seconds=1))
    assert sign_in(phone, PHONE, PASSWORD).status_code == 302


def everything() -> str:
    """All rows of all tables, as they lie in the database."""
    rows = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            rows += [(model._meta.label, row) for row in cursor.fetchall()]
    return repr(rows)


def test_a_number_stands_in_no_table_no_log_and_no_address(
    slip: Callable[..., str], lena: User, caplog: pytest.LogCaptureFixture
) -> None:
    phone, answers = Client(), []
    with caplog.at_level(logging.DEBUG), translation.override("zh-hans"):
        for number in range(3):
            answers.append(sign_in(phone, f"+86 {PHONE}", f"guess-{number}"))
        code = slip()
        answers += [claim(phone, "WRONG-CODE1"), claim(phone, code)]
        for number in range(9):
            answers.append(sign_in(Client(), PHONE, f"guess-{number}"))
        answers += [phone.get(reverse("set-password")), sign_in(Client(REMOTE_ADDR="10.0.0.9"), PHONE, NEW)]

    assert [answer.status_code for answer in answers].count(429) == 2
    assert JournalEntry.objects.filter(act="core.login_claimed").exists()
    kept, said = everything(), caplog.text
    assert "axes.AccessAttempt" in kept
    for secret in (PHONE, PHONE[-4:] + "'", NEW, code, code.replace("-", ""), "guess-1"):
        assert secret not in kept, secret
        assert secret not in said, secret
    for answer in answers:
        assert PHONE not in answer.get("Location", "") + str(answer.request["QUERY_STRING"])
        assert PHONE not in str(answer.cookies)
