"""Rounds and plans that repeat on pages: registered, reported, called off, begun and ended (INS-01, INS-02, INS-14)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from discipline.models import RoundInspector, SupervisionRound, Visit, VisitSeries
from discipline.rules import Organiser
from tests.discipline.looking import on, rows, see, send, text  # noqa: F401
from tests.discipline.story import PLANNED

KEY = str(uuid.UUID(int=11))


@pytest.fixture
def ready(supervision, on):  # noqa: F811
    supervision.agreed()
    on(PLANNED, 12)
    return supervision


@pytest.fixture
def fields(ready):
    users = ready.district.users
    main = {
        "name": "四季度督察", "organised_by": "SUPERVISION", "method": "CROSS_AREA", "starts_on": "2026-11-10",
        "last_day": "2026-12-10", "checklist_id": ready.checklist_id,
    }  # fmt: skip
    tess = {"user_id": users["tess"], "home": "990102001", "lent_by": "街道办"}
    return main | rows("inspectors", {"user_id": users["ivo"], "home": "", "lent_by": ""}, tess, {"user_id": ""})


@pytest.mark.req("INS-02")
def test_plan_round(fields, ready, see, send):  # noqa: F811
    for who in ("gwen", "kai", "ivo", "lena", "nora"):
        assert see(who, "discipline:plan-round").status_code == 404
        assert send(who, "discipline:plan-round", **fields).status_code == 404
    assert see("gus", "discipline:plan-round").status_code == 200
    answer = send("gus", "discipline:plan-round", idempotency_key=KEY, **fields)
    again = send("gus", "discipline:plan-round", idempotency_key=KEY, **fields)
    round_ = SupervisionRound.objects.get()
    assert answer["Location"] == again["Location"] == reverse("discipline:show-round", args=[round_.pk])
    assert sorted(RoundInspector.objects.values_list("home", "lent_by")) == [("", ""), ("990102001", "街道办")]
    page = text(see("gus", "discipline:show-round", round_.pk))
    assert "来自锦川街道 · 街道办" in page
    assert "异地交叉督察" in page


def test_a_township_registers_in_its_own_name_only(fields, ready, see, send):  # noqa: F811
    form = see("tess", "discipline:plan-round").context["form"]
    assert [code for code, _text in form.fields["organised_by"].choices] == ["TOWNSHIP"]
    assert "CROSS_AREA" not in [code for code, _text in form.fields["method"].choices]
    assert send("tess", "discipline:plan-round", **fields).status_code == 422
    own = {**fields, "organised_by": "TOWNSHIP", "method": "ROUTINE"}
    assert send("tess", "discipline:plan-round", **own).status_code == 302


def test_what_is_wrong_with_a_round(fields, send):  # noqa: F811
    def wrong(**changed):
        answer = send("gus", "discipline:plan-round", **{**fields, **changed})
        assert answer.status_code == 422
        return text(answer)

    assert "结束日期不能早于开始日期" in wrong(last_day="2026-11-01")
    assert "只写一次" in wrong(**{"inspectors-1-user_id": fields["inspectors-0-user_id"]})
    assert "请选择检查人" in wrong(**{"inspectors-2-lent_by": "街道办"})
    assert "第 1 人" in wrong(**{"inspectors-0-lent_by": "电话 13912345678"})
    grown = send("gus", "discipline:plan-round", **fields, **{"add-inspectors": ""})
    assert (grown.status_code, len(grown.context["forms"].rows.forms)) == (200, 4)
    assert not SupervisionRound.objects.exists()


@pytest.mark.req("INS-14")
def test_list_rounds(ready, see):  # noqa: F811
    assert "没有督察" in text(see("gus", "discipline:list-rounds"))
    ready.round()
    for who in ("gus", "gwen", "liz", "ivo"):
        assert "四季度督察" in text(see(who, "discipline:list-rounds")), who
    for who in ("tess", "petra", "piet", "pia"):
        assert "四季度督察" not in text(see(who, "discipline:list-rounds")), who
    for who in ("kai", "lena", "mara", "nora"):
        assert see(who, "discipline:list-rounds").status_code == 404
    assert "没有督察" in text(see("gus", "discipline:list-rounds", query="?stage=REPORTED"))
    assert "四季度督察" in text(see("gus", "discipline:list-rounds", query="?organised_by=SUPERVISION&place=990102"))
    assert see("gus", "discipline:list-rounds", query="?stage=x").status_code == 422
    part = see("gus", "discipline:list-rounds", **{"HX-Request": "true", "HX-Target": "round-list"})
    assert part.content.decode().lstrip().startswith('<div id="round-list"')


@pytest.mark.req("INS-14")
def test_report_round(ready, see, send):  # noqa: F811
    pk = ready.round()
    ready.plan(round_id=pk)
    said = "检查了一支队伍，台账不全，建议街道派人帮助。"
    for who in ("gwen", "piet", "ivo", "tess"):
        assert see(who, "discipline:report-round", pk).status_code == 404
        assert send(who, "discipline:report-round", pk, report=said).status_code == 404
    assert "安排的检查都做完以后" in text(see("gus", "discipline:show-round", pk))
    assert "还有没做完的检查" in text(send("gus", "discipline:report-round", pk, report=said))
    Visit.objects.update(stage="CANCELLED", cancelled_why="改到下季度")
    assert see("gus", "discipline:report-round", pk).status_code == 200
    assert send("gus", "discipline:report-round", pk, report="好").status_code == 422
    assert send("gus", "discipline:report-round", pk, report=said).status_code == 302
    assert said in text(see("ivo", "discipline:show-round", pk))
    assert see("gus", "discipline:report-round", pk).status_code == 302
    assert send("gus", "discipline:report-round", pk, report=said).status_code == 409


def test_cancel_round(ready, see, send):  # noqa: F811
    pk = ready.round()
    visit = ready.plan(round_id=pk)
    for who in ("gwen", "piet", "ivo"):
        assert send(who, "discipline:cancel-round", pk, reason="台风").status_code == 404
    assert see("gus", "discipline:cancel-round", pk).status_code == 200
    assert send("gus", "discipline:cancel-round", pk, reason="台风停办").status_code == 302
    assert Visit.objects.get(pk=visit.pk).stage == "CANCELLED"
    assert see("gus", "discipline:cancel-round", pk).status_code == 302
    assert "已取消" in text(see("gus", "discipline:show-round", pk))


def test_a_round_shows_each_reader_only_the_visits_they_may_see(ready, see):  # noqa: F811
    """INS-04: an inspector of the round reads the own visits, not where others go."""
    pk = ready.round()
    ready.plan(round_id=pk, announced=False)
    assert len(see("ivo", "discipline:show-round", pk).context["visits"]) == 1
    other = ready.round(name="二组")
    ready.plan(round_id=other, announced=False, starts_at=dt.datetime.combine(dt.date(2026, 11, 25), dt.time(9)))
    Visit.objects.filter(round=other).update(inspector=ready.district.users["gus"])
    page = see("ivo", "discipline:show-round", other)
    assert (page.context["visits"], page.context["round"].arranged) == ([], 0)
    assert see("ivo", "discipline:show-round", 987654).status_code == 404


# --- plans that repeat ------------------------------------------------------------------------------------------------


@pytest.fixture
def series(ready):
    return {
        "organised_by": "POLICE_STATION", "tier": "SQUADRON", "checklist_id": ready.checklist_id, "announced": "yes",
        "inspector_ids": [ready.district.users["piet"]],
    }  # fmt: skip


@pytest.mark.req("INS-01", "INS-05")
def test_begin_and_end_series(series, ready, see, send):  # noqa: F811
    for who in ("gwen", "kai", "ivo", "lena", "nora"):
        assert see(who, "discipline:begin-series").status_code == 404
        assert send(who, "discipline:begin-series", **series).status_code == 404
    assert see("tess", "discipline:begin-series").context["form"]["tier"].value() == "DETACHMENT"
    form = see("piet", "discipline:begin-series").context["form"]
    assert (form["tier"].value(), form["organised_by"].value()) == ("SQUADRON", Organiser.POLICE_STATION)
    for _twice in range(2):
        answer = send("piet", "discipline:begin-series", idempotency_key=KEY, **series)
        assert answer["Location"] == reverse("discipline:list-series")
    row = VisitSeries.objects.get()
    assert "已经在进行" in text(send("piet", "discipline:begin-series", **series))
    assert send("piet", "discipline:begin-series", **{**series, "inspector_ids": []}).status_code == 422
    assert "皮涛" in text(see("piet", "discipline:list-series"))
    assert "停止定期检查" in text(see("piet", "discipline:list-series"))
    assert "停止定期检查" not in text(see("gus", "discipline:list-series"))
    assert send("gus", "discipline:end-series", row.pk).status_code == 422
    assert send("pia", "discipline:end-series", row.pk).status_code == 404
    assert send("piet", "discipline:end-series", row.pk).status_code == 302
    assert "已停止" in text(see("piet", "discipline:list-series"))


def test_list_series(ready, see):  # noqa: F811
    for who in ("gus", "gwen", "tess", "petra", "piet"):
        assert "还没有定期检查" in text(see(who, "discipline:list-series")), who
    for who in ("kai", "ivo", "lena", "mara", "nora"):
        assert see(who, "discipline:list-series").status_code == 404
