"""Courses, plans, certificates and shortages by API."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from tests.training.pages import ask, on, tell  # noqa: F401
from tests.training.story import HELD, ISSUED, PLANNED
from training.models import Certificate

# The doors of this file, by name: add_question, retire_question, submit_plan, return_plan, approve_plan, amend_plan,
# waiting_for_certificates, renewable_certificates.
COURSE = {"programme": "PRE_DUTY", "title": "岗前培训", "law": 240, "duties": 240, "procedures": 240, "finding": 240}


@pytest.fixture
def certified(training, on):  # noqa: F811
    training.until_certified("赵一", "钱二")
    on(ISSUED)
    return training


@pytest.mark.req("TRN-05")
def test_issue_and_revoke_certificates(training, on, ask, tell):  # noqa: F811
    training.until_passed("赵一", "钱二")
    on(ISSUED)
    ids = sorted(training.members.values())
    assert [line["name"] for line in ask("gus", "certificates/waiting/")] == ["钱*", "赵*"]
    assert ask("gus", "certificates/waiting/?place=990102002") == []
    ask("gus", "certificates/waiting/?place=x", 400)
    assert ask("kai", "certificates/waiting/") == []
    for who in ("kai", "tess", "lena", "mara"):
        tell(who, "certificates/issue/", {"members": ids}, 404)
    tell("gus", "certificates/issue/", {"members": []}, 400)
    tell("gus", "certificates/issue/", {"members": [987654]}, 404)
    key = str(uuid.uuid4())
    made = tell("gus", "certificates/issue/", {"members": ids}, 201, key)
    assert tell("gus", "certificates/issue/", {"members": ids}, 200, key) == made
    assert tell("gus", "certificates/issue/", {"members": ids}, 422)["code"] == "training.certificate-held-already"
    lines = ask("kai", "certificates/")["results"]
    assert {line["name"] for line in lines} == {"赵一", "钱二"}
    assert {line["state"] for line in lines} == {"VALID"}
    assert ask("kai", "certificates/?state=soon")["results"] == []
    pk = training.certificate("赵一").pk
    found = ask("gus", f"certificates/{pk}/")
    assert found["certificate"]["name"] == "赵*"
    assert found["collected"] == {"days": 0.0, "days_required": 3, "begins": None, "ends": None}
    assert [step["what"] for step in found["history"]] == ["certificates_issued"]
    assert training.certificate("赵一").key not in str(found)
    ask("otto", f"certificates/{pk}/", 404)
    tell("gus", f"certificates/{pk}/revoke/", {"why": "LOST"}, 404)
    tell("gwen", f"certificates/{pk}/revoke/", {"why": "ODD"}, 400)
    assert tell("gwen", f"certificates/{pk}/revoke/", {"why": "EXIT"}, 422)["field"] == "why"
    assert tell("gwen", f"certificates/{pk}/revoke/", {"why": "LOST"}) == {"id": pk}
    assert ask("gus", "certificates/?state=ended")["results"][0]["state"] == "REVOKED"


def test_renew_certificates(certified, on, ask, tell):  # noqa: F811
    for day in (10, 11, 12):
        certified.hold("赵一", day=dt.date(2027, 5, day))
    on(dt.date(2027, 5, 20))
    found = ask("gus", "certificates/renewable/")
    assert [(one["certificate"]["name"], one["collected"]["ends"]) for one in found] == [("赵*", "2029-05-09")]
    assert ask("kai", "certificates/renewable/") == []
    ids = {name: [pk] for name, pk in certified.members.items()}
    tell("kai", "certificates/renew/", {"members": ids["赵一"]}, 404)
    assert tell("gus", "certificates/renew/", {"members": ids["钱二"]}, 422)["code"] == "training.days-missing"
    tell("gus", "certificates/renew/", {"members": ids["赵一"]}, 201, str(uuid.uuid4()))
    assert Certificate.objects.get(stage="RENEWED").member_id == ids["赵一"][0]


@pytest.mark.req("TRN-01", "TRN-02")
def test_shortages(certified, on, ask):  # noqa: F811
    certified.newcomer("孙三", ISSUED)
    lines = ask("lena", "shortages/")["results"]
    assert [(line["name"], line["kind"], line["missing"]) for line in lines] == [
        ("孙三", "newcomer", None), ("赵一", "hours", 120), ("钱二", "hours", 120),
    ]  # fmt: skip
    assert {line["next_session_id"] for line in lines} == {None}
    assert [line["name"] for line in ask("gus", "shortages/?kind=newcomer")["results"]] == ["孙*"]
    ask("gus", "shortages/?kind=odd", 400)
    first, second = (ask("lena", f"shortages/?page_size=2&page={number}") for number in (1, 2))
    assert first["results"] + second["results"] == lines
    assert (first["count"], bool(first["next"]), second["next"]) == (3, True, None)
    ask("lena", "shortages/?page=9", 404)
    assert ask("otto", "shortages/")["results"] == []
    assert ask("vera", "shortages/")["results"] == []


@pytest.mark.req("TRN-03")
def test_courses_and_questions(district, on, ask, tell):  # noqa: F811
    on(PLANNED)
    body = {**COURSE, "place_id": district.places["990102"], "pass_mark": 60}
    tell("kai", "courses/design/", body, 404)
    tell("tom", "courses/design/", {**body, "programme": "ODD"}, 400)
    assert tell("tom", "courses/design/", {**body, "title": "x"}, 422)["field"] == "title"
    key = str(uuid.uuid4())
    made = tell("tom", "courses/design/", body, 201, key)
    assert tell("tom", "courses/design/", body, 200, key) == made
    pk = made["id"]
    revised = {name: value for name, value in COURSE.items() if name != "programme"} | {"law": 300}
    tell("kai", f"courses/{pk}/revise/", revised, 404)
    tell("tom", f"courses/{pk}/revise/", revised, 201)
    found = ask("mara", f"courses/{pk}/")
    assert [(row["version"], row["law"], row["pass_mark"]) for row in found["revisions"]] == [
        (2, 300, None),
        (1, 240, 60),
    ]
    assert ask("otto", "courses/")["results"][0]["latest"]["version"] == 2

    question = {"topic": "LAW", "text": "能不能执法？", "options": ["能", "不能"], "answer": 1}
    tell("gus", f"courses/{pk}/questions/add/", question, 404)
    assert tell("tom", f"courses/{pk}/questions/add/", {**question, "answer": 4}, 422)["field"] == "answer"
    added = tell("tom", f"courses/{pk}/questions/add/", question, 201, str(uuid.uuid4()))
    assert ask("tom", f"courses/{pk}/questions/")["results"][0]["answer"] == 1
    ask("gus", f"courses/{pk}/questions/", 404)
    tell("gus", f"questions/{added['id']}/retire/", expected=404)
    tell("tom", f"questions/{added['id']}/retire/")
    tell("tom", f"courses/{pk}/retire/")
    assert tell("tom", f"courses/{pk}/retire/", expected=422)["code"] == "training.course-retired"


@pytest.mark.req("TRN-04")
def test_plans(training, on, ask, tell, district):  # noqa: F811
    on(HELD)
    course = training.course()
    line = {"quarter": 4, "tier": "DETACHMENT", "course_id": course.pk, "mode": "CLASS", "sessions": 2, "cost": 500}
    body = {"place_id": district.places["990102"], "year": 2026, "lines": [line]}
    tell("petra", "plans/draft/", body, 404)
    assert tell("gus", "plans/draft/", {**body, "lines": []}, 422)["field"] == "lines"
    assert (
        tell("gus", "plans/draft/", {**body, "lines": [{**line, "course_id": 987}]}, 422)["field"]
        == "lines-0-course_id"
    )
    pk = tell("gus", "plans/draft/", body, 201, str(uuid.uuid4()))["id"]
    found = ask("kai", f"plans/{pk}/")
    assert (found["plan"]["planned"], found["plan"]["cost"], found["lines"][0]["held"]) == (2, 500, 0)
    tell("gus", f"plans/{pk}/submit/")
    tell("gus", f"plans/{pk}/approve/", expected=404)
    tell("petra", f"plans/{pk}/return/", {"reason": "再加一期"})
    tell("gus", f"plans/{pk}/submit/")
    tell("petra", f"plans/{pk}/approve/")
    tell("gus", f"plans/{pk}/amend/")
    assert ask("gus", "plans/")["results"][0]["version"] == 2
    assert ask("lena", "plans/")["results"] == []
