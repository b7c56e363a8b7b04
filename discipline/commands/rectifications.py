"""Rectification is ordered, limited and withdrawn by those who answer for it (INS-11, INS-12)."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef
from django.db.models.functions import Length

from discipline import policy
from discipline.access import Permission
from discipline.events import (
    ExtensionDecided,
    RecheckerAssigned,
    RectificationIssued,
    RectificationLimited,
    RectificationWithdrawn,
)
from discipline.models import Inspection, Rectification, RectificationStep
from discipline.reports.recheckers import recheckers
from discipline.rules import (
    EFFECTIVE,
    OPEN_RECTIFICATION,
    RECTIFICATION_MOVES,
    IssueDraft,
    Level,
    Owed,
    RectificationStage,
    judge_issue,
    judge_limit,
    judge_rechecker,
    judge_words,
    series_number,
)
from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.calendar import add_working_days
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused, WrongStage
from teams.models import Place
from teams.rules import Role, judge_reason

MARK = "Z"
_DAY = dt.timedelta(days=1)


@command
def issue_rectification(*, actor: Actor, inspection_id: int, draft: IssueDraft, at: dt.datetime) -> Rectification:
    """A notice with a number and a last day, out of a record that is in effect; each finding is ordered once."""
    inspection = claim(Inspection, inspection_id, actor=actor, to=Permission.ISSUE_RECTIFICATION)
    if inspection.stage not in EFFECTIVE:
        raise Refused("discipline.not-effective")
    # A correction that is in effect says what was found; the old text orders nothing any more.
    if inspection.corrections.effective().exists():
        raise Refused("discipline.corrected-already")
    judge_issue(draft, today=at.date())
    judge_rechecker(draft.rechecker_id, issued_by=actor.person_id)
    if draft.rechecker_id is not None:
        _judge_may_recheck(draft.rechecker_id, inspection.path, at)
    standing = Rectification.objects.exclude(stage=RectificationStage.WITHDRAWN).filter(findings=OuterRef("pk"))
    found = list(inspection.findings.annotate(ordered=Exists(standing)).order_by("number"))
    findings = [finding for finding in found if finding.pk in draft.finding_ids]
    if len(findings) != len(draft.finding_ids) or not findings:
        raise Refused("discipline.finding-unknown", field="finding_ids")
    if any(finding.ordered for finding in findings):
        raise Refused("discipline.finding-ordered", field="finding_ids")

    rectification = Rectification.objects.create(
        number=_number(inspection.path, at.year),
        inspection=inspection,
        team_id=inspection.team_id,
        path=inspection.path,
        matter=draft.matter.strip(),
        demands=draft.demands.strip(),
        stage=RECTIFICATION_MOVES.after("issue", None),
        level=Level.ORDINARY,
        due_on=draft.due_on,
        first_due_on=draft.due_on,
        issued_by_id=actor.person_id,
        issued_at=at,
        rechecker_id=draft.rechecker_id,
    )
    rectification.findings.add(*findings)
    _step(rectification, "issue", actor, at, rectification.demands)
    if not any(finding.to_rectify and not finding.ordered for finding in found if finding not in findings):
        obligations.settle(Owed.ISSUE_RECTIFICATION, subject_type="inspection", subject_id=inspection.pk, at=at)
    days = policy.ACKNOWLEDGE_DAYS.on(at.date(), inspection.path)
    _owe(rectification, Owed.ACKNOWLEDGE_RECTIFICATION, add_working_days(at.date(), days), at, role=Role.LEADER)
    _owe_first_deadline(rectification, at)

    event = RectificationIssued(
        at=at, rectification_id=rectification.pk, team_id=rectification.team_id, inspection_id=inspection.pk
    )
    announce(event, actor=actor, path=rectification.path)
    return rectification


@command
def assign_rechecker(*, actor: Actor, rectification_id: int, rechecker_id: int, at: dt.datetime) -> Rectification:
    """Who is to look again: somebody else than whoever ordered it."""
    rectification = claim(Rectification, rectification_id, actor=actor, to=Permission.ASSIGN_RECHECKER)
    _judge_open(rectification, "assign_rechecker")
    judge_rechecker(rechecker_id, issued_by=rectification.issued_by_id)
    _judge_may_recheck(rechecker_id, rectification.path, at)

    rectification.rechecker_id = rechecker_id
    rectification.save()
    if rectification.stage == RectificationStage.SUBMITTED:
        obligations.cancel(
            at=at,
            kind=Owed.RECHECK_RECTIFICATION,
            subject_type="rectification",
            subject_id=rectification.pk,
        )
        _owe_recheck(rectification, at)

    event = RecheckerAssigned(at=at, rectification_id=rectification.pk, team_id=rectification.team_id)
    announce(event, actor=actor, path=rectification.path)
    return rectification


@command
def decide_extension(
    *, actor: Actor, rectification_id: int, granted: bool, reason: str, at: dt.datetime
) -> Rectification:
    """The head grants the one extension, or not; another hand than the one that asked."""
    rectification = claim(Rectification, rectification_id, actor=actor, to=Permission.DECIDE_EXTENSION)
    _judge_open(rectification, "decide_extension")
    if rectification.extension_until is None or rectification.extension_decided_at is not None:
        raise Refused("discipline.nothing-waits")
    judge_other_hand(rectification.extension_asked_by_id, actor.person_id, "discipline.extended-by-asker")
    reason = judge_words(reason, "reason")

    rectification.extension_granted = granted
    rectification.extension_decided_by_id, rectification.extension_decided_at = actor.person_id, at
    if granted:
        rectification.due_on = max(rectification.extension_until, rectification.due_on)
        if rectification.limited_until is not None:
            rectification.limited_until = rectification.due_on
    rectification.save()
    _step(rectification, "extend" if granted else "deny_extension", actor, at, reason)
    obligations.settle(Owed.DECIDE_EXTENSION, subject_type="rectification", subject_id=rectification.pk, at=at)
    if granted and rectification.stage != RectificationStage.SUBMITTED:
        _owe_deadline(rectification, at)

    event = ExtensionDecided(at=at, rectification_id=rectification.pk, team_id=rectification.team_id, granted=granted)
    announce(event, actor=actor, path=rectification.path)
    return rectification


@command
def limit_rectification(
    *, actor: Actor, rectification_id: int, until: dt.date, reason: str, at: dt.datetime
) -> Rectification:
    """INS-12, one level up: time-limited, from today until a day, by the head's word."""
    rectification = claim(Rectification, rectification_id, actor=actor, to=Permission.LIMIT_RECTIFICATION)
    _judge_open(rectification, "limit")
    judge_limit(until, today=at.date(), level=rectification.level)
    reason = judge_words(reason, "reason")

    rectification.level = Level.TIME_LIMITED
    rectification.limited_from, rectification.limited_until = at.date(), until
    rectification.limited_by_id, rectification.due_on = actor.person_id, until
    rectification.save()
    _step(rectification, "limit", actor, at, reason)
    if rectification.stage != RectificationStage.SUBMITTED:
        _owe_deadline(rectification, at)

    event = RectificationLimited(at=at, rectification_id=rectification.pk, team_id=rectification.team_id)
    announce(event, actor=actor, path=rectification.path)
    return rectification


@command
def withdraw_rectification(*, actor: Actor, rectification_id: int, reason: str, at: dt.datetime) -> Rectification:
    """It was ordered by mistake, or its ground is gone; its findings may be ordered anew."""
    rectification = claim(Rectification, rectification_id, actor=actor, to=Permission.WITHDRAW_RECTIFICATION)
    rectification.stage = RECTIFICATION_MOVES.after("withdraw", rectification.stage)
    reason = judge_reason(reason)

    rectification.save()
    _step(rectification, "withdraw", actor, at, reason)
    obligations.cancel(at=at, subject_type="rectification", subject_id=rectification.pk)

    event = RectificationWithdrawn(at=at, rectification_id=rectification.pk, team_id=rectification.team_id)
    announce(event, actor=actor, path=rectification.path)
    return rectification


# --- what ordering and answering share ------------------------------------------------------------------------------


def _owe_acknowledgement(rectification: Rectification, at: dt.datetime) -> None:
    obligations.cancel(
        at=at,
        kind=Owed.ACKNOWLEDGE_RECTIFICATION,
        subject_type="rectification",
        subject_id=rectification.pk,
    )
    days = policy.ACKNOWLEDGE_DAYS.on(at.date(), rectification.path)
    _owe(rectification, Owed.ACKNOWLEDGE_RECTIFICATION, add_working_days(at.date(), days), at, role=Role.LEADER)


def _owe_deadline(rectification: Rectification, at: dt.datetime) -> None:
    """The team owes it until the end of its last day; whoever ordered it is told when that has passed."""
    obligations.cancel(
        at=at,
        kind__in=(Owed.RECTIFY, Owed.FOLLOW_RECTIFICATION),
        subject_type="rectification",
        subject_id=rectification.pk,
    )
    _owe_first_deadline(rectification, at)


def _owe_first_deadline(rectification: Rectification, at: dt.datetime) -> None:
    _owe(rectification, Owed.RECTIFY, rectification.due_on, at, role=Role.LEADER)
    if rectification.issued_by_id is not None:
        _owe(rectification, Owed.FOLLOW_RECTIFICATION, rectification.due_on, at, user_id=rectification.issued_by_id)


def _owe_recheck(rectification: Rectification, at: dt.datetime) -> None:
    """Whoever was named looks again, else the police of the place."""
    last = add_working_days(at.date(), policy.RECHECK_DAYS.on(at.date(), rectification.path))
    if rectification.rechecker_id is not None:
        _owe(rectification, Owed.RECHECK_RECTIFICATION, last, at, user_id=rectification.rechecker_id)
    else:
        role = Role.STATION_LIAISON if len(rectification.path) > 6 else Role.SUB_BUREAU
        _owe(rectification, Owed.RECHECK_RECTIFICATION, last, at, role=role)


def _owe(
    rectification: Rectification,
    kind: Owed,
    last: dt.date,
    at: dt.datetime,
    role: str = "",
    user_id: int | None = None,
) -> None:
    due = obligations.Due(
        subject_type="rectification",
        subject_id=rectification.pk,
        due_at=start_of(last + _DAY),
        period=f"{at:%y%m%d%H%M%S%f}",
        team_id=rectification.team_id if role == Role.LEADER else None,
        path=rectification.path,
        role=role,
        user_id=user_id,
    )
    # A period of its own: nothing of it is known yet.
    obligations.owe(kind, [due], at=at, fresh=True)


def _step(rectification: Rectification, move: str, actor: Actor, at: dt.datetime, text: str = "") -> None:
    RectificationStep.objects.create(
        rectification=rectification, move=move, stage=rectification.stage, at=at, by_id=actor.person_id, text=text
    )


def _judge_may_recheck(rechecker_id: int, path: str, at: dt.datetime) -> None:
    """Whoever is asked must be able to say so: else it would wait for somebody who cannot."""
    if rechecker_id not in recheckers(path, at.date()):
        raise Refused("discipline.rechecker-unknown", field="rechecker_id")


def _judge_open(rectification: Rectification, move: str) -> None:
    if rectification.stage not in OPEN_RECTIFICATION:
        raise WrongStage(move, rectification.stage)


def _number(path: str, year: int) -> str:
    """The next of the district's series of the year; its place is the lock."""
    Place.objects.select_for_update().get(path=path[:6])
    prefix = series_number(MARK, path, year, 0)[:-4]
    rows = Rectification.objects.filter(number__startswith=prefix).order_by(Length("number").desc(), "-number")
    last = rows.values_list("number", flat=True).first()
    return series_number(MARK, path, year, int(last[len(prefix) :]) + 1 if last else 1)
