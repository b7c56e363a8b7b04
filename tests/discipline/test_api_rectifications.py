"""Rectifications, reviews and coordination by API: the same scopes, the same words, the same two hands."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from discipline.models import Finding, Rectification
from tests.discipline.rectify_doors import ask, on, tell  # noqa: F401
from tests.discipline.story import DUE, HELD

NEXT = HELD + dt.timedelta(days=1)


@pytest.fixture
def effective(supervision, on):  # noqa: F811
    supervision.until_effective()
    on(HELD, 18)
    return supervision


@pytest.mark.req("INS-11")
def test_issue_rectification_by_api(effective, tell, ask):  # noqa: F811
    finding = Finding.objects.get(to_rectify=True)
    path = f"inspections/{effective.inspection_id}/rectify/"
    body = {"matter": "补齐巡逻日志", "demands": "补写两天。", "due_on": str(DUE), "finding_ids": [finding.pk]}
    key = str(uuid.uuid4())
    for who in ("lena", "theo", "pia", "otto"):
        assert tell(who, path, body, 404)["code"] == "core.not-found", who
    liaison = effective.district.users["pia"]
    assert tell("ivo", path, {**body, "rechecker_id": liaison}, 422)["code"] == "discipline.rechecker-unknown"
    made = tell("ivo", path, body, 201, key=key)
    assert tell("ivo", path, body, 200, key=key) == made
    assert tell("ivo", path, body, 422)["code"] == "discipline.finding-ordered"
    row = ask("lena", f"rectifications/{made['id']}/")
    assert row["rectification"]["number"] == Rectification.objects.get().number
    assert [one["text"] for one in row["findings"]] == ["缺两天的巡逻日志"]
    assert [step["move"] for step in row["steps"]] == ["issue"]


@pytest.mark.req("LOG-09")
def test_rectification_from_hand_to_hand_by_api(effective, tell, ask, on):  # noqa: F811
    """note_progress, decide_extension, assign_rechecker and send_back_rectification among the others."""
    pk = effective.issue().pk
    on(NEXT)
    at = f"rectifications/{pk}/"
    assert tell("otto", f"{at}acknowledge/", {"plan": "补写"}, 404)
    tell("lena", f"{at}acknowledge/", {"plan": "本周补写"})
    assert tell("lena", f"{at}acknowledge/", {"plan": "本周补写"}, 409)
    key = str(uuid.uuid4())
    for status in (201, 200):
        tell("lena", f"{at}progress/", {"text": "写了一天"}, status, key=key)
    until = str(DUE + dt.timedelta(days=9))
    tell("lena", f"{at}extension/", {"until": until, "reason": "等材料"})
    assert tell("gus", f"{at}extension/decide/", {"granted": True, "reason": "合理"}, 404)
    tell("gwen", f"{at}extension/decide/", {"granted": True, "reason": "合理"})
    on(NEXT, 12)
    tell("gwen", f"{at}limit/", {"until": str(DUE), "reason": "不能再拖"})
    piet = effective.district.users["piet"]
    tell("gus", f"{at}rechecker/", {"rechecker_id": piet})
    on(NEXT, 13)
    tell("lena", f"{at}submit/", {"result": "都补写了"})
    assert tell("ivo", f"{at}accept/", {"text": "看过"}, 422)["code"] == "discipline.rechecked-by-issuer"
    on(NEXT, 14)
    tell("piet", f"{at}send-back/", {"reason": "副队长还不会写"})
    on(NEXT, 15)
    tell("lena", f"{at}submit/", {"result": "又教了一次"})
    tell("piet", f"{at}accept/", {"text": "当面写了一份"})
    file = ask("gus", at)
    assert [step["move"] for step in file["steps"]] == [
        "issue", "acknowledge", "progress", "ask_extension", "extend", "limit", "submit", "send_back",
        "submit", "accept",
    ]  # fmt: skip
    assert (file["rectification"]["stage"], file["rectification"]["level"]) == ("CLOSED", "TIME_LIMITED")
    assert [row["id"] for row in ask("gus", "rectifications/?tab=closed")["results"]] == [pk]
    assert ask("gus", "rectifications/?tab=team")["results"] == []
    assert ask("theo", "rectifications/")["results"] == []
    assert ask("theo", at, 404)


def test_withdraw_rectification_by_api(effective, tell, on):  # noqa: F811
    pk = effective.issue().pk
    on(NEXT)
    assert tell("gus", f"rectifications/{pk}/withdraw/", {"reason": "检查有误"}, 404)
    tell("gwen", f"rectifications/{pk}/withdraw/", {"reason": "检查有误"})
    assert Rectification.objects.get().stage == "WITHDRAWN"


def test_overview_by_api(effective, ask, on):  # noqa: F811
    effective.issue()
    on(NEXT)
    found = ask("gus", "overview/")
    assert (found["path"], found["total"]["open"], found["total"]["ages"]) == ("990102", 1, [1, 0, 0, 0, 0])
    assert {row["path"]: row["open"] for row in found["below"]}["990102001"] == 1
    assert ask("tess", "overview/?place=990102001")["total"]["open"] == 1
    assert ask("theo", "overview/?place=990102001", 404)
    assert ask("lena", "overview/", 404)


@pytest.mark.req("INC-08")
def test_review_by_api(district, tell, ask, on):  # noqa: F811
    """open_review, propose_review, send_back_review and decide_review, each by its hand."""
    on(NEXT)
    place = district.places["990102001"]
    body = {"place_id": place, "trigger": "ACCIDENT", "title": "港口仓库起火", "happened_on": "2026-11-17"}
    key = str(uuid.uuid4())
    assert tell("theo", "reviews/open/", body, 404)
    pk = tell("gus", "reviews/open/", body, 201, key=key)["id"]
    assert tell("gus", "reviews/open/", body, 200, key=key)["id"] == pk
    facts = {"facts": "当晚的巡逻少走了一段，没有人看。", "negligence": True, "proposal": "补充夜间路线。"}
    tell("gus", f"reviews/{pk}/propose/", facts)
    tell("gwen", f"reviews/{pk}/send-back/", {"reason": "请补充路线图"})
    tell("ivo", f"reviews/{pk}/propose/", facts)
    assert tell("ivo", f"reviews/{pk}/decide/", {"negligence": False, "decision": "不追究"}, 404)
    tell("gwen", f"reviews/{pk}/decide/", {"negligence": False, "decision": "不追究个人，改路线。"})
    row = ask("piet", f"reviews/{pk}/")
    assert (row["stage"], row["negligence"], row["decision"]) == ("DECIDED", False, "不追究个人，改路线。")
    assert [one["id"] for one in ask("tess", "reviews/?stage=DECIDED")["results"]] == [pk]
    assert ask("theo", "reviews/")["results"] == []
    assert ask("lena", "reviews/")["results"] == []


@pytest.mark.req("INS-16")
def test_coordination_by_api(district, tell, ask, on):  # noqa: F811
    """record_coordination, follow_up_coordination and end_coordination, within the own street."""
    on(NEXT)
    body = {
        "unit_id": district.units["station"],
        "duty": "每月看一次夜巡",
        "contact_post": "值班室",
        "since": "2026-11-01",
    }
    key = str(uuid.uuid4())
    assert tell("theo", "coordination/record/", body, 404)
    pk = tell("tess", "coordination/record/", body, 201, key=key)["id"]
    assert tell("tess", "coordination/record/", body, 200, key=key)["id"] == pk
    tell("gus", f"coordination/{pk}/follow-up/", {"text": "11 月看过一次"}, 201)
    (row,) = ask("piet", "coordination/")["results"]
    assert [one["text"] for one in row["follow_ups"]] == ["11 月看过一次"]
    assert tell("piet", f"coordination/{pk}/end/", {}, 404)
    tell("tess", f"coordination/{pk}/end/", {})
    assert ask("piet", "coordination/")["results"] == []
    assert [one["id"] for one in ask("piet", "coordination/?ended=true")["results"]] == [pk]
