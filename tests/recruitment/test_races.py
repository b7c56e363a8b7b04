"""Where two people can meet in recruiting: threads, real transactions, one of them told in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from patrol_ops.core import clock
from patrol_ops.core.models import JournalEntry
from patrol_ops.core.refusals import Refused
from recruitment import commands
from recruitment.models import Applicant, Contract, Objection, PublicNotice, ScoreSheet
from recruitment.rules import ObjectionDraft, ScoreDraft
from teams.models import Member, Membership, NumberBadge
from tests.recruitment.saying import DAY
from tests.recruitment.story import APPLY_FROM, APPLY_UNTIL, ASSESS_ON, CLOCK, CLOSED, LAST_DAY, PLANNED, PUBLIC, Story
from tests.recruitment.test_commands_contracts import signing

pytestmark = pytest.mark.django_db(transaction=True)
MARKS = ScoreDraft(True, 20, 20, 20, 20, unrelated=True)


def split(results):
    refusals = [result.code for result in results if isinstance(result, Refused)]
    done = [result for result in results if not isinstance(result, Exception)]
    assert len(refusals) + len(done) == len(results), results
    return done, refusals


def withdrawing(story, name, at):
    return lambda: commands.withdraw_application(actor=PUBLIC, secret=story.secrets[name], at=at)


@pytest.mark.req("REC-05")
def test_of_two_last_sheets_one_sees_the_other(at_once, story):
    story.until_open()
    story.name_assessors()
    story.apply("赵一")
    story.close_applying()
    story.screen("赵一")
    at = clock.at(ASSESS_ON, 9)

    def submit(sheet, actor):
        return lambda: commands.submit_score_sheet(actor=actor, score_sheet_id=sheet, draft=MARKS, at=at)

    sheets = list(ScoreSheet.objects.order_by("pk").values_list("pk", "assessor__username"))
    acts = [submit(pk, story.who(key, ASSESS_ON)) for pk, key in sheets]
    done, refusals = split(at_once(*acts, *acts))
    assert (len(done), refusals) == (2, ["recruitment.scored-already"] * 2)
    told = JournalEntry.objects.filter(act="recruitment.score_sheet_submitted").order_by("pk")
    assert [entry.facts["complete"] for entry in told] == [False, True]
    applicant = story.applicant("赵一")
    assert (applicant.stage, applicant.merit) == ("ASSESSED", Decimal("80.00"))


@pytest.mark.req("REC-05")
def test_an_assessor_who_is_named_while_somebody_is_screened_gets_a_sheet(at_once, story):
    story.until_open()
    story.name_assessors("gus")
    story.apply("赵一")
    story.close_applying()
    tess = story.who("tess", APPLY_FROM)

    def name():
        return commands.name_assessor(
            actor=tess, campaign_id=story.campaign_id, user_id=story.district.users["lena"],
            at=clock.at(APPLY_UNTIL + DAY, 9),
        )  # fmt: skip

    done, refusals = split(at_once(name, lambda: story.screen("赵一")))
    assert (len(done), refusals) == (2, [])
    assert ScoreSheet.objects.count() == 2


@pytest.mark.req("REC-06", "PUB-04")
def test_an_objection_meets_the_closing_clock(at_once, story):
    """Each came in its last or first second: whoever gets the lock second sees what the first has done."""
    story.until_noticed("赵一", "钱二")
    notice_id = story.notice().pk
    last = clock.start_of(CLOSED) - dt.timedelta(seconds=1)

    def lodge():
        draft = ObjectionDraft(story.ids["赵一"], "听说考核那天没有到场。")
        return commands.lodge_objection(actor=PUBLIC, notice_id=notice_id, draft=draft, secret="s", at=last)

    def close():
        return commands.close_notice(actor=CLOCK, notice_id=notice_id, at=clock.start_of(CLOSED))

    _done, refusals = split(at_once(lodge, close))
    assert set(refusals) <= {"recruitment.not-on-notice"}
    assert PublicNotice.objects.get().stage == "CLOSED"
    assert story.applicant("赵一").stage == ("HELD" if Objection.objects.exists() else "CLEARED")
    assert story.applicant("钱二").stage == "CLEARED"


@pytest.mark.req("REC-13", "CON-01")
def test_the_same_recruit_signs_once(at_once, story):
    story.until_offered("赵一", "钱二")
    act, gus = signing(story), story.who("gus", CLOSED)
    done, refusals = split(at_once(*[lambda: act(actor=gus)] * 3))
    assert (len(done), refusals) == (1, ["core.wrong-stage"] * 2)
    assert Contract.objects.count() == Member.objects.filter(name="赵一").count() == 1
    assert NumberBadge.objects.current().count() == 1


@pytest.mark.req("REC-13")
def test_two_who_sign_for_the_last_place(at_once, story):
    story.until_offered("赵一", "钱二")
    team = story.applicant("赵一").post.team
    type(team).objects.filter(pk=team.pk).update(authorised=5)
    gus = story.who("gus", CLOSED)
    one, two = signing(story), signing(story, "钱二")
    done, refusals = split(at_once(lambda: one(actor=gus), lambda: two(actor=gus)))
    assert (len(done), refusals) == (1, ["recruitment.over-strength"])
    assert Membership.objects.open().filter(team=team).count() == 5


@pytest.mark.req("REC-13")
def test_of_two_campaigns_for_the_last_place_one_is_submitted(at_once, story, district):
    story.agree_standard()
    team = district.teams["academy"]
    first, second = Story(district, number=8), Story(district, number=8, office="gus")
    for one in (first, second):
        one.plan(posts=(replace(one.draft().posts[0], number=8),))

    def submit(one):
        actor = one.who(one.office, PLANNED)
        return lambda: commands.submit_campaign(actor=actor, campaign_id=one.campaign_id, at=clock.at(PLANNED, 10))

    done, refusals = split(at_once(submit(first), submit(second)))
    assert (len(done), refusals) == (1, ["recruitment.quota-exceeded"])
    assert done[0].posts.get().team_id == team


def test_the_same_person_applies_once(at_once, story):
    story.until_open()
    draft = story.application("赵一")

    def apply(secret):
        return lambda: commands.submit_application(
            actor=PUBLIC, campaign_id=story.campaign_id, draft=draft, secret=secret, at=clock.at(APPLY_FROM, 9)
        )

    done, refusals = split(at_once(apply("a"), apply("b"), apply("c")))
    assert (len(done), refusals) == (1, ["recruitment.applied-already"] * 2)
    assert Applicant.objects.get().case_number.endswith("-0001")
    assert story.campaign.applied == 1


@pytest.mark.req("REC-06")
def test_withdrawing_meets_publishing(at_once, story):
    """Listed and then gone, or gone before: never listed again after going."""
    story.until_selected("赵一", "钱二")
    for name in ("赵一", "钱二"):
        story.vet(name)
    story.prepare()
    gwen, notice_id, at = story.who("gwen", PLANNED), story.notice().pk, clock.at(dt.date(2026, 10, 29), 9)

    def publish():
        return commands.publish_notice(actor=gwen, notice_id=notice_id, at=at)

    done, refusals = split(at_once(withdrawing(story, "赵一", at), publish))
    assert (len(done), refusals) == (2, [])
    assert (story.applicant("赵一").stage, story.applicant("钱二").stage) == ("WITHDRAWN", "ON_NOTICE")


def test_withdrawing_meets_the_ranking(at_once, story):
    story.until_open()
    story.name_assessors()
    for name in ("赵一", "钱二"):
        story.apply(name)
    story.close_applying()
    for name in ("赵一", "钱二"):
        story.screen(name)
        story.score(name, 20, 20)
    tess, at = story.who("tess", ASSESS_ON), clock.at(ASSESS_ON + DAY, 9)

    def select():
        return commands.select_recruits(actor=tess, campaign_id=story.campaign_id, at=at)

    done, refusals = split(at_once(withdrawing(story, "赵一", at), select))
    assert (len(done), refusals) == (2, [])
    assert (story.applicant("赵一").stage, story.applicant("钱二").stage) == ("WITHDRAWN", "POLICE_REVIEW")


def test_erasing_meets_the_last_mark(at_once, story):
    """Both lock the case first, so neither dies in a knot."""
    story.until_open()
    story.name_assessors()
    story.apply("赵一")
    story.close_applying()
    story.screen("赵一")
    gus, at = story.who("gus", ASSESS_ON), clock.at(ASSESS_ON, 9)
    sheet = ScoreSheet.objects.get(assessor=story.district.users["gus"]).pk

    def erase():
        commands.erase_application(actor=PUBLIC, secret=story.secrets["赵一"], at=at)

    def score():
        return commands.submit_score_sheet(actor=gus, score_sheet_id=sheet, draft=MARKS, at=at)

    _done, refusals = split(at_once(erase, score))
    assert set(refusals) <= {"core.not-found"}
    assert not Applicant.objects.exists()
    assert not ScoreSheet.objects.exists()


def test_calling_up_meets_cancelling(at_once, story):
    story.until_selected("赵一", "钱二", "孙三")
    at = clock.at(LAST_DAY, 9)
    withdrawing(story, "赵一", at)()
    tess, gwen = story.who("tess", LAST_DAY), story.who("gwen", LAST_DAY)

    def call_up():
        return commands.call_up_reserve(actor=tess, applicant_id=story.ids["孙三"], at=at)

    def cancel():
        return commands.cancel_campaign(actor=gwen, campaign_id=story.campaign_id, reason="取消招聘", at=at)

    _done, refusals = split(at_once(call_up, cancel))
    assert set(refusals) <= {"core.not-found"}
    assert story.applicant("孙三").stage == "REJECTED"
