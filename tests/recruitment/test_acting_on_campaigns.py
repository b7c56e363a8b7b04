"""Pages of campaigns: each does it, says no in words, and finds nothing out of reach."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recruitment.models import Campaign, CampaignAssessor
from tests.recruitment.doors import filled, text
from tests.recruitment.story import APPLY_FROM, ASSESS_ON, NAMES, PLANNED

DAY = dt.timedelta(days=1)


# --- planning -------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(see, on, story):
    """The form of a new campaign as it opens for Tess, with a contact and a place added."""
    on(PLANNED)
    story.agree_standard()
    answer = see("tess", "recruitment:plan-campaign", at_most=20)
    rows = {"assess_at": "街道综治中心", "contact": "锦川街道综治中心", "contact_phone": "0371-65000000"}
    return {**filled(answer), **rows}


@pytest.mark.req("REC-02")
def test_plan_campaign(send, see, opened, story, district):
    assert opened["apply_from"] == PLANNED
    assert opened["apply_until"] == PLANNED + 10 * DAY
    assert opened["title"].startswith("锦川街道")
    offered = dict(see("tess", "recruitment:plan-campaign", at_most=20).context["forms"].rows[0].fields["team"].choices)
    academy = str(district.teams["academy"])
    assert "空 8 个名额" in offered[academy]  # four who came with the old team must win their places, too (REC-12)
    assert str(district.teams["willow"]) not in offered
    for who in ("piet", "gwen", "lena", "nora"):
        assert see(who, "recruitment:plan-campaign").status_code == 404
        assert send(who, "recruitment:plan-campaign", **opened).status_code == 404

    post = {"posts-0-team": academy, "posts-0-number": 2}
    assert send("tess", "recruitment:plan-campaign", **opened).status_code == 422  # no post at all
    answer = send("tess", "recruitment:plan-campaign", **opened, **{**post, "posts-0-number": 9})
    assert answer.status_code == 422
    assert "只剩 8 个名额" in text(answer)
    assert 'value="街道综治中心"' in answer.content.decode()
    answer = send("tess", "recruitment:plan-campaign", **opened, **{"posts-0-team": academy})
    assert answer.status_code == 422
    assert "请填招多少人" in text(answer)
    grown = send("tess", "recruitment:plan-campaign", **opened, **post, **{"add-posts": ""})
    assert (grown.status_code, len(grown.context["forms"].rows.forms)) == (200, 2)
    late = {**opened, "assess_on": opened["apply_until"]}
    assert "考核日期要在报名截止之后" in text(send("tess", "recruitment:plan-campaign", **late, **post))

    answer = send("tess", "recruitment:plan-campaign", **opened, **post)
    campaign = Campaign.objects.get()
    assert answer["Location"] == f"/recruitment/campaigns/{campaign.pk}/"
    assert campaign.posts.get().number == 2
    send("tess", "recruitment:plan-campaign", **opened, **post)
    assert Campaign.objects.count() == 1  # the same form once
    again = see("tess", "recruitment:plan-campaign", at_most=20).context["form"]
    assert again["contact_phone"].value() == "0371-65000000"  # as the last time


def test_plan_campaign_by_script_is_sent_on(send, opened, district):
    post = {"posts-0-team": district.teams["academy"], "posts-0-number": 1}
    answer = send("tess", "recruitment:plan-campaign", **opened, **post, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith("/recruitment/campaigns/")


def test_plan_campaign_for_a_street_by_the_district(see, on, story):
    on(PLANNED)
    answer = see("gus", "recruitment:plan-campaign", query="?place=990102002", at_most=20)
    assert answer.context["spot"].text == "清水街道"
    assert see("gus", "recruitment:plan-campaign", query="?place=x", at_most=20).context["spot"].path == "990102"


def test_without_a_standard_it_is_said(send, see, on, story, district):
    on(PLANNED)
    fields = filled(see("tess", "recruitment:plan-campaign", at_most=20))
    post = {"posts-0-team": district.teams["academy"], "posts-0-number": 2}
    contact = {"assess_at": "二楼", "contact": "综治中心", "contact_phone": "0371-65000000"}
    answer = send("tess", "recruitment:plan-campaign", **fields, **post, **contact)
    assert answer.status_code == 422
    assert "还没有生效的招聘标准" in text(answer)


def test_redraft_campaign(send, see, on, story, district):
    on(PLANNED)
    story.agree_standard()
    campaign = story.plan()
    fields = filled(see("tess", "recruitment:redraft-campaign", campaign.pk, at_most=20))
    assert fields["posts-0-number"] == 2
    for who in ("theo", "piet", "gwen", "lena", "nora"):
        assert send(who, "recruitment:redraft-campaign", campaign.pk, **fields).status_code == 404
    answer = send("tess", "recruitment:redraft-campaign", campaign.pk, **{**fields, "title": "短"})
    assert answer.status_code == 422
    assert "标题写 4 到 80 个字" in text(answer)
    assert send("tess", "recruitment:redraft-campaign", campaign.pk, **{**fields, "threshold": 65}).status_code == 302
    campaign.refresh_from_db()
    assert campaign.threshold == 65
    story.submit()
    assert see("tess", "recruitment:redraft-campaign", campaign.pk).status_code == 404


# --- the steps ------------------------------------------------------------------------------------------------------


def first(see, who, campaign):
    answer = see(who, "recruitment:show-campaign", campaign.pk, at_most=26)
    assert answer.status_code == 200
    return answer.context["first"], answer.context["beside"]


@pytest.mark.req("REC-11")
def test_from_draft_to_approved(send, see, on, story):
    on(PLANNED)
    story.agree_standard()
    campaign = story.plan()
    assert first(see, "tess", campaign) == ("submit-campaign", ["redraft-campaign"])
    assert first(see, "piet", campaign) == first(see, "gwen", campaign) == ("", [])
    for who in ("piet", "theo", "kai", "lena", "nora"):
        assert send(who, "recruitment:submit-campaign", campaign.pk).status_code == 404
    assert send("tess", "recruitment:submit-campaign", campaign.pk).status_code == 302
    assert send("tess", "recruitment:submit-campaign", campaign.pk).status_code == 409

    answer = see("tess", "recruitment:show-campaign", campaign.pk, at_most=26)
    assert [need.text for need in answer.context["needs"]] == ["等待公安机关同意", "等待综治办主任批准"]
    assert first(see, "tess", campaign) == ("", [])
    assert first(see, "piet", campaign) == ("approve-campaign-police", ["return-campaign"])
    for who in ("tess", "pia", "petra", "gwen", "nora"):
        assert send(who, "recruitment:approve-campaign-police", campaign.pk).status_code == 404
    assert send("piet", "recruitment:approve-campaign-police", campaign.pk).status_code == 302
    answer = send("piet", "recruitment:approve-campaign-police", campaign.pk)
    assert answer.status_code == 422
    assert "这一方已经批准过" in text(answer)
    assert first(see, "piet", campaign) == ("", ["return-campaign"])
    assert first(see, "gwen", campaign) == ("approve-campaign", ["return-campaign"])
    for who in ("tess", "piet", "gus", "nora"):
        assert send(who, "recruitment:approve-campaign", campaign.pk).status_code == 404
    assert send("gwen", "recruitment:approve-campaign", campaign.pk).status_code == 302
    assert Campaign.objects.get().stage == "APPROVED"
    said = text(see("liz", "recruitment:show-campaign", campaign.pk, at_most=26))
    assert "公安同意招聘" in said
    assert "皮涛" in said
    assert "批准招聘" in said


def test_return_campaign(send, see, on, story):
    on(PLANNED)
    story.agree_standard()
    campaign = story.plan()
    story.submit()
    assert see("tess", "recruitment:return-campaign", campaign.pk).status_code == 404
    assert see("gwen", "recruitment:return-campaign", campaign.pk).status_code == 200
    answer = send("gwen", "recruitment:return-campaign", campaign.pk, reason="请联系 13812345678")
    assert answer.status_code == 422
    assert "13812345678" in answer.content.decode()
    assert send("gwen", "recruitment:return-campaign", campaign.pk, reason="人数请再核对").status_code == 302
    answer = see("tess", "recruitment:show-campaign", campaign.pk, at_most=26)
    assert answer.context["returned"] == "人数请再核对"
    assert answer.context["first"] == "submit-campaign"
    assert send("gwen", "recruitment:return-campaign", campaign.pk, reason="再退一次").status_code == 409


@pytest.mark.req("REC-02")
def test_cancel_campaign(send, see, on, story):
    story.until_open()
    story.apply("赵一")
    on(APPLY_FROM)
    campaign = story.campaign
    for who in ("tess", "piet", "gus", "nora"):
        assert see(who, "recruitment:cancel-campaign", campaign.pk).status_code == 404
        assert send(who, "recruitment:cancel-campaign", campaign.pk, reason="编制调整").status_code == 404
    assert send("gwen", "recruitment:cancel-campaign", campaign.pk, reason="").status_code == 422
    assert see("gwen", "recruitment:show-campaign", campaign.pk, at_most=26).context["may_cancel"]
    assert send("gwen", "recruitment:cancel-campaign", campaign.pk, reason="编制调整").status_code == 302
    answer = see("tess", "recruitment:show-campaign", campaign.pk, at_most=26)
    assert "编制调整" in text(answer)
    assert story.applicant("赵一").rejected_why == "CAMPAIGN_CANCELLED"


@pytest.mark.req("REC-05")
def test_name_assessor(send, see, on, story, district):
    story.until_open()
    on(APPLY_FROM)
    pk = story.campaign_id
    answer = see("tess", "recruitment:show-campaign", pk, at_most=26)
    assert "还差 2 名考官" in [need.text for need in answer.context["needs"]]
    offered = dict(see("tess", "recruitment:name-assessor", pk).context["form"].fields["user"].choices)
    assert "顾思" in offered[str(district.users["gus"])]
    # Whoever could not hand in a sheet is not offered: members, the administrator, the auditor.
    for who in ("mara", "ada", "aud", "vera", "nora"):
        assert str(district.users[who]) not in offered
    for who in ("piet", "gwen", "theo", "lena", "nora"):
        assert send(who, "recruitment:name-assessor", pk, user=district.users["gus"]).status_code == 404
    assert send("tess", "recruitment:name-assessor", pk, user=district.users["mara"]).status_code == 422
    assert send("tess", "recruitment:name-assessor", pk, user=district.users["gus"]).status_code == 302
    assert CampaignAssessor.objects.get().user_id == district.users["gus"]
    assert str(district.users["gus"]) not in dict(
        see("tess", "recruitment:name-assessor", pk).context["form"].fields["user"].choices
    )


def test_finalise_campaign(send, see, on, story):
    story.until_selected("赵一")
    on(ASSESS_ON + DAY)
    pk = story.campaign_id
    for who in ("tess", "gwen", "piet", "nora"):
        assert send(who, "recruitment:finalise-campaign", pk).status_code == 404
    answer = send("gus", "recruitment:finalise-campaign", pk)
    assert answer.status_code == 422
    assert "还有 1 人没有办完" in text(answer)
    assert see("gus", "recruitment:show-campaign", pk, at_most=28).context["first"] == ""
    story.campaign.applicants.update(stage="WITHDRAWN")
    assert see("gus", "recruitment:show-campaign", pk, at_most=28).context["first"] == "finalise-campaign"
    assert send("gus", "recruitment:finalise-campaign", pk).status_code == 302
    assert story.campaign.stage == "FINALISED"


# --- reading --------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-02")
def test_print_poster(see, on, story):
    on(PLANNED)
    story.agree_standard()
    campaign = story.plan()
    assert see("tess", "recruitment:print-poster", campaign.pk).status_code == 404  # nobody's paper yet
    story.submit()
    story.approve()
    answer = see("tess", "recruitment:print-poster", campaign.pk)
    said = text(answer)
    assert f"http://testserver/public/campaigns/{campaign.pk}/" in said
    assert "<svg" in answer.content.decode()
    for word in (campaign.title, "熟悉本社区道路", "面试", "60 分合格", "0371-65000000", "街道综治中心二楼", "合计"):
        assert word in said, word
    assert "有调解工作经验" not in said  # another kind of post
    assert see("theo", "recruitment:print-poster", campaign.pk).status_code == 404


@pytest.mark.req("ORG-42")
def test_two_streets_see_nothing_of_each_other(see, on, story, other_story):
    story.until_open()
    other_story.until_open(title="清水街道公开招聘巡防队员")
    on(APPLY_FROM)
    for who, count in (
        ("gus", 2), ("gwen", 2), ("liz", 2), ("tess", 1), ("piet", 1), ("theo", 1), ("pia", 1), ("otto", 1),
        ("lena", 0), ("kai", 0), ("petra", 0),
    ):  # fmt: skip
        answer = see(who, "recruitment:list-campaigns")
        assert len(answer.context["page"].object_list) == count, who
    for who in ("nora", "mara", "ada"):
        assert see(who, "recruitment:list-campaigns").status_code == 404
    for who in ("theo", "pia", "otto", "lena", "nora"):
        assert see(who, "recruitment:show-campaign", story.campaign_id).status_code == 404
    shown = see("gus", "recruitment:list-campaigns", query="?place=990102002").context["page"].object_list
    assert [campaign.pk for campaign in shown] == [other_story.campaign_id]
    assert not see("gus", "recruitment:list-campaigns", query="?stage=DRAFT").context["page"].object_list
    assert see("gus", "recruitment:list-campaigns", query="?stage=NO&place=x").status_code == 200


def test_the_list_comes_in_parts_for_scripts(see, on, story):
    story.until_open()
    on(APPLY_FROM)
    answer = see("tess", "recruitment:list-campaigns", **{"HX-Request": "true", "HX-Target": "campaign-list"})
    assert answer.content.decode().lstrip().startswith('<div id="campaign-list">')


def test_reading_costs_the_same_however_many_there_are(see, on, story):
    story.until_open()
    on(APPLY_FROM)
    story.apply("赵一")
    pages = (("recruitment:show-campaign", story.campaign_id), ("recruitment:list-campaigns",))
    statements(see, *pages[0])
    few = [statements(see, *one) for one in pages]
    for name in NAMES[1:]:
        story.apply(name)
    Campaign.objects.bulk_create([copy_of(story.campaign, serial) for serial in range(50, 60)])
    assert few == [statements(see, *one) for one in pages]


def statements(see, name, *args) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert see("tess", name, *args, at_most=26).status_code == 200
    return len(counted)


def copy_of(campaign: Campaign, serial: int) -> Campaign:
    campaign.pk, campaign.serial = None, serial
    return campaign
