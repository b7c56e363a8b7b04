"""An old list of an office comes in: read, its columns corrected, doubts decided, confirmed by the head."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cast import identity
from tests.journeys.conftest import DESK, PHONE, Person
from tests.teams.rosters import workbook

pytestmark = pytest.mark.browser

HEADINGS = ("序号", "社区", "原队伍名称", "姓名", "民族", "公民身份号码", "联络", "人员性质", "职务", "入队日期")
PEOPLE = (
    (
        1,
        "港口社区",
        "港口治安联防队",
        "周正",
        "汉族",
        identity(501, "19800101"),
        "19900005001",
        "专职",
        "队员",
        "2018.5",
    ),
    (2, None, None, "吴\u3000双", "汉族", identity(502, "19810203"), "19900005002", "专职", "队员", "2020年7月"),
    (3, None, None, "郑直", "汉族", identity(503, "19820304")[:17] + "?", "19900005003", "专职", "队员", 43292),
    (4, "书院社区", "书院护村队", "王小树", "汉族", identity(504, "19830405"), "19900005004", "义务", "队长", "2001.1"),
    (5, None, None, "周正", "汉族", identity(501, "19800101"), "19900005001", "兼职", "队员", "2020-01-01"),
)


def look(somebody: Person, name: str) -> None:
    """What axe says, and a picture for whoever asked for one."""
    assert somebody.axe() == [], name
    assert not somebody.overflows(), name
    folder = os.environ.get("PICTURES")
    if folder:
        size = somebody.page.viewport_size or {"width": 0}
        somebody.page.screenshot(path=str(Path(folder) / f"{name}-{size['width']}.png"), full_page=True)


@pytest.mark.req("REC-12", "ORG-04")
def test_an_old_list_comes_in(person: Callable[..., Person], tmp_path: Path) -> None:
    file = tmp_path / "锦川花名册.xlsx"
    file.write_bytes(workbook(*PEOPLE, headings=HEADINGS, title="锦川街道群防群治队伍人员花名册"))

    gus = person("gus", DESK)
    gus.open("/teams/rosters/")
    look(gus, "list")
    gus.page.click("main a:has-text('上传花名册')")
    look(gus, "upload")
    gus.page.set_input_files("[name=file]", file)
    gus.tap("button:has-text('上传并预览')")
    gus.page.wait_for_url("**/teams/rosters/*/")
    preview = gus.page.url
    assert "民族" in gus.page.inner_text("main")
    assert "联络" in gus.page.inner_text("main")
    look(gus, "preview")

    # "联络" was not recognised by its heading, but by what stands under it; the head-count column stays out.
    gus.page.click("a:has-text('核对表头')")
    chosen: Any = gus.page.eval_on_selector_all("select", "all => all.map(one => one.value)")
    assert "PHONE" in chosen
    gus.page.select_option("select[name=default_class]", "VOLUNTEER")
    look(gus, "columns")
    gus.tap("button:has-text('重新核对')")
    gus.page.wait_for_url(preview)

    gus.page.click("main a.btn-primary:has-text('决定')")
    look(gus, "unit")
    gus.tap("button:has-text('并入本社区')")
    gus.page.wait_for_url(preview)
    gus.page.click("main a.btn-primary:has-text('决定')")
    gus.page.fill("[name=hamlet]", "书院后街")
    gus.tap("button:has-text('单设义务分队')")
    gus.page.wait_for_url(preview)
    gus.page.click("a:has-text('待决定')")
    gus.page.wait_for_url("**verdict=DECIDE**")
    gus.tap("button:has-text('兼任')")
    gus.page.wait_for_load_state()
    gus.open(preview.removeprefix(gus.site.url))
    assert "由综治办主任确认" in gus.page.inner_text("body")
    gus.page.set_viewport_size(PHONE)
    look(gus, "preview")

    gwen = person("gwen", DESK)
    gwen.open("/to-do/")
    gwen.page.click("main a[href*='/teams/rosters/']")
    gwen.page.wait_for_url("**/teams/rosters/*/")
    assert "周*" in gwen.page.inner_text("main")
    assert "周正" not in gwen.page.inner_text("main")
    look(gwen, "confirm")
    gwen.tap("button:has-text('确认导入')")
    gwen.page.wait_for_selector("main :text-is('已导入')", timeout=20_000)
    gwen.page.wait_for_selector("text=没有导入的 1 行", timeout=20_000)
    look(gwen, "done")
    gwen.page.set_viewport_size(PHONE)
    look(gwen, "done")
    gwen.open("/teams/legacy-units/")
    assert "书院护村队" in gwen.page.inner_text("main")
    assert "锦川街道书院社区(书院后街)社会治安巡防分队" in gwen.page.inner_text("main")
    look(gwen, "register")

    piet = person("piet", DESK)
    piet.open("/teams/members/?q=周正")
    assert "周正" in piet.page.inner_text("main")
