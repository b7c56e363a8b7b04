"""Sessions planned, filled, held, confirmed: what each does, and what is refused without a trace."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from patrol_ops.core import clock
from patrol_ops.core.models import PolicyValue
from teams.rules import Role
from tests.recruitment.saying import also_holds
from tests.training.acts import QUESTION
from tests.training.saying import DAY, nothing_written, owed, refused
from tests.training.story import CLOCK, CONFIRMED, HELD, ISSUED, PLANNED, WHOLE
from training import commands
from training.models import CourseRevision, Enrolment, PlanLine, Question, Session, TrainingPlan
from training.reports.hours import minutes_by_mode, missing_of, year_values
from training.rules import (
    CourseDraft,
    DeliveryMode,
    PlanDraft,
    PlanLineDraft,
    Programme,
    ResultDraft,
    SessionDraft,
    StudyDraft,
    Topic,
    check_in_code,
    minute_of,
)

D = dt.date


# --- courses and plans ----------------------------------------------------------------------------------------------


@pytest.mark.req("TRN-03")
def test_revise_course_keeps_what_old_results_were_measured_by(training):
    training.until_passed("赵一")
    course = training.session.revision.course
    draft = CourseDraft(Programme.PRE_DUTY, "岗前培训（新）", "", (60, 60, 60, 60), pass_mark=90)
    row = commands.revise_course(actor=training.who("gus"), course_id=course.pk, draft=draft, at=training.at(CONFIRMED))
    assert (row.version, row.total) == (2, 240)
    assert (training.session.revision.version, training.session.minutes) == (1, 960)
    assert (training.enrolment("赵一").stage, training.enrolment("赵一").credited) == ("PASSED", 960)
    assert training.plan(course, D(2026, 12, 7)).revision == row
    assert CourseRevision.objects.count() == 2


def test_courses_belong_to_the_district_and_keep_their_programme(training, district):
    course = training.course()
    at, gus = training.at(PLANNED), training.who("gus")
    draft = CourseDraft(Programme.ANNUAL, "年度培训", "", WHOLE)
    with nothing_written():
        refused("training.programme-fixed", commands.revise_course, actor=gus, course_id=course.pk, draft=draft, at=at)
        place = district.places["990102001"]
        refused("training.of-the-district", commands.design_course, actor=gus, place_id=place, draft=draft, at=at)
        plan = PlanDraft(2026, (PlanLineDraft(1, "SQUADRON", course.pk, DeliveryMode.CLASS, 1),))
        refused("training.of-the-district", commands.draft_plan, actor=gus, place_id=place, draft=plan, at=at)
    commands.retire_course(actor=gus, course_id=course.pk, at=at)
    same = CourseDraft(Programme.PRE_DUTY, "岗前培训", "", WHOLE)
    with nothing_written():
        refused("training.course-retired", commands.revise_course, actor=gus, course_id=course.pk, draft=same, at=at)
        refused("training.course-unknown", training.plan, course)


def drafted(training, *lines):
    course = training.course()
    draft = PlanDraft(2026, lines or (PlanLineDraft(4, "DETACHMENT", course.pk, DeliveryMode.CLASS, 3, 900),))
    place = training.district.places["990102"]
    plan = commands.draft_plan(actor=training.who("gus"), place_id=place, draft=draft, at=training.at(PLANNED, 7))
    return course, plan, draft


@pytest.mark.req("TRN-04")
def test_a_plan_goes_from_the_office_to_the_sub_bureau_and_back(training):
    _, plan, draft = drafted(training)
    gus, petra = training.who("gus"), training.who("petra")
    commands.submit_plan(actor=gus, plan_id=plan.pk, at=training.at(PLANNED, 8))
    assert [row[:3] for row in owed("training.approve_plan")] == [("psb", "990102", D(2026, 11, 9))]
    commands.return_plan(actor=petra, plan_id=plan.pk, reason="期数太少", at=training.at(PLANNED, 9))
    assert owed("training.approve_plan") == []
    place = training.district.places["990102"]
    again = commands.draft_plan(actor=gus, place_id=place, draft=draft, at=training.at(PLANNED, 10))
    assert (again.pk, again.lines.count(), again.returned_why) == (plan.pk, 1, "期数太少")
    commands.submit_plan(actor=gus, plan_id=plan.pk, at=training.at(PLANNED, 11))
    commands.approve_plan(actor=petra, plan_id=plan.pk, at=training.at(PLANNED, 12))
    plan.refresh_from_db()
    assert (plan.stage, plan.returned_why, TrainingPlan.objects.count()) == ("APPROVED", "", 1)


def test_approve_plan_takes_another_hand(training, district):
    _, plan, _ = drafted(training)
    both = also_holds(district, "gus", Role.SUB_BUREAU, "990102", PLANNED)
    commands.submit_plan(actor=both, plan_id=plan.pk, at=training.at(PLANNED, 8))
    with nothing_written():
        refused(
            "training.approved-by-submitter", commands.approve_plan, actor=both, plan_id=plan.pk,
            at=training.at(PLANNED, 9),
        )  # fmt: skip


@pytest.mark.req("TRN-04")
def test_sessions_are_planned_under_lines_of_an_approved_plan_and_keep_them(training):
    course, plan, draft = drafted(training)
    line = plan.lines.get()
    with nothing_written():
        refused("training.line-of-another", training.plan, course, plan_line_id=line.pk)
    gus, at = training.who("gus"), training.at(PLANNED, 8)
    commands.submit_plan(actor=gus, plan_id=plan.pk, at=at)
    commands.approve_plan(actor=training.who("petra"), plan_id=plan.pk, at=at)
    session = training.plan(course, plan_line_id=line.pk)
    with nothing_written():
        refused("training.line-of-another", training.plan, course, plan_line_id=line.pk, tier="SQUADRON")
    commands.amend_plan(actor=gus, plan_id=plan.pk, at=training.at(PLANNED, 10))
    place = training.district.places["990102"]
    for hour in (11, 12):
        commands.draft_plan(actor=gus, place_id=place, draft=draft, at=training.at(PLANNED, hour))
    old, new = PlanLine.objects.order_by("pk")
    assert (old.pk, old.dropped_at, new.dropped_at) == (line.pk, training.at(PLANNED, 11), None)
    assert Session.objects.get(pk=session.pk).plan_line_id == old.pk


# --- planning and filling -------------------------------------------------------------------------------------------


def test_plan_session_refuses_a_trainer_who_is_nobody(training):
    with nothing_written():
        course = training.course
    course = course()
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
    gus = training.who("gus")
    count = commands.enrol_members(
        actor=gus, session_id=training.session_id, member_ids=[], user_ids=[district.users["tess"], district.users["lena"]],
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
        refused("training.session-full", training.enrol, "赵一") if False else None
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


# --- study items ----------------------------------------------------------------------------------------------------


def study(training, day, minutes=60, subject="治安管理处罚法", *names):
    members = frozenset(training.members[name] for name in names or ("赵一",))
    draft = StudyDraft(day, Topic.LAW, minutes, subject, members)
    team = training.district.teams["harbour"]
    return commands.hold_study(actor=training.who("lena", day), team_id=team, draft=draft, at=training.at(day, 18))


@pytest.mark.req("TRN-14", "TRN-07")
def test_a_study_item_counts_once_the_police_confirms_by_half_and_up_to_its_share(training):
    training.until_certified("赵一")
    pk = training.members["赵一"]
    day = D(2026, 12, 1)
    session = study(training, day)
    assert (session.stage, session.mode, session.topics) == ("COMPLETED", "MEETING", (60, 0, 0, 0))
    assert minutes_by_mode([pk], 2026) == {}
    with nothing_written():
        refused("training.study-written-already", study, training, day)
    commands.confirm_session(actor=training.who("kai", day), session_id=session.pk, at=training.at(day, 19))
    assert minutes_by_mode([pk], 2026) == {pk: {"MEETING": 30}}
    for subject in ("道路交通安全法", "消防法"):
        more = study(training, day, 60, subject)
        commands.confirm_session(actor=training.who("kai", day), session_id=more.pk, at=training.at(day, 19))
    # Ninety minutes by now; a quarter of two hours counts.
    assert missing_of({pk: ISSUED}, 2026, year_values(2026, "990102")) == {pk: 120 - 30}


def test_hold_study_is_of_whoever_serves_in_the_team_that_day(training, district):
    training.newcomer("赵一", PLANNED)
    with nothing_written():
        refused("training.not-of-the-team", study, training, PLANNED - DAY)


@pytest.mark.req("TRN-07")
@pytest.mark.parametrize(
    ("mode", "credited"), [("CLASS", 960), ("SPECIAL_TOPIC", 960), ("OFF_JOB", 960), ("MEETING", 480)]
)
def test_a_session_counts_by_the_factor_of_its_mode(training, mode, credited):
    training.newcomer("赵一")
    training.plan(training.course(), mode=DeliveryMode(mode))
    training.enrol("赵一")
    training.begin()
    training.results(赵一=80)
    training.complete()
    training.confirm()
    assert training.enrolment("赵一").credited == credited


@pytest.mark.req("TRN-07")
def test_the_numbers_of_the_district_count_whatever_a_street_has_decided(training, gus):
    """The certificate is the district's: nobody passes by a street's hours and then waits for it in vain."""
    PolicyValue.objects.create(
        key="training.pre_duty_hours", path="990102001", value=8, since=PLANNED, set_at=training.at(PLANNED, 7),
        set_by=gus,
    )  # fmt: skip
    training.newcomer("赵一")
    training.plan(training.course(minutes=(120, 120, 120, 120)))
    training.enrol("赵一")
    training.begin()
    training.results(赵一=80)
    training.complete()
    training.confirm()
    assert owed("training.issue_certificate") == []


def test_add_question_and_retire_it(training):
    course = training.course()
    row = commands.add_question(actor=training.who("tom"), course_id=course.pk, draft=QUESTION, at=training.at(PLANNED))
    assert list(Question.objects.asked()) == [row]
    commands.retire_question(actor=training.who("tom"), question_id=row.pk, at=training.at(PLANNED, 10))
    assert not Question.objects.asked().exists()


def test_a_session_draft_knows_its_defaults():
    begins = clock.at(HELD, 9).replace(tzinfo=None)
    draft = SessionDraft(1, "DETACHMENT", DeliveryMode.CLASS, begins, begins + DAY, "礼堂", 3)
    assert (draft.trainer_id, draft.plan_line_id, draft.cost_planned) == (None, None, Decimal(0))
