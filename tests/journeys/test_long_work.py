"""Long work says how far it is, on the page that started it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

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
