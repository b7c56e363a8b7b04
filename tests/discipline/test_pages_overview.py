"""Inspections and rectification of a place at a glance, what waits for a signature, and what other pages show of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from discipline.models import Inspection
from patrol_ops.core.access import Actor
from patrol_ops.office.reports.subjects import describe
from teams.models import Team
from tests.discipline.rectify_doors import on, see, text  # noqa: F401
from tests.discipline.story import DUE, HELD

NEXT = HELD + dt.timedelta(days=1)


def figures(page) -> dict[str, int]:
    return {cell["text"]: cell["value"] for cell in page.context["figures"] if cell["value"]}


@pytest.mark.req("INS-13")
def test_show_overview_counts_and_each_number_opens_its_rows(supervision, on, see):  # noqa: F811
    supervision.until_issued()
    on(NEXT)
    page = see("gus", "discipline:show-overview")
    counts = figures(page)
    assert counts["没有办结"] == 1
    # One of the teams of the district has been looked at.
    assert counts["从没查过"] == Team.objects.active().count() - 1
    assert [cell["value"] for cell in page.context["ages"]] == [1, 0, 0, 0, 0]
    on(DUE + dt.timedelta(days=1))
    late = see("gus", "discipline:show-overview")
    assert figures(late)["整改逾期"] == 1
    first = late.context["needs"][0]
    assert (first["text"], first["place"]) == ("1 件整改逾期", "锦川街道")
    assert first["url"] == reverse("discipline:list-rectifications") + "?place=990102001&tab=overdue"
    assert [cell["value"] for cell in late.context["ages"]] == [0, 0, 0, 1, 0]
    for cell in [*late.context["figures"], *late.context["ages"]]:
        if cell["url"].startswith(reverse("discipline:list-rectifications")):
            rows = see("gus", "discipline:list-rectifications", query="?" + cell["url"].split("?")[1])
            assert rows.context["page"].paginator.count == cell["value"], cell


def test_show_overview_is_for_desks_within_reach(supervision, on, see):  # noqa: F811
    supervision.until_issued()
    on(NEXT)
    for who in ("gwen", "gus", "tess", "petra", "piet", "kai"):
        assert figures(see(who, "discipline:show-overview"))["没有办结"] == 1, who
    for who in ("theo", "pia"):
        assert "没有办结" not in figures(see(who, "discipline:show-overview")), who
        elsewhere = see(who, "discipline:show-overview", query="?place=990102001")
        assert elsewhere.context["place"] == "990102002"
    for who in ("lena", "ivo", "mara", "nora", "vera", "ada"):
        assert see(who, "discipline:show-overview").status_code == 404, who


@pytest.mark.req("INS-04")
def test_show_overview_counts_what_is_not_announced_for_those_alone_who_may_know(supervision, on, see):  # noqa: F811
    supervision.until_planned(announced=False)
    on(NEXT)
    for who, seen in (("gus", 1), ("gwen", 1), ("tess", 0), ("piet", 0), ("kai", 0)):
        assert figures(see(who, "discipline:show-overview")).get("检查过期", 0) == seen, who


@pytest.mark.req("LOG-04")
def test_list_unsigned_by_how_long_it_waits(supervision, on, see):  # noqa: F811
    supervision.until_signed()
    on(HELD, 18)
    page = text(see("gus", "discipline:list-unsigned"))
    assert ("队长" in page, "1 小时" in page) == (True, True)
    assert "没有等待签字的记录" in text(see("gus", "discipline:list-unsigned", query="?over=24"))
    for day, over in ((HELD + dt.timedelta(days=2), "24"), (HELD + dt.timedelta(days=4), "72")):
        on(day)
        overview = see("gus", "discipline:show-overview")
        shown = [cell for cell in overview.context["figures"] if cell["text"] == f"{over} 小时没签字"]
        assert [cell["value"] for cell in shown] == [1]
        rows = see("gus", "discipline:list-unsigned", query="?" + shown[0]["url"].split("?")[1])
        assert rows.context["page"].paginator.count == 1
    for who in ("theo", "pia", "otto"):
        assert "没有等待签字的记录" in text(see(who, "discipline:list-unsigned")), who
    for who in ("mara", "nora"):
        assert see(who, "discipline:list-unsigned").status_code == 404, who
    assert see("gus", "discipline:list-unsigned", query="?over=1").status_code == 422


def test_show_overview_says_what_is_disputed(supervision, on, see):  # noqa: F811
    supervision.until_signed()
    supervision.refuse()
    on(NEXT)
    assert figures(see("gwen", "discipline:show-overview"))["有异议"] == 1
    supervision.decide(True)
    assert Inspection.objects.get().stage == "UPHELD"
    assert "有异议" not in figures(see("gwen", "discipline:show-overview"))


def test_the_situation_fetches_the_overview_behind_it(supervision, on, see):  # noqa: F811
    supervision.until_issued()
    on(NEXT)
    address = reverse("discipline:show-overview") + "?place=990102001"
    page = see("gus", "office:situation", query="?place=990102001", at_most=40)
    assert f'hx-get="{address}"' in page.content.decode()
    part = see(
        "gus", "discipline:show-overview", query="?place=990102001",
        **{"HX-Request": "true", "HX-Target": "overview-table"},
    )  # fmt: skip
    assert part.content.decode().strip().startswith('<div id="overview-table">')


@pytest.mark.req("INS-04")
def test_what_lines_are_about(supervision, on, see):  # noqa: F811
    supervision.until_issued()
    on(NEXT)
    page = text(see("lena", "office:to-do"))
    for said in ("签收整改通知书", "完成整改", "补齐巡逻日志", "一般整改"):
        assert said in page, said
    today = text(see("lena", "duty:today", at_most=30))
    assert ("签收整改通知书" in today, "完成整改" in today) == (True, True)
    hidden = supervision.plan(
        day=NEXT, starts_at=dt.datetime.combine(dt.date(2026, 11, 25), dt.time(9)), announced=False
    )
    asked = [("visit", hidden.pk), ("inspection", supervision.inspection_id), ("checklist", supervision.checklist_id)]

    def told(actor: Actor) -> set[str]:
        return {kind for kind, _pk in describe(asked, actor)}

    assert told(supervision.who("ivo", NEXT)) == {"visit", "inspection", "checklist"}
    for who in ("lena", "tess", "piet", "otto"):
        assert told(supervision.who(who, NEXT)) == {"inspection", "checklist"}, who
    about = describe(asked, supervision.who("gus", NEXT))
    assert about["visit", hidden.pk].day == dt.date(2026, 11, 25)
    assert about["checklist", supervision.checklist_id].text == "街面检查表"
    place = supervision.district.places["990102001"]
    assert describe([("place", place)], supervision.who("gus", NEXT))["place", place].text == "锦川街道"
