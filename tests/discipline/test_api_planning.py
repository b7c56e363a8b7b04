"""What is planned, by API: the same acts and answers as on the pages, scoped, once (INS-01 to INS-05, X06)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from discipline.models import Visit
from patrol_ops.core import clock
from tests.discipline.looking import ask, on, tell  # noqa: F401
from tests.discipline.story import AGREED, HELD, PLANNED


@pytest.fixture
def ready(supervision, on):  # noqa: F811
    supervision.agreed()
    on(PLANNED, 12)
    return supervision


def test_checklists_by_api(supervision, on, ask, tell):  # noqa: F811
    on(AGREED, 12)
    key, place = str(uuid.uuid4()), supervision.district.places["990102"]
    body = {
        "place_id": place, "kind": "DOCUMENTS", "title": "台账检查表", "asks_documents": True,
        "items": [{"text": "有巡逻计划", "points": 2}, {"text": "日志齐全"}],
    }  # fmt: skip
    for who in ("gwen", "piet", "lena"):
        tell(who, "checklists/propose/", body, 404)
    assert tell("gus", "checklists/propose/", {**body, "kind": "x"}, 400)["code"] == "core.invalid"
    assert tell("gus", "checklists/propose/", {**body, "asks_documents": False}, 422)["field"] == "asks_documents"
    pk = tell("gus", "checklists/propose/", body, 201, key=key)["id"]
    assert tell("gus", "checklists/propose/", body, 200, key=key)["id"] == pk
    row = ask("lena", f"checklists/{pk}/")
    assert (row["current"], row["waiting"]["items"][1]) == (None, {"text": "日志齐全", "points": 1})
    tell("gus", f"checklists/{pk}/agree/", expected=404)
    tell("gwen", f"checklists/{pk}/agree/")
    tell("gwen", f"checklists/{pk}/agree/", expected=422)
    next_one = {**body, "checklist_id": pk, "title": "台账检查表二"}
    assert tell("gus", "checklists/propose/", next_one, 201)["id"] == pk
    (line,) = ask("piet", "checklists/")["results"]
    assert (line["title"], line["current"]["version"], line["waiting"]["version"]) == ("台账检查表", 1, 2)
    tell("gwen", f"checklists/{pk}/retire/", expected=404)
    tell("gus", f"checklists/{pk}/retire/")
    assert ask("gus", f"checklists/{pk}/")["retired_at"]
    ask("mara", f"checklists/{pk}/", 404)
    ask("gus", "checklists/987654/", 404)


@pytest.mark.req("INS-02", "INS-14")
def test_rounds_by_api(ready, ask, tell):  # noqa: F811
    users, places = ready.district.users, ready.district.places
    body = {
        "place_id": places["990102"], "name": "四季度督察", "organised_by": "SUPERVISION", "method": "CROSS_AREA",
        "starts_on": "2026-11-10", "last_day": "2026-12-10", "checklist_id": ready.checklist_id,
        "inspectors": [{"user_id": users["ivo"]}, {"user_id": users["tess"], "home": "990102001", "lent_by": "街道办"}],
    }  # fmt: skip
    for who in ("gwen", "piet", "ivo"):
        tell(who, "rounds/plan/", body, 404)
    assert tell("gus", "rounds/plan/", {**body, "last_day": "2026-01-01"}, 422)["field"] == "last_day"
    key = str(uuid.uuid4())
    pk = tell("gus", "rounds/plan/", body, 201, key=key)["id"]
    assert tell("gus", "rounds/plan/", body, 200, key=key)["id"] == pk
    assert (
        tell("gus", "rounds/plan/", {**body, "name": "另一次"}, 409, key=key)["code"] == "core.same-key-other-content"
    )
    assert {one["home"] for one in ask("ivo", f"rounds/{pk}/")["inspectors"]} == {"", "锦川街道"}
    assert [row["id"] for row in ask("tess", "rounds/")["results"]] == [pk]
    assert ask("piet", "rounds/")["results"] == []
    assert ask("gus", "rounds/?stage=REPORTED")["results"] == []
    ask("piet", f"rounds/{pk}/", 404)
    tell("piet", f"rounds/{pk}/report/", {"report": "没有发现问题，一切正常。"}, 404)
    tell("gus", f"rounds/{pk}/report/", {"report": "没有发现问题，一切正常。"})
    assert ask("gus", f"rounds/{pk}/")["round"]["stage"] == "REPORTED"
    tell("gus", f"rounds/{pk}/cancel/", {"reason": "不办了"}, 409)
    tell("piet", f"rounds/{pk}/cancel/", {"reason": "不办了"}, 404)


@pytest.mark.req("INS-03", "INS-04")
def test_visits_by_api(ready, ask, tell):  # noqa: F811
    users = ready.district.users
    body = {
        "team_id": ready.team_id, "inspector_id": users["ivo"], "starts_at": "2026-11-18T14:00", "announced": True,
        "organised_by": "SUPERVISION", "checklist_id": ready.checklist_id,
    }  # fmt: skip
    for who in ("gwen", "kai", "ivo", "lena", "pia"):
        tell(who, "visits/plan/", body, 404)
    assert tell("tess", "visits/plan/", body, 422)["field"] == "organised_by"
    key = str(uuid.uuid4())
    pk = tell("gus", "visits/plan/", body, 201, key=key)["id"]
    assert tell("gus", "visits/plan/", body, 200, key=key)["id"] == pk
    assert tell("gus", "visits/plan/", body, 422)["code"] == "discipline.visited-already"
    assert clock.local(Visit.objects.get().starts_at).hour == 14
    hidden = tell("gus", "visits/plan/", {**body, "announced": False}, 201)["id"]
    for who in ("gus", "gwen", "ivo"):
        assert {row["id"] for row in ask(who, "visits/")["results"]} == {pk, hidden}, who
    for who in ("piet", "tess", "petra"):
        assert {row["id"] for row in ask(who, "visits/")["results"]} == {pk}, who
        ask(who, f"visits/{hidden}/", 404)
    for who in ("kai", "lena", "mara", "pia"):
        assert ask(who, "visits/")["results"] == []
        ask(who, f"visits/{pk}/", 404)
    assert [row["id"] for row in ask("gus", "visits/?announced=no&first=2026-11-18&last=2026-11-18")["results"]] == [
        hidden
    ]
    assert ask("gus", "visits/?overdue=true")["results"] == []
    assert ask("gus", "visits/?first=0001-01-01")["results"] == []
    ask("gus", "visits/?last=x", 400)
    tell("piet", f"visits/{pk}/reschedule/", {"starts_at": "2026-11-20T09:00"}, 422)
    tell("lena", f"visits/{pk}/reschedule/", {"starts_at": "2026-11-20T09:00"}, 404)
    tell("gus", f"visits/{pk}/reschedule/", {"starts_at": "2026-11-20T09:00", "inspector_id": users["gus"]})
    assert ask("gus", f"visits/{pk}/")["inspector"] == "顾思"
    tell("piet", f"visits/{hidden}/cancel/", {"reason": "下雨"}, 404)
    tell("gus", f"visits/{pk}/cancel/", {"reason": "台风停办"})
    assert ask("piet", f"visits/{pk}/")["cancelled_why"] == "台风停办"
    tell("gus", f"visits/{pk}/cancel/", {"reason": "台风停办"}, 409)


@pytest.mark.req("INS-04")
def test_coming_by_api_has_no_number_and_no_trace_of_the_rest(ready, ask):  # noqa: F811
    ready.plan()
    before = ask("lena", "coming/")
    assert not [name for line in before for name in line if "id" in name.split("_")]
    assert (before[0]["organised_by"], before[0]["items"][0]) == ("SUPERVISION", "值班室有巡逻计划")
    ready.plan(announced=False)
    assert ask("lena", "coming/") == before
    for who in ("otto", "gus", "ivo", "mara"):
        assert ask(who, "coming/") == []


@pytest.mark.req("INS-01", "INS-05")
def test_series_by_api(ready, ask, tell):  # noqa: F811
    users, places = ready.district.users, ready.district.places
    body = {
        "place_id": places["990102001"], "organised_by": "TOWNSHIP", "tier": "DETACHMENT", "announced": True,
        "checklist_id": ready.checklist_id, "inspector_ids": [users["tess"]],
    }  # fmt: skip
    for who in ("gwen", "kai", "lena", "theo"):
        tell(who, "series/begin/", body, 404)
    assert tell("piet", "series/begin/", body, 422)["field"] == "organised_by"
    key = str(uuid.uuid4())
    pk = tell("tess", "series/begin/", body, 201, key=key)["id"]
    assert tell("tess", "series/begin/", body, 200, key=key)["id"] == pk
    (row,) = ask("gus", "series/")["results"]
    assert (row["inspector_ids"], row["to_make"], row["ended_at"]) == ([users["tess"]], 0, None)
    for who in ("piet", "theo", "lena", "ivo"):
        assert ask(who, "series/")["results"] == []
    tell("theo", f"series/{pk}/end/", expected=404)
    tell("tess", f"series/{pk}/end/")
    tell("tess", f"series/{pk}/end/", expected=422)


@pytest.mark.req("INS-01")
def test_coverage_and_coverage_teams_by_api(supervision, on, ask):  # noqa: F811
    supervision.until_effective()
    on(HELD + dt.timedelta(days=1))
    lines = {(line["path"], line["tier"]): line for line in ask("gus", "coverage/")}
    assert lines["990102001", "DETACHMENT"]["covered"] == 1
    assert lines["990102002", "SQUADRON"]["never"] == 1
    assert [line["path"] for line in ask("gus", "coverage/?place=990102002&organiser=TOWNSHIP")] == [
        "990102002",
        "990102002001",
    ]
    for who, path in (("piet", "coverage/?place=990102002"), ("lena", "coverage/"), ("ivo", "coverage/")):
        assert ask(who, path) == []
    teams = ask("gus", "coverage/teams/?state=covered")["results"]
    assert [(team["id"], team["last_inspected"]) for team in teams] == [(supervision.team_id, "2026-11-18")]
    assert len(ask("gus", "coverage/teams/?state=never&organiser=SUPERVISION")["results"]) == 5
    assert len(ask("tess", "coverage/teams/")["results"]) == 3
    assert ask("lena", "coverage/teams/")["results"] == []
    ask("gus", "coverage/teams/?state=x", 400)
