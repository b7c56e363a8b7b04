"""In a real browser on a phone: somebody applies by thumb, loses the connection, comes back and finishes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from patrol_ops.core import clock
from recruitment.models import Applicant, Campaign, Objection, PublicNotice
from tests.core.test_kept_forms import chromium as chromium
from tests.house.reading import ROOT
from tests.portal.conftest import application
from tests.portal.test_typing import address as address
from tests.recruitment.story import PUBLISHED, Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


@pytest.fixture
def contexts(chromium: Browser, address: str) -> Iterator[Any]:
    made: list[BrowserContext] = []

    def make(size: dict[str, int] = PHONE) -> Page:
        touch = size is PHONE
        context = chromium.new_context(
            viewport=size, locale="zh-CN", base_url=address, has_touch=touch, is_mobile=touch
        )
        made.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield make
    for context in made:
        context.close()


@pytest.fixture
def opened(story: Story, today_is_open: None) -> Story:
    return story.until_open()


@pytest.fixture
def today_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the house stands in the days of applying; the browser's runs on."""
    start, began = clock.at(PUBLISHED.replace(day=14), 10), clock.now()
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: start + (real() - began))


def type_in(page: Page, *names: str) -> None:
    typed = application()
    for name in names:
        if name in ("schooling", "local", "priority", "reserve"):
            page.locator(f"label.po-chip[for^=id_{name}_]").filter(
                has=page.locator(f"input[value={typed[name]}]")
            ).tap()
        elif name == "declared":
            page.locator("label[for=id_declared]").tap()
        else:
            page.locator(f"#id_{name}").tap()
            page.locator(f"#id_{name}").fill(str(typed[name]))


@pytest.mark.req("REC-01")
def test_by_thumb_through_a_lost_connection(opened: Story, contexts: Any) -> None:
    page = contexts()
    page.goto("/public/")
    page.locator("nav a", has_text="招聘").tap()
    page.locator("main h2 a").tap()
    page.get_by_role("link", name="我要报名").tap()
    type_in(page, "name", "identity", "phone", "schooling")
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    type_in(page, "local", "priority", "reserve", "declared")
    page.get_by_role("button", name="提交报名").tap()
    expect(page.locator("[data-saved]")).to_contain_text("没有发出去")
    assert not Applicant.objects.exists()

    page.context.set_offline(False)
    page.reload()
    expect(page.locator("[data-saved]")).to_contain_text("已恢复")
    expect(page.locator("#id_identity")).to_have_value(application()["identity"])
    page.wait_for_timeout(3_000)
    page.get_by_role("button", name="提交报名").tap()
    page.wait_for_url("**/public/applications/*/")

    expect(page.locator("main")).to_contain_text("已收到您的报名")
    expect(page.locator("main")).to_contain_text("请保存这个链接")
    assert page.locator("#link").inner_text() == page.url
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('patrol:'))") == []
    assert Applicant.objects.count() == 1


def test_the_link_is_copied_where_the_browser_can(opened: Story, contexts: Any) -> None:
    opened.apply("赵一")
    page = contexts()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/public/applications/{opened.secrets['赵一']}/")
    page.get_by_role("button", name="复制链接").tap()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def pages(story: Story) -> list[str]:
    secret = story.secrets["赵一"]
    own = f"/public/applications/{secret}/"
    campaign, notice = Campaign.objects.get().pk, PublicNotice.objects.get().pk
    acts = [f"{own}{act}/" for act in ("withdraw", "decline", "erase")]
    return [
        "/public/", "/public/privacy/", "/public/volunteer/", "/public/campaigns/", f"/public/campaigns/{campaign}/",
        f"/public/campaigns/{campaign}/apply/", own, f"{own}correct/", *acts, "/public/applications/erased/",
        "/public/notices/", f"/public/notices/{notice}/", f"/public/notices/{notice}/object/",
        f"/public/objections/{story.secrets['objection']}/",
    ]  # fmt: skip


@pytest.fixture
def all_there(story: Story, monkeypatch: pytest.MonkeyPatch) -> Story:
    """A running notice with an objection, beside an open campaign, and an application that can still be corrected."""
    story.until_noticed("赵一", "钱二")
    story.object("钱二", PUBLISHED)
    # As no command would leave it, so that every page has something to show.
    Campaign.objects.update(stage="OPEN", apply_until=PUBLISHED, assess_on=PUBLISHED.replace(day=30))
    Applicant.objects.filter(pk=story.ids["赵一"]).update(stage="RETURNED", note="请补充居住地")
    start, began, real = clock.at(PUBLISHED, 10), clock.now(), clock.now
    monkeypatch.setattr(clock, "now", lambda: start + (real() - began))
    assert Objection.objects.exists()
    return story


@pytest.mark.parametrize("language", ["", "?lang=en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1280"])
def test_everybody_can_use_every_page(all_there: Story, contexts: Any, language: str, size: dict[str, int]) -> None:
    page = contexts(size)
    errors: list[str] = []
    wrong: dict[str, Any] = {}
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in pages(all_there):
        answer = page.goto(path + language)
        if answer is None or answer.status != 200:
            wrong[path] = answer and answer.status
            continue
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        if found["violations"]:
            wrong[path] = [(v["id"], [node["target"] for node in v["nodes"]]) for v in found["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            wrong[f"{path} sideways"] = True

    assert wrong == {}
    assert errors == []
