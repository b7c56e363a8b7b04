"""A campaign from its plan to trainees who cannot be put on duty: in a real browser, on whichever database the run has.

Twenty people apply from phones, the office selects, the police vets, the notice runs while the clock is moved, one
objection is upheld and one is not, contracts are signed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cast import identity
from tests.journeys.conftest import DESK, PHONE, Person, Site, tick

pytestmark = pytest.mark.browser

APPLYING = "2026-11-19T09:00:00+08:00"
SELECTING = "2026-11-23T09:00:00+08:00"  # a Monday: the notice is published on it
LAST_DAY = "2026-12-02T20:00:00+08:00"  # the seventh working day after
CLOSED = "2026-12-03T09:00:00+08:00"
PEOPLE = 20
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"


def look(somebody: Person, name: str) -> None:
    """What axe says, and a picture for whoever asked for one."""
    assert somebody.axe() == [], name
    assert not somebody.overflows(), name
    folder = os.environ.get("PICTURES")
    if folder:
        size = somebody.page.viewport_size or {"width": 0}
        somebody.page.screenshot(path=str(Path(folder) / f"{name}-{size['width']}.png"), full_page=True)


def go(somebody: Person, text: str) -> None:
    """The main button of the page, and the page behind it."""
    with somebody.page.expect_navigation():
        somebody.page.locator(f"button:has-text('{text}'):visible, a.btn:has-text('{text}'):visible").last.click()


def main_of(somebody: Person) -> str:
    return re.sub(r"\s+", " ", somebody.page.inner_text("main"))


class Recruiting:
    """Who does what; each step begins where the one before has ended."""

    def __init__(self, site: Site, person: Callable[..., Person]) -> None:
        self.site, self.person = site, person
        self.links: list[str] = []
        self.campaign = ""

    def on(self, moment: str) -> None:
        self.site.on(moment)

    def standard(self) -> None:
        gus = self.person("gus", DESK)
        gus.open("/recruitment/standards/propose/")
        texts = ("年满十八周岁", "能参加夜间巡逻", "熟悉本社区道路", "能看守固定岗位", "有调解经验")
        for number, text in enumerate(texts):
            gus.page.fill(f"[name=criteria-{number}-text]", text)
        look(gus, "standard")
        go(gus, "提出")
        petra = self.person("petra", DESK)
        petra.open("/recruitment/standards/")
        go(petra, "同意")
        assert "第 1 版" in main_of(petra)

    def places(self) -> None:
        gwen = self.person("gwen", DESK)
        gwen.open("/teams/")
        gwen.page.click("main a:has-text('港口社区')")
        team = re.search(r"/teams/(\d+)/", gwen.page.url)
        assert team
        self.team = team.group(1)
        gwen.open(f"/teams/{self.team}/strength/")
        gwen.page.fill("[name=authorised]", "9")
        gwen.page.fill("[name=reason]", "夜间增加一班")
        with gwen.page.expect_navigation():
            gwen.page.click(".po-bottom button[type=submit], main button[type=submit]")

    def plan(self) -> None:
        tess = self.person("tess", DESK)
        tess.open("/recruitment/campaigns/plan/?place=990102001")
        page = tess.page
        page.fill("[name=title]", "锦川街道公开招聘巡防队员")
        page.select_option("[name=posts-0-team]", self.team)
        page.fill("[name=posts-0-number]", "4")
        page.fill("[name=apply_from]", "2026-11-19")
        page.fill("[name=apply_until]", "2026-11-20")
        page.fill("[name=assess_on]", "2026-11-23")
        page.fill("[name=assess_at]", "街道综治中心二楼")
        page.fill("[name=contact]", "锦川街道综治中心")
        page.fill("[name=contact_phone]", "0371-65000000")
        look(tess, "plan")
        with page.expect_navigation():
            page.click(".po-bottom button[type=submit]")
        self.campaign = re.search(r"/campaigns/(\d+)/", page.url).group(1)  # type: ignore[union-attr]
        go(tess, "提交批准")
        look(tess, "submitted")
        page.goto(f"{self.site.url}/recruitment/campaigns/{self.campaign}/assessors/name/")
        for who in ("piet", "gwen"):
            approver = self.person(who, DESK)
            approver.open("/to-do/")
            approver.page.click("main a[href*='/recruitment/campaigns/']")
            go(approver, "公安同意招聘" if who == "piet" else "批准招聘")
        assert "已批准" in main_of(approver)
        for name in ("顾思", "李娜"):
            tess.open(f"/recruitment/campaigns/{self.campaign}/assessors/name/")
            tess.page.select_option("[name=user]", label=self._labelled(tess, name))
            with tess.page.expect_navigation():
                tess.page.click(".po-bottom button[type=submit]")

    def _labelled(self, somebody: Person, name: str) -> str:
        labels: list[str] = somebody.page.eval_on_selector_all("[name=user] option", "all => all.map(o => o.label)")
        return next(label for label in labels if name in label)

    # --- the public -------------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """From as many phones, four at a time: while one is sent, the others have been open for longer than a robot."""
        for first in range(0, PEOPLE, 4):
            phones = [self._opened(number) for number in range(first, first + 4)]
            phones[-1].page.wait_for_timeout(2000)
            for phone in phones:
                with phone.page.expect_navigation():
                    phone.page.click("main form button[type=submit]")
                assert "/public/applications/" in phone.page.url, main_of(phone)
                self.links.append(phone.page.url)
                if len(self.links) == 1:
                    look(phone, "applied")
                phone.context.close()

    def _opened(self, number: int) -> Person:
        phone = self.person("", PHONE)
        phone.open("/public/")
        phone.page.click("main a[href*='/public/campaigns/']")
        if phone.page.url.rstrip("/").endswith("campaigns"):
            phone.page.click(f"main a[href*='/public/campaigns/{self.campaign}/']")
        go(phone, "我要报名")
        self._application(phone, number)
        if number == 0:
            look(phone, "applying")
        return phone

    def _application(self, phone: Person, number: int) -> None:
        page = phone.page
        page.fill("[name=name]", f"{SURNAMES[number]}新{'甲乙丙丁'[number % 4]}")
        page.fill("[name=identity]", identity(800 + number, f"19{80 + number}0607"))
        page.fill("[name=phone]", f"137000001{number:02d}")
        for name, value in (("schooling", "SENIOR"), ("local", "yes"), ("priority", "no"), ("reserve", "yes")):
            tick(phone.page.locator(f"[name={name}][value={value}]"))
        tick(phone.page.locator("[name=declared]"))

    # --- selection --------------------------------------------------------------------------------------------------

    def screen(self) -> None:
        tess = self.person("tess", DESK)
        tess.open(f"/recruitment/campaigns/{self.campaign}/applicants/?stage=SUBMITTED")
        cases: list[str] = tess.page.eval_on_selector_all(
            "main table a[href*='/recruitment/applicants/']", "all => all.map(a => a.getAttribute('href'))"
        )
        assert len(cases) == PEOPLE
        for case in cases:
            tess.open(f"{case}screen/")
            for box in tess.page.locator("[name=met]").all():
                tick(box)
            tick(tess.page.locator("[name=local][value=yes]"))
            tick(tess.page.locator("[name=verdict][value=SHORTLIST]"))
            go(tess, "提交审查结论")
        look(tess, "screened")

    def score(self) -> None:
        """Each assessor from the to-do list on, one sheet leading to the next; who applied first is best."""
        for who, size in (("gus", DESK), ("lena", PHONE)):
            assessor = self.person(who, size)
            assessor.open("/to-do/")
            with assessor.page.expect_navigation():
                assessor.page.locator("main a[href*='/score-sheets/']").first.click()
            for _ in range(PEOPLE):
                case = re.search(r"-(\d{4})\b", assessor.page.inner_text("h1"))
                assert case
                mark = 24 - int(case.group(1)) // 2
                for factor in ("schooling", "ability", "responsibility", "standing"):
                    assessor.page.fill(f"[name={factor}]", str(mark))
                tick(assessor.page.locator("[name=unrelated]"))
                if int(case.group(1)) == 1:
                    look(assessor, "sheet")
                go(assessor, "交评分表")
                if assessor.page.locator("a.btn:has-text('下一张评分表'):visible").count():
                    go(assessor, "下一张评分表")

    def select(self) -> None:
        tess = self.person("tess", DESK)
        tess.open(f"/recruitment/campaigns/{self.campaign}/")
        go(tess, "看排名")
        look(tess, "ranking")
        go(tess, "确认名单")
        assert "公安审核中" in main_of(tess)

    # --- the police, the notice -------------------------------------------------------------------------------------

    def vet(self) -> None:
        piet = self.person("piet", DESK)
        piet.open("/recruitment/vetting/")
        look(piet, "vetting")
        tick(piet.page.locator("#unrelated"))
        boxes = piet.page.locator("[name=applicant]")
        assert boxes.count() == 4
        for box in boxes.all()[:3]:
            tick(box)
        piet.page.click("button:has-text('勾选的都适合')")
        piet.page.locator("text=共 1 人").wait_for()
        piet.page.locator("a:has-text('打开')").first.click()
        tick(piet.page.locator("[name=code][value=SUITABLE]"))
        tick(piet.page.locator("[name=unrelated]"))
        look(piet, "vetting-one")
        with piet.page.expect_navigation():
            piet.page.click(".po-bottom button[type=submit]")
        piet.open("/recruitment/vetting/")
        assert "没有等待审核的人" in main_of(piet)

    def publish(self) -> None:
        gus = self.person("gus", DESK)
        gus.open(f"/recruitment/campaigns/{self.campaign}/")
        go(gus, "拟定公示")
        gwen = self.person("gwen", DESK)
        gwen.open("/to-do/")
        gwen.page.locator("main a[href*='/recruitment/notices/']").first.click()
        go(gwen, "批准并发布")
        look(gwen, "notice")
        self.notice = re.search(r"/notices/(\d+)/", gwen.page.url).group(1)  # type: ignore[union-attr]
        assert "12月2日" in main_of(gwen)

    def object(self) -> None:
        """On the last evening, by two people from phones."""
        for number in (1, 2):
            phone = self.person("", PHONE)
            phone.open(f"/public/notices/{self.notice}/")
            words = main_of(phone)
            assert f"{SURNAMES[0]}**" in words
            assert f"{SURNAMES[0]}新" not in words
            if number == 1:
                look(phone, "board")
            go(phone, "异议")
            values: list[str] = phone.page.eval_on_selector_all(
                "[name=applicant] option, input[name=applicant]", "all => all.map(o => o.value).filter(v => v)"
            )
            chosen = values[number]
            if phone.page.locator("select[name=applicant]").count():
                phone.page.select_option("[name=applicant]", chosen)
            else:
                tick(phone.page.locator(f"[name=applicant][value='{chosen}']"))
            phone.page.fill("[name=reason]", f"第{number}件：考核那天的情况需要核实。")
            if number == 1:
                look(phone, "objecting")
            phone.page.wait_for_timeout(2000)
            with phone.page.expect_navigation():
                phone.page.click("main form button[type=submit]")
            assert "/public/objections/" in phone.page.url, main_of(phone)
            phone.context.close()

    def decide(self) -> None:
        gwen = self.person("gwen", DESK)
        for decision in ("UPHELD", "NOT_UPHELD"):
            gwen.open("/to-do/")
            gwen.page.locator("main a[href*='/recruitment/objections/']").first.click()
            go(gwen, "由我受理核查")
            go(gwen, "填写结论和答复")
            tick(gwen.page.locator(f"[name=decision][value={decision}]"))
            gwen.page.fill("[name=answer]", "已经核查，答复如下。")
            look(gwen, "deciding")
            go(gwen, "作出结论并答复")

    # --- contracts --------------------------------------------------------------------------------------------------

    def sign(self) -> list[str]:
        gus = self.person("gus", DESK)
        gus.open(f"/recruitment/campaigns/{self.campaign}/applicants/?stage=CLEARED")
        links: Any = gus.page.eval_on_selector_all(
            "main table a[href*='/recruitment/applicants/']", "all => all.map(a => a.getAttribute('href'))"
        )
        assert len(links) == 3
        for link in links:
            gus.open(f"{link}contract/")
            go(gus, "通知录用")
            gus.open(f"{link}contract/")
            tick(gus.page.locator("[name=both_signed]"))
            tick(gus.page.locator("[name=duties_signed]"))
            look(gus, "contract")
            go(gus, "登记合同")
        gus.open("/recruitment/contracts/")
        look(gus, "contracts")
        return list(links)


@pytest.mark.req("REC-02", "REC-05", "REC-06", "REC-11", "REC-15", "PUB-04", "CON-01")
def test_from_a_plan_to_trainees(site: Site, person: Callable[..., Person]) -> None:
    it = Recruiting(site, person)
    it.standard()
    it.places()
    it.plan()
    it.on(APPLYING)
    it.apply()
    it.on(SELECTING)
    it.screen()
    it.score()
    it.select()
    it.vet()
    it.publish()
    it.on(LAST_DAY)
    it.object()
    # Nobody on the list can be contracted while the notice runs.
    gus = person("gus", DESK)
    gus.open(f"/recruitment/campaigns/{it.campaign}/applicants/?stage=ON_NOTICE")
    link = gus.page.locator("main table a[href*='/recruitment/applicants/']").first.get_attribute("href")
    gus.open(f"{link}contract/")
    assert "现在不能登记合同" in main_of(gus)
    it.on(CLOSED)
    it.decide()
    it.sign()

    # Trainees: on the roll with a number, and not to be put in a log. The second of the list is not among them.
    hired = [f"{SURNAMES[number]}新" for number in (0, 2, 3)]
    piet = person("piet", DESK)
    for name in hired:
        piet.open(f"/teams/members/?q={name}")
        assert "待上岗" in main_of(piet)
    piet.open(f"/teams/members/?q={SURNAMES[1]}新")
    assert f"{SURNAMES[1]}新" not in main_of(piet)
    lena = person("lena", PHONE)
    lena.open(f"/duty/teams/{it.team}/logs/new/?day=2026-12-03")
    look(lena, "log")
    for name in hired:
        chip = lena.page.locator(f"label:has-text('{name}')").first
        assert lena.page.locator(f"#{chip.get_attribute('for')}").is_disabled()

    # Each reads under the own link how it ended; whoever was objected to with cause reads that, and nobody's reason.
    phone = person("", PHONE)
    ends = []
    for link in it.links:
        phone.open(link.removeprefix(site.url))
        ends.append(main_of(phone))
    assert sum("合同或协议已经签订" in end for end in ends) == 3
    assert sum("异议成立" in end for end in ends) == 1
    assert sum("候补" in end.split("我填的资料")[0] for end in ends) >= 1
    assert not any("需要核实" in end for end in ends)
    phone.open(it.links[1].removeprefix(site.url))
    look(phone, "followed")
