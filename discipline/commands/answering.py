"""The team answers a rectification with plan, progress and evidence; another eye looks again (INS-06, LOG-09)."""

from __future__ import annotations

import datetime as dt
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile

from discipline import policy
from discipline.access import Permission
from discipline.commands.rectifications import _owe_deadline, _owe_recheck, _step
from discipline.events import (
    EvidenceAttached,
    ExtensionAsked,
    ProgressNoted,
    RectificationAccepted,
    RectificationAcknowledged,
    RectificationSentBack,
    RectificationSubmitted,
)
from discipline.models import Rectification
from discipline.reports import ties_of
from discipline.rules import (
    RECTIFICATION_MOVES,
    Owed,
    judge_extension_asked,
    judge_recheck,
    judge_words,
)
from patrol_ops.core import files, obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.calendar import add_working_days
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.models import StoredFile
from patrol_ops.core.refusals import Refused
from teams.rules import Role

FILE_SUBJECT = "rectification"
MOST_FILES = 20
_DAY = dt.timedelta(days=1)


@command
def acknowledge_rectification(*, actor: Actor, rectification_id: int, plan: str, at: dt.datetime) -> Rectification:
    """The leader has read it and says how it will be put right."""
    rectification = _claimed(rectification_id, actor)
    rectification.stage = RECTIFICATION_MOVES.after("acknowledge", rectification.stage)
    plan = judge_words(plan, "plan")

    rectification.save()
    _step(rectification, "acknowledge", actor, at, plan)
    _settle(Owed.ACKNOWLEDGE_RECTIFICATION, rectification, at)

    event = RectificationAcknowledged(at=at, rectification_id=rectification.pk, team_id=rectification.team_id)
    announce(event, actor=actor, path=rectification.path)
    return rectification


@command
def note_progress(*, actor: Actor, rectification_id: int, text: str, at: dt.datetime) -> Rectification:
    rectification = _claimed(rectification_id, actor)
    rectification.stage = RECTIFICATION_MOVES.after("progress", rectification.stage)
    text = judge_words(text)

    rectification.save()
    _step(rectification, "progress", actor, at, text)

    event = ProgressNoted(at=at, rectification_id=rectification.pk, team_id=rectification.team_id)
    announce(event, actor=actor, path=rectification.path)
    return rectification


@command
def attach_evidence(
    *, actor: Actor, rectification_id: int, upload: UploadedFile[Any] | IO[bytes], title: str, at: dt.datetime
) -> Rectification:
    """A paper or picture for the file, while it is being put right."""
    rectification = _claimed(rectification_id, actor)
    rectification.stage = RECTIFICATION_MOVES.after("progress", rectification.stage)
    if StoredFile.objects.filter(subject_type=FILE_SUBJECT, subject_id=rectification.pk).count() >= MOST_FILES:
        raise Refused("discipline.photos-many", field="file", most=MOST_FILES)

    files.store(upload, FILE_SUBJECT, rectification.pk, actor, at, title=title.strip()[:60], path=rectification.path)
    _step(rectification, "attach", actor, at)

    event = EvidenceAttached(at=at, rectification_id=rectification.pk, team_id=rectification.team_id)
    announce(event, actor=actor, path=rectification.path)
    return rectification


@command
def ask_extension(
    *, actor: Actor, rectification_id: int, until: dt.date, reason: str, at: dt.datetime
) -> Rectification:
    """Once, while there is time: another last day, which the head grants or not."""
    rectification = _claimed(rectification_id, actor)
    rectification.stage = RECTIFICATION_MOVES.after("ask_extension", rectification.stage)
    judge_extension_asked(
        until,
        due_on=rectification.due_on,
        today=at.date(),
        asked=rectification.extension_asked_at is not None,
        longest=policy.EXTENSION_DAYS.on(at.date(), rectification.path),
    )
    reason = judge_words(reason, "reason")

    rectification.extension_until, rectification.extension_why = until, reason
    rectification.extension_asked_by_id, rectification.extension_asked_at = actor.person_id, at
    rectification.save()
    _step(rectification, "ask_extension", actor, at, reason)
    _settle(Owed.ACKNOWLEDGE_RECTIFICATION, rectification, at)
    due = obligations.Due(
        subject_type="rectification",
        subject_id=rectification.pk,
        due_at=start_of(add_working_days(at.date(), policy.DECIDE_DAYS.on(at.date(), rectification.path)) + _DAY),
        path=rectification.path[:6],
        role=Role.GOVERNANCE_HEAD,
    )
    obligations.owe(Owed.DECIDE_EXTENSION, [due], at=at)

    event = ExtensionAsked(at=at, rectification_id=rectification.pk, team_id=rectification.team_id)
    announce(event, actor=actor, path=rectification.path)
    return rectification


@command
def submit_rectification(*, actor: Actor, rectification_id: int, result: str, at: dt.datetime) -> Rectification:
    """It is done, says the team; somebody else looks."""
    rectification = _claimed(rectification_id, actor)
    rectification.stage = RECTIFICATION_MOVES.after("submit", rectification.stage)
    result = judge_words(result, "result")

    rectification.submitted_by_id, rectification.submitted_at = actor.person_id, at
    rectification.save()
    _step(rectification, "submit", actor, at, result)
    _settle(Owed.RECTIFY, rectification, at)
    _settle(Owed.FOLLOW_RECTIFICATION, rectification, at)
    _owe_recheck(rectification, at)

    event = RectificationSubmitted(at=at, rectification_id=rectification.pk, team_id=rectification.team_id)
    announce(event, actor=actor, path=rectification.path)
    return rectification


@command
def accept_rectification(*, actor: Actor, rectification_id: int, text: str, at: dt.datetime) -> Rectification:
    """Looked at again and found good, by neither whoever ordered it nor whoever did it."""
    rectification = claim(Rectification, rectification_id, actor=actor, to=Permission.RECHECK_RECTIFICATION)
    rectification.stage = RECTIFICATION_MOVES.after("accept", rectification.stage)
    _judge_recheck(rectification, actor, at)
    text = judge_words(text)

    rectification.rechecked_by_id, rectification.rechecked_at = actor.person_id, at
    rectification.save()
    _step(rectification, "accept", actor, at, text)
    _settle(Owed.RECHECK_RECTIFICATION, rectification, at)
    obligations.cancel(at=at, subject_type=FILE_SUBJECT, subject_id=rectification.pk)

    event = RectificationAccepted(at=at, rectification_id=rectification.pk, team_id=rectification.team_id)
    announce(event, actor=actor, path=rectification.path)
    return rectification


@command
def send_back_rectification(*, actor: Actor, rectification_id: int, reason: str, at: dt.datetime) -> Rectification:
    """Not good yet: the team goes on, until the day that was set."""
    rectification = claim(Rectification, rectification_id, actor=actor, to=Permission.RECHECK_RECTIFICATION)
    rectification.stage = RECTIFICATION_MOVES.after("send_back", rectification.stage)
    _judge_recheck(rectification, actor, at)
    reason = judge_words(reason, "reason")

    rectification.submitted_by_id = rectification.submitted_at = None
    rectification.save()
    _step(rectification, "send_back", actor, at, reason)
    _settle(Owed.RECHECK_RECTIFICATION, rectification, at)
    _owe_deadline(rectification, at)

    event = RectificationSentBack(at=at, rectification_id=rectification.pk, team_id=rectification.team_id)
    announce(event, actor=actor, path=rectification.path)
    return rectification


def _claimed(rectification_id: int, actor: Actor) -> Rectification:
    return claim(Rectification, rectification_id, actor=actor, to=Permission.ANSWER_RECTIFICATION)


def _judge_recheck(rectification: Rectification, actor: Actor, at: dt.datetime) -> None:
    """Nor by anybody who leads the team or serves in it: the same login may hold both posts."""
    judge_recheck(issued_by=rectification.issued_by_id, submitted_by=rectification.submitted_by_id, by=actor.person_id)
    by = actor.person_id or 0
    if rectification.team_id in ties_of([by], at.date())[by].teams:
        raise Refused("discipline.rechecked-by-doer")


def _settle(kind: Owed, rectification: Rectification, at: dt.datetime) -> None:
    obligations.settle(kind, subject_type=FILE_SUBJECT, subject_id=rectification.pk, at=at)
