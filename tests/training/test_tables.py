"""What the database refuses by itself, past every command."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.training.papers import D
from tests.training.story import CONFIRMED
from training.models import Certificate, CourseRevision, Enrolment, PlanLine, Session, TheoryAttempt, TrainingPlan


def no(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def never(rows, **values):
    no(lambda: rows.update(**values))


@pytest.mark.req("TRN-05")
def test_certificates(training):
    training.until_certified("赵一")
    row = training.certificate("赵一")
    rows = Certificate.objects.filter(pk=row.pk)
    at = training.at(CONFIRMED)

    def second():
        row.pk, row.number, row.key = None, "990102-2026-09999", "x" * 26
        row.save(force_insert=True)

    no(second)
    never(rows, stage="SUSPENDED")
    never(rows, suspended_for=2026)
    never(rows, suspended_at=at)
    never(rows, stage="REVOKED")
    never(rows, revoked_why="TIRED")
    never(rows, stage="LENT")
    never(rows, last_day=D(2026, 11, 1))
    rows.update(stage="SUSPENDED", suspended_for=2026, suspended_at=at)
    no(second)  # a suspended one is current, too
    rows.update(stage="EXPIRED", suspended_for=None, suspended_at=None)
    second()


@pytest.mark.req("TRN-09")
def test_sessions_and_enrolments(training, district):
    training.until_passed("赵一")
    rows, at = Session.objects.filter(pk=training.session_id), training.at(CONFIRMED)
    tom = district.users["tom"]
    never(rows, confirmed_by=tom)  # who completed it
    never(rows, confirmed_by=None)
    never(rows, confirmed_by=None, confirmed_at=None)  # confirmed, and by nobody
    never(rows, stage="CANCELLED")
    never(rows, ends_at=rows.get().starts_at)
    never(rows, topic="LAW")
    never(rows, revision=None)
    never(rows, tier="ARMY")
    never(rows, mode="FILM")
    rows = Enrolment.objects.all()
    never(rows, user=tom)
    never(rows, member=None)
    never(rows, credited=None)
    never(rows, stage="ASLEEP")
    never(rows, check_in="PHONE")
    row = rows.get()

    def twice():
        row.pk = None
        row.save(force_insert=True)

    no(twice)
    assert at


def test_courses_plans_and_tests(training, district):
    course = training.course()
    revisions = CourseRevision.objects.filter(course=course)
    never(revisions, pass_mark=0)
    never(revisions, pass_mark=101)
    place, at, gus = district.places["990102"], training.at(CONFIRMED), district.users["gus"]
    plan = TrainingPlan.objects.create(place_id=place, year=2026, stage="DRAFT", drafted_at=at)
    plans = TrainingPlan.objects.filter(pk=plan.pk)
    no(lambda: TrainingPlan.objects.create(place_id=place, year=2026, stage="DRAFT", drafted_at=at))
    never(plans, stage="APPROVED")
    never(plans, approved_by=gus)
    never(plans, submitted_by=gus, approved_by=gus, approved_at=at)
    line = {"plan": plan, "number": 1, "tier": "BRIGADE", "course": course, "mode": "CLASS"}
    no(lambda: PlanLine.objects.create(**line, quarter=5, sessions=1))
    no(lambda: PlanLine.objects.create(**line, quarter=1, sessions=0))
    test = {"member_id": district.members["mara"], "revision": revisions.get(), "questions": []}
    no(lambda: TheoryAttempt.objects.create(**test, started_at=at, ends_at=at))
    no(lambda: TheoryAttempt.objects.create(**test, started_at=at, ends_at=training.at(CONFIRMED, 10), score=9))
