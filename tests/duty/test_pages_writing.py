"""The log by page: opened, sent, sent again, mended, added to; with two phones, without script, after a lost line."""

import datetime as dt

import pytest
import time_machine

from duty.models import PatrolLog
from patrol_ops.core import clock
from teams.models import AreaDesignation
from tests.duty.conftest import DAY
from tests.duty.filling import drawn, log_form, words
from tests.duty.saying import nothing_written

NOW = clock.at(dt.date(2026, 11, 18), 21, 30)
TODAY = NOW.date()
HAZARD = {"kind": "HAZARD", "place": "三号码头", "text": "路灯不亮", "category": "LOW"}


@pytest.fixture(autouse=True)
def _at_that_evening(district):
    with time_machine.travel(NOW, tick=False):
        yield


def opened(phone, url, day=TODAY):
    return drawn(phone.get(f"{url}?day={day}"))


# --- an ordinary day ------------------------------------------------------------------------------------------------


@pytest.mark.req("LOG-01", "LOG-02")
def test_the_form_opens_filled_and_is_sent_as_it_is(phone, url, filed, district, lena_member, mara_member):
    form = opened(phone, url)
    assert form["patrols-0-started"] == ["19:00"]
    assert form["patrols-0-walkers"] == [str(lena_member.pk), str(mara_member.pk)]
    assert form["patrols-0-area"] == [str(district.areas["harbour"])]
    answer = phone.post(url, form)

    log = PatrolLog.objects.get(day=TODAY)
    assert (answer.status_code, answer["Location"]) == (302, f"/duty/logs/{log.pk}/")
    assert answer.cookies["sent"].value == form["idempotency_key"][0]
    assert "日志已提交" in words(phone.get(answer["Location"]))


@pytest.mark.req("LOG-02")
def test_everything_that_can_be_said_is_kept(phone, url, patrol, district):
    def told(kind, at, place, to, told_at, **more):
        return {"kind": kind, "at": at, "place": place, "told_to": to, "told_at": told_at, **more}

    incident = {"contained_at": "20:15", "protected_at": "20:20", "reference": "A-17", "text": "两车相碰"}
    entries = (
        {**HAZARD, "outcome": "当场修好", "told_to": "DEPARTMENT", "told_at": "20:05"},
        told("INCIDENT", "20:10", "北门", "EMERGENCY_CENTRE", "20:12", **incident),
        told("ACT_STOPPED", "20:30", "市场", "POLICE_ROOM", "20:31", text="撬锁"),
        told("OBSERVATION", "20:40", "桥头", "POLICE_STATION", "20:41", category="OBJECT"),
        {"kind": "PUBLICITY", "place": "广场", "topic": "防诈骗", "material": "宣传单", "count": "40"},
        {"kind": "MOBILISATION", "topic": "看楼护院", "count": "3", "hours": "12"},
        {"kind": "HELP", "category": "ELDERLY", "count": "2", "text": "送老人回家"},
    )
    night = {**patrol, "started": "17:00", "ended": "18:00", "mode": "FIXED_POST", "post": "三号码头"}
    night["bare"] = patrol["walkers"][1:]
    answer = phone.post(url, log_form(patrols=(patrol, night), entries=entries, hand_over="留意路灯。"))

    page = words(phone.get(answer["Location"]))
    for word in (
        *("定点守候", "未佩戴标志", "当场修好", "A-17", "主管部门", "制止违法行为", "物品", "宣传单"),
        *("40 人", "12 小时", "2 次", "留意路灯。"),
    ):
        assert word in page, word
    kinds = PatrolLog.objects.get(day=DAY).entries.order_by("number").values_list("kind", flat=True)
    assert list(kinds) == [entry["kind"] for entry in entries]


@pytest.mark.req("SCH-01")
def test_a_neighbours_area_is_walked_jointly(phone, url, patrol, district):
    page = phone.get(f"{url}?day={TODAY}").content.decode()
    area = f"j{district.areas['academy']}"
    assert f'<option value="{area}"' in page
    assert phone.post(url, log_form(patrols=({**patrol, "area": area},))).status_code == 302
    assert PatrolLog.objects.get().patrols.get().joint


def test_a_team_without_an_area_is_told_whom_to_ask(phone, url, harbour):
    AreaDesignation.objects.filter(team=harbour).delete()
    assert "还没有给本队指定巡逻区域" in words(phone.get(url))


@pytest.mark.req("X51")
def test_a_day_without_patrol_drops_what_was_only_suggested(phone, url, filed):
    form = opened(phone, url) | {"no_patrol": ["WEATHER"]}
    assert phone.post(url, form).status_code == 302

    log = PatrolLog.objects.get(day=TODAY)
    assert (log.no_patrol, log.patrols.count()) == ("WEATHER", 0)


@pytest.mark.req("X51")
def test_a_day_without_patrol_needs_no_area_in_the_row_that_was_only_suggested(phone, url, filed, harbour, district):
    """The area is no longer the team's: the suggested row has none, and nobody has to choose one."""
    patrols = filed.patrols.model.objects
    patrols.filter(log=filed).update(area_id=district.areas["willow"])
    form = opened(phone, url)
    assert form.get("patrols-0-area", [""]) == [""]
    assert phone.post(url, form).status_code == 422
    assert phone.post(url, form | {"no_patrol": ["REST"]}).status_code == 302


@pytest.mark.req("X51")
def test_a_patrol_somebody_wrote_never_vanishes(phone, url, filed):
    form = opened(phone, url) | {"no_patrol": ["WEATHER"], "patrols-0-ended": ["20:00"]}
    with nothing_written():
        answer = phone.post(url, form)

    assert answer.status_code == 422
    assert "上面写了巡逻" in words(answer)
    assert drawn(answer)["patrols-0-ended"] == ["20:00"]
    assert phone.post(url, form | {"patrols-0-DELETE": ["on"]}).status_code == 302


# --- without script -------------------------------------------------------------------------------------------------


def test_rows_are_added_by_the_server_and_nothing_is_lost(phone, url, filed):
    form = opened(phone, url) | {"hand_over": ["留意路灯。"]}
    with nothing_written():
        first = phone.post(url, form | {"add-entries": ["HELP"]})
        grown = drawn(first)
        second = phone.post(url, grown | {"entries-0-category": ["WAY"], "entries-0-count": ["3"], "add-patrols": [""]})

    assert (first.status_code, second.status_code) == (200, 200)
    assert "还不能提交" not in words(second)
    form = drawn(second)
    assert form["entries-0-kind"] == ["HELP"]
    assert (form["entries-0-count"], form["hand_over"]) == (["3"], ["留意路灯。"])
    assert (form["patrols-TOTAL_FORMS"], form["patrols-1-mode"]) == (["2"], ["FOOT"])
    assert form["idempotency_key"] == grown["idempotency_key"]
    assert phone.post(url, form | {"patrols-1-DELETE": ["on"]}).status_code == 302
    assert PatrolLog.objects.get(day=TODAY).entries.get().count == 3


@pytest.mark.parametrize("kind", ["nonsense", ""])
def test_a_row_of_an_unknown_kind_is_a_hazard(phone, url, kind):
    answer = phone.post(url, log_form() | {"add-entries": kind})
    assert drawn(answer)["entries-0-kind"] == ["HAZARD"]


@pytest.mark.parametrize("total", ["99999", "-3", "abc", "", "9" * 400, "٣"])
def test_more_rows_than_there_may_be_are_not_drawn(phone, url, total):
    answer = phone.post(url, log_form() | {"entries-TOTAL_FORMS": total, "add-entries": "HELP"})
    assert answer.status_code == 200
    assert words(answer).count('name="entries-') < 200
