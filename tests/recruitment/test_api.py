"""The same acts and answers by API (``api-recruitment:score-sheets`` and the others): scoped, masked, once."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recruitment.models import Campaign, ScoreSheet, Standard
from recruitment.rules import VerdictCode
from tests.recruitment.doors import BASE
from tests.recruitment.story import APPLY_FROM, APPLY_UNTIL, ASSESS_ON, NAMES, PLANNED, VETTED, standard_draft

DAY = dt.timedelta(days=1)


def plan_body(story, **more):
    draft = story.draft()
    return {
        "place_id": story.district.places[story.street],
        "title": draft.title,
        "apply_from": "2026-10-14",
        "apply_until": "2026-10-23",
        "assess_on": "2026-10-26",
        "assess_at": draft.assess_at,
        "methods": ["INTERVIEW"],
        "threshold": 60,
        "contact": draft.contact,
        "contact_phone": draft.contact_phone,
        "posts": [
            {
                "team_id": story.district.teams[story.team],
                "kind": "PATROL_MEMBER",
                "employment_class": "FULL_TIME",
                "number": 2,
            }
        ],
        **more,
    }


def test_the_standard_by_api(ask, tell, on, district):
    on(dt.date(2026, 10, 8))
    lines = [{"gate": c.gate, "text": c.text, "post_kind": c.post_kind} for c in standard_draft().criteria]
    body, key = {"place_id": district.places["990102"], "criteria": lines}, str(uuid.uuid4())
    tell("tess", "standards/propose/", body, 404)
    assert tell("gus", "standards/propose/", {**body, "criteria": lines[:3]}, 422)["field"] == "criteria"
    assert tell("gus", "standards/propose/", {**body, "criteria": [{"gate": "?"}]}, 400)["code"] == "core.invalid"
    pk = tell("gus", "standards/propose/", body, 201, key=key)["id"]
    assert tell("gus", "standards/propose/", body, 200, key=key)["id"] == pk
    tell("gus", f"standards/{pk}/agree/", expected=404)
    tell("petra", f"standards/{pk}/agree/")
    assert tell("petra", f"standards/{pk}/agree/", expected=409)
    shown = ask("kai", "standards/")["results"]
    assert [(row["version"], len(row["criteria"])) for row in shown] == [(1, 5)]
    assert ask("lena", "standards/")["results"] == []
    assert Standard.objects.count() == 1


def test_a_campaigns_life_by_api(ask, tell, on, story):
    story.agree_standard()
    on(PLANNED)
    key = str(uuid.uuid4())
    tell("piet", "campaigns/plan/", plan_body(story), 404)
    tell("theo", "campaigns/plan/", plan_body(story), 404)
    assert tell("tess", "campaigns/plan/", plan_body(story, threshold=0), 400)["code"] == "core.invalid"
    late = plan_body(story, assess_on="2026-10-23")
    assert tell("tess", "campaigns/plan/", late, 422)["code"] == "recruitment.selection-too-early"
    campaign = tell("tess", "campaigns/plan/", plan_body(story), 201, key=key)
    assert (campaign["stage"], campaign["wanted"], campaign["path"]) == ("DRAFT", 2, "990102001")
    assert tell("tess", "campaigns/plan/", plan_body(story), 200, key=key)["id"] == campaign["id"]
    tell("tess", "campaigns/plan/", plan_body(story, threshold=70), 409, key=key)
    path = f"campaigns/{campaign['id']}/"
    redraft = {name: value for name, value in plan_body(story, threshold=70).items() if name != "place_id"}
    tell("theo", path + "redraft/", redraft, 404)
    tell("tess", path + "redraft/", redraft)
    for who in ("theo", "piet", "gwen"):
        tell(who, path + "submit/", expected=404)
    tell("tess", path + "submit/")
    assert tell("gwen", path + "return/", {"reason": ""}, 400)["code"] == "core.invalid"
    tell("tess", path + "return/", {"reason": "再核对"}, 404)
    assert tell("gwen", path + "return/", {"reason": "再核对人数"})["stage"] == "DRAFT"
    tell("tess", path + "submit/")
    tell("petra", path + "approve-police/", expected=404)
    tell("piet", path + "approve-police/")
    assert tell("piet", path + "approve-police/", expected=422)["code"] == "recruitment.approved-already"
    tell("tess", path + "approve/", expected=404)
    assert tell("gwen", path + "approve/")["stage"] == "APPROVED"
    gus, mara = story.district.users["gus"], story.district.users["mara"]
    tell("gwen", path + "assessors/name/", {"user_id": gus}, 404)
    tell("tess", path + "assessors/name/", {"user_id": gus}, 201)
    # A post from which no sheet can be handed in would hold up everybody.
    assert tell("tess", path + "assessors/name/", {"user_id": mara}, 422)["code"] == "recruitment.assessor-unknown"
    whole = ask("liz", path, at_most=20)
    assert (whole["threshold"], whole["posts"][0]["left"], whole["assessors"][0]["name"]) == (70, 2, "顾思")
    tell("tess", path + "cancel/", {"reason": "编制调整"}, 404)
    assert tell("gwen", path + "cancel/", {"reason": "编制调整"})["stage"] == "CANCELLED"
    tell("gus", path + "finalise/", expected=409)


@pytest.mark.req("REC-05")
def test_selection_by_api(ask, tell, on, story):
    story.until_open()
    story.name_assessors()
    for name in NAMES[:3]:
        story.apply(name)
    story.close_applying()
    on(APPLY_UNTIL + DAY)
    rows = ask("tess", f"applicants/?campaign={story.campaign_id}&stage=SUBMITTED")["results"]
    assert {row["name"] for row in rows} == {"赵*", "钱*", "孙*"}
    one = story.ids["赵一"]
    met = list(
        story.campaign.standard.criteria.filter(post_kind__in=["", "PATROL_MEMBER"]).values_list("pk", flat=True)
    )
    body = {"verdict": "SHORTLIST", "met": met, "local": True}
    tell("theo", f"applicants/{one}/screen/", body, 404)
    assert tell("tess", f"applicants/{one}/screen/", {**body, "met": met[:1]}, 422)["field"] == "met"
    tell("tess", f"applicants/{one}/screen/", body)
    for name in NAMES[1:3]:
        story.screen(name)

    on(ASSESS_ON)
    marks = {"came": True, "schooling": 20, "ability": 18, "responsibility": 22, "standing": 15, "unrelated": True}
    mine = ask("gus", "score-sheets/")["results"]
    assert len(mine) == 3
    sheet = ScoreSheet.objects.get(applicant=one, assessor=story.district.users["gus"])
    tell("lena", f"score-sheets/{sheet.pk}/submit/", marks, 404)
    ask("lena", f"score-sheets/{sheet.pk}/", 404)
    assert tell("gus", f"score-sheets/{sheet.pk}/submit/", {**marks, "unrelated": False}, 422)["field"] == "unrelated"
    key = str(uuid.uuid4())
    tell("gus", f"score-sheets/{sheet.pk}/submit/", marks, 201, key=key)
    tell("gus", f"score-sheets/{sheet.pk}/submit/", marks, 200, key=key)
    assert ask("gus", f"score-sheets/{sheet.pk}/")["responsibility"] == 22
    # Nobody reads the other's marks before all are in.
    for who in ("tess", "gwen"):
        case = ask(who, f"applicants/{one}/")
        assert [line["total"] for line in case["sheets"]] == [None, None]
        assert case["applicant"]["name"] == "赵*"
    other = ScoreSheet.objects.get(applicant=one, assessor=story.district.users["lena"])
    tell("lena", f"score-sheets/{other.pk}/submit/", marks, 201)
    assert [line["total"] for line in ask("tess", f"applicants/{one}/")["sheets"]] == [75, 75]
    refused = tell("tess", f"campaigns/{story.campaign_id}/select/", expected=422)
    assert refused["code"] == "recruitment.sheets-missing"
    for name in NAMES[1:3]:
        story.score(name, 16, 16)

    on(ASSESS_ON + DAY)
    ask("gwen", f"campaigns/{story.campaign_id}/ranking/", 404)
    ranking = ask("tess", f"campaigns/{story.campaign_id}/ranking/", at_most=20)
    assert [line["outcome"] for line in ranking["lines"]] == ["select", "select", "reserve"]
    assert ranking["lines"][1]["tie"] == "first"
    tell("gwen", f"campaigns/{story.campaign_id}/select/", expected=404)
    tell("tess", f"campaigns/{story.campaign_id}/select/")
    assert [row["id"] for row in ask("piet", "applicants/")["results"]] == sorted(
        (story.ids["赵一"], story.ids["钱二"]), reverse=True
    )
    assert ask("theo", "applicants/")["results"] == []
    ask("theo", f"applicants/{one}/", 404)


def test_what_follows_by_api(tell, on, story):
    story.until_selected(*NAMES[:3])
    on(VETTED)
    first, second, third = (f"applicants/{story.ids[name]}/" for name in NAMES[:3])
    assert tell("tess", third + "call-up/", expected=422)["code"] == "recruitment.no-place-left"
    story.vet("赵一", VerdictCode.FACTS_NEEDED)
    tell("theo", first + "facts/", {"facts": "一直住在本街道"}, 404)
    assert tell("tess", first + "facts/", {"facts": "13812345678"}, 422)["field"] == "facts"
    tell("tess", first + "facts/", {"facts": "一直住在本街道"})
    story.vet("赵一", VerdictCode.NOT_SUITABLE)
    tell("piet", third + "call-up/", expected=404)
    tell("tess", third + "call-up/")
    story.vet("钱二", holds_until=VETTED + DAY)
    story.vet("孙三", holds_until=VETTED + DAY)
    assert tell("tess", second + "vet-again/", expected=422)["code"] == "recruitment.still-suitable"
    on(VETTED + 2 * DAY)
    tell("theo", second + "vet-again/", expected=404)
    tell("tess", second + "vet-again/")
    tell("gwen", third + "reject/", expected=404)
    tell("tess", third + "reject/")
    assert story.applicant("孙三").rejected_why == "VETTING_EXPIRED"


@pytest.mark.parametrize("path", ["standards/", "campaigns/", "applicants/", "score-sheets/"])
def test_nobody_reads_anything(ask, client, path, district):
    assert ask("nora", path, 403)["code"] == "core.no-post"
    assert client.get(BASE + path).status_code == 401
    assert ask("mara", path)["results"] == []


@pytest.mark.parametrize("query", ["?place=x", "?stage=NO", "?cursor=nonsense", "?page_size=-1", f"?campaign={10**20}"])
@pytest.mark.parametrize("path", ["campaigns/", "applicants/"])
def test_odd_questions_get_an_answer(signed_in, gus, path, query):
    assert signed_in(gus).get(BASE + path + query).status_code in {200, 400, 404}


def test_lists_cost_the_same_however_long(ask, on, story):
    story.until_open()
    on(APPLY_FROM)
    story.apply("赵一")
    paths = ("campaigns/", "applicants/", f"campaigns/{story.campaign_id}/")

    def counts():
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as counted:
                ask("tess", path, at_most=20)
            found.append(len(counted))
        return found

    counts()
    few = counts()
    for name in NAMES[1:]:
        story.apply(name)
    assert counts() == few
    assert Campaign.objects.count() == 1
