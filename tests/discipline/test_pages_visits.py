"""Visits on pages: the calendar, planning one, moving it, taking it off; who sees what (INS-03 to INS-05, X06)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discipline.models import Visit
from discipline.rules import InspectorDraft, Method
from tests.discipline.looking import on, see, send, text  # noqa: F401
from tests.discipline.story import HELD, PLANNED

KEY = str(uuid.UUID(int=9))
WEEK = f"?day={HELD}"


@pytest.fixture
def planned(supervision, on):  # noqa: F811
    """An announced visit of Ivo's to the harbour, in two weeks."""
    supervision.until_planned()
    on(PLANNED, 12)
    return supervision


@pytest.fixture
def fields(supervision, on):  # noqa: F811
    supervision.agreed()
    on(PLANNED, 12)
    return {
        "day": "2026-11-18", "hour": "14:00", "announced": "yes", "organised_by": "SUPERVISION",
        "inspector_id": supervision.district.users["ivo"], "checklist_id": supervision.checklist_id,
    }  # fmt: skip


def unseen(planned):
    return planned.plan(announced=False, starts_at=dt.datetime.combine(dt.date(2026, 11, 19), dt.time(9)))


@pytest.mark.req("INS-01", "INS-04")
def test_list_visits(planned, see):  # noqa: F811
    unseen(planned)
    for who in ("gus", "gwen", "liz", "ivo"):
        page = text(see(who, "discipline:list-visits", query=WEEK))
        assert "14:00 锦川街道港口社区" in page, who
        assert "09:00 锦川街道港口社区" in page, who
    for who in ("tess", "petra", "piet"):
        page = text(see(who, "discipline:list-visits", query=WEEK))
        assert "14:00 锦川街道港口社区" in page, who
        assert "09:00 锦川街道港口社区" not in page, who
    for who in ("theo", "pia", "lena"):
        assert "没有检查" in text(see(who, "discipline:list-visits", query=WEEK)), who
    for who in ("mara", "ada", "tom", "nora"):
        assert see(who, "discipline:list-visits").status_code == 404


def test_the_own_visits_come_first(planned, see):  # noqa: F811
    assert "轮到我去" in text(see("ivo", "discipline:list-visits"))
    assert "轮到我去" not in text(see("gus", "discipline:list-visits"))


def test_the_calendar_by_week_and_month(planned, see):  # noqa: F811
    assert "没有检查" in text(see("gus", "discipline:list-visits"))
    page = see("gus", "discipline:list-visits", query="?span=month")
    assert "港口社区" in text(page)
    assert page.context["span"].first == dt.date(2026, 11, 1)
    december = see("gus", "discipline:list-visits", query=page.context["after"])
    assert december.context["span"].last == dt.date(2026, 12, 31)
    for query in ("?day=x", "?day=0001-01-01", "?span=year", "?day=2026-02-30", "?page=99"):
        assert see("gus", "discipline:list-visits", query=query).status_code == 200
    part = see("gus", "discipline:list-visits", query=WEEK, **{"HX-Request": "true", "HX-Target": "visit-list"})
    assert part.content.decode().lstrip().startswith('<div id="visit-list"')


def test_the_filters_of_the_calendar(planned, see):  # noqa: F811
    unseen(planned)
    ivo = planned.district.users["ivo"]

    def found(query):
        page = see("gus", "discipline:list-visits", query=f"{WEEK}{query}")
        return [one.row.starts_at.day for _day, visits in page.context["days"] for one in visits]

    assert found("") == [18, 19]
    assert found("&announced=yes") == [18]
    assert found("&announced=no") == [19]
    assert found(f"&inspector={ivo}&organised_by=SUPERVISION") == [18, 19]
    assert found("&organised_by=TOWNSHIP") == []
    assert found("&place=990102001") == [18, 19]
    assert found("&place=990102002") == []
    assert see("gus", "discipline:list-visits", query="?inspector=x").status_code == 422


@pytest.mark.req("INS-05")
def test_what_is_overdue_is_found_whenever_it_was(planned, on, see):  # noqa: F811
    on(HELD + dt.timedelta(days=20))
    page = text(see("gus", "discipline:list-visits", query="?overdue=on"))
    assert "过期没做的检查 1 次" in page
    assert "已过期" in page
    assert "没有过期的检查" in text(see("theo", "discipline:list-visits", query="?overdue=on"))


def test_more_visits_cost_no_more_statements(planned, see):  # noqa: F811
    def cost():
        with CaptureQueriesContext(connection) as ran:
            see("gus", "discipline:list-visits", query=WEEK)
        return len(ran)

    cost()
    few = cost()
    for hour in range(6, 12):
        planned.plan(announced=False, starts_at=dt.datetime.combine(dt.date(2026, 11, 19), dt.time(hour)))
    assert cost() == few


def test_the_community_officer_reads_what_is_to_come_without_a_number(planned, see):  # noqa: F811
    unseen(planned)
    assert see("kai", "discipline:list-visits", query=WEEK).status_code == 404
    page = text(see("kai", "discipline:list-coming"))
    assert "街面检查表" in page
    assert "09:00" not in page


def test_show_visit(planned, see):  # noqa: F811
    pk = planned.visit_id
    for who in ("gus", "gwen", "ivo", "piet", "tess"):
        assert "街面检查表" in text(see(who, "discipline:show-visit", pk)), who
    for who in ("kai", "theo", "pia", "olga", "lena", "mara", "otto", "nora"):
        assert see(who, "discipline:show-visit", pk).status_code == 404
    hidden = unseen(planned).pk
    for who in ("piet", "kai", "tess", "petra", "lena"):
        assert see(who, "discipline:show-visit", hidden).status_code == 404
    page = text(see("ivo", "discipline:show-visit", hidden))
    assert "队伍看不到这次安排" in page
    assert "安排检查" in page
    assert "取消检查" not in page
    assert "取消检查" in text(see("gus", "discipline:show-visit", hidden))
    assert "取消检查" not in text(see("tess", "discipline:show-visit", pk))


def test_show_visit_that_was_made(planned, on, see):  # noqa: F811
    planned.record()
    on(HELD, 18)
    page = see("gus", "discipline:show-visit", planned.visit_id)
    assert page.context["record"] == planned.inspection_id
    assert "已检查" in text(page)


def test_choosing_the_team(fields, supervision, see):  # noqa: F811
    for who in ("gwen", "kai", "ivo", "lena", "mara", "nora"):
        assert see(who, "discipline:plan-visit").status_code == 404
    page = text(see("gus", "discipline:plan-visit"))
    assert "从来没有检查" in page
    assert "柳林社区社会治安" in page
    assert "柳林社区社会治安" not in text(see("piet", "discipline:plan-visit"))
    assert "柳林社区社会治安" not in text(see("gus", "discipline:plan-visit", query="?q=港口"))
    part = see("gus", "discipline:plan-visit", query="?q=xx", **{"HX-Request": "true", "HX-Target": "team-choice"})
    assert "没有符合条件的队伍" in text(part)
    willow = supervision.district.teams["willow"]
    for query in (f"?team={willow}", "?team=987654", "?team=", "?team=x", "?team=99999999999999999999"):
        assert see("piet", "discipline:plan-visit", query=query).status_code == 404
    for query in ("?round=1", "?round=x"):
        assert see("gus", "discipline:plan-visit", query=query).status_code == 404


@pytest.mark.req("INS-03")
def test_whoever_may_not_look_is_shown_with_the_reason(fields, supervision, see):  # noqa: F811
    users = supervision.district.users
    round_ = supervision.round(InspectorDraft(users["ivo"], home="990102001"), InspectorDraft(users["theo"]))
    page = see("gus", "discipline:plan-visit", query=f"?team={supervision.team_id}&round={round_}")
    widget = page.context["form"].fields["inspector_id"].widget
    assert widget.closed == {str(users["ivo"]): "来自这支队伍所在的街道"}
    assert "organised_by" not in page.context["form"].fields


def test_plan_visit(fields, supervision, see, send):  # noqa: F811
    query = f"?team={supervision.team_id}"
    for who in ("gwen", "kai", "ivo", "lena", "pia"):
        assert send(who, "discipline:plan-visit", query=query, **fields).status_code == 404
    form = see("gus", "discipline:plan-visit", query=query).context["form"]
    assert (form["announced"].value(), form["organised_by"].value()) == ("yes", "SUPERVISION")
    answer = send("gus", "discipline:plan-visit", query=query, idempotency_key=KEY, **fields)
    again = send("gus", "discipline:plan-visit", query=query, idempotency_key=KEY, **fields)
    visit = Visit.objects.get()
    assert answer["Location"] == again["Location"] == reverse("discipline:show-visit", args=[visit.pk])
    assert (visit.announced, visit.organised_by, visit.path) == (True, "SUPERVISION", "990102001001")
    assert "已经通知过的检查" in text(see("piet", "discipline:plan-visit", query=query))


@pytest.mark.req("INS-03", "INS-04")
def test_a_day_is_taken_by_what_is_announced_and_by_nothing_else(fields, supervision, see, send):  # noqa: F811
    query = f"?team={supervision.team_id}"
    send("gus", "discipline:plan-visit", query=query, **{**fields, "announced": "no"})
    assert "已经通知过" not in text(see("piet", "discipline:plan-visit", query=query))
    police = {**fields, "organised_by": "POLICE_STATION", "inspector_id": supervision.district.users["piet"]}
    assert send("piet", "discipline:plan-visit", query=query, **police).status_code == 302
    answer = send("gus", "discipline:plan-visit", query=query, **fields)
    assert (answer.status_code, "day" in answer.context["form"].errors) == (422, True)
    assert "请换一天" in text(answer)
    assert Visit.objects.count() == 2


def test_what_is_wrong_with_a_visit_stands_at_its_field(fields, supervision, send):  # noqa: F811
    query = f"?team={supervision.team_id}"

    def wrong(who="gus", **changed):
        answer = send(who, "discipline:plan-visit", query=query, **{**fields, **changed})
        assert answer.status_code == 422
        return answer.context["form"].errors

    assert "day" in wrong(day="2026-11-01")
    assert "inspector_id" in wrong(inspector_id="987654")
    assert "checklist_id" in wrong(checklist_id="987654")
    assert "organised_by" in wrong(organised_by="TOWNSHIP")
    assert "announced" in wrong(announced="")
    assert not Visit.objects.exists()


def test_without_a_checklist_the_page_says_what_is_missing(supervision, on, see):  # noqa: F811
    on(PLANNED)
    query = f"?team={supervision.team_id}"
    assert "还没有可以用的检查表" in text(see("piet", "discipline:plan-visit", query=query))
    assert "拟定检查表" in text(see("gus", "discipline:plan-visit", query=query))


def test_reschedule_visit(planned, see, send):  # noqa: F811
    pk, users = planned.visit_id, planned.district.users
    for who in ("piet", "tess", "ivo", "lena", "gwen", "pia"):
        assert see(who, "discipline:reschedule-visit", pk).status_code == 404
        assert send(who, "discipline:reschedule-visit", pk, day="2026-11-20", hour="9:00").status_code == 404
    form = see("gus", "discipline:reschedule-visit", pk).context["form"]
    assert form["inspector_id"].value() == users["ivo"]
    moved = {"day": "2026-11-20", "hour": "09:30", "inspector_id": users["gus"]}
    assert send("gus", "discipline:reschedule-visit", pk, **{**moved, "day": "2026-11-01"}).status_code == 422
    assert send("gus", "discipline:reschedule-visit", pk, **moved).status_code == 302
    visit = Visit.objects.get()
    assert (visit.inspector_id, visit.starts_at.day) == (users["gus"], 20)
    page = text(see("gus", "discipline:show-visit", pk))
    assert "原定" in page
    assert "检查改期" in page


def test_cancel_visit(planned, see, send):  # noqa: F811
    pk = planned.visit_id
    for who in ("piet", "tess", "ivo", "lena", "gwen", "pia"):
        assert send(who, "discipline:cancel-visit", pk, reason="下雨").status_code == 404
    assert see("gus", "discipline:cancel-visit", pk).status_code == 200
    assert send("gus", "discipline:cancel-visit", pk, reason="").status_code == 422
    assert send("gus", "discipline:cancel-visit", pk, reason="台风停办").status_code == 302
    assert "台风停办" in text(see("gus", "discipline:show-visit", pk))
    assert see("gus", "discipline:cancel-visit", pk).status_code == 302
    assert see("gus", "discipline:reschedule-visit", pk).status_code == 302
    assert send("gus", "discipline:cancel-visit", pk, reason="再取消").status_code == 409


def test_a_visit_of_a_round_takes_what_the_round_says(fields, supervision, see, send):  # noqa: F811
    users = supervision.district.users
    round_ = supervision.round(
        InspectorDraft(users["ivo"], home="990102001", lent_by="街道办"), InspectorDraft(users["theo"])
    )
    query = f"?team={supervision.team_id}&round={round_}"
    said = {"day": "2026-11-18", "hour": "14:00", "announced": "no"}
    barred = send("gus", "discipline:plan-visit", query=query, at_most=34, **said, inspector_id=users["ivo"])
    assert (barred.status_code, "inspector_id" in barred.context["form"].errors) == (422, True)
    # The round itself and its list of inspectors are asked beside what a plain visit asks.
    sent = send("gus", "discipline:plan-visit", query=query, at_most=28, **said, inspector_id=users["theo"])
    assert sent.status_code == 302
    visit = Visit.objects.get()
    assert (visit.round_id, visit.method) == (round_, Method.CROSS_AREA)
    assert "选这支" in text(see("gus", "discipline:plan-visit", query=f"?round={round_}"))
    # Lent to a round of the district: reads the visit and the round, though both are elsewhere.
    assert "四季度督察" in text(see("theo", "discipline:show-visit", visit.pk))
    Visit.objects.update(announced=True)
    assert "四季度督察" not in text(see("piet", "discipline:show-visit", visit.pk))
    assert see("theo", "discipline:show-round", round_).status_code == 200
    assert see("theo", "discipline:plan-visit", query=f"?round={round_}").status_code == 404
