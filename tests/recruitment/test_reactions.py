"""What follows a moment after: notices are counted anew, whoever has all four is onboarded."""

from __future__ import annotations

import datetime as dt
import logging

import pytest

from patrol_ops.core import clock, outbox
from patrol_ops.core.calendar import set_calendar_day
from teams import commands as teams
from teams.models import Hold
from teams.rules import HoldKind
from tests.recruitment.saying import DAY
from tests.recruitment.story import CLOSED, LAST_DAY, PUBLISHED
from tests.recruitment.test_commands_contracts import lift

AT = clock.at(PUBLISHED, 10)


@pytest.mark.req("X52")
def test_running_notices_are_counted_anew(story, gwen_actor, caplog):
    story.until_noticed("赵一", "钱二")
    set_calendar_day(actor=gwen_actor, day=dt.date(2026, 11, 5), is_working=False, name="放假", at=AT)
    outbox.deliver()
    assert story.notice().last_day == LAST_DAY + DAY
    # A day more that is worked shortens nothing.
    set_calendar_day(actor=gwen_actor, day=dt.date(2026, 11, 7), is_working=True, name="补班", at=AT)
    with caplog.at_level(logging.DEBUG):
        outbox.deliver()
    assert story.notice().last_day == LAST_DAY + DAY
    assert "keeps its last day" in caplog.text


@pytest.mark.req("REC-15")
@pytest.mark.parametrize("trained_first", [True, False])
def test_handing_the_badge_over_lifts_its_hold_and_onboards_whoever_is_trained(story, gus_actor, caplog, trained_first):
    story.until_offered("赵一", "钱二")
    contract = story.sign("赵一")
    with caplog.at_level(logging.INFO):
        outbox.deliver()
    assert f"Applicant {story.ids['赵一']} is not on duty yet: recruitment.not-fit-yet" in caplog.text
    at = clock.at(CLOSED, 16)
    if trained_first:
        lift(contract.member_id, HoldKind.TRAINING, at)
    teams.hand_over_badge(actor=gus_actor, team_id=contract.team_id, member_id=contract.member_id, at=at)
    open_ones = Hold.objects.filter(member=contract.member_id, lifted_at__isnull=True)
    assert list(open_ones.values_list("kind", flat=True)) == ([] if trained_first else ["TRAINING"])
    outbox.deliver()
    applicant = story.applicant("赵一")
    assert applicant.stage == ("ONBOARDED" if trained_first else "CONTRACTED")
    assert story.applicant("钱二").stage == "OFFERED"


def test_a_badge_of_whoever_was_not_recruited_moves_nothing(story, gus_actor, district):
    story.until_offered("赵一", "钱二")
    team, member, at = district.teams["harbour"], district.members["何平"], clock.at(CLOSED, 16)
    teams.allocate_badge(actor=gus_actor, team_id=team, member_id=member, at=at)
    teams.hand_over_badge(actor=gus_actor, team_id=team, member_id=member, at=at)
    outbox.deliver()
    assert story.applicant("赵一").stage == "OFFERED"
