"""Pages of screening, marks, ranking and what the police ask for: each does it, and finds nothing out of reach."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from recruitment.models import ScoreSheet
from recruitment.rules import VerdictCode
from tests.recruitment.doors import text
from tests.recruitment.story import APPLY_UNTIL, ASSESS_ON, VETTED

DAY = dt.timedelta(days=1)
SCREENED = APPLY_UNTIL + DAY
MARKS = {"schooling": 20, "ability": 18, "responsibility": 22, "standing": 15}


# --- screening ------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-03", "REC-04", "REC-08", "REC-09")
def test_screen_applicant(see, send, applied):
    pk = applied.ids["赵一"]
    form = see("tess", "recruitment:screen-applicant", pk).context["form"]
    criteria = [value for value, _ in form.fields["met"].choices]
    assert len(criteria) == 3  # those of this post, and no other's
    fields = {"met": criteria, "verdict": "SHORTLIST", "local": "yes", "priority": "no"}
    for who in ("theo", "piet", "gwen", "lena", "kai", "nora"):
        assert see(who, "recruitment:screen-applicant", pk).status_code == 404
        assert send(who, "recruitment:screen-applicant", pk, **fields).status_code == 404

    for changed, sentence, kept in (
        ({"met": criteria[:2]}, "还有 1 条标准没有勾选", "checked"),
        ({"local": ""}, "请当面核对材料", "checked"),
        ({"verdict": "REJECT"}, "不合格要指出是哪一条", "checked"),
        ({"verdict": "RETURN", "note": ""}, "请写明要补正什么", "checked"),
        ({"verdict": "RETURN", "note": "请带 13812345678"}, "手机号", "13812345678"),
        ({"verdict": ""}, "请选择一项", "checked"),
    ):
        answer = send("tess", "recruitment:screen-applicant", pk, **{**fields, **changed})
        assert answer.status_code == 422, changed
        assert sentence in text(answer), changed
        assert kept in answer.content.decode()
    assert send("tess", "recruitment:screen-applicant", pk, **fields).status_code == 302
    row = applied.applicant("赵一")
    assert (row.stage, row.local_verified, row.priority_verified) == ("SHORTLISTED", True, False)
    assert "已核对" in text(see("tess", "recruitment:show-applicant", pk))
    assert see("tess", "recruitment:screen-applicant", pk)["Location"] == reverse(
        "recruitment:show-applicant", args=[pk]
    )
    assert send("tess", "recruitment:screen-applicant", pk, **fields).status_code == 409
    # What was not declared is not asked.
    assert "local" not in see("tess", "recruitment:screen-applicant", applied.ids["钱二"]).context["form"].fields


def test_screening_turns_away_by_a_line_of_the_standard(see, send, applied):
    pk = applied.ids["钱二"]
    criteria = [v for v, _ in see("tess", "recruitment:screen-applicant", pk).context["form"].fields["met"].choices]
    send("tess", "recruitment:screen-applicant", pk, met=criteria[1:], verdict="REJECT")
    assert "年满十八周岁" in text(see("tess", "recruitment:show-applicant", pk))


# --- marks ----------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-05", "REC-10")
def test_score_applicant(see, send, shortlisted):
    gus, lena = ScoreSheet.objects.filter(applicant=shortlisted.ids["赵一"]).order_by("pk")
    fields = {"came": "yes", **MARKS, "unrelated": "on"}
    answer = see("gus", "recruitment:score-applicant", gus.pk)
    assert "已交 0 / 2 张" in text(answer)
    for who in ("lena", "tess", "piet", "otto", "nora"):
        assert see(who, "recruitment:score-applicant", gus.pk).status_code == 404
        assert send(who, "recruitment:score-applicant", gus.pk, **fields).status_code == 404
    for changed, sentence in (
        ({"unrelated": ""}, "没有亲属关系"),
        ({"ability": 26}, "25"),
        ({"came": "no"}, "没有到场的人不能有分数"),
    ):
        answer = send("gus", "recruitment:score-applicant", gus.pk, **{**fields, **changed})
        assert answer.status_code == 422
        assert sentence in text(answer)
        assert 'value="22"' in answer.content.decode()
    assert answer.context["form"].total == 75
    answer = send("gus", "recruitment:score-applicant", gus.pk, **fields)
    following = ScoreSheet.objects.filter(applicant=shortlisted.ids["钱二"]).order_by("pk").first()
    assert answer["Location"] == reverse("recruitment:score-applicant", args=[following.pk])
    answer = send("gus", "recruitment:score-applicant", gus.pk, **fields)
    assert answer.status_code == 422
    assert "不能再改" in text(answer)
    assert lena.submitted_at is None


@pytest.mark.req("REC-05")
def test_marks_are_nobodys_to_see_before_all_are_in(see, send, shortlisted):
    """Neither to the other assessor, nor to whoever reads the case: on no page."""
    gus, lena = ScoreSheet.objects.filter(applicant=shortlisted.ids["赵一"]).order_by("pk")
    send("gus", "recruitment:score-applicant", gus.pk, came="yes", **MARKS, unrelated="on")
    case = ("recruitment:show-applicant", shortlisted.ids["赵一"])
    for who in ("tess", "gwen", "liz"):
        said = text(see(who, *case))
        assert "75 分" not in said
        assert "责任心 22" not in said
        assert "还有 1 张评分表没有交" in said
    assert "75 分" in text(see("gus", "recruitment:score-applicant", gus.pk))  # one's own
    assert "75 分" not in text(see("lena", "recruitment:score-applicant", lena.pk))
    waiting = see("tess", "recruitment:show-campaign", shortlisted.campaign_id, at_most=28).context["assessors"]
    assert [(line.name, line.waiting) for line in waiting] == [("顾思", 1), ("李娜", 2)]

    send("lena", "recruitment:score-applicant", lena.pk, came="yes", **{**MARKS, "standing": 17}, unrelated="on")
    for who in ("tess", "gwen"):
        said = text(see(who, *case))
        assert "75 分" in said
        assert "77 分" in said
        assert "平均 76.00 分" in said
    assert "75 分" in text(see("lena", "recruitment:score-applicant", lena.pk))


def test_an_assessor_before_the_day_is_told_when(see, send, applied, on):
    applied.screen("赵一")
    sheet = ScoreSheet.objects.order_by("pk").first()
    assert "到那天再评分" in text(see("gus", "recruitment:score-applicant", sheet.pk))
    answer = send("gus", "recruitment:score-applicant", sheet.pk, came="yes", **MARKS, unrelated="on")
    assert answer.status_code == 422
    assert "现在还不能评分" in text(answer)


# --- the ranking ----------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-04")
def test_select_recruits(see, send, on, story):
    story.until_open()
    story.name_assessors()
    for name, claims in (("赵一", {}), ("钱二", {"priority": True}), ("孙三", {"local": False}), ("李四", {})):
        story.apply(name, **claims)
    story.close_applying()
    for name, mark in (("赵一", 20), ("钱二", 20), ("孙三", 20), ("李四", 10)):
        story.screen(name)
        story.score(name, mark, mark)
    on(ASSESS_ON + DAY)
    pk = story.campaign_id
    assert see("tess", "recruitment:show-campaign", pk, at_most=28).context["first"] == "select-recruits"
    for who in ("theo", "gwen", "piet", "lena", "nora"):
        assert see(who, "recruitment:select-recruits", pk).status_code == 404
        assert send(who, "recruitment:select-recruits", pk).status_code == 404
    ranking = see("tess", "recruitment:select-recruits", pk).context["ranking"]
    assert [(one.line.name, one.outcome, one.tie) for one in ranking.lines] == [
        ("钱*", "select", "priority"), ("赵*", "select", "local"), ("孙*", "reserve", ""), ("李*", "below", ""),
    ]  # fmt: skip
    said = text(see("tess", "recruitment:select-recruits", pk))
    assert "合格线 60 分，以下不录用" in said
    assert "同分，优先照顾对象在前" in said
    assert send("tess", "recruitment:select-recruits", pk).status_code == 302
    stages = {name: story.applicant(name).stage for name in ("钱二", "赵一", "孙三", "李四")}
    assert list(stages.values()) == ["POLICE_REVIEW", "POLICE_REVIEW", "RESERVE", "REJECTED"]
    # Now the police sees those it was asked about, and nobody else.
    assert len(see("piet", "recruitment:list-applicants", pk).context["lines"]) == 2
    answer = send("tess", "recruitment:select-recruits", pk)
    assert answer.status_code == 422


def test_select_recruits_says_what_is_missing(see, send, shortlisted):
    answer = send("tess", "recruitment:select-recruits", shortlisted.campaign_id)
    assert answer.status_code == 422
    assert "还有 4 张评分表没有交" in text(answer)
    assert "还没有可以排名的人" in text(see("tess", "recruitment:select-recruits", shortlisted.campaign_id))


def test_call_up_reserve(see, send, selected):
    pk = selected.ids["孙三"]
    assert see("tess", "recruitment:show-applicant", pk).context["may"]["call_up"] is False
    answer = send("tess", "recruitment:call-up-reserve", pk)
    assert answer.status_code == 422
    assert "已经没有空名额" in text(answer)
    selected.vet("赵一", VerdictCode.NOT_SUITABLE)
    assert see("tess", "recruitment:show-applicant", pk).context["may"]["call_up"] is True
    needs = see("tess", "recruitment:show-campaign", selected.campaign_id, at_most=32).context["needs"]
    assert any("可以递补" in need.text for need in needs)
    for who in ("theo", "gwen", "piet", "lena", "nora"):
        assert send(who, "recruitment:call-up-reserve", pk).status_code == 404
    assert send("tess", "recruitment:call-up-reserve", pk).status_code == 302
    assert selected.applicant("孙三").stage == "POLICE_REVIEW"


def test_the_polices_reason_is_on_no_page_of_the_office(see, selected):
    selected.vet("赵一", VerdictCode.NOT_SUITABLE)
    for who in ("tess", "gus", "gwen", "liz"):
        answer = see(who, "recruitment:show-applicant", selected.ids["赵一"])
        assert "公安审核未通过" in text(answer)
        assert "有法律规定不能从事" not in answer.content.decode()


# --- what the police ask for ----------------------------------------------------------------------------------------


def test_supply_facts(see, send, selected):
    pk = selected.ids["赵一"]
    assert see("tess", "recruitment:supply-facts", pk).status_code == 302  # nothing is asked
    selected.vet("赵一", VerdictCode.FACTS_NEEDED)
    answer = see("tess", "recruitment:supply-facts", pk)
    assert "请补充最近三年的居住情况" in text(answer)
    assert see("tess", "recruitment:show-applicant", pk).context["may"]["supply"] is True
    for who in ("theo", "piet", "gwen", "lena", "nora"):
        assert see(who, "recruitment:supply-facts", pk).status_code == 404
        assert send(who, "recruitment:supply-facts", pk, facts="一直住在本街道").status_code == 404
    answer = send("tess", "recruitment:supply-facts", pk, facts="电话 13812345678")
    assert answer.status_code == 422
    assert "13812345678" in answer.content.decode()
    assert send("tess", "recruitment:supply-facts", pk, facts="一直住在本街道").status_code == 302
    assert selected.applicant("赵一").stage == "POLICE_REVIEW"


def test_vet_again_and_reject_recruit(see, send, on, selected):
    for name in ("赵一", "钱二"):
        selected.vet(name, holds_until=VETTED + 5 * DAY)
    pk, other = selected.ids["赵一"], selected.ids["钱二"]
    assert not any(see("tess", "recruitment:show-applicant", pk).context["may"].values())
    answer = send("tess", "recruitment:vet-again", pk)
    assert answer.status_code == 422
    assert "现在还有效" in text(answer)
    assert send("tess", "recruitment:reject-recruit", pk).status_code == 422
    on(VETTED + 6 * DAY)
    answer = see("tess", "recruitment:show-applicant", pk)
    assert answer.context["may"]["vet_again"] is answer.context["may"]["reject"] is True
    assert "已经过期" in text(answer)
    for who in ("theo", "piet", "gwen", "lena", "nora"):
        assert send(who, "recruitment:vet-again", pk).status_code == 404
        assert send(who, "recruitment:reject-recruit", pk).status_code == 404
    assert send("tess", "recruitment:vet-again", pk).status_code == 302
    assert selected.applicant("赵一").stage == "POLICE_REVIEW"
    assert send("tess", "recruitment:reject-recruit", other).status_code == 302
    assert selected.applicant("钱二").rejected_why == "VETTING_EXPIRED"
