"""Sessions on pages: the list, one of them, planning, enrolling, calling off, costs; who sees what."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.training.story import HELD, PLANNED
from tests.training.walking import text
from training.models import Enrolment, Session
from training.rules import Programme

DAY = dt.timedelta(days=1)
KEY = str(uuid.UUID(int=7))


@pytest.fixture
def planned(enrolled, on):
    on(PLANNED, 12)
    return enrolled


@pytest.fixture
def fields(training):
    course = training.course()
    return {
        "course_id": course.pk, "tier": "DETACHMENT", "mode": "CLASS", "day": "2026-11-20", "starts_at": "09:00",
        "ends_at": "17:00", "venue": "社区会议室", "capacity": "20", "trainer_id": training.district.users["tom"],
        "cost_planned": "600",
    }  # fmt: skip


def test_list_sessions(planned, see):
    for who in ("gus", "gwen", "petra", "kai", "tom", "ivo", "tess", "lena", "mara"):
        page = text(see(who, "training:list-sessions"))
        assert "岗前培训" in page, who
        assert "3 / 30" in page
    assert "没有培训" in text(see("otto", "training:list-sessions"))
    assert "没有培训" in text(see("olga", "training:list-sessions"))
    for who in ("ada", "aud", "nora"):
        assert see(who, "training:list-sessions").status_code == 404
    assert "我的" in text(see("mara", "training:list-sessions"))
    for query in ("?stage=RUNNING", "?programme=ANNUAL", "?mode=MEETING", "?place=990102002", "?place=x"):
        assert "没有培训" in text(see("gus", "training:list-sessions", query=query)), query
    assert "岗前培训" in text(see("tom", "training:list-sessions", query="?mine=on&stage=PLANNED&place=990102001"))
    part = see("gus", "training:list-sessions", **{"HX-Request": "true", "HX-Target": "session-list"})
    assert part.content.decode().lstrip().startswith('<div id="session-list"')
    assert see("gus", "training:list-sessions", query="?stage=?").status_code == 422


def test_what_is_over_stands_below_and_ones_own_on_top(planned, see):
    planned.plan(
        planned.course(Programme.ANNUAL, title="年度培训"), HELD - DAY, trainer_id=planned.district.users["gus"]
    )
    planned.plan(planned.course(Programme.SPECIAL, title="取消了的"), HELD)
    Session.objects.filter(pk=planned.session_id).update(stage="CANCELLED", cancelled_why="下雨", cancelled_at=HELD_AT)

    def order(who):
        return [row.title for row in see(who, "training:list-sessions").context["page"].object_list]

    assert order("kai") == ["年度培训", "岗前培训", "取消了的"]
    assert order("tom") == ["岗前培训", "年度培训", "取消了的"]
    assert "已经结束的" in text(see("kai", "training:list-sessions"))


HELD_AT = dt.datetime(2026, 11, 2, 3, tzinfo=dt.UTC)


def test_more_sessions_cost_no_more_statements(planned, see):
    def cost():
        with CaptureQueriesContext(connection) as ran:
            see("gus", "training:list-sessions")
        return len(ran)

    cost()
    few, course = cost(), planned.course(title="另一期")
    for number in range(6):
        planned.plan(course, HELD + number * DAY)
    assert cost() == few


def test_show_session(planned, see):
    pk = planned.session_id
    whole = text(see("tom", "training:show-session", pk))
    assert "马兰" in whole
    assert "街道综治中心" in whole
    assert "安排培训" in whole
    assert "培训报名" in whole
    assert "马*" in text(see("ivo", "training:show-session", pk))
    own = see("mara", "training:show-session", pk)
    assert [person.name for person in own.context["people"]] == ["马兰"]
    assert "李娜" not in text(own)
    for who in ("otto", "olga", "theo", "nora", "ada"):
        assert see(who, "training:show-session", pk).status_code == 404


def test_somebody_of_the_staff_sees_what_they_are_enrolled_in_above_their_post(planned, see):
    """TRN-12: an officer at a session of the street."""
    users = planned.district.users
    course = planned.course(Programme.SPECIAL, title="民警培训")
    planned.place = "990102001"
    session = planned.plan(course, HELD)
    assert see("kai", "training:show-session", session.pk).status_code == 404
    Enrolment.objects.create(session=session, user_id=users["kai"], stage="ENROLLED", enrolled_at=HELD_AT)
    page = see("kai", "training:show-session", session.pk)
    assert [person.name for person in page.context["people"]] == ["凯文"]
    assert "民警培训" in text(see("kai", "training:list-sessions"))


@pytest.mark.req("TRN-04", "TRN-09")
def test_plan_session(training, fields, on, see, send):
    on(PLANNED, 12)
    for who in ("gwen", "tess", "lena", "mara", "ivo", "nora"):
        assert see(who, "training:plan-session").status_code == 404
        assert send(who, "training:plan-session", **fields).status_code == 404
    form = see("kai", "training:plan-session").context["form"]
    assert form["tier"].value() == "DETACHMENT"
    assert any("唐木" in name for _pk, name in form.fields["trainer_id"].choices)
    query = "?place=990102001"
    wrong = send("gus", "training:plan-session", query=query, **{**fields, "day": "2026-11-01"})
    assert (wrong.status_code, "开始时间要晚于现在" in text(wrong)) == (422, True)
    assert send("gus", "training:plan-session", query=query, **{**fields, "trainer_id": "9999"}).status_code == 422
    answer = send("gus", "training:plan-session", query=query, idempotency_key=KEY, **fields)
    session = Session.objects.get()
    assert answer["Location"] == reverse("training:show-session", args=[session.pk])
    assert (session.path, session.capacity, session.minutes, session.cost_planned) == ("990102001", 20, 960, 600)
    again = send("gus", "training:plan-session", query=query, idempotency_key=KEY, **fields)
    assert again["Location"] == answer["Location"]
    assert Session.objects.count() == 1
    send("gus", "training:plan-session", query=query, **{**fields, "last_day": "2026-11-21"})
    assert Session.objects.latest("pk").ends_at.date() == dt.date(2026, 11, 21)


def test_planning_without_a_course_says_so(training, on, see):
    on(PLANNED, 12)
    assert "还没有可以使用的课程" in text(see("gus", "training:plan-session"))


def test_cancel_session(planned, see, send):
    pk = planned.session_id
    for who in ("gwen", "lena", "mara", "olga", "nora"):
        assert see(who, "training:cancel-session", pk).status_code == 404
        assert send(who, "training:cancel-session", pk, reason="下雨改期").status_code == 404
    assert send("kai", "training:cancel-session", pk, reason="").status_code == 422
    assert send("kai", "training:cancel-session", pk, reason="台风停课").status_code == 302
    assert "台风停课" in text(see("mara", "training:show-session", pk))
    assert send("kai", "training:cancel-session", pk, reason="台风停课").status_code == 409


@pytest.mark.req("TRN-01", "TRN-12")
def test_enrol_members(planned, see, send):
    pk, district = planned.session_id, planned.district
    for who in ("gwen", "lena", "mara", "olga", "nora"):
        assert see(who, "training:enrol-members", pk).status_code == 404
        assert send(who, "training:enrol-members", pk).status_code == 404
    page = see("kai", "training:enrol-members", pk)
    assert "还剩 27 个名额" in text(page)
    assert "请选择队伍、队员或者工作人员" in text(send("kai", "training:enrol-members", pk))
    # Finding somebody asks for the members, where they serve and their standing.
    found = see("kai", "training:enrol-members", pk, query="?q=何", at_most=15)
    assert "何平" in text(found)
    ping = next(line[0] for line in found.context["form"].fields["members"].choices if line[1] == "何平")
    assert send("kai", "training:enrol-members", pk, q="何", members=[ping]).status_code == 302
    assert Enrolment.objects.filter(session=pk, member=int(ping)).exists()
    kai = district.users["kai"]
    assert send("kai", "training:enrol-members", pk, user=kai, teams=[district.teams["harbour"]]).status_code == 302
    assert Enrolment.objects.filter(session=pk).count() == 7
    assert "没有要报名的人" in text(see("kai", "training:enrol-members", pk))
    assert send("kai", "training:enrol-members", pk, teams=[district.teams["harbour"]]).status_code == 422


def test_whoever_may_not_read_names_finds_nobody_by_name(planned, see):
    assert "没有找到还没报名的队员" in text(
        see("tom", "training:enrol-members", planned.session_id, query="?q=何", at_most=15)
    )


@pytest.mark.req("TRN-01")
def test_enrol_lacking(planned, on, send):
    planned.newcomer("周四", number=40)
    pk = planned.session_id
    assert send("lena", "training:enrol-lacking", pk).status_code == 404
    assert send("kai", "training:enrol-lacking", pk)["Location"] == reverse("training:enrol-members", args=[pk])
    assert planned.enrolment("周四").stage == "ENROLLED"
    assert "没有需要报名的人" in text(send("kai", "training:enrol-lacking", pk))


def test_withdraw_enrolment(planned, send, on):
    row = planned.enrolment("mara").pk
    for who in ("mara", "lena", "olga", "nora"):
        assert send(who, "training:withdraw-enrolment", row).status_code == 404
    assert send("kai", "training:withdraw-enrolment", row).status_code == 302
    assert not Enrolment.objects.filter(pk=row).exists()
    planned.begin()
    other = planned.enrolment("lena").pk
    assert "名单不能再改" in text(send("kai", "training:withdraw-enrolment", other))


@pytest.mark.req("TRN-13")
def test_note_cost(planned, see, send):
    pk = planned.session_id
    for who in ("gwen", "lena", "mara", "olga", "nora"):
        assert see(who, "training:note-cost", pk).status_code == 404
        assert send(who, "training:note-cost", pk, cost="1", funded="0").status_code == 404
    wrong = send("gus", "training:note-cost", pk, cost="100", funded="200")
    assert (wrong.status_code, "已落实的经费不能超过实际费用" in text(wrong)) == (422, True)
    assert send("gus", "training:note-cost", pk, cost="800", funded="500").status_code == 302
    assert "300" in text(see("gus", "training:note-cost", pk))
    assert "缺口" in text(see("gus", "training:show-session", pk))
    assert "缺口" not in text(see("mara", "training:show-session", pk))
