"""Objections to a proposed recruit (PUB-04): lodged by anyone, handled by another hand than the list, answered."""

import datetime as dt

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import NotPermitted, Refused
from recruitment import policy
from recruitment.access import Permission
from recruitment.commands.owing import _drop, _within
from recruitment.events import ObjectionDecided, ObjectionLodged, ObjectionTaken
from recruitment.models import Applicant, Objection, PublicNotice
from recruitment.reports.links import digest_of
from recruitment.rules import (
    DECIDING,
    MOVES,
    NOTICED,
    OBJECTION_MOVES,
    Decision,
    DecisionDraft,
    NoticeStage,
    ObjectionDraft,
    Owed,
    RejectReason,
    Stage,
    judge_decision,
    judge_objection,
)
from teams.rules import Role


@command
def lodge_objection(*, actor: Actor, notice_id: int, draft: ObjectionDraft, secret: str, at: dt.datetime) -> Objection:
    """Against one person on a running notice: that person is held, the others go on."""
    notice = claim(PublicNotice, notice_id, actor=actor, to=Permission.LODGE_OBJECTION, related=("campaign__place",))
    if notice.last_day is None or notice.stage == NoticeStage.WITHDRAWN:
        raise NotPermitted
    judge_objection(draft, notice.last_day, at.date())
    applicant: Applicant | None = (
        Applicant.objects.select_for_update().filter(notice=notice, pk=draft.applicant_id).first()
    )
    if applicant is None or applicant.stage not in NOTICED:
        raise Refused("recruitment.not-on-notice", field="applicant")
    applicant.stage = MOVES.after("object", applicant.stage)

    applicant.save()
    objection = Objection.objects.create(
        notice=notice,
        applicant=applicant,
        link_digest=digest_of(secret),
        stage=OBJECTION_MOVES.after("lodge", None),
        reason=draft.reason.strip(),
        contact=draft.contact.strip(),
        lodged_at=at,
    )
    path = notice.campaign.place.path
    due = obligations.Due(
        subject_type="objection",
        subject_id=objection.pk,
        due_at=_within(at, policy.OBJECTION_DAYS.on(at.date(), path)),
        path=path,
        role=Role.GOVERNANCE_HEAD,
    )
    obligations.owe(Owed.DECIDE_OBJECTION, [due], at=at, fresh=True)

    event = ObjectionLodged(at=at, objection_id=objection.pk, notice_id=notice.pk, applicant_id=applicant.pk)
    announce(event, actor=actor, path=path)
    return objection


@command
def take_objection(*, actor: Actor, objection_id: int, at: dt.datetime) -> Objection:
    """Whoever takes it handles it to the end; nobody who put the list forward may."""
    objection = claim(
        Objection, objection_id, actor=actor, to=Permission.TAKE_OBJECTION, related=("notice__campaign__place",)
    )
    objection.stage = OBJECTION_MOVES.after("take", objection.stage)
    if actor.person_id in (objection.notice.prepared_by_id, objection.notice.campaign.ranked_by_id):
        raise Refused("recruitment.handler-proposed")

    objection.handler_id, objection.taken_at = actor.person_id, at
    objection.save()

    event = ObjectionTaken(at=at, objection_id=objection.pk, notice_id=objection.notice_id)
    announce(event, actor=actor, path=objection.notice.campaign.place.path)
    return objection


@command
def decide_objection(*, actor: Actor, objection_id: int, draft: DecisionDraft, at: dt.datetime) -> Objection:
    """By its handler, with an answer the objector can read. Upheld: the recruit is out. Otherwise, once no objection is
    open any more, the recruit is back on the notice, or cleared where it has closed meanwhile."""
    objection = claim(
        Objection, objection_id, actor=actor, to=Permission.DECIDE_OBJECTION, related=("notice__campaign__place",)
    )
    objection.stage = OBJECTION_MOVES.after(DECIDING[draft.decision], objection.stage)
    if objection.handler_id != actor.person_id:
        raise Refused("recruitment.not-the-handler")
    answer = judge_decision(draft)
    # The notice first, as the clock takes it, then the person.
    notice = PublicNotice.objects.select_for_update().get(pk=objection.notice_id)
    applicant: Applicant | None = Applicant.objects.select_for_update().filter(pk=objection.applicant_id).first()

    objection.answer, objection.decided_by_id, objection.decided_at = answer, actor.person_id, at
    objection.save()
    if applicant is not None and applicant.stage == Stage.HELD:
        _follow(applicant, notice, draft.decision, at)
    obligations.settle(Owed.DECIDE_OBJECTION, subject_type="objection", subject_id=objection.pk, at=at)

    event = ObjectionDecided(
        at=at,
        objection_id=objection.pk,
        notice_id=objection.notice_id,
        applicant_id=applicant.pk if applicant else None,
        decision=draft.decision,
    )
    announce(event, actor=actor, path=objection.notice.campaign.place.path)
    return objection


def _follow(applicant: Applicant, notice: PublicNotice, decision: Decision, at: dt.datetime) -> None:
    """What the decision means for the person concerned."""
    if decision is Decision.UPHELD:
        applicant.stage = MOVES.after("reject", applicant.stage)
        applicant.rejected_why, applicant.over_at = RejectReason.OBJECTION_UPHELD, at
        applicant.save()
        _drop([applicant.pk], at)
        return
    if applicant.objections.undecided().exists():
        return
    if notice.stage == NoticeStage.CLOSED:
        applicant.stage, applicant.cleared_on = MOVES.after("clear", applicant.stage), at.date()
    else:
        applicant.stage = MOVES.after("release", applicant.stage)
    applicant.save()
