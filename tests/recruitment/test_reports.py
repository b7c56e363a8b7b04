"""What the pages say: shares, averages, whose act it is, and that a masked list costs the same however long."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from patrol_ops.core.models import Obligation
from patrol_ops.office.reports.to_do import lines
from recruitment import commands
from recruitment.access import Permission
from recruitment.models import Applicant, Campaign, ScoreSheet
from recruitment.reports import applicants as cases
from recruitment.reports import campaigns as reports
from recruitment.rules import ScoreDraft
from tests.cast import POSTS, STAFF
from tests.recruitment.story import APPLY_FROM, ASSESS_ON, NAMES, PLANNED, VETTED

EVERYBODY = tuple(row[0] for row in (*STAFF, *POSTS))


def numbers(story, who="tess"):
    seen = cases.seen_by(story.who(who, APPLY_FROM)).filter(campaign=story.campaign_id)
    return reports.numbers_of(story.campaign, seen, APPLY_FROM)


@pytest.mark.req("REC-03")
def test_the_share_of_locals_is_told_and_turns_nobody_away(story):
    story.until_open()
    assert numbers(story).local_share is None
    for name, local in (("赵一", True), ("钱二", False), ("孙三", False)):
        story.apply(name, local=local)
    told = numbers(story)
    assert (told.local_share, told.few_locals, told.at("SUBMITTED")) == (33, True, 3)
    story.apply("李四")
    assert (numbers(story).local_share, numbers(story).few_locals) == (50, False)
    # What was declared and is not so counts no longer; whoever is out neither.
    Applicant.objects.filter(pk=story.ids["李四"]).update(local_verified=False)
    Applicant.objects.filter(pk=story.ids["钱二"]).update(stage="WITHDRAWN")
    assert numbers(story).local_share == 33
    assert "REJECTED" not in numbers(story).by_stage


@pytest.mark.req("REC-10")
def test_averages_are_of_enough_people_or_of_nobody(story):
    story.until_open()
    story.name_assessors()
    for name in NAMES[:5]:
        story.apply(name)
    story.close_applying()
    for name in NAMES[:5]:
        story.screen(name)
    for name in NAMES[:4]:
        story.score(name, 20, 18)
    assert reports.averages_of(story.campaign, ASSESS_ON) is None
    story.score(NAMES[4], 10, 8)
    told = reports.averages_of(story.campaign, ASSESS_ON)
    assert (told.people, told.age) == (5, 34)
    assert told.factors[0] == ("schooling", "17.0")


@pytest.mark.req("REC-05")
def test_sheets_are_shown_when_all_are_in(story):
    story.until_open()
    story.name_assessors()
    story.apply("赵一")
    story.close_applying()
    story.screen("赵一")
    applicant = story.applicant("赵一")
    first, second = ScoreSheet.objects.order_by("pk")

    def totals(who):
        return [line.total for line in cases.sheets_shown(applicant, story.who(who, ASSESS_ON))]

    submit(story, "gus", first, 20)
    assert {who: totals(who) for who in ("gus", "lena", "tess", "gwen")} == {
        "gus": [80, None], "lena": [None, None], "tess": [None, None], "gwen": [None, None],
    }  # fmt: skip
    submit(story, "lena", second, 15)
    assert totals("lena") == totals("tess") == totals("gus") == [80, 60]


def submit(story, who, sheet, mark):
    draft = ScoreDraft(True, mark, mark, mark, mark, unrelated=True)
    commands.submit_score_sheet(
        actor=story.who(who, ASSESS_ON), score_sheet_id=sheet.pk, draft=draft, at=story.at(ASSESS_ON)
    )


@pytest.mark.parametrize("where", ["street", "district"])
def test_a_button_is_offered_to_exactly_those_whom_the_scope_lets(story, district, where):
    """``may_on`` asks no row; that it says what ``visible_to`` says is proved here, for every role."""
    story.agree_standard()
    if where == "district":
        story.street, story.office = "990102", "gus"
    campaign = story.plan()
    for who in EVERYBODY:
        actor = district.actor(who, PLANNED)
        for permission in list(Permission)[4:13]:
            reached = Campaign.objects.visible_to(actor, permission).filter(pk=campaign.pk).exists()
            through_the_team = permission == Permission.VIEW_CAMPAIGN and who in ("lena", "otto")
            assert reports.may_on(actor, permission, campaign) is (reached and not through_the_team), (who, permission)


@pytest.mark.parametrize("asked", [False, True])
def test_so_it_is_with_an_applicant(story, district, asked):
    story.until_selected("赵一") if asked else story.until_open() and story.apply("赵一")
    applicant = Applicant.objects.select_related("post__team__place").get(pk=story.ids["赵一"])
    for who in EVERYBODY:
        actor = district.actor(who, VETTED)
        for permission in (
            Permission.VIEW_APPLICANT, Permission.VIEW_APPLICANT_MASKED, Permission.SCREEN_APPLICANT,
            Permission.SELECT_RECRUITS, Permission.SUPPLY_FACTS, Permission.RECORD_POLICE_REVIEW,
        ):  # fmt: skip
            reached = Applicant.objects.visible_to(actor, permission).exists()
            assert cases.may_on(actor, permission, applicant) is reached, (who, permission)


def test_the_ranking_costs_the_same_however_many_there_are(story):
    story.until_open()
    story.name_assessors()
    for name in NAMES[:6]:
        story.apply(name)
    story.close_applying()
    counts = []
    for number, name in enumerate(NAMES[:6]):
        story.screen(name)
        story.score(name, 20 - number, 20 - number)
        if number in (1, 5):
            with CaptureQueriesContext(connection) as counted:
                cases.ranking_of(story.campaign, ASSESS_ON)
            counts.append(len(counted))
    assert counts[0] == counts[1] <= 11


def test_the_to_do_list_names_the_case_and_never_the_person(story, district):
    story.agree_standard()
    story.plan()
    story.submit()
    approving = about(district, "piet", PLANNED)
    assert approving == [("recruitment.approve_campaign_police", "锦川街道公开招聘巡防队员", ())]
    story.approve()
    story.open()
    story.name_assessors()
    applicant = story.apply("赵一")
    screening = about(district, "tess", APPLY_FROM)
    assert screening == [("recruitment.screen_applicant", applicant.case_number, ("post-kind.PATROL_MEMBER",))]
    story.close_applying()
    story.screen("赵一")
    scoring = about(district, "gus", ASSESS_ON)
    assert scoring == [("recruitment.score_applicant", applicant.case_number, ("post-kind.PATROL_MEMBER",))]


def about(district, who, day):
    """What recruiting makes due for somebody, and what each line is about."""
    actor = district.actor(who, day)
    rows = Obligation.objects.open().addressed_to(actor).filter(kind__startswith="recruitment.").order_by("pk")
    return [(line.kind, line.subject.text, line.subject.codes) for line in lines(rows, actor)]


def test_a_standard_in_the_to_do_list_is_a_version(story, district):
    standard = story.agree_standard()
    Obligation.objects.filter(kind="recruitment.agree_standard").update(settled_at=None)
    assert about(district, "petra", PLANNED) == [("recruitment.agree_standard", f"第 {standard.version} 版", ())]
