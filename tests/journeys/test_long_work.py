"""Long work says how far it is, on the page that started it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route

from tests.journeys.conftest import DESK, PHONE, Person

pytestmark = pytest.mark.browser


def look(somebody: Person, name: str) -> None:
    """What axe says at both widths, and pictures for whoever asked for some."""
    for size in (DESK, PHONE):
        somebody.page.set_viewport_size(size)
        assert somebody.axe() == [], name
        assert not somebody.overflows(), name
        if folder := os.environ.get("PICTURES"):
            somebody.page.screenshot(path=str(Path(folder) / f"{name}-{size['width']}.png"), full_page=True)


def test_the_routine_of_the_night_is_started_by_hand(person: Callable[..., Person]) -> None:
    ada = person("ada", DESK)
    ada.open("/jobs/")
    look(ada, "jobs")
    ada.tap("button:has-text('现在办理')")
    ada.page.wait_for_url("**/jobs/*/")
    look(ada, "routine-begun")
    ada.page.wait_for_selector("main :text-is('已完成')", timeout=60_000)
    assert "18 / 18" in ada.page.inner_text("main")
    look(ada, "routine-done")
    ada.open("/jobs/")
    assert "上一次补办" in ada.page.inner_text("main")
    look(ada, "jobs-after")


def test_a_page_says_that_its_file_is_in_preparation(person: Callable[..., Person]) -> None:
    gwen = person("", DESK)
    gwen.context.route("**/sw.js", lambda route: route.abort())  # it would ask in the page's place, and not be held
    gwen.sign_in("gwen")
    gwen.open("/teams/")
    go, asked = "main a[data-prepares]", list[str]()

    def answer_nothing(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=204)

    gwen.page.route("**/teams/export/**", answer_nothing)
    gwen.page.click(go)
    gwen.page.wait_for_selector(f"{go}:has-text('正在准备')")
    look(gwen, "list-in-preparation")
    gwen.page.click(go, force=True)  # twice is once
    assert len(asked) == 1
    gwen.context.clear_cookies(name="po-waits")
    gwen.page.wait_for_selector(f"{go}:has-text('导出电子表格')")

    gwen.page.unroute("**/teams/export/**")
    with gwen.page.expect_download() as coming:
        gwen.page.click(go)
    assert coming.value.suggested_filename.endswith(".xlsx")
    gwen.page.wait_for_selector(f"{go}:has-text('导出电子表格')")

    gwen.open("/teams/members/export/")
    gwen.page.fill("[name=reason]", "年度核对")
    look(gwen, "export")
    with gwen.page.expect_download() as coming:
        gwen.tap("button:has-text('导出')")
    assert coming.value.suggested_filename.endswith(".xlsx")
    gwen.page.wait_for_selector("button:has-text('导出')")
    gwen.page.fill("[name=reason]", "")
    gwen.page.eval_on_selector("form#act", "form => { form.noValidate = true; }")
    gwen.tap("button:has-text('导出')")
    gwen.page.wait_for_selector(".po-error, [data-focus]")
    assert "正在准备" not in gwen.page.inner_text("main")
