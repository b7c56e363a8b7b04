"""Pages and API of silent and dormant teams."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from patrol_ops.core import clock
from teams import tasks
from teams.models import DormantSpell, Team
from tests.cast import FOUNDED

READS = 12
SITUATION = 16  # as pinned there: three of them ask recruiting
ONE = dt.timedelta(days=1)
PLAN = {"causes": "队长调走", "measures": "另选队长", "due_on": "2026-10-20"}


@pytest.fixture(autouse=True)
def _thirty_days_on(district):
    with time_machine.travel(clock.at(FOUNDED + 30 * ONE, 9), tick=False):
        tasks.watch_teams()
        yield


@pytest.fixture
def see(request, signed_in, django_assert_max_num_queries):
    def act(who, name, *args, query=""):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(SITUATION if name == "office:situation" else READS):
            return client.get(reverse(name, args=args) + query)

    return act


def acts(page):
    return [act["text"] for act in page.context["asleep"]["acts"]]


@pytest.mark.req("ORG-31")
def test_a_silent_team_is_confirmed_as_dormant_and_revived(send, see, harbour):
    page = see("gus", "teams:show-team", harbour.pk)
    assert "从 2026年9月1日 起没有日志" in page.content.decode()
    assert acts(page) == ["确认休眠", "继续在勤"]
    assert acts(see("tess", "teams:show-team", harbour.pk)) == []
    assert see("gus", "teams:confirm-dormant", harbour.pk).status_code == 200
    fields = {"cause": "NO_PATROLS", "reason": "三十天没有巡逻"}
    for who in ("tess", "gwen", "lena", "nora"):
        assert send(who, "teams:confirm-dormant", harbour.pk, **fields).status_code == 404
    assert send("gus", "teams:confirm-dormant", harbour.pk, **{**fields, "cause": "BORED"}).status_code == 422
    assert send("gus", "teams:confirm-dormant", harbour.pk, **{**fields, "reason": ""}).status_code == 422
    assert send("gus", "teams:confirm-dormant", harbour.pk, **fields).status_code == 302
    assert send("gus", "teams:confirm-dormant", harbour.pk, **fields).status_code == 409

    page = see("tess", "teams:show-team", harbour.pk)
    assert "还没有整顿方案" in page.content.decode()
    assert acts(page) == ["写整顿方案"]
    assert see("tess", "teams:write-revival-plan", harbour.pk).status_code == 200
    assert send("theo", "teams:write-revival-plan", harbour.pk, **PLAN).status_code == 404
    assert send("tess", "teams:write-revival-plan", harbour.pk, **{**PLAN, "causes": ""}).status_code == 422
    assert send("tess", "teams:write-revival-plan", harbour.pk, **{**PLAN, "due_on": "2020-01-01"}).status_code == 422
    assert send("tess", "teams:write-revival-plan", harbour.pk, **PLAN).status_code == 302
    form = see("tess", "teams:write-revival-plan", harbour.pk).context["form"]
    assert form.initial["measures"] == "另选队长"

    page = see("gus", "teams:show-team", harbour.pk)
    assert "另选队长" in page.content.decode()
    assert acts(page) == ["写整顿方案", "恢复活动"]
    assert see("gus", "teams:revive-team", harbour.pk).status_code == 200
    assert send("tess", "teams:revive-team", harbour.pk, result="队长已到任").status_code == 404
    assert send("gus", "teams:revive-team", harbour.pk, result="").status_code == 422
    assert send("gus", "teams:revive-team", harbour.pk, result="队长已到任").status_code == 302
    assert Team.objects.get(pk=harbour.pk).stage == "ACTIVE"
    assert DormantSpell.objects.get().result == "队长已到任"


@pytest.mark.req("ORG-31")
def test_keep_active_with_its_reason(send, see, harbour):
    assert see("gus", "teams:keep-active", harbour.pk).status_code == 200
    assert send("gwen", "teams:keep-active", harbour.pk, reason="正在招人").status_code == 404
    assert send("gus", "teams:keep-active", harbour.pk, reason="").status_code == 422
    assert send("gus", "teams:keep-active", harbour.pk, reason="正在招人").status_code == 302
    assert send("gus", "teams:keep-active", harbour.pk, reason="正在招人").status_code == 422
    assert see("gus", "teams:show-team", harbour.pk).context["asleep"] is None


@pytest.mark.req("ORG-31")
def test_silent_and_dormant_teams_are_exceptions_of_the_situation(send, see, harbour, academy):
    fields = {"cause": "NO_PATROLS", "reason": "三十天没有巡逻"}
    send("gus", "teams:confirm-dormant", harbour.pk, **fields)
    states = {line["state"] for line in see("gwen", "office:situation").context["exceptions"]}
    assert {"沉寂", "休眠"} <= states
    lines = see("gus", "teams:list-teams", query="?flag=silent").context["lines"]
    listed = {team.pk for team, _ in lines}
    assert academy.pk in listed
    assert harbour.pk not in listed


@pytest.mark.req("ORG-31")
def test_the_proposal_waits_in_the_offices_inbox(see, harbour):
    inbox = see("gus", "office:to-do", query="?kind=teams.confirm_dormant")
    assert len(inbox.context["lines"]) == 6
    assert reverse("teams:show-team", args=[harbour.pk]) in inbox.content.decode()


def test_dormancy_by_api(signed_in, gus, tess, harbour):
    base = f"/api/v1/teams/teams/{harbour.pk}/dormancy/"

    def tell(user, path, body):
        return signed_in(user).post(base + path, body, content_type="application/json")

    confirmed = {"cause": "NO_MEMBERS", "reason": "三十天没有巡逻"}
    assert tell(tess, "confirm/", confirmed).status_code == 404
    assert tell(gus, "confirm/", {"cause": "BORED", "reason": "x"}).status_code == 400
    assert tell(gus, "decline/", {"reason": "x"}).json()["code"] == "teams.reason-needed"
    assert tell(gus, "confirm/", confirmed).status_code == 200
    assert tell(gus, "revive/", {"result": "已到任"}).json()["code"] == "teams.plan-missing"
    assert tell(tess, "plan/", PLAN).status_code == 200
    assert tell(gus, "revive/", {"result": "已到任"}).status_code == 200
    assert Team.objects.get(pk=harbour.pk).stage == "ACTIVE"
