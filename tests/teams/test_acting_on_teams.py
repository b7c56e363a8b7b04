"""Writing pages of teams and areas: each does it, says no in words, counts once, and finds nothing out of reach."""

from __future__ import annotations

import uuid

import pytest
import time_machine
from django.urls import reverse

from teams.models import (
    AreaDesignation,
    PatrolArea,
    Team,
    TeamStep,
    TeamUnit,
    Unit,
)
from tests.teams.saying import said

HTML = "<script>alert(1)</script>"
LONG = "长" * 10_000


@pytest.fixture(autouse=True)
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


def key():
    return str(uuid.uuid4())


# --- teams ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def plan(send, district, at):
    def act(who="tess", /, **fields):
        place = district.places["990102001001"]
        whole = {"place": place, "form": "VOLUNTARY_PATROL", "authorised": 8, "hamlet": "上湾", "former_name": ""}
        return send(who, "teams:plan-team", **{**whole, **fields})

    return act


def test_plan_team(plan, signed_in, tess, at):
    assert "编制人数" in signed_in(tess).get(reverse("teams:plan-team") + "?place=990102001001").content.decode()
    answer = plan()
    team = Team.objects.get(hamlet="上湾")
    assert (answer.status_code, answer["Location"]) == (302, reverse("teams:show-team", args=[team.pk]))
    assert len(said("teams.team_planned", at)) == 1


def test_plan_team_offers_the_standard_of_the_tier(signed_in, gus):
    for path, standard in (("990102", 80), ("990102001", 15), ("990102001001", 5)):
        form = signed_in(gus).get(reverse("teams:plan-team") + f"?place={path}").context["form"]
        assert form.initial["authorised"] == standard


def test_plan_team_counts_once(plan, at):
    once = key()
    first, second = plan(idempotency_key=once), plan(idempotency_key=once)
    assert first["Location"] == second["Location"]
    assert Team.objects.filter(hamlet="上湾").count() == 1
    assert plan(idempotency_key=once, authorised=9).status_code == 409
    assert plan(idempotency_key=key()).status_code == 422


@pytest.mark.parametrize(
    "fields",
    [
        {"hamlet": HTML}, {"hamlet": LONG}, {"authorised": "many"}, {"authorised": 0}, {"authorised": 10**30},
        {"form": "ARMY"}, {"place": "999999"}, {"place": HTML}, {"former_name": LONG}, {"former_name": "\x00"},
        {"hamlet": ""}, {"place": ""},
    ],
)  # fmt: skip
def test_plan_team_says_no_in_words(plan, fields, at):
    before = Team.objects.count()
    answer = plan(**fields)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert HTML not in answer.content.decode()
    assert Team.objects.count() == before
    assert not said("teams.team_planned", at)


def test_plan_team_out_of_reach_is_no_choice(plan):
    assert plan("theo").status_code == 422
    assert plan("kai").status_code == 422
    assert not Team.objects.filter(hamlet="上湾").exists()


@pytest.fixture
def submitted(plan, send, district):
    plan()
    team = Team.objects.get(hamlet="上湾")
    station = district.units["station"]
    assert send("tess", "teams:relate-unit", team.pk, relation="MANAGING", unit=station).status_code == 302
    assert send("tess", "teams:submit-team", team.pk).status_code == 302
    return team


def test_a_team_is_submitted_returned_submitted_and_activated(submitted, send):
    assert send("gwen", "teams:return-team", submitted.pk, reason="名称待核").status_code == 302
    assert send("tess", "teams:submit-team", submitted.pk).status_code == 302
    assert send("gwen", "teams:activate-team", submitted.pk).status_code == 302
    moves = TeamStep.objects.filter(team=submitted).order_by("pk").values_list("move", flat=True)
    assert list(moves) == ["plan", "submit", "return", "submit", "activate"]


def test_submit_team_without_its_police_unit_says_why(plan, send):
    plan()
    answer = send("tess", "teams:submit-team", Team.objects.get(hamlet="上湾").pk)
    assert answer.status_code == 422
    assert "还没有登记管理" in answer.content.decode()


def test_a_stale_button_is_told_so(submitted, send):
    assert send("gwen", "teams:activate-team", submitted.pk).status_code == 302
    answer = send("gwen", "teams:activate-team", submitted.pk)
    assert answer.status_code == 409
    assert "情况已经变化" in answer.content.decode()
    assert send("gwen", "teams:return-team", submitted.pk, reason="名称待核").status_code == 409


def test_suspend_team_and_resume_team(send, harbour):
    assert send("gwen", "teams:suspend-team", harbour.pk, reason="人员不足").status_code == 302
    harbour.refresh_from_db()
    assert harbour.stage == "SUSPENDED"
    assert send("gwen", "teams:resume-team", harbour.pk).status_code == 302


@pytest.mark.parametrize("reason", ["", " ", "少", LONG, "打 13812345678 问"])
def test_suspend_team_without_a_proper_reason(send, harbour, reason):
    assert send("gwen", "teams:suspend-team", harbour.pk, reason=reason).status_code == 422
    harbour.refresh_from_db()
    assert harbour.stage == "ACTIVE"


@pytest.mark.parametrize("name", ["submit", "activate", "resume", "return", "suspend"])
@pytest.mark.parametrize("who", ["theo", "lena", "kai", "nora", "ada"])
def test_steps_out_of_reach_are_not_found(send, harbour, name, who):
    assert send(who, f"teams:{name}-team", harbour.pk, reason="人员不足").status_code == 404


def test_steps_are_no_reading(signed_in, gwen, harbour):
    assert signed_in(gwen).get(reverse("teams:activate-team", args=[harbour.pk])).status_code == 405


@pytest.mark.req("ORG-05")
def test_authorise_strength(send, signed_in, gwen, harbour):
    assert (
        "本级标准 5 人" in signed_in(gwen).get(reverse("teams:authorise-strength", args=[harbour.pk])).content.decode()
    )
    assert send("gwen", "teams:authorise-strength", harbour.pk, authorised=9, reason="辖区扩大").status_code == 302
    assert send("gwen", "teams:authorise-strength", harbour.pk, authorised=9, reason="辖区扩大").status_code == 422
    assert send("gus", "teams:authorise-strength", harbour.pk, authorised=7, reason="辖区扩大").status_code == 404
    harbour.refresh_from_db()
    assert harbour.authorised == 9


def test_relate_unit_of_another_street_is_no_choice(send, harbour, district):
    unit = district.units["other_station"]
    assert send("tess", "teams:relate-unit", harbour.pk, relation="MANAGING", unit=unit).status_code == 422
    assert send("theo", "teams:relate-unit", harbour.pk, relation="MANAGING", unit=unit).status_code == 404
    law = district.units["law"]
    assert send("tess", "teams:relate-unit", harbour.pk, relation="LEADERSHIP", unit=law).status_code == 302
    assert TeamUnit.objects.filter(team=harbour, relation="LEADERSHIP", unit=law).exists()


def test_found_unit(send, district):
    place = district.places["990102001001"]
    fields = {"place": place, "kind": "POLICE_ROOM", "name": "港口警务室", "idempotency_key": key()}
    assert send("gus", "teams:found-unit", **fields).status_code == 302
    assert send("gus", "teams:found-unit", **fields).status_code == 302
    assert Unit.objects.filter(name="港口警务室").count() == 1
    assert send("gus", "teams:found-unit", **{**fields, "idempotency_key": key()}).status_code == 422
    assert send("tess", "teams:found-unit", **{**fields, "name": "别的"}).status_code == 422


# --- areas ----------------------------------------------------------------------------------------------------------


def test_draw_area_and_designate_area(send, signed_in, piet, district, squadron):
    place = district.places["990102001001"]
    form = signed_in(piet).get(reverse("teams:draw-area", args=[place])).context["form"]
    assert form.initial["responsible_team"] == district.teams["harbour"]
    fields = {
        "name": "码头", "kind": "AREA", "form": "AREA", "responsible_team": district.teams["harbour"],
        "responsible_unit": district.units["station"],
    }  # fmt: skip
    assert send("piet", "teams:draw-area", place, **fields).status_code == 302
    assert send("piet", "teams:draw-area", place, **fields).status_code == 422
    assert send("piet", "teams:draw-area", place, **{**fields, "name": HTML}).status_code == 422
    assert send("pia", "teams:draw-area", place, **fields).status_code == 404
    area = PatrolArea.objects.get(name="码头")
    assert send("piet", "teams:designate-area", area.pk, team=squadron.pk).status_code == 302
    assert send("piet", "teams:designate-area", area.pk, team=squadron.pk).status_code == 422
    assert send("pia", "teams:designate-area", area.pk, team=squadron.pk).status_code == 404
    assert AreaDesignation.objects.filter(area=area).count() == 2


def test_forms_are_guarded_against_other_sites(gwen, harbour, signed_in):
    client = signed_in(gwen)
    client.handler.enforce_csrf_checks = True
    answer = client.post(reverse("teams:suspend-team", args=[harbour.pk]), {"reason": "人员不足"})
    assert answer.status_code == 403
    assert Team.objects.get(pk=harbour.pk).stage == "ACTIVE"
