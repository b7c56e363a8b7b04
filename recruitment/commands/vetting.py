"""The police's word on a recruit (REC-08, REC-11, X53)."""

import datetime as dt

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.calendar import add_working_days
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused
from recruitment import policy
from recruitment.access import Permission
from recruitment.commands.owing import _drop, _end_of, _office_of, _owe_review
from recruitment.events import FactsSupplied, PoliceReviewRecorded, RecruitRejected, ReviewAskedAgain
from recruitment.models import Applicant, PoliceVerdict
from recruitment.rules import (
    MOVES,
    Owed,
    RejectReason,
    Stage,
    VerdictCode,
    VerdictDraft,
    judge_reason,
    judge_verdict,
)

_OF_THE_CASE = ("campaign__place", "post__team__place")


@command
def record_police_review(*, actor: Actor, applicant_id: int, draft: VerdictDraft, at: dt.datetime) -> Applicant:
    """Suitable until a day, not suitable, or more facts needed. The office learns that and no more: the reason stands
    in the police's own row, encrypted."""
    applicant = claim(Applicant, applicant_id, actor=actor, to=Permission.RECORD_POLICE_REVIEW, related=_OF_THE_CASE)
    moves = {
        VerdictCode.SUITABLE: "vet",
        VerdictCode.NOT_SUITABLE: "reject",
        VerdictCode.FACTS_NEEDED: "ask_facts",
    }
    MOVES.after("vet", applicant.stage)  # only of whom the police was asked
    applicant.stage = MOVES.after(moves[draft.code], applicant.stage)
    path = applicant.post.team.place.path
    until = judge_verdict(draft, at.date(), policy.VETTING_MONTHS.on(at.date(), path))
    judge_other_hand(applicant.screened_by_id, actor.person_id, "recruitment.screener-reviews")

    PoliceVerdict.objects.create(
        applicant=applicant,
        code=draft.code,
        reason=draft.reason.strip() if draft.code is VerdictCode.NOT_SUITABLE else "",
        holds_until=until,
        unrelated=draft.unrelated,
        by_id=actor.person_id,
        at=at,
    )
    applicant.suitable_until, applicant.note = until, ""
    if draft.code is VerdictCode.FACTS_NEEDED:
        applicant.note = draft.question.strip()
    else:
        applicant.reviewed_by_id, applicant.reviewed_at = actor.person_id, at
    if draft.code is VerdictCode.NOT_SUITABLE:
        applicant.rejected_why, applicant.over_at = RejectReason.NOT_SUITABLE, at
    applicant.save()
    obligations.settle(Owed.RECORD_POLICE_REVIEW, subject_type="applicant", subject_id=applicant.pk, at=at)
    if draft.code is VerdictCode.FACTS_NEEDED:
        _owe_facts(applicant, at)

    event = PoliceReviewRecorded(
        at=at, applicant_id=applicant.pk, campaign_id=applicant.campaign_id, outcome=draft.code
    )
    announce(event, actor=actor, team_id=applicant.post.team_id, path=applicant.campaign.place.path)
    return applicant


def _owe_facts(applicant: Applicant, at: dt.datetime) -> None:
    campaign = applicant.campaign
    days = policy.SCREENING_DAYS.on(at.date(), campaign.place.path)
    due = obligations.Due(
        subject_type="applicant",
        subject_id=applicant.pk,
        due_at=_end_of(add_working_days(at.date(), days)),
        period=f"{applicant.verdicts.count()}",
        path=campaign.place.path,
        role=_office_of(campaign),
    )
    obligations.owe(Owed.SUPPLY_FACTS, [due], at=at)


@command
def supply_facts(*, actor: Actor, applicant_id: int, facts: str, at: dt.datetime) -> Applicant:
    """What the police asked for, in words without personal numbers; the case goes back to their list."""
    applicant = claim(Applicant, applicant_id, actor=actor, to=Permission.SUPPLY_FACTS, related=_OF_THE_CASE)
    applicant.stage = MOVES.after("supply_facts", applicant.stage)
    applicant.note = judge_reason(facts, "facts")

    applicant.vetting_asked_by_id, applicant.vetting_asked_at = actor.person_id, at
    applicant.save()
    obligations.settle(Owed.SUPPLY_FACTS, subject_type="applicant", subject_id=applicant.pk, at=at)
    _owe_review([applicant], at)

    event = FactsSupplied(at=at, applicant_id=applicant.pk, campaign_id=applicant.campaign_id)
    announce(event, actor=actor, team_id=applicant.post.team_id, path=applicant.campaign.place.path)
    return applicant


@command
def reject_recruit(*, actor: Actor, applicant_id: int, at: dt.datetime) -> Applicant:
    """A recruit whose verdict no longer holds gives the place free; the next of the reserve may be called up."""
    applicant = claim(Applicant, applicant_id, actor=actor, to=Permission.SELECT_RECRUITS, related=_OF_THE_CASE)
    if applicant.stage not in (Stage.PROPOSED, Stage.CLEARED, Stage.OFFERED):
        MOVES.after("contract", applicant.stage)
    if applicant.suitable_until is None or applicant.suitable_until >= at.date():
        raise Refused("recruitment.still-suitable", until=applicant.suitable_until)
    applicant.stage = MOVES.after("reject", applicant.stage)

    applicant.rejected_why, applicant.over_at = RejectReason.VETTING_EXPIRED, at
    applicant.save()
    _drop([applicant.pk], at)

    event = RecruitRejected(
        at=at, applicant_id=applicant.pk, campaign_id=applicant.campaign_id, why=applicant.rejected_why
    )
    announce(event, actor=actor, team_id=applicant.post.team_id, path=applicant.campaign.place.path)
    return applicant


@command
def vet_again(*, actor: Actor, applicant_id: int, at: dt.datetime) -> Applicant:
    """A verdict that lapsed before the list was published is asked for anew."""
    applicant = claim(Applicant, applicant_id, actor=actor, to=Permission.SELECT_RECRUITS, related=_OF_THE_CASE)
    if applicant.suitable_until is not None and applicant.suitable_until >= at.date():
        raise Refused("recruitment.still-suitable", until=applicant.suitable_until)
    applicant.stage = MOVES.after("vet_again", applicant.stage)

    applicant.reviewed_by = applicant.reviewed_at = applicant.suitable_until = None
    applicant.vetting_asked_by_id, applicant.vetting_asked_at = actor.person_id, at
    applicant.save()
    _owe_review([applicant], at)

    event = ReviewAskedAgain(at=at, applicant_id=applicant.pk, campaign_id=applicant.campaign_id)
    announce(event, actor=actor, team_id=applicant.post.team_id, path=applicant.campaign.place.path)
    return applicant
