"""Duty by API: the same commands, the same scopes, the same filters as the pages."""

import datetime as dt
import json
import uuid

import pytest
import time_machine
from django.urls import reverse

from duty.models import Addendum, BackfillOpening, PatrolLog
from patrol_ops.core import clock
from tests.duty.conftest import DAY
from tests.duty.saying import nothing_written, said

NOW = clock.at(dt.date(2026, 11, 18), 9)
ROW = {
    "id",
    "team_id",
    "team",
    "day",
    "stage",
    "late",
    "version",
    "no_patrol",
    "submitted_at",
    "reviewed_at",
}


@pytest.fixture(autouse=True)
def _at_that_morning(district):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def send(request, signed_in):
    """``send("lena", "teams/3/logs/", {…}, key=…)``."""

    def post(who, path, body, key=None):
        headers = {"Idempotency-Key": str(key)} if key else {}
        client = signed_in(request.getfixturevalue(who))
        data = body if isinstance(body, str) else json.dumps(body)
        return client.post(f"/api/v1/duty/{path}", data, content_type="application/json", headers=headers)

    return post


@pytest.fixture
def get(request, signed_in):
    def read(who, path):
        return signed_in(request.getfixturevalue(who)).get(f"/api/v1/duty/{path}")

    return read


@pytest.fixture
def body(district):
    members = district.members
    patrol = {
        "started": "19:00",
        "ended": "21:00:30",
        "area_id": district.areas["harbour"],
        "mode": "FOOT",
        "walkers": [{"member_id": members["lena"]}, {"member_id": members["mara"], "insignia": False}],
    }
    hazard = {"kind": "HAZARD", "place": "三号码头", "category": "LOW", "text": "路灯不亮"}
    return {"day": "2026-11-17", "patrols": [patrol], "entries": [hazard], "hand_over": "留意路灯。"}


def problem(answer, status, code, field=None):
    said_no = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, said_no["status"], said_no["code"]) == (status, status, code)
    assert said_no["field"] == field
    assert said_no["detail"]
    return said_no


# --- filing ---------------------------------------------------------------------------------------------------------


@pytest.mark.req("LOG-01", "LOG-02")
def test_a_log_is_filed(send, get, body, harbour):
    answer = send("lena", f"teams/{harbour.pk}/logs/", body)

    log = PatrolLog.objects.get()
    assert answer.status_code == 201
    assert set(answer.json()) == ROW
    assert answer.json()["id"] == log.pk
    whole = get("lena", f"logs/{log.pk}/").json()
    assert whole["hand_over"] == "留意路灯。"
    assert whole["patrols"][0]["walkers"][1] | {"badge": ""} == {
        "member_id": body["patrols"][0]["walkers"][1]["member_id"],
        "name": "马兰",
        "badge": "",
        "insignia": False,
    }
    assert whole["patrols"][0]["ended_at"] == "2026-11-17T21:00:00+08:00"
    assert (whole["entries"][0]["stage"], whole["entries"][0]["due_on"]) == ("OPEN", "2026-12-02")


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize(("who", "name"), [("gwen", "马*"), ("kai", "马兰"), ("mara", "马兰")])
def test_names_are_whole_only_for_whom_they_concern(who, name, get, filed):
    walkers = get(who, f"logs/{filed.pk}/").json()["patrols"][0]["walkers"]
    assert walkers[1]["name"] == name


@pytest.mark.parametrize("who", ["otto", "mara", "kai", "gwen"])
def test_out_of_reach_is_answered_like_not_there(who, send, get, body, harbour, filed):
    with nothing_written():
        no = problem(send(who, f"teams/{harbour.pk}/logs/", body), 404, "core.not-found")
        assert no == problem(send(who, "teams/999999/logs/", body), 404, "core.not-found")
    if who == "otto":
        problem(get(who, f"logs/{filed.pk}/"), 404, "core.not-found")
        assert get(who, "logs/").json()["results"] == []


def test_without_a_post_or_a_login_there_is_nothing(get, client, filed):
    problem(get("nora", "logs/"), 403, "core.no-post")
    assert client.get("/api/v1/duty/logs/").status_code in {401, 403}


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"patrols": []}, "duty.log-is-empty", "no_patrol"),
        ({"no_patrol": "REST"}, "duty.patrol-or-reason", "no_patrol"),
        ({"hand_over": "请打 13812345678"}, "core.text-has-phone-number", "hand_over"),
        ({"day": "2026-11-19"}, "duty.day-in-the-future", "day"),
        ({"day": "2026-11-01"}, "duty.day-too-old", "day"),
        ({"entries": [{"kind": "OBSERVATION", "text": "一名男子"}]}, "duty.entry-says-too-much", "entries-0-text"),
        ({"entries": [{"kind": "HAZARD"}]}, "duty.entry-incomplete", "entries-0-place"),
    ],
)
def test_a_rule_says_no_with_code_and_field(changes, code, field, send, body, harbour):
    with nothing_written():
        problem(send("lena", f"teams/{harbour.pk}/logs/", body | changes), 422, code, field)


@pytest.mark.parametrize(
    "changes",
    [
        {"day": "2026-02-30"},
        {"day": None},
        {"patrols": "x"},
        {"patrols": [{}]},
        {"entries": [{"kind": "PERSON"}]},
        {"no_patrol": "HANGOVER"},
        {"version": -1},
        {"version": 10**30},
        {"hand_over": "字" * 501},
        {"hand_over": "\u0000"},
        {"hand_over": {"a": 1}},
    ],
)
def test_what_cannot_be_read_is_400_and_says_where(changes, send, body, harbour):
    with nothing_written():
        no = problem(send("lena", f"teams/{harbour.pk}/logs/", body | changes), 400, "core.invalid")
    assert set(no["errors"]) == set(changes)


@pytest.mark.parametrize("raw", ["", "{", "[]", "null", '"x"', '{"day": "2026-11-17"', "\u0000"])
def test_a_body_that_is_no_log_is_400(raw, send, harbour):
    with nothing_written():
        assert send("lena", f"teams/{harbour.pk}/logs/", raw).status_code == 400


def test_ids_no_database_holds_are_400(send, body, harbour):
    for spoilt in ({"area_id": 10**30}, {"area_id": 2**63}, {"walkers": [{"member_id": 10**40}]}):
        with nothing_written():
            answer = send("lena", f"teams/{harbour.pk}/logs/", {**body, "patrols": [body["patrols"][0] | spoilt]})
        problem(answer, 400, "core.invalid")


# --- once -----------------------------------------------------------------------------------------------------------


def test_the_same_key_and_body_get_the_first_answer(send, body, harbour):
    key, path = uuid.uuid4(), f"teams/{harbour.pk}/logs/"
    first, second = send("lena", path, body, key), send("lena", path, body, key)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert len(said("duty.patrol_log_submitted", NOW)) == 1
    with nothing_written():
        problem(send("lena", path, body | {"hand_over": "anders"}, key), 409, "core.same-key-other-content")
        problem(send("lena", path, body), 409, "duty.log-filed-already")
        problem(send("lena", path, body, "not-a-uuid"), 422, "core.malformed")


def test_a_refused_body_may_be_put_right_under_the_same_key(send, body, harbour):
    key, path = uuid.uuid4(), f"teams/{harbour.pk}/logs/"
    assert send("lena", path, body | {"patrols": []}, key).status_code == 422
    assert send("lena", path, body, key).status_code == 201


# --- mended, reviewed, added to -------------------------------------------------------------------------------------


def test_a_log_is_returned_mended_and_reviewed(send, body, filed):
    back = send("kai", f"logs/{filed.pk}/return/", {"reason": "请补充路灯位置", "version": 1})
    assert (back.status_code, back.json()["stage"]) == (200, "RETURNED")
    problem(send("kai", f"logs/{filed.pk}/review/", {}), 409, "core.wrong-stage")
    problem(send("lena", f"teams/{filed.team_id}/logs/", body), 409, "core.stale")
    mended = send("lena", f"teams/{filed.team_id}/logs/", body | {"version": 1})
    assert (mended.status_code, mended.json()["version"]) == (201, 2)
    problem(send("kai", f"logs/{filed.pk}/review/", {"version": 1}), 409, "core.stale")
    done = send("kai", f"logs/{filed.pk}/review/", {"version": 2})
    assert (done.json()["stage"], done.json()["reviewed_at"]) == ("REVIEWED", "2026-11-18T09:00:00+08:00")


@pytest.mark.parametrize("who", ["lena", "petra", "gwen", "pia"])
def test_who_may_not_review_finds_nothing(who, send, filed):
    with nothing_written():
        problem(send(who, f"logs/{filed.pk}/review/", {}), 404, "core.not-found")
        problem(send(who, f"logs/{filed.pk}/return/", {"reason": "请补充"}), 404, "core.not-found")


def test_a_return_without_reason_says_where(send, filed):
    with nothing_written():
        assert "reason" in problem(send("kai", f"logs/{filed.pk}/return/", {}), 400, "core.invalid")["errors"]
        problem(send("kai", f"logs/{filed.pk}/return/", {"reason": "x"}), 422, "duty.return-needs-reason", "reason")


def test_an_addendum_counts_once(send, get, filed):
    key, path = uuid.uuid4(), f"logs/{filed.pk}/addenda/"
    assert send("kai", path, {"text": "北门门锁也坏了。"}, key).status_code == 201
    assert send("kai", path, {"text": "北门门锁也坏了。"}, key).status_code == 200
    assert Addendum.objects.count() == 1
    assert get("gwen", f"logs/{filed.pk}/").json()["addenda"][0]["text"] == "北门门锁也坏了。"
    with nothing_written():
        problem(send("kai", path, {"text": "x"}), 422, "duty.addendum-needs-text", "text")
        problem(send("gwen", path, {"text": "北门门锁也坏了。"}), 404, "core.not-found")


def test_an_entry_is_followed_up(send, filed):
    path = f"entries/{filed.entries.get().pk}/follow-up/"
    answer = send("tess", path, {"outcome": "已换灯泡"})
    assert (answer.status_code, answer.json()["stage"], answer.json()["outcome"]) == (200, "CLOSED", "已换灯泡")
    with nothing_written():
        problem(send("tess", path, {"outcome": "已换灯泡"}), 422, "duty.entry-closed-already")
        problem(send("theo", path, {"outcome": "已换灯泡"}), 404, "core.not-found")


def test_a_day_is_opened_once(send, harbour):
    key, path = uuid.uuid4(), f"teams/{harbour.pk}/backfill/"
    first = send("tess", path, {"day": "2026-11-05", "reason": "系统停用"}, key)
    second = send("tess", path, {"day": "2026-11-05", "reason": "系统停用"}, key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert BackfillOpening.objects.count() == 1
    with nothing_written():
        problem(send("tess", path, {"day": "2026-11-05", "reason": "系统停用"}), 422, "duty.day-opened-already", "day")
        problem(send("theo", path, {"day": "2026-11-05", "reason": "系统停用"}), 404, "core.not-found")


# --- lists ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", ["2026-11-17", "2026-11-16"]),
        ("first=2026-11-17", ["2026-11-17"]),
        ("last=2026-11-16", ["2026-11-16"]),
        ("place=990102001001", ["2026-11-17", "2026-11-16"]),
        ("place=990102002", []),
        ("place=x", []),
        ("late=true", []),
        ("stage=SUBMITTED", ["2026-11-17", "2026-11-16"]),
        ("page_size=1", ["2026-11-17"]),
    ],
)
def test_logs_are_listed_newest_first_and_filtered(query, days, get, filed, file):
    file(day=DAY - dt.timedelta(days=1), at=clock.at(DAY, 8))
    assert reverse("api-duty:patrol-logs") == "/api/v1/duty/logs/"
    answer = get("gwen", f"logs/?{query}")
    assert [row["day"] for row in answer.json()["results"]] == days
    if query == "page_size=1":
        following = get("gwen", answer.json()["next"].split("/duty/")[1])
        assert [row["day"] for row in following.json()["results"]] == ["2026-11-16"]


@pytest.mark.parametrize("query", ["first=2026-02-30", "team=x", f"team={10**40}", "stage=GONE", "cursor=x"])
def test_a_filter_that_is_none_says_so(query, get, filed):
    assert get("gwen", f"logs/?{query}").status_code in {400, 404}


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_is_changed_in_place(method, filed, lena, signed_in):
    with nothing_written():
        answer = getattr(signed_in(lena), method)(f"/api/v1/duty/logs/{filed.pk}/")
    assert answer.status_code == 405
