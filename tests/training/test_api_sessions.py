"""Sessions by API: the same acts and answers as on the pages, scoped, masked, once."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from patrol_ops.core import clock
from patrol_ops.core.models import PolicyValue
from tests.training.story import CONFIRMED, HELD, PLANNED
from training import policy
from training.models import Question, Session, TheoryAttempt
from training.rules import Topic, check_in_code, minute_of


@pytest.fixture
def body(training):
    return {
        "place_id": training.district.places["990102001"], "course_id": training.course().pk, "tier": "DETACHMENT",
        "mode": "CLASS", "starts_at": "2026-11-20T09:00", "ends_at": "2026-11-20T17:00", "venue": "社区会议室",
        "capacity": 20, "trainer_id": training.district.users["tom"],
    }  # fmt: skip


def test_plan_session_by_api(training, body, on, tell, ask):
    on(PLANNED, 12)
    key = str(uuid.uuid4())
    for who in ("gwen", "lena", "ivo", "kai"):
        tell(who, "sessions/plan/", body, 404)
    assert tell("gus", "sessions/plan/", {**body, "capacity": 0}, 400)["code"] == "core.invalid"
    late = {**body, "starts_at": "2026-11-20T18:00"}
    assert tell("gus", "sessions/plan/", late, 422)["field"] == "ends_at"
    row = tell("gus", "sessions/plan/", body, 201, key=key)
    assert (row["stage"], row["path"], row["taking"]) == ("PLANNED", "990102001", 0)
    assert tell("gus", "sessions/plan/", body, 200, key=key)["id"] == row["id"]
    assert tell("gus", "sessions/plan/", {**body, "capacity": 9}, 409, key=key)["code"] == "core.same-key-other-content"
    assert clock.local(Session.objects.get().starts_at).hour == 9
    tell("lena", f"sessions/{row['id']}/cancel/", {"reason": "改期"}, 404)
    assert tell("tess", f"sessions/{row['id']}/cancel/", {"reason": "改期"}, 404)
    assert tell("gus", f"sessions/{row['id']}/cancel/", {"reason": "台风停课"})["stage"] == "CANCELLED"
    tell("gus", f"sessions/{row['id']}/cancel/", {"reason": "台风停课"}, 409)


def test_enrol_members_and_withdraw_enrolment_by_api(enrolled, on, tell, ask):
    on(PLANNED, 12)
    pk, district = enrolled.session_id, enrolled.district
    team = {"team_ids": [district.teams["harbour"]]}
    tell("lena", f"sessions/{pk}/enrol/", team, 404)
    assert tell("kai", f"sessions/{pk}/enrol/", team)["taking"] == 6
    assert tell("kai", f"sessions/{pk}/enrol/", team, 422)["code"] == "training.nobody-to-enrol"
    foreign = {"member_ids": [987654]}
    assert tell("kai", f"sessions/{pk}/enrol/", foreign, 422)["field"] == "member_ids"
    row = enrolled.enrolment("mara").pk
    tell("mara", f"enrolments/{row}/withdraw/", expected=404)
    assert tell("kai", f"enrolments/{row}/withdraw/")["taking"] == 5
    tell("lena", f"sessions/{pk}/enrol-lacking/", expected=404)
    assert tell("kai", f"sessions/{pk}/enrol-lacking/")["taking"] == 6
    assert tell("kai", f"sessions/{pk}/enrol-lacking/", expected=422)["code"] == "training.nobody-to-enrol"
    tell("mara", f"sessions/{pk}/cost/", {"cost": "1", "funded": "0"}, 404)
    tell("gus", f"sessions/{pk}/cost/", {"cost": "10", "funded": "20"}, 422)
    tell("gus", f"sessions/{pk}/cost/", {"cost": "20", "funded": "10"})


@pytest.mark.req("TRN-05", "TRN-09")
def test_the_day_of_a_session_by_api(enrolled, on, tell, ask):
    pk = enrolled.session_id
    on(HELD, 9)
    tell("gus", f"sessions/{pk}/begin/", expected=404)
    assert tell("tom", f"sessions/{pk}/begin/")["stage"] == "RUNNING"
    code = check_in_code(enrolled.session.secret, pk, minute_of(clock.now()))
    tell("otto", f"sessions/{pk}/check-in/", {"code": code}, 404)
    tell("otto", "sessions/987654/check-in/", {"code": code}, 404)
    assert tell("mara", f"sessions/{pk}/check-in/", {"code": "A"}, 422)["code"] == "training.code-stale"
    assert tell("mara", f"sessions/{pk}/check-in/", {"code": code})["stage"] == "ATTENDED"
    lena, mara, new = (enrolled.enrolment(name).pk for name in ("lena", "mara", "赵一"))
    tell("lena", f"sessions/{pk}/roll/", {"present": [lena]}, 404)
    tell("tom", f"sessions/{pk}/roll/", {"present": [lena], "absent": [new]})
    results = {"results": [
        {"enrolment_id": lena, "present": True, "mark": 80},
        {"enrolment_id": mara, "present": True, "mark": 90, "minutes": 700},
    ]}  # fmt: skip
    tell("lena", f"sessions/{pk}/results/", results, 404)
    tell("tom", f"sessions/{pk}/results/", {"results": []}, 400)
    tell("tom", f"sessions/{pk}/results/", results)
    tell("lena", f"sessions/{pk}/complete/", expected=404)
    assert tell("tom", f"sessions/{pk}/complete/")["stage"] == "COMPLETED"
    on(CONFIRMED)
    tell("tom", f"sessions/{pk}/reopen/", expected=404)
    tell("kai", f"sessions/{pk}/reopen/")
    tell("tom", f"sessions/{pk}/complete/")
    tell("pia", f"sessions/{pk}/confirm/", expected=404)
    assert tell("kai", f"sessions/{pk}/confirm/", at_most=40)["stage"] == "CONFIRMED"
    people = {row["enrolment_id"]: row for row in ask("kai", f"sessions/{pk}/")["participants"]}
    assert [(people[n]["stage"], people[n]["credited"]) for n in (lena, mara, new)] == [
        ("PASSED", 960), ("FAILED", None), ("ABSENT", None),
    ]  # fmt: skip


def test_sessions_by_api_are_scoped_and_masked(enrolled, on, ask):
    on(PLANNED, 12)
    pk = enrolled.session_id
    for who in ("gus", "kai", "tom", "lena"):
        assert [row["id"] for row in ask(who, "sessions/")["results"]] == [pk], who
    assert [row["name"] for row in ask("mara", f"sessions/{pk}/")["participants"]] == ["马兰"]
    assert "马*" in [row["name"] for row in ask("ivo", f"sessions/{pk}/")["participants"]]
    assert ask("otto", "sessions/")["results"] == []
    assert ask("kai", "sessions/?stage=RUNNING")["results"] == []
    for who in ("otto", "olga"):
        ask(who, f"sessions/{pk}/", 404)


@pytest.mark.req("TRN-14")
def test_hold_study_by_api(training, on, tell):
    on(HELD, 19)
    district, key = training.district, str(uuid.uuid4())
    said = {
        "day": "2026-11-08",
        "topic": "LAW",
        "minutes": 40,
        "subject": "防盗",
        "member_ids": [district.members["mara"]],
    }
    path = f"teams/{district.teams['harbour']}/study/"
    for who in ("mara", "otto", "kai"):
        tell(who, path, said, 404)
    assert tell("lena", path, {**said, "minutes": 5}, 422)["field"] == "minutes"
    row = tell("lena", path, said, 201, key=key)
    assert (row["stage"], row["title"]) == ("COMPLETED", "防盗")
    assert tell("lena", path, said, 200, key=key)["id"] == row["id"]


def test_start_theory_test_and_submit_theory_test_by_api(training, on, tell):
    course = training.course(theory=True)
    at = training.at(PLANNED, 8)
    for topic in Topic:
        Question.objects.create(
            course=course, topic=topic, text="哪一项对？", options=["甲", "乙"], answer=1, added_at=at
        )
    since = HELD - dt.timedelta(days=30)
    PolicyValue.objects.create(key=policy.THEORY_QUESTIONS.key, since=since, value=4, set_at=at)
    training.members["mara"] = training.district.members["mara"]
    training.plan(course)
    training.enrol("mara")
    on(HELD, 8)
    path, key = f"sessions/{training.session_id}/test/start/", str(uuid.uuid4())
    tell("tom", path, expected=404)
    tell("lena", path, expected=404)
    attempt = tell("mara", path, expected=201, key=key)
    assert tell("mara", path, expected=200, key=key) == attempt
    assert {tuple(sorted(asking)) for asking in attempt["questions"]} == {("options", "question_id", "text", "topic")}
    said = {"answers": [{"question_id": asking["question_id"], "answer": 1} for asking in attempt["questions"]]}
    tell("lena", f"attempts/{attempt['id']}/submit/", said, 404)
    assert tell("mara", f"attempts/{attempt['id']}/submit/", said) == {
        "id": attempt["id"], "score": 100, "passed": True,
    }  # fmt: skip
    assert tell("mara", f"attempts/{attempt['id']}/submit/", said, 422)["code"] == "training.test-submitted"
    assert TheoryAttempt.objects.count() == 1
