"""What follows a moment after: newcomers are enrolled, transferees moved, leavers let go."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from patrol_ops.core import outbox
from patrol_ops.core.models import Obligation, OutboxMessage
from teams import reports
from teams.commands import add_second_post
from teams.models import Hold
from teams.rules import EmploymentClass, MoveDraft
from tests.training.papers import D, expire
from tests.training.saying import DAY, owed
from tests.training.story import CONFIRMED, HELD, ISSUED, PLANNED
from training import commands
from training.models import Enrolment, Session


@pytest.fixture
def deliver(training):
    def make(day, hour=12):
        with time_machine.travel(training.at(day, hour), tick=False):
            # Enqueued while the clock of the tests stood elsewhere.
            OutboxMessage.objects.update(due_at=training.at(day, 0))
            outbox.deliver(2000)
        assert not OutboxMessage.objects.exists()

    return make


def enrolled(session_id=None):
    rows = Enrolment.objects.order_by("pk")
    return [row.member_id for row in (rows.filter(session=session_id) if session_id else rows)]


@pytest.mark.req("TRN-01")
def test_a_newcomer_is_enrolled_in_the_next_session_and_somebody_owes_the_training(training, deliver):
    course = training.course()
    late, first = training.plan(course, HELD + 7 * DAY).pk, training.plan(course, HELD).pk
    other = training.plan(course, HELD - DAY, tier="SQUADRON", planned=PLANNED).pk
    deliver(PLANNED, 9)
    Enrolment.objects.all().delete()
    pk = training.newcomer("赵一")
    deliver(PLANNED)
    assert pk in enrolled(first)
    assert pk not in enrolled(late) + enrolled(other)
    assert owed("training.train_newcomer", pk) == [
        ("cpo", "990102001001", PLANNED + 29 * DAY, str(Hold.objects.get(member=pk, kind="TRAINING").pk))
    ]


def test_a_full_session_leaves_them_for_the_next(training, deliver):
    course = training.course()
    full = training.plan(course, HELD, capacity=1).pk
    deliver(PLANNED, 9)
    assert len(enrolled(full)) == 1
    following = training.plan(course, HELD + 7 * DAY, capacity=40).pk
    pk = training.newcomer("赵一")
    deliver(PLANNED)
    assert pk in enrolled(following)


def test_a_session_that_is_cancelled_sends_them_to_another(training, deliver):
    course = training.course()
    pk = training.newcomer("赵一")
    first = training.plan(course, HELD).pk
    deliver(PLANNED, 9)
    other = training.plan(course, HELD + 7 * DAY).pk
    deliver(PLANNED, 10)
    assert (pk in enrolled(first), pk in enrolled(other)) == (True, False)
    commands.cancel_session(actor=training.who("gus"), session_id=first, reason="停电", at=training.at(PLANNED, 11))
    deliver(PLANNED)
    assert pk in enrolled(other)


def test_a_newcomer_of_a_team_without_a_session_waits(training, deliver):
    pk = training.newcomer("赵一")
    deliver(PLANNED)
    assert enrolled() == []
    assert len(owed("training.train_newcomer", pk)) == 1


@pytest.mark.req("TRN-01", "TRN-05")
def test_a_transferee_is_trained_and_reminded_of_in_the_new_team(training, deliver, district):
    training.until_certified("赵一")
    pk = training.newcomer("钱二", ISSUED - DAY)
    deliver(ISSUED, 9)
    assert owed("training.train_newcomer", pk)[0][:2] == ("cpo", "990102001001")
    for name in ("赵一", "钱二"):
        training.transfer(name, "squadron")
    deliver(ISSUED)
    assert [row[:2] for row in owed("training.train_newcomer", pk)] == [("psl", "990102001")]
    certificate = training.certificate("赵一").pk
    (row,) = Obligation.objects.open().filter(kind="training.renew_certificate", subject_id=certificate)
    assert (row.team_id, row.path, row.role) == (district.teams["squadron"], "990102001", "ldr")
    # Told again of the same, nothing moves.
    before = list(Obligation.objects.order_by("pk").values())
    with time_machine.travel(training.at(ISSUED + DAY, 2), tick=False):
        from_here = Session.objects.count()
        outbox.deliver(100)
    assert list(Obligation.objects.order_by("pk").values()) == before
    assert Session.objects.count() == from_here


@pytest.mark.req("TRN-05")
def test_whoever_has_left_has_no_certificate_no_place_and_owes_nothing(training, deliver):
    training.until_certified("赵一")
    pk = training.newcomer("钱二", CONFIRMED)
    course = training.course()
    training.plan(course, D(2026, 12, 7), planned=ISSUED)
    deliver(ISSUED, 9)
    assert pk in enrolled(training.session_id)
    day = ISSUED + 2 * DAY
    for name in ("赵一", "钱二"):
        training.leave(name, day)
    deliver(day, 13)
    row = training.certificate("赵一")
    assert (row.stage, row.revoked_why, row.ended_by_id) == ("REVOKED", "EXIT", None)
    assert pk not in enrolled(training.session_id)
    assert owed("training.renew_certificate", row.pk) == owed("training.train_newcomer", pk) == []
    assert not Hold.objects.waiting().filter(member=training.members["赵一"], kind="CERTIFICATE").exists()


def test_whoever_has_left_after_the_end_is_reminded_no_more(training, deliver):
    training.until_certified("赵一")
    deliver(ISSUED)
    expire(training)
    day = D(2028, 12, 1)
    training.leave("赵一", day)
    deliver(day, 13)
    row = training.certificate("赵一")
    assert (row.stage, owed("training.renew_certificate", row.pk)) == ("EXPIRED", [])


def test_whoever_leaves_one_team_of_two_keeps_everything(training, deliver, district):
    training.until_certified("赵一")
    deliver(ISSUED)
    pk = training.members["赵一"]
    add_second_post(
        actor=training.who("petra", ISSUED), team_id=district.teams["harbour"], member_id=pk,
        to_team_id=district.teams["squadron"], seen=True, draft=MoveDraft(EmploymentClass.FULL_TIME, ISSUED),
        at=training.at(ISSUED, 13),
    )  # fmt: skip
    training.leave("赵一", ISSUED + dt.timedelta(days=1))
    deliver(ISSUED + DAY, 13)
    assert training.certificate("赵一").stage == "VALID"
    assert "CERTIFICATE" not in reports.fitness_of(pk, ISSUED + DAY).kinds
