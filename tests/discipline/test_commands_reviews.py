"""Reviews of responsibility and coordination duties: proposed by one hand, decided by another; what became of it."""

from __future__ import annotations

import pytest

from discipline import commands
from discipline.models import AccountabilityReview, CoordinationDuty
from discipline.rules import CoordinationDraft, ProposalDraft, ReviewDraft, Trigger
from tests.discipline.saying import DAY, costs, not_permitted, nothing_written, owed, refused, said
from tests.discipline.story import HELD

FACTS = ProposalDraft("值班记录齐全，处置及时，未发现失职。", False, "不追究责任，补充夜间力量。")


class Story:
    def __init__(self, it):
        self.it = it
        self.pk = 0

    def act(self, name, by, hour=10, **values):
        return getattr(commands, name)(actor=self.it.who(by, HELD), at=self.it.at(HELD, hour), **values)

    def open(self, by="gus", place="990102001", **values):
        draft = ReviewDraft(**{"trigger": Trigger.MAJOR_CASE, "happened_on": HELD - DAY, "title": "码头火灾", **values})
        row = self.act("open_review", by, place_id=self.it.district.places[place], draft=draft)
        self.pk = row.pk
        return row

    def propose(self, by="gus", draft=FACTS, hour=11):
        return self.act("propose_review", by, hour, review_id=self.pk, draft=draft)

    def send_back(self, by="gwen", reason="再核对值班记录", hour=12):
        return self.act("send_back_review", by, hour, review_id=self.pk, reason=reason)

    def decide(self, by="gwen", hour=13, decision="同意，不追究责任。"):
        return self.act("decide_review", by, hour, review_id=self.pk, negligence=False, decision=decision)

    @property
    def row(self):
        return AccountabilityReview.objects.get(pk=self.pk)

    def duty(self, by="gus", unit="station", **values):
        draft = CoordinationDraft(**{"duty": "督促沿街商户", "contact_post": "内勤", "since": HELD, **values})
        row = self.act("record_coordination", by, unit_id=self.it.district.units[unit], draft=draft)
        self.pk = row.pk
        return row

    def follow(self, by="gus", text="已约谈三家。"):
        return self.act("follow_up_coordination", by, 11, duty_id=self.pk, text=text)

    def end(self, by="gus"):
        return self.act("end_coordination", by, 12, duty_id=self.pk)


@pytest.fixture
def story(supervision):
    return Story(supervision)


@pytest.mark.req("INC-08", "INS-10")
def test_a_review_from_opening_to_decision(story, district):
    with costs():
        story.open(team_id=district.teams["harbour"])
    with costs():
        story.propose()
    assert [(kind, whom) for kind, whom, _ in owed()] == [("decide_review", "gvh 990102")]
    with costs():
        story.send_back()
    assert owed() == []
    assert (story.row.stage, story.row.returned_why) == ("OPEN", "再核对值班记录")
    story.propose(hour=14)
    assert story.row.returned_why == ""
    assert len(owed()) == 1
    with costs():
        story.decide(hour=15)
    assert (story.row.stage, story.row.negligence, story.row.decision) == ("DECIDED", False, "同意，不追究责任。")
    assert owed() == []
    for event, hour in (("opened", 10), ("proposed", 11), ("sent_back", 12), ("decided", 15)):
        assert len(said(f"discipline.review_{event}", story.it.at(HELD, hour))) == 1
    with nothing_written():
        refused("core.wrong-stage", story.decide)
        refused("core.wrong-stage", story.propose)


def test_a_review_refuses(story, district):
    with nothing_written():
        refused("discipline.team-of-another-place", story.open, team_id=district.teams["willow"])
        refused("discipline.happened-odd", story.open, happened_on=HELD + DAY)
    story.open("ivo")
    with nothing_written():
        refused("core.wrong-stage", story.decide)
        refused("core.wrong-stage", story.send_back)
        refused("discipline.text-odd", story.propose, draft=ProposalDraft("短", True, "处理"))
    story.propose("ivo")
    AccountabilityReview.objects.update(proposed_by_id=district.users["gwen"])
    with nothing_written():
        refused("discipline.decided-by-proposer", story.decide)
        refused("teams.reason-needed", story.send_back, reason="")


@pytest.mark.parametrize("by", ["gwen", "tess", "petra", "piet", "lena", "kai"])
def test_a_review_is_opened_and_proposed_by_office_and_inspectors(story, by):
    not_permitted(story.open, by)
    story.open()
    not_permitted(story.propose, by)


@pytest.mark.parametrize("by", ["gus", "ivo", "liz", "petra", "tess"])
def test_a_review_is_decided_by_the_head(story, by):
    story.open()
    story.propose()
    not_permitted(story.decide, by)
    not_permitted(story.send_back, by)


@pytest.mark.req("INS-16")
def test_a_coordination_duty_from_its_first_day_to_its_last(story):
    with costs():
        story.duty("tess")
    with costs():
        story.follow("tess")
    with costs():
        story.end()
    duty = CoordinationDuty.objects.get(pk=story.pk)
    assert (duty.ended_on, duty.follow_ups.get().text) == (HELD, "已约谈三家。")
    for event, hour in (("recorded", 10), ("followed_up", 11), ("ended", 12)):
        assert len(said(f"discipline.coordination_{event}", story.it.at(HELD, hour))) == 1
    with nothing_written():
        refused("discipline.duty-over", story.follow)
        refused("discipline.duty-over", story.end)


def test_a_coordination_duty_that_never_began(story):
    story.duty(since=HELD + 9 * DAY)
    assert story.end().ended_on == HELD + 9 * DAY


@pytest.mark.parametrize("by", ["gwen", "theo", "piet", "petra", "lena", "ivo"])
def test_coordination_is_the_offices(story, by):
    not_permitted(story.duty, by)
    story.duty()
    not_permitted(story.follow, by)
    not_permitted(story.end, by)


def test_coordination_says_something(story):
    with nothing_written():
        refused("discipline.text-odd", story.duty, duty="督")
    story.duty()
    with nothing_written():
        refused("discipline.text-odd", story.follow, text=" ")
