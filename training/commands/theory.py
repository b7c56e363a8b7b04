"""The online test of a course: drawn by lot, answered on the own phone, marked at once."""

import datetime as dt
import secrets
from collections.abc import Mapping

from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import NotPermitted, Refused
from teams.models import Member
from training import policy
from training.access import Permission
from training.events import TheoryTestStarted, TheoryTestSubmitted
from training.models import Enrolment, Question, TheoryAttempt
from training.rules import Asked, SessionStage, draw, score

# A phone with bad signal may come a little late.
SLACK = dt.timedelta(minutes=2)


@command
def start_theory_test(*, actor: Actor, session_id: int, at: dt.datetime) -> TheoryAttempt:
    """A test of the course one is enrolled in; an open one goes on instead of a second one.

    Refused: not enrolled, a course without a test, too many attempts today, a bank that is too small.
    """
    if actor.member_id is None:
        raise NotPermitted
    member = claim(Member, actor.member_id, actor=actor, to=Permission.TAKE_TEST)
    enrolment = (
        Enrolment.objects.filter(session__pk=session_id, member=member)
        .exclude(session__stage__in=(SessionStage.CANCELLED, SessionStage.CONFIRMED))
        .select_related("session__revision", "session__place")
        .first()
    )
    if enrolment is None:
        raise Refused("training.not-enrolled")
    session = enrolment.session
    if session.revision is None or not session.revision.theory:
        raise Refused("training.no-test")
    values = ground.values_on(
        at.date(), session.path, policy.THEORY_QUESTIONS, policy.THEORY_MINUTES, policy.THEORY_ATTEMPTS
    )
    attempts = TheoryAttempt.objects.filter(member=member, revision=session.revision)
    if attempts.filter(submitted_at__isnull=True, ends_at__gt=at).exists():
        raise Refused("training.test-open")
    if attempts.passed().exists():
        raise Refused("training.test-passed")
    if attempts.filter(started_at__gte=start_of(at.date())).count() >= values[policy.THEORY_ATTEMPTS.key]:
        raise Refused("training.too-many-attempts", most=values[policy.THEORY_ATTEMPTS.key])
    bank = Question.objects.asked().filter(course=session.revision.course_id).values_list("pk", "topic")
    drawn = draw([Asked(pk, topic) for pk, topic in bank], values[policy.THEORY_QUESTIONS.key], secrets.randbits(32))

    attempt = TheoryAttempt.objects.create(
        member=member,
        revision=session.revision,
        questions=list(drawn),
        started_at=at,
        ends_at=at + dt.timedelta(minutes=values[policy.THEORY_MINUTES.key]),
    )

    event = TheoryTestStarted(at=at, attempt_id=attempt.pk, member_id=member.pk)
    announce(event, actor=actor, path=session.path)
    return attempt


@command
def submit_theory_test(*, actor: Actor, attempt_id: int, answers: Mapping[int, int], at: dt.datetime) -> TheoryAttempt:
    """Marked at once. Handed in after its time it counts nothing; what was not asked is not looked at."""
    attempt = claim(
        TheoryAttempt, attempt_id, actor=actor, to=Permission.TAKE_TEST, related=("revision__course__place",)
    )
    if attempt.submitted_at is not None:
        raise Refused("training.test-submitted")
    path = attempt.revision.course.place.path
    right = dict(Question.objects.filter(pk__in=attempt.questions).values_list("pk", "answer"))
    in_time = at <= attempt.ends_at + SLACK

    attempt.answers = {str(pk): answer for pk, answer in answers.items() if pk in right} if in_time else {}
    attempt.score = score(answers, right) if in_time else 0
    attempt.passed = attempt.score >= policy.THEORY_MARK.on(at.date(), path)
    attempt.submitted_at = at
    attempt.save()

    event = TheoryTestSubmitted(at=at, attempt_id=attempt.pk, member_id=attempt.member_id, passed=attempt.passed)
    announce(event, actor=actor, path=path)
    return attempt
