"""A campaign from its plan to trainees by API alone: staff by token or session, the public by nothing but a key."""

from __future__ import annotations

import datetime as dt
import json
import uuid

import pytest
from django.test import Client

from recruitment.models import Criterion
from recruitment.tasks import close_due_notices, run_campaigns
from teams.models import Member, Team
from tests.cast import identity
from tests.recruitment.story import standard_draft, statement_draft

PLANNED = dt.date(2026, 10, 12)
OPEN, ASSESSED = dt.date(2026, 10, 14), dt.date(2026, 10, 26)
LAST_DAY = dt.date(2026, 11, 4)  # the seventh working day after 26 October
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"


def knock(path: str, body: dict | None = None, expected: int = 200, key: str = "") -> dict:
    """The public's door: no session, no token."""
    client = Client()
    if body is None:
        answer = client.get(f"/api/v1/portal/{path}")
    else:
        headers = {"Idempotency-Key": key} if key else {}
        answer = client.post(f"/api/v1/portal/{path}", body, content_type="application/json", headers=headers)
    assert answer.status_code == expected, answer.content.decode()
    return answer.json()


def application(number: int, post_id: int) -> dict:
    return {
        "post_id": post_id,
        "name": f"{SURNAMES[number]}新",
        "identity": identity(800 + number, f"19{80 + number}0607"),
        "phone": f"137000001{number:02d}",
        "schooling": "SENIOR",
        "local": True,
        "priority": False,
        "reserve": True,
        "declared": True,
        "informed": True,
    }


@pytest.mark.req("REC-01", "REC-02", "REC-05", "REC-06", "REC-11", "REC-13", "REC-15", "PUB-04", "CON-01", "CON-10")
def test_the_same_by_api(district, on, ask, tell, signed_in, gus, lena):
    harbour = district.teams["harbour"]
    Team.objects.filter(pk=harbour).update(authorised=9)  # four places beside the five who serve

    on(PLANNED)
    criteria = [
        {"gate": line.gate, "text": line.text, "post_kind": line.post_kind} for line in standard_draft().criteria
    ]
    body = {"place_id": district.places["990102"], "criteria": criteria}
    standard = tell("gus", "standards/propose/", body, 201, str(uuid.uuid4()))
    tell("petra", f"standards/{standard['id']}/agree/")
    statement = statement_draft()
    said = {name: getattr(statement, name) for name in ("clear_duty", "clear_task", "complementary")}
    published = signed_in(gus).post(
        "/api/v1/teams/statements/publish/",
        {"place_id": district.places["990102"], "role": "mbr", **said},
        content_type="application/json",
    )
    assert published.status_code in (200, 201), published.content.decode()

    plan = {
        "place_id": district.places["990102001"],
        "title": "锦川街道公开招聘巡防队员",
        "apply_from": OPEN.isoformat(),
        "apply_until": "2026-10-23",
        "assess_on": ASSESSED.isoformat(),
        "assess_at": "街道综治中心二楼",
        "methods": ["INTERVIEW"],
        "threshold": 60,
        "contact": "锦川街道综治中心",
        "contact_phone": "0371-65000000",
        "posts": [{"team_id": harbour, "kind": "PATROL_MEMBER", "employment_class": "FULL_TIME", "number": 10}],
    }
    assert tell("tess", "campaigns/plan/", plan, 422)["code"] == "recruitment.quota-exceeded"
    plan["posts"][0]["number"] = 4
    campaign = tell("tess", "campaigns/plan/", plan, 201, str(uuid.uuid4()))["id"]
    tell("tess", f"campaigns/{campaign}/submit/")
    tell("piet", f"campaigns/{campaign}/approve-police/")
    tell("gwen", f"campaigns/{campaign}/approve/")
    for user in (gus, lena):
        tell("tess", f"campaigns/{campaign}/assessors/name/", {"user_id": user.pk}, 201)

    on(OPEN)
    run_campaigns()
    shown = knock(f"campaigns/{campaign}/")
    post = shown["posts"][0]["id"]
    knock(f"campaigns/{campaign}/apply/", application(0, post) | {"declared": False}, 422, str(uuid.uuid4()))
    links = []
    for number in range(20):
        key = str(uuid.uuid4())
        made = knock(f"campaigns/{campaign}/apply/", application(number, post), 201, key)
        again = knock(f"campaigns/{campaign}/apply/", application(number, post), 201, key)
        assert again["secret"] == made["secret"]
        links.append(made["secret"])
    assert knock(f"applications/{links[0]}/")["stage"] == "SUBMITTED"

    on(ASSESSED)
    run_campaigns()
    page = ask("tess", f"applicants/?campaign={campaign}&page_size=50")
    applicants = sorted(page["results"], key=lambda row: row["case_number"])
    assert len(applicants) == 20
    assert applicants[0]["name"] == f"{SURNAMES[0]}*"
    met = list(
        Criterion.objects.filter(standard=standard["id"], post_kind__in=["", "PATROL_MEMBER"]).values_list(
            "pk", flat=True
        )
    )
    for row in applicants:
        verdict = {"verdict": "SHORTLIST", "met": met, "local": True}
        tell("tess", f"applicants/{row['id']}/screen/", verdict)
    rank = {row["id"]: number for number, row in enumerate(applicants)}
    for who in ("gus", "lena"):
        for sheet in ask(who, "score-sheets/?page_size=50")["results"]:
            mark = 24 - rank[sheet["applicant_id"]] // 2
            marks = dict.fromkeys(("schooling", "ability", "responsibility", "standing"), mark)
            tell(who, f"score-sheets/{sheet['id']}/submit/", {"came": True, "unrelated": True, **marks}, 201)
    tell("tess", f"campaigns/{campaign}/select/", at_most=90)

    waiting = [line["id"] for line in ask("piet", "vetting/")["results"]]
    assert len(waiting) == 4
    body = {"applicant_ids": waiting, "unrelated": True}
    assert tell("piet", "vetting/record-several/", body, at_most=160)["recorded"] == waiting
    notice = tell("gus", f"campaigns/{campaign}/notices/prepare/", {}, 201)["id"]
    tell("gwen", f"notices/{notice}/publish/")

    on(LAST_DAY, 23)
    close_due_notices()
    board = knock(f"notices/{notice}/")
    assert board["last_day"] == LAST_DAY.isoformat()
    assert [line["name"] for line in board["lines"]] == [f"{name}*" for name in SURNAMES[:4]]
    tell("gus", f"applicants/{waiting[0]}/offer/", {}, 409)
    objections = []
    for applicant in waiting[1:3]:
        body = {"applicant_id": applicant, "reason": "考核那天的情况需要核实。"}
        objections.append(knock(f"notices/{notice}/object/", body, 201, str(uuid.uuid4()))["secret"])

    on(LAST_DAY + dt.timedelta(days=1), 0)
    close_due_notices()
    rows = sorted(ask("gwen", "objections/")["results"], key=lambda row: row["id"])
    for row, decision in zip(rows, ("UPHELD", "NOT_UPHELD"), strict=True):
        tell("gwen", f"objections/{row['id']}/take/")
        tell("gwen", f"objections/{row['id']}/decide/", {"decision": decision, "answer": "已经核查，答复如下。"})
    assert [knock(f"objections/{secret}/")["stage"] for secret in objections] == ["UPHELD", "NOT_UPHELD"]
    assert knock(f"applications/{links[1]}/")["rejected_why"] == "OBJECTION_UPHELD"

    today = (LAST_DAY + dt.timedelta(days=1)).isoformat()
    for applicant in (waiting[0], waiting[2], waiting[3]):
        tell("gus", f"applicants/{applicant}/offer/")
        contract = {"kind": "LABOUR", "signed_on": today, "starts_on": today, "ends_on": "2028-11-04"}
        both = {"both_signed": True, "duties_signed": True}
        tell("gus", f"applicants/{applicant}/contract/", contract, 422)
        tell("gus", f"applicants/{applicant}/contract/", contract | both, 201, str(uuid.uuid4()))
    assert len(ask("gus", "contracts/")["results"]) == 3

    # Trainees: on the roll, and refused in a log with the reason.
    trainees = Member.objects.filter(name__in=[f"{SURNAMES[n]}新" for n in (0, 2, 3)])
    assert trainees.count() == 3
    assert not Member.objects.fit_for_duty(LAST_DAY + dt.timedelta(days=1)).filter(pk__in=trainees).exists()
    patrol = {
        "started": "08:00",
        "ended": "09:00",
        "area_id": district.areas["harbour"],
        "mode": "FOOT",
        "walkers": [{"member_id": trainees[0].pk, "insignia": True}],
    }
    on(LAST_DAY + dt.timedelta(days=1), 10)
    refused = signed_in(lena).post(
        f"/api/v1/duty/teams/{harbour}/logs/",
        json.dumps({"day": today, "patrols": [patrol], "entries": []}),
        content_type="application/json",
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "duty.walker-not-fit")
