"""What the clock asks: each row by itself, twice as harmless as once."""

from __future__ import annotations

import logging

import pytest
import time_machine

from patrol_ops.core import clock
from patrol_ops.core.calendar import set_calendar_day
from patrol_ops.core.refusals import Refused
from recruitment import commands, tasks
from recruitment.models import Campaign, PublicNotice
from tests.recruitment.saying import DAY, nothing_written
from tests.recruitment.story import APPLY_FROM, APPLY_UNTIL, CLOSED, LAST_DAY, PUBLISHED, Story


def run(task, day, hour=0, minute=2):
    with time_machine.travel(clock.at(day, hour, minute), tick=False):
        task(told_by="an older worker")


def approved(story):
    story.agree_standard()
    story.plan()
    story.submit()
    story.approve()
    return story


@pytest.mark.req("REC-02")
def test_run_campaigns_opens_and_closes_on_their_days(story):
    approved(story)
    for day, stage in (
        (APPLY_FROM - DAY, "APPROVED"),
        (APPLY_FROM, "OPEN"),
        (APPLY_UNTIL, "OPEN"),
        (APPLY_UNTIL + DAY, "SELECTING"),
    ):
        run(tasks.run_campaigns, day)
        assert story.campaign.stage == stage
        with nothing_written():
            run(tasks.run_campaigns, day, 1)


@pytest.mark.parametrize(("name", "day"), [("open_campaign", APPLY_FROM), ("close_campaign", APPLY_UNTIL + DAY)])
def test_run_campaigns_goes_on_after_one_that_is_refused(district, monkeypatch, caplog, name, day):
    first, second = Story(district, number=1), Story(district, number=1)
    for campaign in (approved(first), approved(second)):
        if name == "close_campaign":
            campaign.open()
    act = getattr(commands, name)

    def stubborn(*, campaign_id, **values):
        if campaign_id == first.campaign_id:
            raise Refused("core.stale")
        return act(campaign_id=campaign_id, **values)

    monkeypatch.setattr(commands, name, stubborn)
    with caplog.at_level(logging.INFO):
        run(tasks.run_campaigns, day)
    stages = dict(Campaign.objects.values_list("pk", "stage"))
    before, after = ("APPROVED", "OPEN") if name == "open_campaign" else ("OPEN", "SELECTING")
    assert (stages[first.campaign_id], stages[second.campaign_id]) == (before, after)
    assert f"Campaign {first.campaign_id} is not" in caplog.text


@pytest.mark.req("REC-06")
def test_close_due_notices_after_their_last_day(story):
    story.until_noticed("赵一", "钱二")
    for day, stage in ((LAST_DAY, "PUBLISHED"), (CLOSED, "CLOSED")):
        run(tasks.close_due_notices, day, 0 if day == CLOSED else 23, 10)
        assert story.notice().stage == stage
    with nothing_written():
        run(tasks.close_due_notices, CLOSED, 1, 10)


@pytest.mark.req("X52")
def test_close_due_notices_leaves_what_runs_longer_by_the_calendar(story, gwen_actor, caplog):
    story.until_noticed("赵一", "钱二")
    at = clock.at(PUBLISHED, 10)
    set_calendar_day(actor=gwen_actor, day=LAST_DAY, is_working=False, name="放假", at=at)
    with nothing_written(), caplog.at_level(logging.INFO):
        run(tasks.close_due_notices, CLOSED, 0, 10)
    assert "recruitment.notice-running" in caplog.text
    run(tasks.close_due_notices, CLOSED + DAY, 0, 10)
    assert PublicNotice.objects.get().stage == "CLOSED"
