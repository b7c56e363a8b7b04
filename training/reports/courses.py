"""Courses with their revisions and papers, as everybody in the district reads them (TRN-03)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q

from patrol_ops.core.access import Actor, Reach
from patrol_ops.core.models import StoredFile
from training.access import Permission
from training.models import Course, CourseRevision, Question
from training.rules import Topic


def may_in_district(actor: Actor, permission: str, path: str) -> bool:
    """Whether a post of the actor holds ``permission`` on what the district of ``path`` has decided; asks no row."""
    for post, reach in actor.reaches(permission):
        if reach is Reach.ALL or (reach is Reach.TERRITORY and post.path and post.path[:6] == path[:6]):
            return True
    return False


def courses_shown_to(actor: Actor) -> Any:
    """With all revisions, the latest first; courses in use before those retired."""
    revisions = CourseRevision.objects.select_related("made_by").order_by("-version")
    rows = Course.objects.visible_to(actor, Permission.VIEW_COURSE).select_related("place", "retired_by")
    rows = rows.annotate(asked=Count("questions", filter=Q(questions__retired_at__isnull=True)))
    return rows.prefetch_related(Prefetch("revisions", queryset=revisions, to_attr="versions")).order_by(
        "retired_at", "programme", "pk"
    )


@dataclass(frozen=True)
class TopicLine:
    """``topic`` is a wording code."""

    topic: str
    minutes: int


@dataclass(frozen=True)
class RevisionLine:
    row: CourseRevision
    material: tuple[StoredFile, ...]

    @property
    def topics(self) -> tuple[TopicLine, ...]:
        pairs = zip(Topic, self.row.topics, strict=True)
        return tuple(TopicLine(f"topic.{topic}", minutes) for topic, minutes in pairs)


@dataclass(frozen=True)
class CourseLine:
    """A course by its latest revision."""

    row: Any
    revisions: tuple[RevisionLine, ...]

    @property
    def latest(self) -> RevisionLine:
        return self.revisions[0]

    @property
    def programme(self) -> str:
        return f"programme.{self.row.programme}"


def course_lines(rows: Iterable[Any], *, material: bool = False) -> list[CourseLine]:
    """For rows of ``courses_shown_to``: no statement, one with their papers."""
    courses = list(rows)
    files: dict[int, list[StoredFile]] = defaultdict(list)
    if material:
        ids = [revision.pk for row in courses for revision in row.versions]
        stored = StoredFile.objects.filter(subject_type="course_revision", subject_id__in=ids).order_by("pk")
        for file in stored:
            files[file.subject_id].append(file)
    return [
        CourseLine(row, tuple(RevisionLine(revision, tuple(files[revision.pk])) for revision in row.versions))
        for row in courses
    ]


@dataclass(frozen=True)
class TopicBank:
    topic: str
    questions: tuple[Question, ...]


def bank_of(questions: Iterable[Question]) -> list[TopicBank]:
    """Questions by topic, every topic once: an empty one shows what is missing."""
    piles: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        piles[question.topic].append(question)
    return [TopicBank(f"topic.{topic}", tuple(piles[topic])) for topic in Topic]
