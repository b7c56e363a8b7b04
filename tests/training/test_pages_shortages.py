"""Who lacks training, on the list, in figures and on the panels (TRN-01, TRN-02, TRN-03)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests.training.pages import on, see, text  # noqa: F401
from tests.training.story import CONFIRMED, HELD, ISSUED, PLANNED
from training.models import Certificate
from training.reports.certificates import expiring_by_team
from training.reports.shortages import shortages_by_team

NAMES = ("赵一", "钱二", "孙三")
OUTSIDE = ("theo", "pia", "otto", "olga")


@pytest.fixture
def passed(training, on):  # noqa: F811
    training.until_passed(*NAMES)
    on(ISSUED)
    return training


@pytest.fixture
def certified(training, on):  # noqa: F811
    training.until_certified(*NAMES)
    on(ISSUED)
    return training


@pytest.mark.req("TRN-01", "TRN-02", "TRN-03")
def test_list_shortages(training, see, on, district):  # noqa: F811
    training.until_planned("赵一", "钱二")
    training.enrol("赵一")
    on(HELD - dt.timedelta(days=1))
    page = see("lena", "training:list-shortages")
    lines = page.context["lines"]
    assert [(line.kind, line.name) for line in lines] == [("newcomer", "赵一"), ("newcomer", "钱二")]
    assert [line.coming.enrolled for line in lines] == [True, False]
    assert "已报名" in text(page)
    assert "可以报名" in text(page)
    assert [line.name for line in see("gus", "training:list-shortages").context["lines"]] == ["赵*", "钱*"]
    for who in OUTSIDE:
        assert see(who, "training:list-shortages").context["lines"] == [], who
    for who in ("nora", "vera", "ada"):
        assert see(who, "training:list-shortages").status_code == 404, who
    harbour, willow = district.teams["harbour"], district.teams["willow"]
    assert len(see("gus", "training:list-shortages", query=f"?team={harbour}").context["lines"]) == 2
    for query in (f"?team={willow}", "?kind=hours", "?place=990102002", f"?team={harbour}&kind=hours"):
        assert see("gus", "training:list-shortages", query=query).context["lines"] == [], query
    for query in ("?team=x", "?place=x", "?kind=odd"):
        assert see("gus", "training:list-shortages", query=query).status_code == 422, query
    assert "没有人缺培训" in text(see("theo", "training:list-shortages"))


@pytest.mark.req("TRN-02", "TRN-03")
def test_hours_are_missing_by_topic(certified, see, on, district, django_assert_num_queries):  # noqa: F811
    certified.hold("赵一", day=dt.date(2027, 3, 1), minutes=480)
    on(dt.date(2027, 4, 1))
    lines = see("gus", "training:list-shortages", query="?kind=hours").context["lines"]
    assert [(line.name, line.hours.missing) for line in lines] == [("钱*", 1440), ("孙*", 1440), ("赵*", 960)]
    assert [row.minutes for row in lines[2].hours.topics] == [120] * 4
    assert "差 16 学时" not in text(see("lena", "training:list-shortages"))  # asked for from October on
    said = text(see("lena", "training:list-shortages", query="?kind=hours"))
    assert "差 16 学时(全年 24)" in said
    assert "今年还没有参加培训" in said
    harbour = district.teams["harbour"]
    with django_assert_num_queries(3):
        found = shortages_by_team("990102", dt.date(2027, 10, 1))
    assert found[harbour] == 3 + 5  # and those of the old list, whose transition ended in February
    assert harbour not in shortages_by_team("990102002", dt.date(2027, 10, 1))
    # Before October only newcomers count: nearly everybody still lacks hours.
    assert shortages_by_team("990102", dt.date(2027, 9, 30))[harbour] == 5
    on(dt.date(2027, 10, 2))
    panel = text(see("lena", "training:team-training", harbour))
    assert "3 人今年学时不足" in panel
    member = text(see("kai", "training:member-training", certified.members["赵一"]))
    assert "还差 16 学时" in member
    assert "年度培训" in member


def test_newcomers_count_by_team(training, district, django_assert_max_num_queries):
    training.until_planned("赵一", "钱二")
    with django_assert_max_num_queries(3):
        assert shortages_by_team("990102", PLANNED) == {district.teams["harbour"]: 2}


def test_expiring_by_team(certified, district, django_assert_num_queries):
    last = certified.certificate("赵一").last_day
    Certificate.objects.filter(pk=certified.certificate("钱二").pk).update(last_day=last + dt.timedelta(days=5))
    with django_assert_num_queries(1):
        found = expiring_by_team("990102", last - dt.timedelta(days=60))
    assert found == {district.teams["harbour"]: (2, last)}
    assert expiring_by_team("990102002", last) == {}
    assert expiring_by_team("990102", last - dt.timedelta(days=200)) == {}


def test_the_panels_say_what_comes_next(passed, see, on, district, signed_in, lena):  # noqa: F811
    pk, harbour = passed.members["赵一"], district.teams["harbour"]
    assert "等综治办发上岗证" in text(see("lena", "training:member-training", pk))
    passed.newcomer("周五", ISSUED)
    page = text(see("lena", "training:member-training", passed.members["周五"]))
    assert "还没有完成岗前培训，不能上岗" in page
    assert "还没有安排培训" in page
    assert "1 人没有完成岗前培训" in text(see("lena", "training:team-training", harbour))
    for who in OUTSIDE:
        assert see(who, "training:member-training", pk).status_code == 404, who
        assert see(who, "training:team-training", harbour).status_code == 404, who
    assert see("vera", "training:team-training", harbour).status_code == 404  # who does see the team
    assert "3 人" not in text(see("mara", "training:team-training", harbour))
    page = signed_in(lena).get(reverse("teams:show-team", args=[harbour])).content.decode()
    assert reverse("training:team-training", args=[harbour]) in page
    assert CONFIRMED < ISSUED
