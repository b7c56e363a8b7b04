"""In a real browser: what is typed outlives a reload, another device, no network, a lost answer and a lost session."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Autosave, User
from patrol_ops.core.second_step import code_at, enrol_second_step, new_key
from tests.core import kept_form_urls
from tests.house.reading import ROOT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.core.kept_form_urls"),
]

BACKEND = "patrol_ops.core.signin.PhoneOrNameBackend"
PASSWORD = "Laternen-im-Hafen-26"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # Playwright runs a loop in this thread; our own statements stay as synchronous as ever.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*QUIET])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def address(settings: Any, transactional_db: None) -> Iterator[str]:
    """A server that hands out the scripts as they stand in the repository, not as they were collected last."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture
def lena(make_user: Callable[..., User]) -> User:
    kept_form_urls.TAKEN.clear()
    return make_user("lena", password=PASSWORD, name="李娜")


Device = Callable[..., Page]


@pytest.fixture
def device(chromium: Browser, address: str, lena: User) -> Iterator[Device]:
    """A new phone of Lena's, signed in."""
    contexts: list[BrowserContext] = []

    def open_form(path: str = "/form/", width: int = 360, **options: Any) -> Page:
        client = Client()
        client.force_login(lena, backend=BACKEND)
        size = {"width": width, "height": 740}
        context = chromium.new_context(viewport=size, locale="zh-CN", base_url=address, **options)
        contexts.append(context)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        page.goto(path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_form
    for context in contexts:
        context.close()


def type_note(page: Page, text: str) -> None:
    page.locator("#id_note").fill(text)


def submit(page: Page) -> None:
    page.locator("button[form=sample-form]").click()


def fill_rest(page: Page) -> None:
    page.locator("#id_place").select_option("1")


def saved(page: Page) -> Any:
    return page.locator("[data-saved]")


def test_what_is_typed_comes_back_on_this_and_on_another_device(device: Device) -> None:
    page = device()
    type_note(page, "两盏路灯不亮 <b>")
    page.locator("[data-step='1']").click()
    page.locator(".po-chip", has_text="张敏").click()
    expect(saved(page)).to_contain_text("已保存")

    page.reload()
    expect(page.locator("#id_note")).to_have_value("两盏路灯不亮 <b>")
    expect(page.locator("#id_hazards")).to_have_value("2")
    expect(saved(page)).to_contain_text("已恢复")

    other = device()
    expect(other.locator("#id_note")).to_have_value("两盏路灯不亮 <b>")
    expect(other.locator("input[name=walked][value='3']")).to_be_checked()


def test_without_a_network_nothing_is_lost_and_it_is_sent_once(device: Device, lena: User) -> None:
    page = device()
    expect(saved(page)).to_be_hidden()
    fill_rest(page)
    page.context.set_offline(True)
    type_note(page, "没有信号")
    expect(saved(page)).to_contain_text("未联网，已存在本机")
    expect(page.locator("#offline")).to_be_visible()

    submit(page)
    expect(saved(page)).to_contain_text("没有发出去")
    expect(page.locator("#id_note")).to_have_value("没有信号")

    page.context.set_offline(False)
    saved(page).locator("button").click()
    page.wait_for_url("**/taken/")
    assert len(kept_form_urls.TAKEN) == 1
    page.wait_for_load_state("networkidle")
    assert not Autosave.objects.filter(user=lena).exists()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('patrol:'))") == []

    page.goto("/form/")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#id_note")).to_have_value("")


def test_a_lost_answer_is_sent_again_under_the_same_key(device: Device) -> None:
    page = device()
    fill_rest(page)
    type_note(page, "回答丢了")

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not kept_form_urls.TAKEN:
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.route("**/form/", lose)
    submit(page)
    expect(saved(page)).to_contain_text("没有发出去")
    page.context.clear_cookies(name="sent")  # which went the way of the answer
    page.reload()
    expect(page.locator("#id_note")).to_have_value("回答丢了")

    submit(page)
    page.wait_for_url("**/taken/")
    first, second = kept_form_urls.TAKEN
    assert first == second != ""


def test_a_save_that_is_still_on_its_way_is_called_off(device: Device) -> None:
    page, seen, on_its_way = device(), [], []
    fill_rest(page)
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: seen.append(f"{request.method} {request.url.rsplit('/', 2)[1]}"))
    page.on("requestfailed", lambda request: seen.append(f"called off {request.url.rsplit('/', 2)[1]}"))
    page.route("**/autosave/", lambda route: on_its_way.append(route))
    with page.expect_request("**/autosave/"):
        type_note(page, "还在路上")

    submit(page)
    page.wait_for_url("**/taken/")

    assert on_its_way
    assert seen.index("called off autosave") < seen.index("GET taken")


def test_two_quick_taps_send_once(device: Device) -> None:
    page = device()
    fill_rest(page)
    page.evaluate("const b = document.querySelector('button[form=sample-form]'); b.click(); b.click()")
    page.wait_for_url("**/taken/")

    assert len(kept_form_urls.TAKEN) == 1


def test_a_session_that_ends_while_typing_loses_nothing(device: Device) -> None:
    page = device()
    fill_rest(page)
    Session.objects.all().delete()
    type_note(page, "登录过期了")
    expect(saved(page)).to_contain_text("请重新登录")

    submit(page)
    page.wait_for_url("**/sign-in/**")
    page.locator("#id_username").fill("lena")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/form/")

    expect(page.locator("#id_note")).to_have_value("登录过期了")
    submit(page)
    page.wait_for_url("**/taken/")
    assert len(kept_form_urls.TAKEN) == 1


def test_the_second_step_of_signing_in_loses_nothing_either(device: Device, lena: User) -> None:
    page = device()
    fill_rest(page)
    type_note(page, "登录过期了，还要验证码")
    expect(saved(page)).to_contain_text("已保存")
    key = new_key(lena.pk)
    moment = clock.now()
    code = code_at(key.text, int(moment.timestamp()) // 30)
    codes = enrol_second_step(actor=Actor("person", lena.pk), seal=key.seal, code=code, at=moment)

    submit(page)
    page.wait_for_url("**/sign-in/**")
    page.locator("#id_username").fill("lena")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/sign-in/code/**")
    page.locator("#id_code").fill(codes[0])
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/form/")

    expect(page.locator("#id_note")).to_have_value("登录过期了，还要验证码")
    submit(page)
    page.wait_for_url("**/taken/")
    assert len(kept_form_urls.TAKEN) == 1


def test_signing_out_leaves_nothing_on_the_device(device: Device, lena: User) -> None:
    page = device()
    type_note(page, "别人的手机")
    expect(saved(page)).to_contain_text("已保存")
    page.locator(".po-account summary").click()
    page.locator(".po-account button").click()
    page.wait_for_url("**/sign-in/")

    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('patrol:'))") == []
    assert not Autosave.objects.filter(user=lena).exists()


def test_a_refused_form_says_why_and_keeps_everything(device: Device) -> None:
    page = device()
    type_note(page, "没有选片区")
    submit(page)

    expect(page.locator(".po-alert[role=alert][data-focus]")).to_contain_text("片区")
    expect(page.locator("#id_note")).to_have_value("没有选片区")
    fill_rest(page)
    submit(page)
    page.wait_for_url("**/taken/")


def test_without_script_the_form_is_sent_all_the_same(device: Device) -> None:
    page = device(java_script_enabled=False)
    type_note(page, "没有脚本")
    submit(page)
    expect(page.locator("#id_note")).to_have_value("没有脚本")
    expect(page.locator(".po-error").first).to_be_visible()

    fill_rest(page)
    submit(page)
    page.wait_for_url("**/taken/")
    assert len(kept_form_urls.TAKEN) == 1


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("large", [False, True])
def test_every_component_can_be_used_by_everybody(device: Device, width: int, large: bool) -> None:
    page = device(width=width)
    if large:
        page.locator("button[name=size], form[action='/type-size/'] button").first.click()
        expect(page.locator("html.po-large")).to_have_count(1)
    page.evaluate((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8"))

    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(v["id"], [node["target"] for node in v["nodes"]]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
