"""Sessions planned, filled, held, confirmed: what each does, and what is refused without a trace."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from patrol_ops.core import clock
from tests.training.saying import DAY, nothing_written, refused
from tests.training.story import CLOCK, HELD, PLANNED
from training import commands
from training.models import Enrolment
from training.rules import (
    DeliveryMode,
    ResultDraft,
    SessionDraft,
    check_in_code,
    minute_of,
)

D = dt.date


def test_plan_session_refuses_a_trainer_who_is_nobody(training):
    course = training.course()
    with nothing_written():
        refused("training.trainer-needed", training.plan, course, trainer_id=999_999)


@pytest.mark.req("TRN-13")
def test_note_cost_says_what_is_missing(training):
    training.until_planned("赵一")
    gus, at, pk = training.who("gus"), training.at(PLANNED, 10), training.session_id
    commands.note_cost(actor=gus, session_id=pk, cost=Decimal("900.50"), funded=Decimal(400), at=at)
    assert (training.session.cost_actual, training.session.funded) == (Decimal("900.50"), Decimal(400))
    with nothing_written():
        for cost, funded, code in (
            ("900", "901", "training.funded-beyond-cost"),
            ("-1", "0", "training.cost-odd"),
            ("1", "-1", "training.cost-odd"),
        ):
            refused(
                code, commands.note_cost, actor=gus, session_id=pk, cost=Decimal(cost), funded=Decimal(funded), at=at
            )
    commands.cancel_session(actor=gus, session_id=pk, reason="会场停电", at=at)
    with nothing_written():
        money = Decimal(1)
        refused(
            "training.session-cancelled", commands.note_cost, actor=gus, session_id=pk, cost=money, funded=money, at=at
        )


@pytest.mark.req("TRN-12")
def test_staff_are_enrolled_by_login_and_come_by_the_code(training, district):
    training.until_planned("赵一")
    gus, staff = training.who("gus"), [district.users[key] for key in ("tess", "lena")]
    count = commands.enrol_members(
        actor=gus, session_id=training.session_id, member_ids=[], user_ids=staff,
        team_ids=[district.teams["harbour"]], at=training.at(PLANNED, 10),
    )  # fmt: skip
    assert count == Enrolment.objects.count() == 8  # six of the team, and two logins
    with nothing_written():
        for values, code in (
            ({"member_ids": [], "user_ids": [district.users["tess"]]}, "training.nobody-to-enrol"),
            ({"member_ids": [], "user_ids": [999_999]}, "training.staff-unknown"),
            ({"member_ids": [999_999]}, "training.not-serving-here"),
        ):
            refused(
                code, commands.enrol_members, actor=gus, session_id=training.session_id, at=training.at(PLANNED, 11),
                **values,
            )  # fmt: skip
    training.begin()
    at = clock.at(HELD, 9, 1)
    code = check_in_code(training.session.secret, training.session_id, minute_of(at))
    for key in ("tess", "lena"):
        row = commands.check_in(actor=training.who(key, HELD), session_id=training.session_id, code=code.lower(), at=at)
        assert (row.stage, row.check_in, row.checked_in_at) == ("ATTENDED", "QR", at)
    staff = Enrolment.objects.get(user=district.users["tess"])
    commands.record_results(
        actor=training.who("tom", HELD), session_id=training.session_id,
        results={staff.pk: ResultDraft(True, mark=88)}, at=clock.at(HELD, 17),
    )  # fmt: skip
    assert Enrolment.objects.get(pk=staff.pk).stage == "PASSED"


def test_enrol_lacking_in_the_order_of_waiting_as_many_as_there_is_room(training, district):
    first, second = training.newcomer("赵一", PLANNED - DAY), training.newcomer("钱二")
    course = training.course()
    training.plan(course, capacity=3)
    at = training.at(PLANNED, 10)
    assert commands.enrol_lacking(actor=CLOCK, session_id=training.session_id, at=at) == 3
    # Then those of legacy teams, who have until the end of the transition.
    taken = list(Enrolment.objects.order_by("pk").values_list("member_id", flat=True))
    assert taken[:2] == [first, second]
    assert taken[2] in district.members.values()
    with nothing_written():
        refused("training.nobody-to-enrol", commands.enrol_lacking, actor=CLOCK, session_id=training.session_id, at=at)
    # Whoever waits for one is not taken into another.
    training.plan(course, HELD + DAY, capacity=30)
    commands.enrol_lacking(actor=CLOCK, session_id=training.session_id, at=at)
    assert not set(taken) & set(training.session.enrolments.values_list("member_id", flat=True))


def test_enrol_members_is_refused_without_room_and_after_the_beginning(training):
    training.newcomer("赵一")
    training.newcomer("钱二")
    training.plan(training.course(), capacity=1)
    with nothing_written():
        no = refused("training.session-full", training.enrol, "赵一", "钱二")
        assert no.facts == {"room": 1, "wanted": 2}
    training.enrol("赵一")
    training.begin()
    with nothing_written():
        refused("training.session-begun", training.enrol, "钱二")
        refused(
            "training.session-begun", commands.withdraw_enrolment, actor=training.who("gus", HELD),
            enrolment_id=training.enrolment("赵一").pk, at=training.at(HELD, 10),
        )  # fmt: skip


def test_who_waits_for_confirmation_or_passed_this_course_is_not_taken_in_again(training):
    for name in ("赵一", "钱二"):
        training.newcomer(name)
    half = training.course(minutes=(240, 240, 0, 0))
    training.plan(half)
    training.enrol("赵一", "钱二")
    training.begin()
    training.results(赵一=80, 钱二=10)
    training.complete()
    names = {pk: name for name, pk in training.members.items()}

    def taken_in(day):
        training.plan(half, day, planned=HELD + DAY)
        at = training.at(HELD + DAY, 12)
        commands.enrol_lacking(actor=CLOCK, session_id=training.session_id, at=at)
        found = {names.get(row.member_id): row.retake for row in training.session.enrolments.all()}
        commands.cancel_session(actor=training.who("gus"), session_id=training.session_id, reason="会场停电", at=at)
        return {name: retake for name, retake in found.items() if name}

    held = training.session_id
    assert taken_in(HELD + 7 * DAY) == {"钱二": True}
    commands.confirm_session(actor=training.who("kai"), session_id=held, at=training.at(HELD + DAY, 13))
    assert taken_in(HELD + 8 * DAY) == {"钱二": True}


def test_a_session_draft_knows_its_defaults():
    begins = clock.at(HELD, 9).replace(tzinfo=None)
    draft = SessionDraft(1, "DETACHMENT", DeliveryMode.CLASS, begins, begins + DAY, "礼堂", 3)
    assert (draft.trainer_id, draft.plan_line_id, draft.cost_planned) == (None, None, Decimal(0))
