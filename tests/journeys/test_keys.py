"""In a real browser: the second step of signing in from setting it up to a lost phone, and a token for a machine."""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from tests.cast import PASSWORD
from tests.journeys.conftest import DESK, EVENING, PHONE, Person

pytestmark = pytest.mark.browser


def looks_right(somebody: Person) -> None:
    """On a phone and on a desk: nothing for axe to find, nothing that scrolls sideways."""
    for size in (DESK, PHONE):
        somebody.page.set_viewport_size(size)
        assert somebody.axe() == [], somebody.page.url
        assert not somebody.overflows(), somebody.page.url


def code_for(key: str) -> str:
    """What the phone shows: the site's clock began with the evening, seconds ago."""
    moment = dt.datetime.fromisoformat(EVENING).timestamp()
    return TOTP(base64.b32decode(key), 6, SHA1(), 30).generate(int(moment)).decode()


def test_a_second_step_from_the_account_to_the_next_sign_in(person: Callable[..., Person]) -> None:
    gus = person("gus", PHONE)
    page = gus.page
    page.locator(".po-account summary").click()
    page.get_by_role("link", name="两步验证").click()
    looks_right(gus)
    page.get_by_role("link", name="开启两步验证").click()
    page.locator("summary", has_text="手工输入密钥").click()
    key = re.sub(r"\s", "", page.locator(".po-key").inner_text())
    looks_right(gus)
    page.fill("[name=code]", "123")
    page.get_by_role("button", name="开启").click()
    assert "验证码不对" in page.locator("main").inner_text()
    page.fill("[name=code]", code_for(key))
    page.get_by_role("button", name="开启").click()
    codes = page.locator(".po-codes .po-code").all_inner_texts()
    assert len(codes) == 10
    looks_right(gus)
    page.get_by_role("link", name="已经记好，继续").click()

    again = person("", PHONE)
    again.open("/sign-in/")
    again.page.fill("[name=username]", "gus")
    again.page.fill("[name=password]", PASSWORD)
    again.page.click("main button[type=submit]")
    again.page.wait_for_url("**/sign-in/code/**")
    looks_right(again)
    again.page.fill("[name=code]", codes[0])
    again.page.click("main button[type=submit]")
    again.page.wait_for_url(lambda url: "sign-in" not in url)
    for address in ("/second-step/", "/second-step/codes/", "/second-step/off/"):
        again.open(address)
        looks_right(again)


def test_a_token_is_issued_used_and_ended(person: Callable[..., Person]) -> None:
    gus = person("gus", PHONE)
    gus.open("/tokens/")
    looks_right(gus)
    gus.page.get_by_role("link", name="发放令牌").click()
    looks_right(gus)
    gus.page.fill("[name=name]", "市里的统计平台")
    gus.page.locator("label", has=gus.page.locator("[value='teams.view_team']")).click()
    gus.page.get_by_role("button", name="发放").click()
    secret = gus.page.locator("p.po-code").inner_text()
    looks_right(gus)

    asked = gus.context.request
    headers = {"Authorization": f"Bearer {secret}"}
    assert asked.get(f"{gus.site.url}/api/v1/teams/teams/", headers=headers).status == 200
    gus.open("/tokens/")
    looks_right(gus)
    gus.page.get_by_role("button", name="停用").click()
    gus.page.get_by_text("已停用「市里的统计平台」").wait_for()
    assert asked.get(f"{gus.site.url}/api/v1/teams/teams/", headers=headers).status == 401
