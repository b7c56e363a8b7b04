"""Two signatures, or a dispute that the head decides (LOG-04). Both sign the same text, never with the same hand."""

from __future__ import annotations

import datetime as dt

from discipline import policy
from discipline.access import Permission
from discipline.events import (
    DisputeDecided,
    InspectionCountersigned,
    InspectionSigned,
    InspectionTookEffect,
    SignatureRefused,
    SignatureTakenBack,
)
from discipline.models import Inspection, Rectification
from discipline.reports import digest_now
from discipline.rules import (
    INSPECTION_MOVES,
    Owed,
    judge_countersigning,
    judge_same_text,
    judge_statement,
    judge_words,
)
from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.calendar import add_working_days
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.hands import judge_other_hand
from teams.rules import Role

_DAY = dt.timedelta(days=1)
ISSUE_DAYS = 3


@command
def sign_inspection(*, actor: Actor, inspection_id: int, seen: str, at: dt.datetime) -> Inspection:
    """The inspector signs; ``seen`` is the digest of the text that was read. The other side is asked."""
    inspection = claim(Inspection, inspection_id, actor=actor, to=Permission.SIGN_INSPECTION, related=("revision",))
    inspection.stage = INSPECTION_MOVES.after("sign", inspection.stage)
    _judge_text(inspection, seen)

    inspection.signed_by_id, inspection.signed_at = actor.person_id, at
    inspection.save()
    obligations.settle(Owed.SIGN_INSPECTION, subject_type="inspection", subject_id=inspection.pk, at=at)
    _owe_countersignature(inspection, at)

    event = InspectionSigned(at=at, inspection_id=inspection.pk, team_id=inspection.team_id)
    announce(event, actor=actor, path=inspection.path)
    return inspection


@command
def take_back_signature(*, actor: Actor, inspection_id: int, at: dt.datetime) -> Inspection:
    """Before the other side has signed: the text may be amended, and is signed anew."""
    inspection = claim(Inspection, inspection_id, actor=actor, to=Permission.SIGN_INSPECTION)
    inspection.stage = INSPECTION_MOVES.after("take_back", inspection.stage)

    inspection.signed_by_id = inspection.signed_at = None
    inspection.save()
    _called_off(inspection, at)
    _owe(inspection, Owed.SIGN_INSPECTION, at, user_id=inspection.inspector_id)

    event = SignatureTakenBack(at=at, inspection_id=inspection.pk, team_id=inspection.team_id)
    announce(event, actor=actor, path=inspection.path)
    return inspection


@command
def countersign_inspection(*, actor: Actor, inspection_id: int, seen: str, at: dt.datetime) -> Inspection:
    """The leader signs what they have read: the record is in effect."""
    inspection = claim(
        Inspection, inspection_id, actor=actor, to=Permission.COUNTERSIGN_INSPECTION, related=("revision",)
    )
    inspection.stage = INSPECTION_MOVES.after("countersign", inspection.stage)
    judge_countersigning(signed_by=inspection.signed_by_id, inspector=inspection.inspector_id, by=actor.person_id)
    _judge_text(inspection, seen)

    inspection.countersigned_by_id, inspection.countersigned_at = actor.person_id, at
    inspection.save()
    _settled(inspection, at)

    event = InspectionCountersigned(at=at, inspection_id=inspection.pk, team_id=inspection.team_id)
    announce(event, actor=actor, path=inspection.path)
    _took_effect(inspection, actor, at)
    return inspection


@command
def refuse_signature(*, actor: Actor, inspection_id: int, statement: str, seen: str, at: dt.datetime) -> Inspection:
    """The leader does not sign and says why; the head decides whether the record stands."""
    inspection = claim(
        Inspection, inspection_id, actor=actor, to=Permission.COUNTERSIGN_INSPECTION, related=("revision",)
    )
    inspection.stage = INSPECTION_MOVES.after("refuse", inspection.stage)
    judge_countersigning(signed_by=inspection.signed_by_id, inspector=inspection.inspector_id, by=actor.person_id)
    _judge_text(inspection, seen)
    statement = judge_statement(statement)

    inspection.statement, inspection.disputed_by_id, inspection.disputed_at = statement, actor.person_id, at
    inspection.save()
    _settled(inspection, at)
    days = policy.DECIDE_DAYS.on(at.date(), inspection.path)
    due = obligations.Due(
        subject_type="inspection",
        subject_id=inspection.pk,
        due_at=start_of(add_working_days(at.date(), days) + _DAY),
        path=inspection.path[:6],
        role=Role.GOVERNANCE_HEAD,
    )
    obligations.owe(Owed.DECIDE_DISPUTE, [due], at=at)

    event = SignatureRefused(at=at, inspection_id=inspection.pk, team_id=inspection.team_id)
    announce(event, actor=actor, path=inspection.path)
    return inspection


@command
def decide_dispute(*, actor: Actor, inspection_id: int, upheld: bool, decision: str, at: dt.datetime) -> Inspection:
    """The head decides, with reasons: the record stands without the second signature, or it falls."""
    inspection = claim(Inspection, inspection_id, actor=actor, to=Permission.DECIDE_DISPUTE)
    inspection.stage = INSPECTION_MOVES.after("uphold" if upheld else "overturn", inspection.stage)
    judge_other_hand(inspection.inspector_id, actor.person_id, "discipline.decided-by-party")
    judge_other_hand(inspection.disputed_by_id, actor.person_id, "discipline.decided-by-party")
    decision = judge_words(decision, "decision")

    inspection.decision, inspection.decided_by_id, inspection.decided_at = decision, actor.person_id, at
    inspection.save()
    obligations.settle(Owed.DECIDE_DISPUTE, subject_type="inspection", subject_id=inspection.pk, at=at)

    event = DisputeDecided(at=at, inspection_id=inspection.pk, team_id=inspection.team_id, upheld=upheld)
    announce(event, actor=actor, path=inspection.path)
    if upheld:
        _took_effect(inspection, actor, at)
    return inspection


def _owe_countersignature(inspection: Inspection, at: dt.datetime) -> None:
    """The leader owes it, and the inspector hears if it does not come."""
    _called_off(inspection, at)
    _owe(inspection, Owed.COUNTERSIGN_INSPECTION, at, team_id=inspection.team_id, role=Role.LEADER)
    _owe(inspection, Owed.FOLLOW_SIGNATURE, at, user_id=inspection.inspector_id)


def _judge_text(inspection: Inspection, seen: str) -> None:
    """What was read, what was kept, and what stands there now are one and the same text."""
    judge_same_text(seen, inspection.digest)
    judge_same_text(digest_now(inspection), inspection.digest)


def _took_effect(inspection: Inspection, actor: Actor, at: dt.datetime) -> None:
    to_rectify = to_order = inspection.findings.filter(to_rectify=True).count()
    if inspection.corrects_id is not None:
        # The old text orders nothing any more; what it has ordered is on its way and not ordered twice.
        obligations.cancel(
            at=at, kind=Owed.ISSUE_RECTIFICATION, subject_type="inspection", subject_id=inspection.corrects_id
        )
        if Rectification.objects.standing().filter(inspection__visit=inspection.visit_id).exists():
            to_order = 0
    if to_order:
        due = obligations.Due(
            subject_type="inspection",
            subject_id=inspection.pk,
            due_at=start_of(add_working_days(at.date(), ISSUE_DAYS) + _DAY),
            path=inspection.path,
            user_id=inspection.inspector_id,
        )
        obligations.owe(Owed.ISSUE_RECTIFICATION, [due], at=at)
    event = InspectionTookEffect(at=at, inspection_id=inspection.pk, team_id=inspection.team_id, to_rectify=to_rectify)
    announce(event, actor=actor, path=inspection.path)


def _owe(
    inspection: Inspection,
    kind: Owed,
    at: dt.datetime,
    *,
    team_id: int | None = None,
    role: str = "",
    user_id: int | None = None,
) -> None:
    """Within a day; a signature that was taken back begins a period of its own."""
    due = obligations.Due(
        subject_type="inspection",
        subject_id=inspection.pk,
        due_at=at + _DAY,
        period=f"{at:%y%m%d%H%M%S%f}",
        path=inspection.path,
        team_id=team_id,
        role=role,
        user_id=user_id,
    )
    obligations.owe(kind, [due], at=at, fresh=True)


_WAITING = (Owed.COUNTERSIGN_INSPECTION, Owed.FOLLOW_SIGNATURE)


def _settled(inspection: Inspection, at: dt.datetime) -> None:
    for kind in _WAITING:
        obligations.settle(kind, subject_type="inspection", subject_id=inspection.pk, at=at)


def _called_off(inspection: Inspection, at: dt.datetime) -> None:
    obligations.cancel(at=at, kind__in=_WAITING, subject_type="inspection", subject_id=inspection.pk)
