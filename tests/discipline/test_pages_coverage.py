"""Coverage on its page, and what a team is told of visits to come (INS-01, INS-04)."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from tests.discipline.looking import on, see, text  # noqa: F401
from tests.discipline.story import HELD, PLANNED


@pytest.fixture
def looked_at(supervision, on):  # noqa: F811
    """The harbour was inspected this period; nobody else ever."""
    supervision.until_effective()
    on(HELD + dt.timedelta(days=1))
    return supervision


def numbers(page):
    return {
        (line.path, line.tier): (line.teams, line.covered, line.left, line.never) for line, _a in page.context["lines"]
    }


@pytest.mark.req("INS-01")
def test_show_coverage(looked_at, see):  # noqa: F811
    page = see("gus", "discipline:show-coverage")
    assert numbers(page) == {
        ("990102", "BRIGADE"): (1, 0, 1, 1),
        ("990102001", "SQUADRON"): (1, 0, 1, 1),
        ("990102001", "DETACHMENT"): (2, 1, 1, 1),
        ("990102002", "SQUADRON"): (1, 0, 1, 1),
        ("990102002", "DETACHMENT"): (1, 0, 1, 1),
    }
    assert page.context["totals"] == {"teams": 6, "covered": 1, "left": 5, "never": 5, "share": 16}
    assert len(page.context["teams"]) == 5
    street = see("gus", "discipline:show-coverage", query="?place=990102001")
    assert ("990102001001", "DETACHMENT") in numbers(street)
    for who in ("gwen", "liz", "petra"):
        assert len(numbers(see(who, "discipline:show-coverage"))) == 5, who
    for who in ("tess", "piet"):
        assert {path[:9] for path, _tier in numbers(see(who, "discipline:show-coverage"))} == {"990102001"}, who
    for who in ("kai", "ivo", "lena", "mara", "nora", "ada"):
        assert see(who, "discipline:show-coverage").status_code == 404


def test_each_number_opens_its_rows(looked_at, see):  # noqa: F811
    page = see("gus", "discipline:show-coverage")
    for line, address in page.context["lines"]:
        for state, number in (
            ("all", line.teams),
            ("covered", line.covered),
            ("left", line.left),
            ("never", line.never),
        ):
            rows = see("gus", "discipline:show-coverage", query=address + state).context["teams"]
            assert len(rows) == number, (line, state)


def test_by_organiser_and_by_period(looked_at, on, see):  # noqa: F811
    assert see("gus", "discipline:show-coverage", query="?organiser=SUPERVISION").context["totals"]["covered"] == 1
    assert see("gus", "discipline:show-coverage", query="?organiser=POLICE_STATION").context["totals"]["covered"] == 0
    assert see("gus", "discipline:show-coverage", query="?organiser=x").status_code == 422
    assert see("gus", "discipline:show-coverage", query="?state=x").status_code == 422
    on(dt.date(2027, 1, 4))
    page = see("gus", "discipline:show-coverage")
    assert (page.context["totals"]["covered"], page.context["totals"]["never"]) == (0, 5)
    part = see("gus", "discipline:show-coverage", **{"HX-Request": "true", "HX-Target": "coverage"})
    assert part.content.decode().lstrip().startswith('<div id="coverage"')


@pytest.mark.req("INS-04")
def test_coverage_tells_nobody_of_what_is_not_announced(supervision, on, see):  # noqa: F811
    supervision.agreed()
    on(PLANNED, 12)
    before = {who: see(who, "discipline:show-coverage").content for who in ("tess", "piet", "petra")}
    supervision.plan(announced=False)
    for who, body in before.items():
        assert without_keys(see(who, "discipline:show-coverage").content) == without_keys(body), who
    assert "已安排" in text(see("gus", "discipline:show-coverage"))
    supervision.plan(starts_at=dt.datetime.combine(dt.date(2026, 11, 20), dt.time(9)))
    assert "已安排 11月20日" in text(see("piet", "discipline:show-coverage"))


def without_keys(body):
    return re.sub(rb'value="[^"]*"', b"", body)


@pytest.mark.req("INS-04")
def test_list_coming(supervision, on, see):  # noqa: F811
    """Day, hour, whose and what is asked; not a single number, and the same page whatever else is planned."""
    supervision.until_planned()
    on(PLANNED, 12)
    page = see("lena", "discipline:list-coming")
    said = text(page)
    assert "11月18日" in said
    assert "14:00" in said
    assert "区督导组来检查" in said
    assert "队员知道自己的职责" in said
    assert "/visits/" not in page.content.decode()
    assert "没有事先通知的检查" in text(see("otto", "discipline:list-coming"))
    assert "队员知道自己的职责" in text(see("kai", "discipline:list-coming"))
    for who in ("gus", "piet", "ivo", "mara", "nora"):
        assert see(who, "discipline:list-coming").status_code == 404


@pytest.mark.req("INS-04")
def test_list_coming_is_the_same_page_when_something_else_is_planned(supervision, on, see):  # noqa: F811
    supervision.until_planned()
    on(PLANNED, 12)
    before = without_keys(see("lena", "discipline:list-coming").content)
    supervision.plan(announced=False)
    supervision.plan(announced=False, starts_at=dt.datetime.combine(HELD - dt.timedelta(days=5), dt.time(9)))
    assert without_keys(see("lena", "discipline:list-coming").content) == before


def test_what_is_over_is_not_coming(supervision, on, see):  # noqa: F811
    supervision.until_planned()
    on(HELD, 20)
    assert "今天" in text(see("lena", "discipline:list-coming"))
    on(HELD + dt.timedelta(days=1))
    assert "没有事先通知的检查" in text(see("lena", "discipline:list-coming"))
