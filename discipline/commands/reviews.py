"""Reviews of responsibility after something grave (INC-08, INS-10): proposed by one hand, decided by the head's. And
the coordination duty of units, with what became of it (INS-16)."""

from __future__ import annotations

import datetime as dt

from discipline import policy
from discipline.access import Permission
from discipline.events import (
    CoordinationEnded,
    CoordinationFollowedUp,
    CoordinationRecorded,
    ReviewDecided,
    ReviewOpened,
    ReviewProposed,
    ReviewSentBack,
)
from discipline.models import AccountabilityReview, CoordinationDuty, CoordinationFollowUp
from discipline.rules import (
    REVIEW_MOVES,
    CoordinationDraft,
    Owed,
    ProposalDraft,
    ReviewDraft,
    judge_coordination,
    judge_proposal,
    judge_review,
    judge_text,
    judge_words,
)
from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.calendar import add_working_days
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused
from teams.models import Place, Team, Unit
from teams.rules import Role, judge_reason

_DAY = dt.timedelta(days=1)


@command
def open_review(*, actor: Actor, place_id: int, draft: ReviewDraft, at: dt.datetime) -> AccountabilityReview:
    """Something grave has happened here; whether anybody was negligent is looked into."""
    place = claim(Place, place_id, actor=actor, to=Permission.OPEN_REVIEW)
    judge_review(draft, today=at.date())
    if draft.team_id is not None and not Team.objects.under(place.path).filter(pk=draft.team_id).exists():
        raise Refused("discipline.team-of-another-place", field="team_id")

    review = AccountabilityReview.objects.create(
        place=place,
        path=place.path,
        team_id=draft.team_id,
        trigger=draft.trigger,
        happened_on=draft.happened_on,
        title=draft.title.strip(),
        reference=draft.reference.strip(),
        stage=REVIEW_MOVES.after("open", None),
        opened_by_id=actor.person_id,
        opened_at=at,
    )

    announce(ReviewOpened(at=at, review_id=review.pk, trigger=review.trigger), actor=actor, path=review.path)
    return review


@command
def propose_review(*, actor: Actor, review_id: int, draft: ProposalDraft, at: dt.datetime) -> AccountabilityReview:
    """The facts, whether there was negligence, and what is proposed; for the head to decide."""
    review = claim(AccountabilityReview, review_id, actor=actor, to=Permission.OPEN_REVIEW)
    review.stage = REVIEW_MOVES.after("propose", review.stage)
    judge_proposal(draft)

    review.facts, review.negligence, review.proposal = draft.facts.strip(), draft.negligence, draft.proposal.strip()
    review.proposed_by_id, review.proposed_at, review.returned_why = actor.person_id, at, ""
    review.save()
    due = obligations.Due(
        subject_type="review",
        subject_id=review.pk,
        due_at=start_of(add_working_days(at.date(), policy.DECIDE_DAYS.on(at.date(), review.path)) + _DAY),
        period=f"{at:%y%m%d%H%M%S%f}",
        path=review.path[:6],
        role=Role.GOVERNANCE_HEAD,
    )
    obligations.owe(Owed.DECIDE_REVIEW, [due], at=at)

    event = ReviewProposed(at=at, review_id=review.pk, negligence=draft.negligence)
    announce(event, actor=actor, path=review.path)
    return review


@command
def send_back_review(*, actor: Actor, review_id: int, reason: str, at: dt.datetime) -> AccountabilityReview:
    """More is to be found out first."""
    review = claim(AccountabilityReview, review_id, actor=actor, to=Permission.DECIDE_REVIEW)
    review.stage = REVIEW_MOVES.after("send_back", review.stage)
    review.returned_why = judge_reason(reason)
    review.save()
    obligations.settle(Owed.DECIDE_REVIEW, subject_type="review", subject_id=review.pk, at=at)

    announce(ReviewSentBack(at=at, review_id=review.pk), actor=actor, path=review.path)
    return review


@command
def decide_review(
    *, actor: Actor, review_id: int, negligence: bool, decision: str, at: dt.datetime
) -> AccountabilityReview:
    """Another hand than the one that proposed. What follows for a person is a case of its own, never automatic."""
    review = claim(AccountabilityReview, review_id, actor=actor, to=Permission.DECIDE_REVIEW)
    review.stage = REVIEW_MOVES.after("decide", review.stage)
    judge_other_hand(review.proposed_by_id, actor.person_id, "discipline.decided-by-proposer")
    decision = judge_words(decision, "decision")

    review.negligence, review.decision = negligence, decision
    review.decided_by_id, review.decided_at = actor.person_id, at
    review.save()
    obligations.settle(Owed.DECIDE_REVIEW, subject_type="review", subject_id=review.pk, at=at)

    announce(ReviewDecided(at=at, review_id=review.pk, negligence=negligence), actor=actor, path=review.path)
    return review


@command
def record_coordination(*, actor: Actor, unit_id: int, draft: CoordinationDraft, at: dt.datetime) -> CoordinationDuty:
    """What a unit has to coordinate or supervise, and by which post it is reached."""
    unit = claim(Unit, unit_id, actor=actor, to=Permission.RECORD_COORDINATION, related=("place",))
    judge_coordination(draft, today=at.date())

    duty = CoordinationDuty.objects.create(
        unit=unit,
        duty=draft.duty.strip(),
        contact_post=draft.contact_post.strip(),
        since=draft.since,
        recorded_by_id=actor.person_id,
        recorded_at=at,
    )

    announce(CoordinationRecorded(at=at, duty_id=duty.pk, unit_id=unit.pk), actor=actor, path=unit.place.path)
    return duty


@command
def follow_up_coordination(*, actor: Actor, duty_id: int, text: str, at: dt.datetime) -> CoordinationFollowUp:
    """What became of it, on this day."""
    duty = _duty(duty_id, actor)
    judge_text(text, "text", least=2, most=500)

    follow_up = CoordinationFollowUp.objects.create(
        duty=duty, day=at.date(), text=text.strip(), by_id=actor.person_id, at=at
    )

    announce(CoordinationFollowedUp(at=at, duty_id=duty.pk), actor=actor, path=duty.unit.place.path)
    return follow_up


@command
def end_coordination(*, actor: Actor, duty_id: int, at: dt.datetime) -> CoordinationDuty:
    """From today on it is no longer the unit's."""
    duty = _duty(duty_id, actor)
    duty.ended_on = max(at.date(), duty.since)
    duty.save()

    announce(CoordinationEnded(at=at, duty_id=duty.pk), actor=actor, path=duty.unit.place.path)
    return duty


def _duty(duty_id: int, actor: Actor) -> CoordinationDuty:
    duty = claim(CoordinationDuty, duty_id, actor=actor, to=Permission.RECORD_COORDINATION, related=("unit__place",))
    if duty.ended_on is not None:
        raise Refused("discipline.duty-over")
    return duty
