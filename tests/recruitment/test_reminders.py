"""What waits is reminded of and goes one role up when nobody acts (REC-11, CON-01)."""

from __future__ import annotations

import datetime as dt

import pytest

from patrol_ops.core.models import Notice, Obligation
from patrol_ops.core.obligations import remind
from recruitment.rules import Owed
from tests.recruitment.story import ASSESS_ON, PUBLISHED, VETTED

NAMES = ("赵一", "钱二", "孙三")
SELECTED = ASSESS_ON + dt.timedelta(days=1)
DAY = dt.timedelta(days=1)


def told(kind):
    """Who was told of that kind so far, by name, in order."""
    rows = Notice.objects.filter(template=kind).order_by("pk")
    return list(rows.values_list("user__username", flat=True))


@pytest.mark.req("REC-11")
def test_the_police_has_five_working_days_and_then_the_next_one_up_hears(story):
    story.until_selected(*NAMES)
    due = Obligation.objects.open().get(kind=Owed.RECORD_POLICE_REVIEW, subject_id=story.ids["赵一"])
    # Selected on Tuesday, 27 October: the fifth working day is Tuesday, 3 November.
    assert due.due_at.astimezone(story.at(SELECTED).tzinfo) == story.at(dt.date(2026, 11, 4), 0)
    remind(story.at(SELECTED, 10))
    assert told("recruitment.remind-review") == ["piet", "piet"]
    remind(story.at(SELECTED + DAY, 10))
    assert told("recruitment.remind-review") == ["piet"] * 2  # once
    remind(story.at(dt.date(2026, 11, 3), 10))
    assert told("recruitment.remind-review") == ["piet"] * 4  # on the last day
    remind(story.at(dt.date(2026, 11, 4), 10))
    assert told("recruitment.remind-review") == ["piet"] * 6  # late
    story.vet("钱二", day=dt.date(2026, 11, 5))
    remind(story.at(dt.date(2026, 11, 6), 10))
    later = told("recruitment.remind-review")[6:]
    assert later == ["tess"]  # the next one up, of the one that still waits


def test_a_verdict_ends_the_reminding(story):
    story.until_selected(*NAMES)
    story.vet("赵一")
    story.vet("钱二")
    remind(story.at(VETTED + 20 * DAY))
    assert told("recruitment.remind-review") == []


def test_an_objection_is_the_heads_to_answer(story):
    story.until_noticed(*NAMES)
    objection = story.object("钱二", PUBLISHED)
    remind(story.at(PUBLISHED + DAY))
    assert told("recruitment.remind-objection") == ["gwen"]
    story.decide(objection, "NOT_UPHELD", PUBLISHED + DAY)
    remind(story.at(PUBLISHED + 30 * DAY))
    assert told("recruitment.remind-objection") == ["gwen"]


@pytest.mark.req("CON-01")
def test_the_end_of_a_contract_is_announced_in_time(story):
    story.until_offered(*NAMES)
    story.sign("赵一")
    ends = dt.date(2028, 11, 10)
    told_on = []
    for left in (90, 60, 59, 30, 7, 0):
        before = len(told("recruitment.remind-contract-ends"))
        remind(story.at(ends + DAY - left * DAY, 10))
        if len(told("recruitment.remind-contract-ends")) > before:
            told_on.append(left)
    assert told_on == [60, 30, 7, 0]
    assert set(told("recruitment.remind-contract-ends")) == {"gus"}
