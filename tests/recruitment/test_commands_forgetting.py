"""What is kept of whom, and until which day (boundaries, section 4; negative tests 9 and 10)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from patrol_ops.core import clock
from patrol_ops.core.models import JournalEntry
from recruitment import commands, tasks
from recruitment.models import Applicant, Contract, CriterionCheck, Objection, PoliceVerdict, ScoreSheet
from recruitment.rules import Decision, Screening
from teams.models import Member
from tests.recruitment.saying import DAY, finds_nothing, nothing_written, one, refused
from tests.recruitment.story import CLOCK, CLOSED, LAST_DAY, PUBLIC

ENDED = clock.at(CLOSED, 17)
SIX_MONTHS, TWELVE_MONTHS = dt.date(2027, 5, 10), dt.date(2027, 11, 10)


@pytest.fixture
def ended(story):
    """One hired, one rejected by an objection, one on the reserve list, one turned away by a criterion."""
    story.until_open()
    story.name_assessors()
    for name in ("赵一", "钱二", "孙三", "李四"):
        story.apply(name)
    story.close_applying()
    story.screen("李四", Screening.REJECT, met=frozenset())
    for rank, name in enumerate(("赵一", "钱二", "孙三")):
        story.screen(name)
        story.score(name, 22 - rank, 21 - rank)
    story.select()
    for name in ("赵一", "钱二"):
        story.vet(name)
    story.prepare()
    story.publish()
    objection = story.object("钱二")
    story.close_notice()
    story.decide(objection, Decision.UPHELD)
    story.offer("赵一")
    story.sign("赵一")
    commands.finalise_campaign(actor=story.who("gus", CLOSED), campaign_id=story.campaign_id, at=ENDED)
    return story


def forgetting(story, day):
    def act(actor=CLOCK):
        return commands.forget_recruits(actor=actor, campaign_id=story.campaign_id, at=clock.at(day, 3))

    return act


def forgetting_objections(story, day):
    def act(actor=CLOCK):
        return commands.forget_objections(actor=actor, notice_id=story.notice().pk, at=clock.at(day, 3))

    return act


def left():
    return set(Applicant.objects.values_list("stage", flat=True))


@pytest.mark.req("REC-04")
def test_forget_recruits_six_months_after_the_end_and_not_a_day_before(ended):
    """Negative test 9: rejected applicants' data are deleted, with everything said of them."""
    gone = [ended.ids["钱二"], ended.ids["李四"]]
    with nothing_written():
        refused("recruitment.nothing-to-forget", forgetting(ended, SIX_MONTHS - DAY))
    forgetting(ended, SIX_MONTHS)()
    assert left() == {"CONTRACTED", "RESERVE"}
    for model in (ScoreSheet, CriterionCheck, PoliceVerdict):
        assert not model.objects.filter(applicant_id__in=gone).exists()
    facts = one("recruitment.recruits_forgotten", clock.at(SIX_MONTHS, 3)).facts
    assert facts == {"campaign_id": ended.campaign_id, "deleted": 2, "emptied": 1}


def test_forget_recruits_empties_the_application_of_whoever_was_hired(ended):
    forgetting(ended, SIX_MONTHS)()
    hired = ended.applicant("赵一")
    assert (hired.name, hired.phone, hired.identity, hired.identity_index, hired.schooling) == ("", "", "", "", "")
    assert (hired.birth_year, hired.merit, hired.rank, hired.local_verified) == (None, None, None, None)
    assert (hired.local, hired.priority, hired.reserve) == (False, False, False)
    assert hired.forgotten_at == clock.at(SIX_MONTHS, 3)
    assert not hired.sheets.exists()
    assert not hired.checks.exists()
    assert not hired.verdicts.exists()


def test_forget_recruits_leaves_acts_count_and_contract(ended):
    acts = list(JournalEntry.objects.order_by("pk").values("act", "at", "facts"))
    forgetting(ended, SIX_MONTHS)()
    assert list(JournalEntry.objects.order_by("pk").values("act", "at", "facts"))[: len(acts)] == acts
    contract = Contract.objects.get()
    assert (contract.kind, Member.objects.get(pk=contract.member_id).name) == ("LABOUR", "赵一")
    assert (ended.notice().listed, ended.notice().stage) == (2, "CLOSED")
    assert Objection.objects.get().applicant is None


def test_forget_recruits_keeps_the_reserve_twelve_months(ended):
    forgetting(ended, SIX_MONTHS)()
    with nothing_written():
        refused("recruitment.nothing-to-forget", forgetting(ended, TWELVE_MONTHS - DAY))
    forgetting(ended, TWELVE_MONTHS)()
    assert left() == {"CONTRACTED"}
    with nothing_written():
        refused("recruitment.nothing-to-forget", forgetting(ended, TWELVE_MONTHS))


def test_forget_recruits_waits_for_an_objection_that_is_open(story):
    story.until_noticed("赵一", "钱二", "孙三")
    objection = story.object("钱二")
    commands.cancel_campaign(
        actor=story.who("gwen", CLOSED), campaign_id=story.campaign_id, reason="取消招聘", at=ENDED
    )
    forgetting(story, SIX_MONTHS)()
    assert list(Applicant.objects.values_list("pk", flat=True)) == [story.ids["钱二"]]
    story.decide(objection, Decision.NOT_UPHELD, SIX_MONTHS)
    forgetting(story, SIX_MONTHS + DAY)()
    assert not Applicant.objects.exists()


@pytest.mark.parametrize("make", [forgetting, forgetting_objections])
def test_forget_recruits_and_forget_objections_by_hand_find_nothing(ended, make):
    act = make(ended, TWELVE_MONTHS)
    finds_nothing(act, *(ended.who(key, CLOSED) for key in ("gwen", "gus", "piet", "ada", "aud")), PUBLIC)


def test_forget_recruits_of_a_campaign_that_runs_is_refused(story):
    story.until_open()
    with nothing_written():
        refused("recruitment.nothing-to-forget", forgetting(story, TWELVE_MONTHS))


@pytest.mark.req("PUB-04")
def test_forget_objections_twelve_months_after_the_answer(ended):
    with nothing_written():
        refused("recruitment.nothing-to-forget", forgetting_objections(ended, TWELVE_MONTHS - DAY))
    forgetting_objections(ended, TWELVE_MONTHS)()
    assert not Objection.objects.exists()
    facts = one("recruitment.objections_forgotten", clock.at(TWELVE_MONTHS, 3)).facts
    assert facts == {"notice_id": ended.notice().pk, "deleted": 1}
    with nothing_written():
        refused("recruitment.nothing-to-forget", forgetting_objections(ended, TWELVE_MONTHS))


def test_forget_objections_leaves_what_is_not_answered(story):
    story.until_noticed("赵一", "钱二")
    open_one, answered = story.object("赵一"), story.object("钱二")
    story.decide(answered, Decision.NOT_UPHELD, LAST_DAY)
    forgetting_objections(story, TWELVE_MONTHS)()
    assert list(Objection.objects.all()) == [open_one]


def test_the_clock_forgets_by_itself_and_twice_changes_nothing(ended):
    for day, stages, objections in (
        (CLOSED + 20 * DAY, {"CONTRACTED", "REJECTED", "RESERVE"}, 1),
        (SIX_MONTHS - DAY, {"CONTRACTED", "REJECTED", "RESERVE"}, 1),
        (SIX_MONTHS, {"CONTRACTED", "RESERVE"}, 1),
        (TWELVE_MONTHS, {"CONTRACTED"}, 0),
    ):
        with time_machine.travel(clock.at(day, 3, 30), tick=False):
            tasks.forget_recruits()
            assert (left(), Objection.objects.count()) == (stages, objections)
            with nothing_written():
                tasks.forget_recruits()
