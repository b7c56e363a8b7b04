"""Roll-call, by the trainer or by the code on the wall; results; the end of a session."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import NotPermitted, Refused
from training.access import Permission
from training.commands.sessions import _owe_confirmation
from training.events import (
    CheckedIn,
    ResultsRecorded,
    RollCalled,
    SessionBegun,
    SessionCompleted,
    SessionReopened,
)
from training.models import Enrolment, Session, TheoryAttempt
from training.rules import (
    ENROLMENT_MOVES,
    SESSION_MOVES,
    CheckIn,
    EnrolmentStage,
    Owed,
    ResultDraft,
    SessionStage,
    judge_beginning,
    judge_code,
    judge_results,
    outcome,
)

_NOT_COME = (EnrolmentStage.ENROLLED, EnrolmentStage.ABSENT)


def _running(session_id: int, actor: Actor) -> Session:
    session = claim(Session, session_id, actor=actor, to=Permission.RUN_SESSION, related=("revision", "place"))
    _judge_trainer(session, actor)
    if session.stage != SessionStage.RUNNING:
        raise Refused("training.session-not-running")
    return session


def _judge_trainer(session: Session, actor: Actor) -> None:
    """A participant reaches the session as well; only its trainer runs it."""
    if session.trainer_id != actor.person_id:
        raise NotPermitted


@command
def begin_session(*, actor: Actor, session_id: int, at: dt.datetime) -> Session:
    """The roll is open: from now on people check in."""
    session = claim(Session, session_id, actor=actor, to=Permission.RUN_SESSION)
    _judge_trainer(session, actor)
    session.stage = SESSION_MOVES.after("begin", session.stage)
    judge_beginning(session.starts_at, at)

    session.save()

    announce(SessionBegun(at=at, session_id=session.pk), actor=actor, path=session.path)
    return session


@command
def check_in(*, actor: Actor, session_id: int, code: str, at: dt.datetime) -> Enrolment:
    """A participant on the own phone, with the code that stands on the wall at this minute.

    Refused: nobody who is enrolled, a session that is not running, a code that is older than a minute. Twice is once.
    """
    rows = Enrolment.objects.visible_to(actor, Permission.CHECK_IN).filter(session__pk=session_id)
    pk = rows.order_by("pk").values_list("pk", flat=True).first()
    if pk is None:
        raise Refused("training.not-enrolled")
    # The session first, as everybody does: nobody comes in while it is being completed.
    session = Session.objects.select_for_update().get(pk=session_id)
    enrolment = claim(Enrolment, pk, actor=actor, to=Permission.CHECK_IN)
    if session.stage != SessionStage.RUNNING:
        raise Refused("training.session-not-running")
    judge_code(code.strip().upper(), session.secret, session.pk, at)

    if enrolment.stage in _NOT_COME:
        _attend([enrolment], CheckIn.QR, at)

    event = CheckedIn(at=at, session_id=session.pk, enrolment_id=enrolment.pk, how=CheckIn.QR)
    announce(event, actor=actor, path=session.path)
    return enrolment


def _attend(rows: Iterable[Enrolment], how: CheckIn, at: dt.datetime) -> None:
    found = list(rows)
    for row in found:
        row.stage = ENROLMENT_MOVES.after("attend", row.stage)
        row.check_in, row.checked_in_at = how, at
    Enrolment.objects.bulk_update(found, ["stage", "check_in", "checked_in_at"])


@command
def call_roll(
    *, actor: Actor, session_id: int, present: Collection[int], absent: Collection[int], at: dt.datetime
) -> Session:
    """The trainer says who is there and who is not, by enrolment; who checked in alone stays in."""
    session = _running(session_id, actor)
    rows = {row.pk: row for row in session.enrolments.select_for_update()}
    if not {*present, *absent} <= rows.keys() or set(present) & set(absent):
        raise Refused("training.participant-unknown")
    comers = [rows[pk] for pk in present if rows[pk].stage in _NOT_COME]
    missing = [rows[pk] for pk in absent if rows[pk].stage != EnrolmentStage.ABSENT]

    _attend(comers, CheckIn.TRAINER, at)
    for row in missing:
        row.stage, row.check_in, row.checked_in_at = ENROLMENT_MOVES.after("miss", row.stage), "", None
        row.minutes = row.mark = None
    Enrolment.objects.bulk_update(missing, ["stage", "check_in", "checked_in_at", "minutes", "mark"])

    event = RollCalled(at=at, session_id=session.pk, present=len(present), absent=len(absent))
    announce(event, actor=actor, path=session.path)
    return session


@command
def record_results(*, actor: Actor, session_id: int, results: Mapping[int, ResultDraft], at: dt.datetime) -> Session:
    """Who passed and who did not, by enrolment: time there, mark, and the online test where the course has one.
    Until another hand confirms the session it may be said again."""
    session = _running(session_id, actor)
    rows = {row.pk: row for row in session.enrolments.select_for_update()}
    revision = session.revision
    pass_mark, theory = (revision.pass_mark, revision.theory) if revision is not None else (None, False)
    judge_results(results, known=rows.keys(), total=session.minutes, pass_mark=pass_mark)
    tested = _tested(session, [row.member_id for row in rows.values()]) if theory else set()
    counts = dict.fromkeys(EnrolmentStage, 0)
    come = [rows[pk] for pk, result in results.items() if result.present]
    _attend((row for row in come if row.stage in _NOT_COME), CheckIn.TRAINER, at)

    for pk, result in results.items():
        row = rows[pk]
        # The test is for members: the staff only listen (TRN-12).
        test = theory and row.member_id is not None
        found = outcome(result, total=session.minutes, pass_mark=pass_mark, theory=test, tested=row.member_id in tested)
        move = {EnrolmentStage.PASSED: "pass", EnrolmentStage.FAILED: "fail"}.get(found, "miss")
        if found != row.stage or move != "miss":
            row.stage = ENROLMENT_MOVES.after(move, row.stage)
        present = result.present
        row.minutes = (session.minutes if result.minutes is None else result.minutes) if present else None
        # TRN-08: a course without a pass mark has no marks at all.
        row.mark = result.mark if present and pass_mark is not None else None
        if not present:
            row.check_in, row.checked_in_at = "", None
        counts[found] += 1
    changed = [rows[pk] for pk in results]
    Enrolment.objects.bulk_update(changed, ["stage", "minutes", "mark", "check_in", "checked_in_at"])

    event = ResultsRecorded(
        at=at,
        session_id=session.pk,
        passed=counts[EnrolmentStage.PASSED],
        failed=counts[EnrolmentStage.FAILED],
        absent=counts[EnrolmentStage.ABSENT],
    )
    announce(event, actor=actor, path=session.path)
    return session


def _tested(session: Session, member_ids: Iterable[int | None]) -> set[int]:
    """Who has passed the online test of this course, in any of its revisions."""
    assert session.revision is not None
    attempts = TheoryAttempt.objects.passed().filter(revision__course=session.revision.course_id)
    ids = [pk for pk in member_ids if pk is not None]
    return set(attempts.filter(member__in=ids).values_list("member_id", flat=True))


@command
def complete_session(*, actor: Actor, session_id: int, at: dt.datetime) -> Session:
    """It is over: whoever never came is absent; the police that answers for the tier confirms the rest.

    Refused: before it has begun by the clock, and while somebody who came has no result.
    """
    session = _running(session_id, actor)
    if at < session.starts_at:
        raise Refused("training.too-early")
    rows = session.enrolments.select_for_update()
    if rows.filter(stage=EnrolmentStage.ATTENDED).exists():
        raise Refused("training.results-missing")

    rows.filter(stage=EnrolmentStage.ENROLLED).update(stage=EnrolmentStage.ABSENT)
    session.stage = SESSION_MOVES.after("complete", session.stage)
    session.completed_by_id, session.completed_at = actor.person_id, at
    session.save()
    _owe_confirmation(session, at)

    event = SessionCompleted(at=at, session_id=session.pk, tier=session.tier)
    announce(event, actor=actor, path=session.path)
    return session


@command
def reopen_session(*, actor: Actor, session_id: int, at: dt.datetime) -> Session:
    """Something is wrong with it: the police that was to confirm opens it again for the trainer."""
    session = claim(Session, session_id, actor=actor, to=Permission.REOPEN_SESSION)
    session.stage = SESSION_MOVES.after("reopen", session.stage)

    session.completed_by_id = session.completed_at = None
    session.save()
    obligations.settle(Owed.CONFIRM_SESSION, subject_type="session", subject_id=session.pk, at=at)

    announce(SessionReopened(at=at, session_id=session.pk), actor=actor, path=session.path)
    return session
