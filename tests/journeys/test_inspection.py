"""From a plan to a matter put right: in a real browser, with the clock moved.

The office plans, both sides are reminded, the inspector records on a phone and signs, the leader countersigns, what was
found is ordered, put right, looked at by another eye and closed. Beside it a visit nobody was told of, whose record the
leader disputes and the head decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.journeys.conftest import DESK, PHONE, Person, Site, tick
from tests.journeys.test_recruiting import go, look, main_of

pytestmark = pytest.mark.browser

PLANNING = "2026-11-20T09:00:00+08:00"
WEEK_BEFORE = "2026-11-23T08:30:00+08:00"
DAY_BEFORE = "2026-11-29T08:30:00+08:00"
MORNING = "2026-11-30T08:30:00+08:00"
HELD = "2026-11-30T15:10:00+08:00"
PUT_RIGHT = "2026-12-02T09:00:00+08:00"
LOOKED_AGAIN = "2026-12-03T10:00:00+08:00"
UNSEEN = "2026-12-07T19:40:00+08:00"
DECIDED = "2026-12-08T09:00:00+08:00"


class Supervising:
    """Who does what; each step begins where the one before has ended."""

    def __init__(self, site: Site, person: Callable[..., Person]) -> None:
        self.site, self.person = site, person
        self.checklist = self.visit = self.inspection = self.matter = ""

    def checklist_is_agreed(self) -> None:
        gus = self.person("gus", DESK)
        gus.open("/discipline/checklists/propose/?template=STREET")
        gus.page.fill("[name=min_interviews]", "1")
        look(gus, "checklist")
        go(gus, "送批准")
        self.checklist = _id(gus, "checklists")
        gwen = self.person("gwen", DESK)
        gwen.open(f"/discipline/checklists/{self.checklist}/")
        go(gwen, "批准检查表")
        assert "批准" in main_of(gwen)

    def plan(self, day: str, hour: str, announced: str) -> None:
        """Of the harbour's team, by Ivo."""
        gus = self.person("gus", DESK)
        gus.open("/discipline/visits/plan/?q=港口")
        page = gus.page
        with page.expect_navigation():
            page.locator("li:has-text('港口社区社会治安巡防分队') a:has-text('选这支')").click()
        page.fill("[name=day]", day)
        page.fill("[name=hour]", hour)
        for name, value in (("announced", announced), ("organised_by", "SUPERVISION")):
            chip = page.locator(f"[name={name}][value='{value}']")
            if chip.count():
                tick(chip)
        self.choose(gus, "inspector_id", "伊文")
        look(gus, f"planning-{announced}")
        go(gus, "安排检查")
        self.visit = _id(gus, "visits")
        assert "伊文" in main_of(gus)

    def choose(self, somebody: Person, name: str, label: str) -> None:
        """By a list or by chips, whichever there is."""
        page = somebody.page
        if page.locator(f"select[name={name}]").count():
            labels = page.eval_on_selector_all(f"[name={name}] option", "all => all.map(o => o.label)")
            page.select_option(f"[name={name}]", label=next(one for one in labels if label in one))
        else:
            tick(page.locator(f"label:has-text('{label}') [name={name}]"))

    def reminded(self, *, leader: int, inspector: int) -> None:
        """So many times each so far."""
        for who, word, count in (("lena", "有检查组要来", leader), ("ivo", "您有一次检查要做", inspector)):
            somebody = self.person(who, PHONE)
            somebody.open("/notices/")
            told = somebody.page.locator("main li", has_text=word).count()
            assert told == count, (who, main_of(somebody))

    def record(self, finding: str) -> None:
        """Outdoors on a phone: a verdict for each item, counts, a passer-by, a finding."""
        ivo = self.person("ivo", PHONE)
        ivo.open("/to-do/")
        ivo.page.locator(f"main a[href*='/visits/{self.visit}/']").first.click()
        if "/record/" not in ivo.page.url:
            go(ivo, "开始检查")
        page = ivo.page
        names = page.eval_on_selector_all(
            "[name^='answers-'][name$='-verdict']", "all => [...new Set(all.map(one => one.name))]"
        )
        for number, name in enumerate(names):
            tick(page.locator(f"[name='{name}'][value={'PARTLY' if number == 0 else 'GOOD'}]"))
        page.fill("[name=present]", "5")
        page.fill("[name=worn]", "4")
        if not page.locator("[name='interviews-0-seen']").count():
            page.click("[data-add-row=interviews]")
        tick(page.locator("[name='interviews-0-seen'][value=DAILY]"))
        for name in ("at_night", "enough"):
            tick(page.locator(f"[name='interviews-0-{name}']").first)
        if not page.locator("[name='findings-0-text']").count():
            page.click("[data-add-row=findings]")
        page.fill("[name='findings-0-text']", finding)
        tick(page.locator("[name='findings-0-to_rectify']").first)
        look(ivo, "recording")
        go(ivo, "提交，去签字")
        self.inspection = _id(ivo, "inspections")
        look(ivo, "recorded")
        go(ivo, "签字确认")
        assert "待队长签字" in main_of(ivo)

    def countersign(self) -> None:
        lena = self.person("lena", PHONE)
        lena.open("/to-do/")
        lena.page.locator(f"main a[href*='/inspections/{self.inspection}/']").first.click()
        look(lena, "countersigning")
        go(lena, "签字确认")
        assert "双方已签字" in main_of(lena)
        lena.open(f"/discipline/inspections/{self.inspection}/print/")
        paper = lena.page.inner_text("body")
        assert "伊文" in paper
        assert "李娜" in paper
        assert len(re.findall(r"15:1\d", paper)) >= 2, paper  # both have signed, and when
        look(lena, "paper")

    def order(self) -> None:
        ivo = self.person("ivo", PHONE)
        ivo.open(f"/discipline/inspections/{self.inspection}/rectify/")
        look(ivo, "ordering")
        go(ivo, "下发")
        self.matter = _id(ivo, "rectifications")

    def put_right(self) -> None:
        lena = self.person("lena", PHONE)
        lena.open(f"/discipline/rectifications/{self.matter}/")
        look(lena, "to-acknowledge")
        go(lena, "签收，写怎么整改")
        lena.page.fill("[name=plan]", "本周内补写，副队长代写。")
        go(lena, "签收")
        go(lena, "整改完了，提交复查")
        lena.page.fill("[name=result]", "已补写，副队长会写了。")
        go(lena, "提交复查")
        assert "待复查" in main_of(lena)

    def look_again(self) -> None:
        piet = self.person("piet", DESK)
        piet.open("/to-do/")
        piet.page.locator(f"main a[href*='/rectifications/{self.matter}/']").first.click()
        go(piet, "复查通过")
        piet.page.fill("[name=text]", "到队里看过，日志齐了。")
        go(piet, "通过，销号")
        assert "已销号" in main_of(piet)
        look(piet, "closed")

    def nobody_knows(self) -> None:
        """The leader reads of the visit that is announced and of no other."""
        lena = self.person("lena", PHONE)
        for path in ("/discipline/coming/", "/to-do/", "/notices/", "/"):
            lena.open(path)
            assert "12月7日" not in main_of(lena), path
        lena.open(f"/discipline/visits/{self.visit}/")
        assert "没有找到" in lena.page.inner_text("body")

    def dispute(self) -> None:
        lena = self.person("lena", PHONE)
        lena.open(f"/discipline/inspections/{self.inspection}/")
        go(lena, "不签字")
        lena.page.fill("[name=statement]", "当晚有一组在小学门口，检查时没有看到。")
        look(lena, "disputing")
        go(lena, "提交异议")
        assert "有异议" in main_of(lena)

    def decide(self) -> None:
        gwen = self.person("gwen", DESK)
        gwen.open("/to-do/")
        gwen.page.locator(f"main a[href*='/inspections/{self.inspection}/']").first.click()
        if gwen.page.locator("[name=decision]").count() == 0:
            go(gwen, "裁定")
        tick(gwen.page.locator("[name=upheld][value=yes]"))
        gwen.page.fill("[name=decision]", "核对了当天的日志，当晚只有一组。")
        look(gwen, "deciding")
        go(gwen, "作出裁定")
        assert "裁定有效" in main_of(gwen)

    def overview(self) -> None:
        gus = self.person("gus", DESK)
        gus.open("/discipline/")
        look(gus, "overview")


def _id(somebody: Person, of: str) -> str:
    found = re.search(rf"/{of}/(\d+)/", somebody.page.url)
    assert found is not None, somebody.page.url
    return found.group(1)


@pytest.mark.req("INS-03", "INS-04", "INS-06", "INS-11", "LOG-03", "LOG-04")
def test_from_a_plan_to_a_matter_put_right(site: Site, person: Callable[..., Person]) -> None:
    it = Supervising(site, person)
    site.on(PLANNING)
    it.checklist_is_agreed()
    it.plan("2026-11-30", "15:00", "yes")
    announced = it.visit
    it.plan("2026-12-07", "19:30", "no")
    unseen = it.visit
    it.nobody_knows()
    for moment, times in ((WEEK_BEFORE, 1), (DAY_BEFORE, 2), (MORNING, 3)):
        site.on(moment)
        # The visit nobody knows of is a week away on the last of these mornings.
        it.reminded(leader=times, inspector=times + (moment == MORNING))
    site.on(HELD)
    it.visit = announced
    it.record("本月有三天没有巡逻日志")
    it.countersign()
    it.order()
    site.on(PUT_RIGHT)
    it.put_right()
    site.on(LOOKED_AGAIN)
    it.look_again()
    site.on(UNSEEN)
    it.visit = unseen
    it.record("只看到一组人")
    it.dispute()
    site.on(DECIDED)
    it.decide()
    it.overview()
