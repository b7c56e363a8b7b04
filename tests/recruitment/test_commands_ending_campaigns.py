"""The clock opens and closes a campaign; it is cancelled with a reason, or ends once nobody waits (REC-02)."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from patrol_ops.core import clock
from patrol_ops.core.models import Obligation
from recruitment import commands
from recruitment.models import Applicant, Campaign, PublicNotice
from recruitment.rules import Owed, Screening
from tests.recruitment.saying import DAY, finds_nothing, nothing_written, one, owed, refused
from tests.recruitment.story import APPLY_FROM, APPLY_UNTIL, CLOCK, CLOSED, PLANNED, PUBLISHED, VETTED

AT = clock.at(PUBLISHED, 16)
ENDED = clock.at(CLOSED, 16)


@pytest.fixture
def submitted(story):
    story.agree_standard()
    story.plan()
    story.submit()
    return story


def cancelling(story, at=AT, reason="编制有变化，本次招聘取消"):
    def act(actor=None, **values):
        whole = {"campaign_id": story.campaign_id, "reason": reason, "at": at}
        return commands.cancel_campaign(actor=actor or story.who("gwen", PLANNED), **whole | values)

    return act


def finalising(story, at=ENDED):
    def act(actor=None):
        return commands.finalise_campaign(actor=actor or story.who("gus", CLOSED), campaign_id=story.campaign_id, at=at)

    return act


@pytest.mark.req("REC-02")
def test_cancel_campaign_takes_back_the_notice_and_tells_everybody(story):
    story.until_noticed("赵一", "钱二", "孙三")
    campaign = cancelling(story)()

    assert (campaign.stage, campaign.ended_on) == ("CANCELLED", PUBLISHED)
    told = Applicant.objects.values_list("stage", "rejected_why", "over_at").distinct()
    assert list(told) == [("REJECTED", "CAMPAIGN_CANCELLED", AT)]
    notice = story.notice()
    assert (notice.stage, notice.steps.latest("pk").move) == ("WITHDRAWN", "withdraw")
    assert campaign.steps.latest("pk").reason == "编制有变化，本次招聘取消"
    assert one("recruitment.campaign_cancelled", AT).facts == {"campaign_id": campaign.pk, "told": 3}


@pytest.mark.req("REC-02")
def test_cancel_campaign_leaves_nothing_due(story):
    """Approvals, screenings, sheets, reviews, and the notice that waited to be published."""
    story.until_selected("赵一", "钱二", "孙三")
    story.vet("赵一")
    story.prepare()
    assert owed(Owed.PUBLISH_NOTICE)
    assert owed(Owed.RECORD_POLICE_REVIEW)
    cancelling(story)()
    assert not Obligation.objects.open().filter(kind__startswith="recruitment.").exists()
    assert PublicNotice.objects.get().stage == "WITHDRAWN"


@pytest.mark.parametrize("submitted", [False, True])
def test_cancel_campaign_before_anybody_applied(story, submitted):
    story.agree_standard()
    story.plan()
    if submitted:
        story.submit()
    campaign = cancelling(story)()
    assert campaign.stage == "CANCELLED"
    assert not Obligation.objects.open().filter(subject_type="campaign").exists()
    with nothing_written():
        refused("core.wrong-stage", cancelling(story))


def test_cancel_campaign_leaves_a_closed_notice_and_whoever_is_hired(story):
    story.until_offered("赵一", "钱二")
    story.sign("赵一")
    assert cancelling(story, at=ENDED)().stage == "CANCELLED"
    assert story.notice().stage == "CLOSED"
    assert (story.applicant("赵一").stage, story.applicant("钱二").stage) == ("CONTRACTED", "REJECTED")


def test_cancel_campaign_by_another_finds_nothing(story):
    story.until_open()
    finds_nothing(cancelling(story), *(story.who(key, PLANNED) for key in ("gus", "tess", "piet", "petra", "lena")))


def test_cancel_campaign_refused_writes_nothing(story):
    story.until_open()
    with nothing_written():
        refused("recruitment.reason-missing", cancelling(story, reason="无"))


@pytest.mark.req("REC-02")
def test_finalise_campaign_once_nobody_waits(story):
    story.until_offered("赵一", "钱二", "孙三")
    story.sign("赵一")
    with nothing_written():
        assert refused("recruitment.still-live", finalising(story)).facts == {"count": 1}
    commands.decline_offer(actor=story.who("nora", CLOSED).public(), secret=story.secrets["钱二"], at=ENDED)
    campaign = finalising(story)()
    assert (campaign.stage, campaign.ended_on) == ("FINALISED", CLOSED)
    assert story.applicant("孙三").stage == "RESERVE"
    assert one("recruitment.campaign_finalised", ENDED).facts == {"campaign_id": campaign.pk, "hired": 1}
    with nothing_written():
        refused("core.wrong-stage", finalising(story))


def test_finalise_campaign_by_another_finds_nothing(story):
    story.until_open()
    story.close_applying()
    finds_nothing(finalising(story), *(story.who(key, CLOSED) for key in ("gwen", "tess", "piet", "lena")))


def test_finalise_campaign_waits_for_who_is_to_mend(story):
    story.until_open()
    story.apply("赵一")
    story.close_applying()
    story.screen("赵一", Screening.RETURN, note="请补学历证明")
    with nothing_written():
        refused("recruitment.still-live", finalising(story, at=clock.at(VETTED + DAY, 9)))


# --- the clock ------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-02")
def test_open_campaign_and_close_campaign_on_their_days(submitted):
    submitted.approve()
    early = clock.start_of(APPLY_FROM) - dt.timedelta(seconds=1)
    running = {"campaign_id": submitted.campaign_id, "actor": CLOCK}
    with nothing_written():
        refused("recruitment.not-yet-applying", commands.open_campaign, **running, at=early)
        refused("core.wrong-stage", commands.close_campaign, **running, at=early)
    first = clock.start_of(APPLY_FROM)
    assert commands.open_campaign(**running, at=first).stage == "OPEN"
    with nothing_written():
        refused("core.wrong-stage", commands.open_campaign, **running, at=first)
        refused("recruitment.still-applying", commands.close_campaign, **running, at=clock.at(APPLY_UNTIL, 23, 59))
    over = clock.start_of(APPLY_UNTIL + DAY)
    assert commands.close_campaign(**running, at=over).stage == "SELECTING"
    assert one("recruitment.campaign_opened", first).facts == {"campaign_id": submitted.campaign_id}
    assert one("recruitment.campaign_closed", over).facts == {"campaign_id": submitted.campaign_id, "applied": 0}


@pytest.mark.parametrize("name", ["open_campaign", "close_campaign"])
def test_open_campaign_and_close_campaign_by_hand_find_nothing(submitted, name):
    submitted.approve()
    act = partial(getattr(commands, name), campaign_id=submitted.campaign_id, at=clock.start_of(APPLY_FROM))
    finds_nothing(act, *(submitted.who(key, PLANNED) for key in ("gus", "gwen", "tess", "piet")))
    assert Campaign.objects.get().stage == "APPROVED"
