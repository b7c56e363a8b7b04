"""The main job through the front door, on a phone: filed, returned, mended, reviewed, seen, in the journal."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD
from tests.journeys.conftest import PHONE, Person, Site, tick

pytestmark = pytest.mark.browser


@pytest.mark.req("LOG-01", "LOG-02")
def test_a_day_is_filed_returned_mended_reviewed_and_seen(person: Callable[..., Person], site: Site) -> None:
    lena = person("lena", PHONE)
    lena.open("/duty/today/")
    begun, lena.taps = time.monotonic(), 0
    lena.tap("text=写日志")
    lena.tap("button:has-text('提交日志')")
    expect(lena.page.locator("main")).to_contain_text("待审阅")
    seconds = time.monotonic() - begun
    print(f"\nAn ordinary day: {lena.taps} taps, {seconds:.1f} s of the page's own time.")
    assert lena.taps <= 12
    address = lena.page.url

    kai = person("kai")
    kai.page.goto(address)
    kai.tap("text=退回修改")
    kai.page.fill("[name=reason]", "请补充码头路灯的情况")
    kai.tap("button:has-text('退回队长修改')")
    expect(kai.page.locator("main")).to_contain_text("已退回")

    lena.open("/duty/today/")
    expect(lena.page.locator("main")).to_contain_text("被退回")
    lena.tap("text=去修改")
    expect(lena.page.locator("main")).to_contain_text("请补充码头路灯的情况")
    lena.tap("button[name=add-entries][value=HAZARD]")
    lena.page.fill("[name=entries-0-place]", "三号码头")
    tick(lena.page.locator("[name=entries-0-category][value=LOW]"))
    lena.page.fill("[name=entries-0-text]", "路灯不亮")
    lena.tap("button:has-text('提交日志')")
    expect(lena.page.locator("main")).to_contain_text("三号码头")

    kai.open("/to-do/")
    expect(kai.page.locator("main")).to_contain_text("审阅")
    kai.page.goto(address)
    kai.tap("button:has-text('审阅通过')")
    expect(kai.page.locator("main")).to_contain_text("已审阅")

    gwen = person("gwen")
    gwen.open("/situation/")
    expect(gwen.page.locator("a.po-figure:has-text('今天已交') .po-figure-value")).to_have_text("1")
    gwen.tap("a.po-figure:has-text('未办结隐患')")
    expect(gwen.page.locator("main")).to_contain_text("三号码头")

    aud = person("aud")
    aud.open("/journal/")
    for act in ("提交巡逻日志", "退回巡逻日志", "审阅巡逻日志"):
        expect(aud.page.locator("main")).to_contain_text(act)


@pytest.mark.parametrize("lost", ["server", "network"])
def test_nothing_typed_is_lost(person: Callable[..., Person], site: Site, lost: str) -> None:
    """Killed between typing and sending, or out of reach: the text is on the device and comes back, sent once."""
    lena = person("lena", PHONE)
    lena.open("/duty/today/")
    lena.tap("text=写日志")
    lena.page.fill("[name=hand_over]", "夜里风大，留意广告牌。")
    if lost == "server":
        site.kill()
    else:
        lena.context.set_offline(True)
    lena.tap("button:has-text('提交日志')")
    expect(lena.page.locator("[data-saved]")).to_contain_text("已存在本机")
    if lost == "server":
        site.start()
    else:
        lena.context.set_offline(False)
    lena.page.reload()
    expect(lena.page.locator("[name=hand_over]")).to_have_value("夜里风大，留意广告牌。")
    lena.tap("button:has-text('提交日志')")
    expect(lena.page.locator("main")).to_contain_text("夜里风大，留意广告牌。")
    lena.open("/duty/logs/")
    assert lena.page.locator("tbody tr").count() == 2  # the one of the day before yesterday, and this one


def test_a_session_that_ends_while_typing_loses_nothing(person: Callable[..., Person]) -> None:
    """After signing in again the form is back, and what is sent makes one log."""
    lena = person("lena", PHONE)
    lena.open("/duty/today/")
    lena.tap("text=写日志")
    lena.page.fill("[name=hand_over]", "仓库门锁坏了。")
    lena.page.wait_for_timeout(2_500)
    lena.context.clear_cookies(name="sessionid")
    lena.tap("button:has-text('提交日志')")
    lena.page.wait_for_url("**/sign-in/**")
    lena.page.fill("[name=username]", "lena")
    lena.page.fill("[name=password]", PASSWORD)
    lena.page.click("main button[type=submit]")
    expect(lena.page.locator("[name=hand_over]")).to_have_value("仓库门锁坏了。")
    lena.tap("button:has-text('提交日志')")
    expect(lena.page.locator("main")).to_contain_text("仓库门锁坏了。")


def test_the_second_phone_is_shown_the_filed_log(person: Callable[..., Person]) -> None:
    """Of two phones the second keeps what it typed and may add it as an addendum."""
    first, second = person("lena", PHONE), person("lena", PHONE)
    for phone in (first, second):
        phone.open("/duty/today/")
        phone.tap("text=写日志")
    first.tap("button:has-text('提交日志')")
    expect(first.page.locator("main")).to_contain_text("待审阅")
    second.page.fill("[name=hand_over]", "我这边还有一句。")
    second.tap("button:has-text('提交日志')")
    expect(second.page.locator("main")).to_contain_text("已经提交的日志")
    second.tap("button:has-text('加到日志里')")
    expect(second.page.locator("main")).to_contain_text("我这边还有一句。")
    assert second.page.url == first.page.url
