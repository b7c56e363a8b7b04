"""The one training plan of the district for a year (TRN-04): drafted by the office, approved by the sub-bureau."""

import datetime as dt

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.calendar import add_working_days
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused
from teams.models import Place
from teams.policy import APPROVAL_DAYS
from teams.rules import PlaceTier, Role, judge_reason
from training.access import Permission
from training.events import PlanAmended, PlanApproved, PlanDrafted, PlanReturned, PlanSubmitted
from training.models import Course, PlanLine, TrainingPlan
from training.rules import PLAN_MOVES, Owed, PlanDraft, judge_plan


@command
def draft_plan(*, actor: Actor, place_id: int, draft: PlanDraft, at: dt.datetime) -> TrainingPlan:
    """The lines of a year, as often as needed until it is submitted; sessions held under a line keep that line."""
    place = claim(Place, place_id, actor=actor, to=Permission.DRAFT_PLAN)
    if place.tier != PlaceTier.DISTRICT:
        raise Refused("training.of-the-district", field="place")
    courses = frozenset(Course.objects.of_district(place.path).open().values_list("pk", flat=True))
    judge_plan(draft, this_year=at.year, courses=courses)
    plan = TrainingPlan.objects.select_for_update().filter(place=place, year=draft.year).first()

    plan = plan or TrainingPlan(place=place, year=draft.year, stage="")
    plan.stage = PLAN_MOVES.after("draft", plan.stage or None)
    plan.drafted_by_id, plan.drafted_at = actor.person_id, at
    plan.save()
    plan.lines.filter(held__isnull=True).delete()
    plan.lines.filter(dropped_at__isnull=True).update(dropped_at=at)
    PlanLine.objects.bulk_create(
        PlanLine(
            plan=plan,
            number=number,
            quarter=line.quarter,
            tier=line.tier,
            course_id=line.course_id,
            mode=line.mode,
            sessions=line.sessions,
            cost=line.cost,
        )
        for number, line in enumerate(draft.lines, 1)
    )

    announce(PlanDrafted(at=at, plan_id=plan.pk, year=plan.year, lines=len(draft.lines)), actor=actor, path=place.path)
    return plan


@command
def submit_plan(*, actor: Actor, plan_id: int, at: dt.datetime) -> TrainingPlan:
    plan = claim(TrainingPlan, plan_id, actor=actor, to=Permission.DRAFT_PLAN, related=("place",))
    plan.stage = PLAN_MOVES.after("submit", plan.stage)

    plan.submitted_by_id, plan.submitted_at, plan.returned_why = actor.person_id, at, ""
    plan.approved_by_id = plan.approved_at = None
    plan.save()
    days = APPROVAL_DAYS.on(at.date(), plan.place.path)
    due = obligations.Due(
        subject_type="training_plan",
        subject_id=plan.pk,
        due_at=start_of(add_working_days(at.date(), days) + dt.timedelta(days=1)),
        period=f"{at:%y%m%d%H%M%S%f}",
        path=plan.place.path,
        role=Role.SUB_BUREAU,
    )
    obligations.owe(Owed.APPROVE_TRAINING_PLAN, [due], at=at)

    announce(PlanSubmitted(at=at, plan_id=plan.pk), actor=actor, path=plan.place.path)
    return plan


@command
def return_plan(*, actor: Actor, plan_id: int, reason: str, at: dt.datetime) -> TrainingPlan:
    """Back to the office, with what is to be changed."""
    plan = claim(TrainingPlan, plan_id, actor=actor, to=Permission.APPROVE_PLAN, related=("place",))
    plan.stage = PLAN_MOVES.after("return", plan.stage)
    reason = judge_reason(reason)

    plan.returned_why = reason
    plan.save()
    obligations.settle(Owed.APPROVE_TRAINING_PLAN, subject_type="training_plan", subject_id=plan.pk, at=at)

    announce(PlanReturned(at=at, plan_id=plan.pk), actor=actor, path=plan.place.path)
    return plan


@command
def approve_plan(*, actor: Actor, plan_id: int, at: dt.datetime) -> TrainingPlan:
    """Another hand than the one that submitted it."""
    plan = claim(TrainingPlan, plan_id, actor=actor, to=Permission.APPROVE_PLAN, related=("place",))
    plan.stage = PLAN_MOVES.after("approve", plan.stage)
    judge_other_hand(plan.submitted_by_id, actor.person_id, "training.approved-by-submitter")

    plan.approved_by_id, plan.approved_at = actor.person_id, at
    plan.save()
    obligations.settle(Owed.APPROVE_TRAINING_PLAN, subject_type="training_plan", subject_id=plan.pk, at=at)

    announce(PlanApproved(at=at, plan_id=plan.pk, version=plan.version), actor=actor, path=plan.place.path)
    return plan


@command
def amend_plan(*, actor: Actor, plan_id: int, at: dt.datetime) -> TrainingPlan:
    """An approved plan is opened again as its next version; it has to be approved anew."""
    plan = claim(TrainingPlan, plan_id, actor=actor, to=Permission.DRAFT_PLAN, related=("place",))
    plan.stage = PLAN_MOVES.after("amend", plan.stage)

    plan.version += 1
    plan.save()

    announce(PlanAmended(at=at, plan_id=plan.pk, version=plan.version), actor=actor, path=plan.place.path)
    return plan
