"""Courses with their revisions, the yearly plan, the bank of questions."""

from __future__ import annotations

import datetime as dt

import pytest

from teams.rules import Role
from tests.recruitment.saying import also_holds
from tests.training.acts import QUESTION
from tests.training.saying import nothing_written, owed, refused
from tests.training.story import CONFIRMED, PLANNED, WHOLE
from training import commands
from training.models import CourseRevision, PlanLine, Question, Session, TrainingPlan
from training.rules import (
    CourseDraft,
    DeliveryMode,
    PlanDraft,
    PlanLineDraft,
    Programme,
)

D = dt.date


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


def test_add_question_and_retire_it(training):
    course = training.course()
    row = commands.add_question(actor=training.who("tom"), course_id=course.pk, draft=QUESTION, at=training.at(PLANNED))
    assert list(Question.objects.asked()) == [row]
    commands.retire_question(actor=training.who("tom"), question_id=row.pk, at=training.at(PLANNED, 10))
    assert not Question.objects.asked().exists()
