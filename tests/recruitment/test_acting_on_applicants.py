"""The list of applicants and a case: by number and masked name, for whoever may, and for nobody else."""

from __future__ import annotations

import pytest

from tests.recruitment.doors import text
from tests.recruitment.story import APPLY_FROM, APPLY_UNTIL


@pytest.mark.req("ORG-42")
def test_list_applicants(see, applied):
    pk = applied.campaign_id
    for who in ("tess", "gus", "gwen", "liz"):
        answer = see(who, "recruitment:list-applicants", pk)
        assert [line.name for line in answer.context["lines"]] == ["赵*", "钱*"]
        assert "赵一" not in answer.content.decode()
        assert "1370000" not in answer.content.decode()
    for who in ("theo", "pia", "otto", "lena", "kai", "nora"):
        assert see(who, "recruitment:list-applicants", pk).status_code == 404
    assert see("piet", "recruitment:list-applicants", pk).context["lines"] == []  # not asked yet
    counts = [
        len(see("tess", "recruitment:list-applicants", pk, query=query).context["lines"])
        for query in ("?stage=SUBMITTED", "?stage=ASSESSED", "?stage=x", "?page=9")
    ]
    assert counts == [2, 0, 0, 2]
    headers = {"HX-Request": "true", "HX-Target": "applicant-list"}
    part = see("tess", "recruitment:list-applicants", pk, **headers).content.decode()
    assert part.lstrip().startswith('<div id="applicant-list">')


def test_the_list_says_when_data_were_forgotten(see, applied):
    applied.campaign.applicants.update(name="", phone="", identity="", forgotten_at=applied.at(APPLY_UNTIL))
    assert "资料已删除" in text(see("tess", "recruitment:list-applicants", applied.campaign_id))
    assert "个人资料已经到期删除" in text(see("tess", "recruitment:show-applicant", applied.ids["赵一"]))


def test_show_applicant(see, applied, story):
    pk = applied.ids["赵一"]
    answer = see("tess", "recruitment:show-applicant", pk)
    assert "赵一" not in answer.content.decode()
    assert "赵*" in text(answer)
    assert "本人声明" in text(answer)
    assert answer.context["may"]["screen"] is True
    assert see("gwen", "recruitment:show-applicant", pk).context["may"]["screen"] is False
    for who in ("theo", "otto", "piet", "petra", "lena", "nora"):
        assert see(who, "recruitment:show-applicant", pk).status_code == 404


def test_a_leader_sees_the_own_team_masked(see, other_story, on):
    other_story.until_open()
    other_story.apply("孙三")
    on(APPLY_FROM)
    answer = see("otto", "recruitment:show-campaign", other_story.campaign_id, at_most=26)
    assert answer.context["stages"] == [("SUBMITTED", 1)]
    assert (answer.context["first"], answer.context["beside"]) == ("", ["print-poster"])
    assert [
        line.name for line in see("otto", "recruitment:list-applicants", other_story.campaign_id).context["lines"]
    ] == ["孙*"]
    case = see("otto", "recruitment:show-applicant", other_story.ids["孙三"])
    assert not any(case.context["may"].values())
    assert see("lena", "recruitment:show-applicant", other_story.ids["孙三"]).status_code == 404
