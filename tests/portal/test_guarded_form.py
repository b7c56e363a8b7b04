"""What guards a public form: a field only machines fill, and a signed time. The form always comes back whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.core import signing
from django.test import Client
from time_machine import Traveller

from patrol_ops.core import clock
from tests.portal import form_urls

pytestmark = [pytest.mark.urls("tests.portal.form_urls"), pytest.mark.django_db]
ADDRESS = "/public/write/"
DAY = 24 * 3600


@pytest.fixture
def moment(at: object) -> Iterator[Traveller]:
    form_urls.SENT.clear()
    with time_machine.travel(at, tick=False) as it:  # type: ignore[arg-type]
        yield it


def mark(said: str) -> str:
    found = re.search(r'name="guard_opened" value="([^"]*)"', said)
    assert found
    return found.group(1)


def opened() -> dict[str, str]:
    return {"name": "某人", "text": "路灯坏了", "guard_opened": mark(Client().get(ADDRESS).content.decode())}


def send(data: dict[str, str], address: str = ADDRESS) -> tuple[int, str]:
    answer = Client().post(address, data)
    return answer.status_code, answer.content.decode()


def test_filled_in_by_a_person_it_is_sent(moment: Traveller) -> None:
    data = opened()
    moment.shift(2)

    assert send(data)[0] == 302
    assert form_urls.SENT == ["路灯坏了"]


def test_the_trap_is_out_of_sight_and_no_page_keeps_the_form(moment: Traveller) -> None:
    answer = Client().get(ADDRESS)
    said = answer.content.decode()

    trap = re.search(r'<div class="po-aside-field" aria-hidden="true">.*?</div>', said, re.S)
    assert trap
    assert 'tabindex="-1" autocomplete="off"' in trap.group()
    assert "no-store" in answer["Cache-Control"]
    assert 'content="noindex, nofollow"' in said


def test_sent_too_quickly_it_comes_back_as_it_was(moment: Traveller) -> None:
    data = opened()
    moment.shift(1)
    status, said = send(data)

    assert status == 422
    assert "提交得太快了" in said
    assert "路灯坏了" in said
    moment.shift(1)
    assert send({**data, "guard_opened": mark(said)})[0] == 302


def test_a_machine_that_fills_in_everything_is_told_the_same(moment: Traveller) -> None:
    data = opened()
    moment.shift(60)
    status, said = send({**data, "guard_website": "http://spam.example"})

    assert (status, form_urls.SENT) == (422, [])
    assert "提交得太快了" in said
    assert "路灯坏了" in said
    assert "spam.example" not in said


@pytest.mark.parametrize("stale", ["", "forged", "another form's", "no time"])
def test_a_mark_that_is_none_of_ours_comes_back_fresh(moment: Traveller, stale: str) -> None:
    now = str(int(clock.now().timestamp()))
    signed = {
        "forged": f"{now}:x",
        "another form's": signing.Signer(salt="patrol_ops.guarded.OtherForm").sign(now),
        "no time": signing.Signer(salt="patrol_ops.guarded.WriteForm").sign("x"),
    }
    status, said = send({**opened(), "guard_opened": signed.get(stale, stale)})

    assert status == 422
    assert "打开得太久了" in said
    assert "路灯坏了" in said
    moment.shift(2)
    assert send({**opened(), "guard_opened": mark(said)})[0] == 302


def test_open_for_more_than_a_day_it_comes_back_fresh(moment: Traveller) -> None:
    data = opened()
    moment.shift(DAY)
    assert send(data)[0] == 302
    moment.shift(1)
    status, said = send({**data, "text": "又坏了"})

    assert status == 422
    assert "又坏了" in said
    moment.shift(2)
    assert send({**data, "text": "又坏了", "guard_opened": mark(said)})[0] == 302


def test_what_else_is_wrong_is_said_in_the_language_of_the_address(moment: Traveller) -> None:
    data = {**opened(), "text": ""}
    moment.shift(1)
    status, said = send(data, ADDRESS + "?lang=en")

    assert status == 422
    assert "That was very quick" in said
    assert f'action="{ADDRESS}?lang=en"' in said


def test_once_it_is_taken_the_language_goes_on_and_the_device_is_told(moment: Traveller) -> None:
    key = "0d4c6f3e-5b1a-4f0e-9a57-3f3b7d1c2a11"
    data = {**opened(), "idempotency_key": key}
    moment.shift(5)
    answer = Client().post(ADDRESS + "?lang=en", data, headers={"X-Kept-Form": "1"})

    assert answer["HX-Redirect"] == "/public/taken/?lang=en"
    assert answer.cookies["sent"].value == key


def test_too_often_from_one_place_says_when_to_come_again(moment: Traveller) -> None:
    data = opened()
    moment.shift(10)
    for _ in range(form_urls.MOST):
        assert send(data)[0] == 302
    status, said = send(data)

    assert status == 429
    assert "10:00" in said
    assert "路灯坏了" in said


def test_a_form_without_its_csrf_cookie_loses_nothing(moment: Traveller) -> None:
    answer = Client(enforce_csrf_checks=True).post(
        ADDRESS, opened(), headers={"Origin": "http://testserver", "Host": "testserver"}
    )

    assert answer.status_code == 403
    assert "路灯坏了" in answer.content.decode()
    assert "工作人员登录" in answer.content.decode()
