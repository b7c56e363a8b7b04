"""From a signed contract to duty, and off it again: in a real browser, with the clock moved.

A recruit is enrolled by itself, checks in by the code on the wall, passes, gets certificate and badge, walks; three
months later the certificate has lapsed and the same person is refused in plain words.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, ROOT, Person, Site, environment, tick
from tests.journeys.recruited import LOGIN, RECRUIT
from tests.journeys.test_recruiting import go, look, main_of

pytestmark = pytest.mark.browser

PLANNING = "2026-11-19T09:00:00+08:00"
HELD = "2026-11-23T08:40:00+08:00"
ENDED = "2026-11-23T17:10:00+08:00"
CONFIRMED = "2026-11-24T09:00:00+08:00"
EVENING = "2026-11-24T21:30:00+08:00"
# Certificates hold for three months here; the old members serve under the transition until 28 February.
LAPSED = "2027-02-25T21:30:00+08:00"


class Training:
    """Who does what; each step begins where the one before has ended."""

    def __init__(self, site: Site, person: Callable[..., Person]) -> None:
        self.site, self.person = site, person
        self.session = self.team = self.member = ""

    def course(self) -> None:
        gus = self.person("gus", DESK)
        gus.open("/training/courses/design/")
        tick(gus.page.locator("[name=programme][value=PRE_DUTY]"))
        gus.page.fill("[name=title]", "岗前培训")
        for topic in ("law", "duties", "procedures", "finding"):
            gus.page.fill(f"[name={topic}]", "240")
        gus.page.fill("[name=pass_mark]", "60")
        look(gus, "course")
        go(gus, "建立课程")

    def plan(self) -> None:
        """Who lacks the course is enrolled a moment later, by itself."""
        gus = self.person("gus", DESK)
        gus.open("/training/sessions/plan/?place=990102001001")
        page = gus.page
        if page.locator("select[name=course_id] option").count() > 1:
            page.select_option("[name=course_id]", index=1)
        tick(page.locator("[name=tier][value=DETACHMENT]"))
        page.fill("[name=day]", "2026-11-23")
        page.fill("[name=starts_at]", "09:00")
        page.fill("[name=ends_at]", "17:00")
        page.fill("[name=venue]", "社区活动室")
        page.fill("[name=capacity]", "20")
        labels = page.eval_on_selector_all("[name=trainer_id] option", "all => all.map(o => o.label)")
        page.select_option("[name=trainer_id]", label=next(label for label in labels if "唐木" in label))
        look(gus, "planning")
        go(gus, "安排培训")
        self.session = re.search(r"/sessions/(\d+)/", page.url).group(1)  # type: ignore[union-attr]
        for _ in range(20):
            if RECRUIT[0] in main_of(gus).split("参加人员")[-1] and "赵" in main_of(gus):
                break
            page.wait_for_timeout(500)
            page.reload()
        assert "赵" in main_of(gus), main_of(gus)
        look(gus, "planned")

    def check_in(self) -> None:
        """The code of the wall, on the recruit's own phone; one that is not of this minute is refused."""
        tom = self.person("tom", DESK)
        tom.open(f"/training/sessions/{self.session}/")
        go(tom, "开始签到")
        tom.open(f"/training/sessions/{self.session}/code/")
        look(tom, "wall")
        code = re.sub(r"\s", "", tom.page.inner_text(".po-wall-code"))
        phone = self.person(LOGIN, PHONE)
        address = f"/training/sessions/{self.session}/check-in/"
        phone.open(f"{address}?code=AAAAAAAAAA")
        go(phone, "签到")
        assert "签到码已经过期" in main_of(phone)
        phone.open(f"{address}?code={code}")
        look(phone, "checking-in")
        go(phone, "签到")
        assert "已签到" in main_of(phone), main_of(phone)
        look(phone, "checked-in")
        tom.open(f"/training/sessions/{self.session}/")
        assert "扫码签到" in main_of(tom)

    def results(self) -> None:
        tom = self.person("tom", DESK)
        tom.open(f"/training/sessions/{self.session}/results/")
        marks = tom.page.locator("td[data-label='分数'] input:visible")
        for index in range(marks.count()):
            marks.nth(index).fill("85")
        look(tom, "results")
        go(tom, "保存结果")
        tom.open(f"/training/sessions/{self.session}/")
        go(tom, "培训结束")

    def confirm(self) -> None:
        """By another hand, from the list of what waits; until then nothing counts."""
        kai = self.person("kai", DESK)
        kai.open("/to-do/")
        kai.page.locator(f"main a[href*='/training/sessions/{self.session}/']").first.click()
        if kai.page.locator("a.btn:has-text('核对，确认培训'):visible").count():
            go(kai, "核对，确认培训")
        look(kai, "confirming")
        go(kai, "确认培训")
        assert "已确认" in main_of(kai)

    def certificate(self) -> None:
        gus = self.person("gus", DESK)
        gus.open("/training/certificates/issue/")
        look(gus, "issuing")
        go(gus, "给勾选的人发证")
        gus.open("/training/certificates/")
        look(gus, "certificates")
        assert "990102-2026-00001" in main_of(gus)

    def shown(self) -> None:
        """The own certificate on the phone, to be held up on duty."""
        phone = self.person(LOGIN, PHONE)
        phone.open("/training/certificates/")
        phone.page.locator("main a[href*='/training/certificates/']").first.click()
        assert "出示上岗证" in main_of(phone)
        look(phone, "shown")

    def badge(self) -> None:
        lena = self.person("lena", PHONE)
        lena.open(f"/teams/members/?q={RECRUIT}")
        lena.page.locator(f"main a:has-text('{RECRUIT}'):visible").first.click()
        self.member = re.search(r"/members/(\d+)/", lena.page.url).group(1)  # type: ignore[union-attr]
        assert "今天不能执勤" in main_of(lena)
        assert "发放编号牌后解除" in main_of(lena)
        go(lena, "发放编号牌")
        assert "今天可以执勤" in main_of(lena)
        lena.page.wait_for_load_state("networkidle")  # the parts that other floors show here
        look(lena, "fit")

    def chip(self, lena: Person) -> str:
        """The box of the recruit in the log's form, by its selector."""
        label = lena.page.locator(f"label:has-text('{RECRUIT}')").first
        return f"#{label.get_attribute('for')}"

    def log(self) -> None:
        lena = self.person("lena", PHONE)
        lena.open("/duty/today/")
        lena.tap("text=写日志")
        self.team = re.search(r"/teams/(\d+)/logs", lena.page.url).group(1)  # type: ignore[union-attr]
        lena.open(f"/duty/teams/{self.team}/logs/new/?day=2026-11-24")
        box = self.chip(lena)
        assert lena.page.locator(box).is_enabled()
        tick(lena.page.locator(box))
        look(lena, "log-with-recruit")
        go(lena, "提交日志")
        assert RECRUIT in main_of(lena)

    def lapsed(self) -> None:
        """Said where it matters, with what to do; and what a page does not offer, the act refuses all the same."""
        lena = self.person("lena", PHONE)
        lena.open("/duty/today/")
        assert "没有有效的上岗证" in main_of(lena)
        lena.open(f"/duty/teams/{self.team}/logs/new/?day=2027-02-25")
        box = self.chip(lena)
        assert lena.page.locator(box).is_disabled()
        look(lena, "log-without-recruit")
        force = "box => { const it = document.querySelector(box); it.disabled = false; it.checked = true; }"
        lena.page.evaluate(force, box)
        lena.tap("button:has-text('提交日志')")
        expect(lena.page.locator("main")).to_contain_text("当天不能上岗")
        assert "由综治办发上岗证或办理换证后解除" in main_of(lena)
        lena.open(f"/teams/members/{self.member}/")
        assert "今天不能执勤" in main_of(lena)
        lena.page.wait_for_load_state("networkidle")
        look(lena, "lapsed")


@pytest.mark.req("TRN-01", "TRN-05", "TRN-06", "REC-15")
def test_from_a_contract_to_duty_and_off_it(site: Site, person: Callable[..., Person]) -> None:
    site.kill()
    command = [sys.executable, "-m", "tests.journeys.recruited"]
    subprocess.run(command, cwd=ROOT, env=environment(site.folder), check=True)
    it = Training(site, person)
    site.on(PLANNING)
    it.course()
    it.plan()
    site.on(HELD)
    it.check_in()
    site.on(ENDED)
    it.results()
    site.on(CONFIRMED)
    it.confirm()
    it.certificate()
    it.shown()
    it.badge()
    site.on(EVENING)
    it.log()
    site.on(LAPSED)
    it.lapsed()
