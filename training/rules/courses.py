"""Courses: what is taught, in the four topic groups of TRN-03, how long, and what passing takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.privacy import judge_free_text
from patrol_ops.core.refusals import Refused

LONGEST_MINUTES = 80 * 60  # two weeks of eight hours a day
MOST_LINES = 40


class Topic(StrEnum):
    """TRN-03, in the order of the scheme."""

    LAW = "LAW"
    DUTIES = "DUTIES"
    PROCEDURES = "PROCEDURES"
    FINDING = "FINDING"


class Programme(StrEnum):
    """What a course counts for: before duty (TRN-01), every year (TRN-02), beside both (TRN-08, TRN-12)."""

    PRE_DUTY = "PRE_DUTY"
    ANNUAL = "ANNUAL"
    SPECIAL = "SPECIAL"


class DeliveryMode(StrEnum):
    """TRN-07."""

    CLASS = "CLASS"
    MEETING = "MEETING"
    SPECIAL_TOPIC = "SPECIAL_TOPIC"
    OFF_JOB = "OFF_JOB"


class Owed(StrEnum):
    """What training makes due."""

    APPROVE_TRAINING_PLAN = "training.approve_plan"
    TRAIN_NEWCOMER = "training.train_newcomer"
    CONFIRM_SESSION = "training.confirm_session"
    ISSUE_CERTIFICATE = "training.issue_certificate"
    RENEW_CERTIFICATE = "training.renew_certificate"
    COLLECT_HOURS = "training.collect_hours"


@dataclass(frozen=True)
class CourseDraft:
    """``minutes``: of each topic group, in the order of ``Topic``. ``pass_mark``: of 100; none, attending is enough.
    ``theory``: passing takes the online test of the course, too."""

    programme: Programme
    title: str
    aim: str
    minutes: tuple[int, int, int, int]
    pass_mark: int | None = None
    theory: bool = False

    @property
    def total(self) -> int:
        return sum(self.minutes)


def judge_course(draft: CourseDraft) -> None:
    """TRN-03: it teaches something; a pre-duty course may leave topic groups to another one, coverage is per member."""
    if not 2 <= len(draft.title.strip()) <= 60:
        raise Refused("training.title-needed", field="title")
    judge_free_text(draft.title, "title")
    if len(draft.aim) > 500:
        raise Refused("training.text-too-long", field="aim", length=500)
    judge_free_text(draft.aim, "aim")
    if any(n < 0 for n in draft.minutes) or not 0 < draft.total <= LONGEST_MINUTES:
        raise Refused("training.minutes-odd", field="minutes", hours=LONGEST_MINUTES // 60)
    if draft.pass_mark is not None and not 1 <= draft.pass_mark <= 100:
        raise Refused("training.mark-odd", field="pass_mark")


@dataclass(frozen=True)
class PlanLineDraft:
    """So many sessions of a course in a quarter, for teams of a tier; ``cost`` in yuan for all of them."""

    quarter: int
    tier: str
    course_id: int
    mode: DeliveryMode
    sessions: int
    cost: int = 0


@dataclass(frozen=True)
class PlanDraft:
    """TRN-04: the one plan of the district for a year."""

    year: int
    lines: tuple[PlanLineDraft, ...]


def judge_plan(draft: PlanDraft, *, this_year: int, courses: frozenset[int]) -> None:
    """``courses``: those that may be planned. One plan a year, for this year or the next."""
    if draft.year not in (this_year, this_year + 1):
        raise Refused("training.plan-year-odd", field="year")
    if not 1 <= len(draft.lines) <= MOST_LINES:
        raise Refused("training.plan-empty", field="lines", most=MOST_LINES)
    for number, line in enumerate(draft.lines):
        if line.quarter not in (1, 2, 3, 4):
            raise Refused("training.quarter-odd", field=f"lines-{number}-quarter")
        if line.course_id not in courses:
            raise Refused("training.course-unknown", field=f"lines-{number}-course_id")
        if not 1 <= line.sessions <= 200:
            raise Refused("training.sessions-odd", field=f"lines-{number}-sessions")
        if not 0 <= line.cost <= 10_000_000:
            raise Refused("training.cost-odd", field=f"lines-{number}-cost")
