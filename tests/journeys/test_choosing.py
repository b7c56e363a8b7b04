"""A team that the page does not list is looked for, while the rest of the form stays as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.conftest import PHONE, Person

pytestmark = pytest.mark.browser


def test_what_is_chosen_and_typed_stays_while_another_team_is_looked_for(person: Callable[..., Person]) -> None:
    kai = person("kai", PHONE)
    kai.open("/teams/members/")
    kai.page.click("main a:has-text('马')")
    # Whoever looks for a name gets the field that a district with very many teams has at once.
    transfer = kai.page.get_attribute("a[href$='/transfer/']", "href")
    kai.open(f"{transfer}?find=书院")
    page, offered = kai.page, kai.page.locator("[name=to_team] option")
    page.select_option("[name=to_team]", index=offered.count() - 1)
    chosen = page.input_value("[name=to_team]")
    page.fill("[name=on]", "2026-11-20")

    with page.expect_response("**/transfer/?*find=*") as coming:
        page.fill("[name=find]", "没有这样的队伍")
    assert coming.value.status == 200
    page.wait_for_function("document.querySelectorAll('[name=to_team] option').length < 3")
    assert page.input_value("[name=to_team]") == chosen
    assert page.input_value("[name=on]") == "2026-11-20"
    assert page.evaluate("document.activeElement.name") == "find"
    assert kai.axe() == []
    assert not kai.overflows()
