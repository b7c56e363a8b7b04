"""The online test as whoever takes it sees it: never with the answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import start_of
from training import policy
from training.access import Permission
from training.models import Enrolment, Question, TheoryAttempt

ASKED = (policy.THEORY_QUESTIONS, policy.THEORY_MARK, policy.THEORY_MINUTES, policy.THEORY_ATTEMPTS)


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with the test of a course: an open attempt, the last result, how often still today."""

    open: TheoryAttempt | None
    last: TheoryAttempt | None
    passed: bool
    left: int
    questions: int
    mark: int
    minutes: int


@dataclass(frozen=True)
class Asking:
    pk: int
    topic: str
    text: str
    options: tuple[str, ...]


def places_to_test(actor: Actor) -> Any:
    """The asker's own places in sessions whose course has a test."""
    rows = Enrolment.objects.visible_to(actor, Permission.TAKE_TEST).filter(member=actor.member_id or 0)
    tested = rows.filter(session__revision__theory=True)
    return tested.select_related("session__revision", "session__place")


def attempts_of(actor: Actor) -> Any:
    rows = TheoryAttempt.objects.visible_to(actor, Permission.TAKE_TEST)
    return rows.select_related("revision__course__place")


def standing(actor: Actor, place: Enrolment, now: dt.datetime) -> Standing:
    """Two statements."""
    session = place.session
    assert session.revision is not None
    values = ground.values_on(now.date(), session.path, *ASKED)
    mine = TheoryAttempt.objects.visible_to(actor, Permission.TAKE_TEST)
    rows = list(mine.filter(revision=session.revision, member=place.member_id).order_by("-pk"))
    today = sum(row.started_at >= start_of(now.date()) for row in rows)
    return Standing(
        open=next((row for row in rows if row.submitted_at is None and row.ends_at > now), None),
        last=next((row for row in rows if row.submitted_at is not None), None),
        passed=any(row.passed for row in rows),
        left=max(values[policy.THEORY_ATTEMPTS.key] - today, 0),
        questions=values[policy.THEORY_QUESTIONS.key],
        mark=values[policy.THEORY_MARK.key],
        minutes=values[policy.THEORY_MINUTES.key],
    )


def questions_of(attempt: TheoryAttempt) -> list[Asking]:
    """What was drawn, in that order, without the answers: one statement."""
    rows = Question.objects.filter(pk__in=attempt.questions).values_list("pk", "topic", "text", "options")
    found = {pk: Asking(pk, topic, text, tuple(options)) for pk, topic, text, options in rows}
    return [found[pk] for pk in attempt.questions if pk in found]
