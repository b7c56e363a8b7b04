"""The ranking decides, places are few, the reserve is called up in order (REC-02, REC-05, REC-13, X32)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from patrol_ops.core import clock
from recruitment import commands
from recruitment.models import Applicant, ScoreSheet
from recruitment.reports.places import newcomers_free, places_left, places_to_offer
from recruitment.rules import CampaignStage, Owed, ScoreDraft, Screening
from teams.models import Member, Team
from teams.rules import Role
from tests.recruitment.saying import DAY, finds_nothing, nothing_written, one, owed, refused, within
from tests.recruitment.story import ASSESS_ON, CLOSED, PLANNED, PUBLIC, Story

DECIDED = ASSESS_ON + DAY
AT = clock.at(DECIDED, 9)
NAMES = ("赵一", "钱二", "孙三", "李四")


def selecting(story):
    def act(actor=None, at=AT):
        return commands.select_recruits(actor=actor or story.who("tess", DECIDED), campaign_id=story.campaign_id, at=at)

    return act


def calling(story, name):
    def act(actor=None, at=AT):
        return commands.call_up_reserve(actor=actor or story.who("tess", DECIDED), applicant_id=story.ids[name], at=at)

    return act


def assessed(story, **marks):
    """Everybody named applied and was marked by both with the same mark in all factors; -1: nobody came."""
    story.until_open()
    story.name_assessors()
    for name in marks:
        story.apply(name, reserve=name != "李四")
    story.close_applying()
    for name, mark in marks.items():
        story.screen(name)
        if mark >= 0:
            story.score(name, mark, mark)
            continue
        for sheet in ScoreSheet.objects.filter(applicant=story.ids[name]).select_related("assessor"):
            commands.submit_score_sheet(
                actor=story.who(sheet.assessor.username, ASSESS_ON), score_sheet_id=sheet.pk,
                draft=ScoreDraft(False, unrelated=True), at=clock.at(ASSESS_ON, 9),
            )  # fmt: skip
    return story


@pytest.mark.req("REC-02", "REC-05", "REC-10", "REC-11")
def test_select_recruits_sends_the_best_to_the_police_and_tells_the_others_why(story, tess):
    assessed(story, 赵一=24, 钱二=23, 孙三=20, 李四=19, 周五=10, 吴六=-1)
    campaign = selecting(story)()

    rows = Applicant.objects.order_by("pk").values_list("stage", "rank", "rejected_why")
    assert list(rows) == [
        ("POLICE_REVIEW", 1, ""),
        ("POLICE_REVIEW", 2, ""),
        ("RESERVE", 3, ""),
        ("REJECTED", 4, "NOT_SELECTED"),
        ("REJECTED", None, "BELOW_THRESHOLD"),
        ("REJECTED", None, "NOT_PRESENT"),
    ]
    assert (campaign.ranked_by_id, campaign.ranked_at) == (tess.pk, AT)
    first = story.applicant("赵一")
    assert (first.vetting_asked_by_id, first.vetting_asked_at, story.applicant("李四").over_at) == (tess.pk, AT, AT)
    due = (Role.STATION_LIAISON, "990102001002", within(DECIDED, 5), "")
    assert owed(Owed.RECORD_POLICE_REVIEW) == [due, due]
    assert places_left(story.campaign_id) == {first.post_id: 0}


def test_select_recruits_by_another_finds_nothing(story):
    assessed(story, 赵一=24)
    who = ("gwen", "theo", "piet", "petra", "kai", "lena", "liz")
    finds_nothing(selecting(story), *(story.who(key, DECIDED) for key in who))


@pytest.mark.req("REC-05", "REC-09")
def test_select_recruits_refused_writes_nothing(story):
    story.until_open()
    story.apply("赵一")
    story.apply("钱二")
    with nothing_written():
        refused("recruitment.not-yet-applied", selecting(story))
    story.close_applying()
    with nothing_written():
        refused("recruitment.too-few-assessors", selecting(story))
    story.name_assessors()
    story.screen("钱二", Screening.RETURN, note="请补学历证明")
    with nothing_written():
        assert refused("recruitment.screening-open", selecting(story)).facts == {"count": 2}
    commands.withdraw_application(actor=PUBLIC, secret=story.secrets["钱二"], at=AT)
    story.screen("赵一")
    with nothing_written():
        assert refused("recruitment.sheets-missing", selecting(story)).facts == {"count": 2}
    story.score("赵一", 20, 20)
    selecting(story)()
    with nothing_written():
        refused("recruitment.nobody-assessed", selecting(story))


def test_select_recruits_is_said_once_with_numbers_only(story):
    assessed(story, 赵一=24, 钱二=23, 孙三=20, 李四=10)
    selecting(story)()
    assert one("recruitment.recruits_selected", AT).facts == {
        "campaign_id": story.campaign_id, "selected": 2, "reserve": 1, "others": 1,
    }  # fmt: skip


def test_select_recruits_of_whom_nobody_passed_asks_no_police(story):
    assessed(story, 赵一=10)
    selecting(story)()
    assert (story.applicant("赵一").stage, owed(Owed.RECORD_POLICE_REVIEW)) == ("REJECTED", [])


@pytest.mark.req("REC-03", "REC-04", "X32")
def test_priority_and_then_residence_decide_between_equals_only(story):
    story.until_open()
    story.name_assessors()
    story.apply("赵一", local=False)
    story.apply("钱二", local=True)
    story.apply("孙三", local=False, priority=True)
    story.apply("李四", local=True, priority=True)
    story.close_applying()
    for name in NAMES:
        story.screen(name, priority=False if name == "李四" else True if name == "孙三" else None)
        story.score(name, 20, 21 if name == "赵一" else 20)
    selecting(story)()
    ranks = [story.applicant(name).rank for name in NAMES]
    # The best by merit first, local or not; then verified priority; a claim that the papers did not bear out is none.
    assert ranks == [1, 3, 2, 4]


# --- places (REC-13) ------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-12", "REC-13")
def test_select_recruits_beyond_all_who_serve_is_refused(story):
    """Legacy members take no place of the quota, but newcomers come only as far as there is room beside them."""
    assessed(story, 赵一=24, 钱二=23)
    academy = story.district.teams["academy"]
    Team.objects.filter(pk=academy).update(authorised=5)
    assert (places_to_offer([academy], DECIDED)[academy], newcomers_free([academy], DECIDED)[academy]) == (3, 1)
    with nothing_written():
        assert refused("recruitment.over-strength", selecting(story)).facts == {
            "team": Team.objects.get(pk=academy).name
        }
    Team.objects.filter(pk=academy).update(authorised=6)
    selecting(story)()
    assert newcomers_free([academy], DECIDED)[academy] == 0


@pytest.mark.req("REC-12", "REC-13")
def test_select_recruits_of_the_own_legacy_members_needs_no_room_but_of_another_teams_does(story, district):
    story.until_open()
    story.name_assessors()
    for name, member in (("赵一", "舒文"), ("钱二", "马兰")):
        story.apply(name, identity=Member.objects.get(pk=district.members[member]).identity)
    story.close_applying()
    for name in ("赵一", "钱二"):
        assert story.applicant(name).transfer is True
        story.screen(name)
        story.score(name, 20, 20)
    Team.objects.filter(pk=district.teams["academy"]).update(authorised=4)
    with nothing_written():
        refused("recruitment.over-strength", selecting(story))
    commands.withdraw_application(actor=PUBLIC, secret=story.secrets["钱二"], at=AT)
    selecting(story)()
    assert story.applicant("赵一").stage == "POLICE_REVIEW"


@pytest.mark.req("REC-13")
def test_of_two_campaigns_for_the_last_places_the_second_is_refused(story, district):
    """Papers cost nothing; what was submitted counts, and counts again when it is approved."""
    academy = district.teams["academy"]
    story.until_open()
    other, last = Story(district, office="gus"), Story(district, office="gus")
    (post,) = story.draft().posts
    other.plan(posts=(replace(post, number=6),))
    last.plan(posts=(replace(post, number=1),))
    other.submit()
    assert places_to_offer([academy], PLANNED)[academy] == 0
    assert places_to_offer([academy], PLANNED, besides=other.campaign_id)[academy] == 6
    with nothing_written():
        assert refused("recruitment.quota-exceeded", last.submit).facts["free"] == 0
        refused("recruitment.quota-exceeded", Story(district, office="gus").plan)
    Team.objects.filter(pk=academy).update(authorised=7)
    commands.approve_campaign_police(
        actor=story.who("piet", PLANNED), campaign_id=other.campaign_id, at=clock.at(PLANNED, 12)
    )
    with nothing_written():
        refused(
            "recruitment.quota-exceeded", commands.approve_campaign,
            actor=story.who("gwen", PLANNED), campaign_id=other.campaign_id, at=clock.at(PLANNED, 12),
        )  # fmt: skip


@pytest.mark.req("REC-13")
def test_places_follow_a_campaign_to_its_end(story, district):
    academy = district.teams["academy"]
    free = lambda day=CLOSED: places_to_offer([academy], day)[academy]  # noqa: E731 — asked again and again
    assert free() == 8
    story.until_offered("赵一", "钱二")
    assert free() == 6
    story.sign("赵一")
    assert (free(), places_left(story.campaign_id)) == (6, {story.applicant("赵一").post_id: 0})
    commands.decline_offer(actor=PUBLIC, secret=story.secrets["钱二"], at=clock.at(CLOSED, 16))
    assert (free(), list(places_left(story.campaign_id).values())) == (6, [1])
    commands.finalise_campaign(actor=story.who("gus", CLOSED), campaign_id=story.campaign_id, at=clock.at(CLOSED, 17))
    assert free() == 7


# --- the reserve ----------------------------------------------------------------------------------------------------


@pytest.fixture
def reserved(story):
    assessed(story, 赵一=24, 钱二=23, 孙三=20, 周五=19)
    selecting(story)()
    return story


@pytest.mark.req("REC-02", "REC-11")
def test_call_up_reserve_in_order_once_a_place_is_free(reserved, tess):
    with nothing_written():
        refused("recruitment.no-place-left", calling(reserved, "孙三"))
    commands.withdraw_application(actor=PUBLIC, secret=reserved.secrets["赵一"], at=AT)
    with nothing_written():
        refused("recruitment.reserve-order", calling(reserved, "周五"))
    later = AT + dt.timedelta(hours=1)
    applicant = calling(reserved, "孙三")(at=later)
    applicant.refresh_from_db()
    assert (applicant.stage, applicant.vetting_asked_by_id, applicant.vetting_asked_at) == (
        "POLICE_REVIEW", tess.pk, later,
    )  # fmt: skip
    assert owed(Owed.RECORD_POLICE_REVIEW, applicant.pk) == [
        (Role.STATION_LIAISON, "990102001002", within(DECIDED, 5), "")
    ]
    facts = {"applicant_id": applicant.pk, "campaign_id": reserved.campaign_id}
    assert one("recruitment.reserve_called_up", later).facts == facts
    with nothing_written():
        refused("core.wrong-stage", calling(reserved, "孙三"))
        refused("recruitment.no-place-left", calling(reserved, "周五"))


@pytest.mark.req("REC-13")
def test_call_up_reserve_where_the_team_has_filled_meanwhile_is_refused(reserved):
    commands.withdraw_application(actor=PUBLIC, secret=reserved.secrets["赵一"], at=AT)
    Team.objects.filter(pk=reserved.district.teams["academy"]).update(authorised=5)
    with nothing_written():
        refused("recruitment.over-strength", calling(reserved, "孙三"))


def test_call_up_reserve_by_another_finds_nothing(reserved):
    commands.withdraw_application(actor=PUBLIC, secret=reserved.secrets["赵一"], at=AT)
    who = ("gwen", "theo", "piet", "lena", "kai")
    finds_nothing(calling(reserved, "孙三"), *(reserved.who(key, DECIDED) for key in who))


def test_call_up_reserve_of_a_campaign_that_has_ended_finds_nothing(reserved):
    type(reserved.campaign).objects.update(stage=CampaignStage.FINALISED, ended_on=DECIDED)
    finds_nothing(calling(reserved, "孙三"), reserved.who("tess", DECIDED))
