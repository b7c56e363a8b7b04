"""In a real browser, with nobody signed in: what is typed stays on this device for a day, and goes once it is sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.core.test_kept_forms import chromium as chromium
from tests.house.reading import ROOT
from tests.portal import form_urls

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.portal.form_urls"),
]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WRITE = "/public/write/"
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('patrol:'))"
Visitor = Callable[..., Page]


@pytest.fixture
def address(settings: Any, transactional_db: None) -> Iterator[str]:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    form_urls.SENT.clear()
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture
def visitor(chromium: Browser, address: str) -> Iterator[Visitor]:
    contexts: list[BrowserContext] = []

    def come(path: str = WRITE, width: int = 360, **options: Any) -> Page:
        size = {"width": width, "height": 740}
        context = chromium.new_context(viewport=size, locale="zh-CN", base_url=address, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield come
    for context in contexts:
        context.close()


def saved(page: Page) -> Any:
    return page.locator("[data-saved]")


def write(page: Page, text: str = "路灯坏了") -> None:
    page.locator("#id_name").fill("某人")
    page.locator("#id_text").fill(text)


def submit(page: Page) -> None:
    page.wait_for_timeout(3_000)  # sooner would be a machine
    page.locator("main button[type=submit]").click()


def test_what_is_typed_stays_on_this_device_and_comes_back(visitor: Visitor) -> None:
    page = visitor()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    write(page)
    expect(saved(page)).to_contain_text("已保存在本机")
    assert saved(page).inner_text().strip()[-5:][2] == ":"

    page.reload()
    expect(page.locator("#id_text")).to_have_value("路灯坏了")
    expect(saved(page)).to_contain_text("已恢复")
    page.wait_for_timeout(2_000)
    assert [url for url in asked if "autosave/" in url] == []
    kept = json.loads(page.evaluate("localStorage.getItem('patrol:public:write:-')"))["payload"]
    assert kept.keys() == {"idempotency_key", "name", "text"}


def test_once_sent_it_is_gone_from_the_device(visitor: Visitor) -> None:
    page = visitor()
    write(page)
    submit(page)
    page.wait_for_url("**/taken/")

    assert form_urls.SENT == ["路灯坏了"]
    assert page.evaluate(KEPT) == []
    page.goto(WRITE)
    expect(page.locator("#id_text")).to_have_value("")


def test_whoever_comes_next_can_clear_it(visitor: Visitor) -> None:
    page = visitor()
    write(page)
    page.reload()
    page.get_by_role("button", name="不是我填的，清空").click()

    expect(page.locator("#id_text")).to_have_value("")
    assert page.evaluate(KEPT) == []


def test_after_a_day_it_is_not_offered_to_anybody(visitor: Visitor) -> None:
    page = visitor()
    write(page)
    expect(saved(page)).to_contain_text("已保存在本机")
    page.evaluate(
        """() => {
          const key = 'patrol:public:write:-', kept = JSON.parse(localStorage.getItem(key));
          kept.revision = Date.now() - 24 * 3600 * 1000 - 1000;
          localStorage.setItem(key, JSON.stringify(kept));
        }"""
    )
    page.reload()

    expect(page.locator("#id_text")).to_have_value("")
    assert page.evaluate(KEPT) == []


def test_too_quick_it_stays_and_is_sent_a_moment_later(visitor: Visitor) -> None:
    page = visitor()
    write(page)
    page.locator("main button[type=submit]").click()
    expect(page.locator(".po-alert[role=alert]")).to_contain_text("提交得太快了")
    expect(page.locator("#id_text")).to_have_value("路灯坏了")
    assert form_urls.SENT == []

    submit(page)
    page.wait_for_url("**/taken/")
    assert form_urls.SENT == ["路灯坏了"]


def test_without_a_network_nothing_is_lost(visitor: Visitor) -> None:
    page = visitor()
    write(page)
    page.context.set_offline(True)
    submit(page)
    expect(saved(page)).to_contain_text("没有发出去")

    page.context.set_offline(False)
    saved(page).locator("button").click()
    page.wait_for_url("**/taken/")
    assert page.evaluate(KEPT) == []


def test_without_script_it_is_sent_all_the_same(visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False)
    expect(page.locator("[data-type-size]")).to_be_hidden()
    write(page)
    submit(page)
    page.wait_for_url("**/taken/")
    assert form_urls.SENT == ["路灯坏了"]


def test_a_public_page_leaves_what_staff_keep_on_this_device_alone(visitor: Visitor) -> None:
    page = visitor()
    page.evaluate("localStorage.setItem('patrol-user', '\"7\"')")
    page.reload()

    assert page.evaluate("localStorage.getItem('patrol-user')") == '"7"'


@pytest.mark.parametrize("path", ["/public/", "/public/teams/", "/public/nowhere/", WRITE])
@pytest.mark.parametrize("language", ["", "?lang=en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_everybody_can_use_every_page(district: object, visitor: Visitor, path: str, language: str, width: int) -> None:
    page = visitor(path + language, width)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for large in (False, True):
        if large:
            page.locator("[data-type-size]").click()
            expect(page.locator("html.po-large")).to_have_count(1)
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(v["id"], [node["target"] for node in v["nodes"]]) for v in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.reload()
    expect(page.locator("html.po-large")).to_have_count(1)
    assert errors == []
