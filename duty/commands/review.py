"""Another hand reviews a log or sends it back: the review is the lock."""

import datetime as dt

from duty import policy
from duty.access import Permission
from duty.events import PatrolLogReturned, PatrolLogReviewed
from duty.models import PatrolLog, ReviewStep
from duty.reports import answers_for
from duty.rules import MOVES, Owed, Verdict, judge_return, judge_review
from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import NotPermitted, Stale
from teams.rules import Role, judge_unfinished


def _claimed(log_id: int, actor: Actor, version: int | None) -> PatrolLog:
    """The log, locked, for a police role that answers for its tier; as it was read."""
    log = claim(PatrolLog, log_id, actor=actor, to=Permission.REVIEW_PATROL_LOG, related=("team", "team__place"))
    if not answers_for(actor, log.team):
        raise NotPermitted
    if version is not None and version != log.version:
        raise Stale
    return log


@command
def review_patrol_log(*, actor: Actor, log_id: int, at: dt.datetime, version: int | None = None) -> PatrolLog:
    """Read and accepted; from now on only addenda. ``version`` is the one that was read."""
    log = _claimed(log_id, actor, version)
    log.stage = MOVES.after("review", log.stage)
    judge_review(log.submitted_by_id, actor.person_id)

    log.reviewed_by_id, log.reviewed_at = actor.person_id, at
    log.save()
    ReviewStep.objects.create(log=log, verdict=Verdict.REVIEWED, by_id=actor.person_id, at=at)
    obligations.settle(Owed.REVIEW_PATROL_LOG, subject_type="patrol_log", subject_id=log.pk, at=at)

    event = PatrolLogReviewed(at=at, patrol_log_id=log.pk, team_id=log.team_id, day=log.day)
    announce(event, actor=actor, path=log.team.place.path)
    return log


@command
def return_patrol_log(
    *, actor: Actor, log_id: int, reason: str, at: dt.datetime, version: int | None = None
) -> PatrolLog:
    """Back to the leader with the reason; the leader now owes the mending."""
    log = _claimed(log_id, actor, version)
    log.stage = MOVES.after("return", log.stage)
    judge_unfinished(log.team.stage)  # nobody is left to mend it
    judge_review(log.submitted_by_id, actor.person_id)
    reason = judge_return(reason)

    log.save()
    ReviewStep.objects.create(log=log, verdict=Verdict.RETURNED, reason=reason, by_id=actor.person_id, at=at)
    obligations.settle(Owed.REVIEW_PATROL_LOG, subject_type="patrol_log", subject_id=log.pk, at=at)
    due = obligations.Due(
        subject_type="patrol_log",
        subject_id=log.pk,
        period=str(log.version),
        team_id=log.team_id,
        path=log.team.place.path,
        role=Role.LEADER,
        due_at=at + dt.timedelta(days=policy.MEND_DAYS.on(at.date(), log.team.place.path)),
    )
    obligations.owe(Owed.MEND_PATROL_LOG, [due], at=at)

    event = PatrolLogReturned(at=at, patrol_log_id=log.pk, team_id=log.team_id, day=log.day)
    announce(event, actor=actor, path=log.team.place.path)
    return log
