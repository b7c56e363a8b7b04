"""Courses, their revisions and material, the bank of questions (TRN-03)."""

from __future__ import annotations

import datetime as dt
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile

from patrol_ops.core import files
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from teams.models import Place
from teams.rules import PlaceTier
from training.access import Permission
from training.events import (
    CourseDesigned,
    CourseRetired,
    CourseRevised,
    MaterialAttached,
    QuestionAdded,
    QuestionRetired,
)
from training.models import Course, CourseRevision, Question
from training.rules import CourseDraft, QuestionDraft, judge_course, judge_question


def _revise(course: Course, version: int, draft: CourseDraft, actor: Actor, at: dt.datetime) -> CourseRevision:
    law, duties, procedures, finding = draft.minutes
    return CourseRevision.objects.create(
        course=course,
        version=version,
        title=draft.title.strip(),
        aim=draft.aim.strip(),
        law=law,
        duties=duties,
        procedures=procedures,
        finding=finding,
        pass_mark=draft.pass_mark,
        theory=draft.theory,
        made_by_id=actor.person_id,
        made_at=at,
    )


def _latest(course: Course) -> CourseRevision:
    return course.revisions.order_by("-version")[0]


@command
def design_course(*, actor: Actor, place_id: int, draft: CourseDraft, at: dt.datetime) -> Course:
    """A course of the district, in its first revision."""
    place = claim(Place, place_id, actor=actor, to=Permission.DESIGN_COURSE)
    if place.tier != PlaceTier.DISTRICT:
        raise Refused("training.of-the-district", field="place")
    judge_course(draft)

    course = Course.objects.create(place=place, programme=draft.programme)
    _revise(course, 1, draft, actor, at)

    event = CourseDesigned(at=at, course_id=course.pk, programme=course.programme)
    announce(event, actor=actor, path=place.path)
    return course


@command
def revise_course(*, actor: Actor, course_id: int, draft: CourseDraft, at: dt.datetime) -> CourseRevision:
    """An edit is a new revision: sessions to come are planned with it, those held keep theirs."""
    course = claim(Course, course_id, actor=actor, to=Permission.DESIGN_COURSE, related=("place",))
    if course.retired_at is not None:
        raise Refused("training.course-retired")
    if draft.programme != course.programme:
        raise Refused("training.programme-fixed", field="programme")
    judge_course(draft)

    revision = _revise(course, _latest(course).version + 1, draft, actor, at)

    event = CourseRevised(at=at, course_id=course.pk, version=revision.version)
    announce(event, actor=actor, path=course.place.path)
    return revision


@command
def retire_course(*, actor: Actor, course_id: int, at: dt.datetime) -> Course:
    """Nothing more is planned with it; what was held stays."""
    course = claim(Course, course_id, actor=actor, to=Permission.DESIGN_COURSE, related=("place",))
    if course.retired_at is not None:
        raise Refused("training.course-retired")

    course.retired_at, course.retired_by_id = at, actor.person_id
    course.save()

    announce(CourseRetired(at=at, course_id=course.pk), actor=actor, path=course.place.path)
    return course


@command
def attach_material(
    *, actor: Actor, course_id: int, upload: UploadedFile[Any] | IO[bytes], title: str, at: dt.datetime
) -> CourseRevision:
    """A paper or picture that participants read; it belongs to the revision it was made for."""
    course = claim(Course, course_id, actor=actor, to=Permission.DESIGN_COURSE, related=("place",))
    revision = _latest(course)

    files.store(upload, "course_revision", revision.pk, actor, at, title=title.strip()[:60], path=course.place.path)

    event = MaterialAttached(at=at, course_id=course.pk, version=revision.version)
    announce(event, actor=actor, path=course.place.path)
    return revision


@command
def add_question(*, actor: Actor, course_id: int, draft: QuestionDraft, at: dt.datetime) -> Question:
    """One more in the bank of a course."""
    course = claim(Course, course_id, actor=actor, to=Permission.MANAGE_QUESTIONS, related=("place",))
    judge_question(draft)

    question = Question.objects.create(
        course=course,
        topic=draft.topic,
        text=draft.text.strip(),
        options=[option.strip() for option in draft.options],
        answer=draft.answer,
        added_by_id=actor.person_id,
        added_at=at,
    )

    event = QuestionAdded(at=at, question_id=question.pk, course_id=course.pk, topic=draft.topic)
    announce(event, actor=actor, path=course.place.path)
    return question


@command
def retire_question(*, actor: Actor, question_id: int, at: dt.datetime) -> Question:
    """It is asked no more."""
    question = claim(Question, question_id, actor=actor, to=Permission.MANAGE_QUESTIONS, related=("course__place",))
    if question.retired_at is not None:
        raise Refused("training.question-retired")

    question.retired_at, question.retired_by_id = at, actor.person_id
    question.save()

    event = QuestionRetired(at=at, question_id=question.pk, course_id=question.course_id)
    announce(event, actor=actor, path=question.course.place.path)
    return question
