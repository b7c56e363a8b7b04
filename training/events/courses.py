"""Of courses, the bank of questions and the yearly plan."""

from __future__ import annotations

from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CourseDesigned(Event):
    course_id: int
    programme: str
    subject_field = "course_id"


@dataclass(frozen=True, kw_only=True)
class CourseRevised(Event):
    course_id: int
    version: int
    subject_field = "course_id"


@dataclass(frozen=True, kw_only=True)
class CourseRetired(Event):
    course_id: int
    subject_field = "course_id"


@dataclass(frozen=True, kw_only=True)
class MaterialAttached(Event):
    course_id: int
    version: int
    subject_field = "course_id"


@dataclass(frozen=True, kw_only=True)
class QuestionAdded(Event):
    question_id: int
    course_id: int
    topic: str
    subject_field = "question_id"


@dataclass(frozen=True, kw_only=True)
class QuestionRetired(Event):
    question_id: int
    course_id: int
    subject_field = "question_id"


@dataclass(frozen=True, kw_only=True)
class PlanDrafted(Event):
    plan_id: int
    year: int
    lines: int
    subject_field = "plan_id"


@dataclass(frozen=True, kw_only=True)
class PlanSubmitted(Event):
    plan_id: int
    subject_field = "plan_id"


@dataclass(frozen=True, kw_only=True)
class PlanReturned(Event):
    plan_id: int
    subject_field = "plan_id"


@dataclass(frozen=True, kw_only=True)
class PlanApproved(Event):
    plan_id: int
    version: int
    subject_field = "plan_id"


@dataclass(frozen=True, kw_only=True)
class PlanAmended(Event):
    plan_id: int
    version: int
    subject_field = "plan_id"
