"""The yearly plan: what each line asks, what has been held, what it cost and who pays (TRN-04, TRN-13)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from patrol_ops.core.access import Actor
from training.access import Permission
from training.models import CourseRevision, PlanLine, Session, TrainingPlan
from training.reports.courses import may_in_district
from training.rules import PLAN_MOVES, shortfall


def plans_shown_to(actor: Actor) -> Any:
    """Newest year first, with how many sessions are planned and for how much."""
    rows = TrainingPlan.objects.visible_to(actor, Permission.VIEW_PLAN).select_related(
        "place", "drafted_by", "submitted_by", "approved_by"
    )
    lines = Q(lines__dropped_at__isnull=True)
    return rows.annotate(
        planned=Coalesce(Sum("lines__sessions", filter=lines), 0), cost=Coalesce(Sum("lines__cost", filter=lines), 0)
    ).order_by("-year", "pk")


def _titles(course: str) -> Subquery:
    revisions = CourseRevision.objects.filter(course=OuterRef(course)).order_by("-version")
    return Subquery(revisions.values("title")[:1])


@dataclass(frozen=True)
class Held:
    """Sums over the sessions of a line; a session without an actual cost counts what was planned for it."""

    arranged: int = 0
    held: int = 0
    spent: Decimal = Decimal(0)
    shortfall: Decimal = Decimal(0)


@dataclass(frozen=True)
class PlanLineShown:
    row: Any
    title: str
    held: Held

    @property
    def tier(self) -> str:
        return f"tier.{self.row.tier}"

    @property
    def mode(self) -> str:
        return f"mode.{self.row.mode}"


@dataclass(frozen=True)
class Quarter:
    number: int
    lines: tuple[PlanLineShown, ...]


def plan_quarters(plan: TrainingPlan) -> list[Quarter]:
    """Two statements. A line amended away stands here as long as sessions were held under it."""
    rows: Any = PlanLine.objects.filter(plan=plan).annotate(title=_titles("course"), sessions_of=Count("held"))
    rows = rows.filter(Q(dropped_at__isnull=True) | Q(sessions_of__gt=0))
    held = _held(plan)
    quarters: dict[int, list[PlanLineShown]] = defaultdict(list)
    for row in rows.order_by("quarter", "tier", "number", "pk"):
        quarters[row.quarter].append(PlanLineShown(row, row.title, held.get(row.pk, Held())))
    return [Quarter(number, tuple(quarters[number])) for number in sorted(quarters)]


def _held(plan: TrainingPlan) -> dict[int, Held]:
    rows = Session.objects.filter(plan_line__plan=plan).exclude(stage="CANCELLED")
    found: dict[int, Held] = {}
    values = rows.values_list("plan_line_id", "stage", "cost_planned", "cost_actual", "funded")
    for line_id, stage, planned, actual, funded in values.order_by("pk"):
        cost = planned if actual is None else actual
        before = found.get(line_id or 0, Held())
        found[line_id or 0] = Held(
            arranged=before.arranged + 1,
            held=before.held + (stage in ("COMPLETED", "CONFIRMED")),
            spent=before.spent + (actual or Decimal(0)),
            shortfall=before.shortfall + shortfall(cost, funded),
        )
    return found


@dataclass(frozen=True)
class Totals:
    sessions: int
    arranged: int
    held: int
    cost: int
    spent: Decimal
    shortfall: Decimal


def totals_of(quarters: list[Quarter]) -> Totals:
    lines = [line for quarter in quarters for line in quarter.lines]
    standing = [line for line in lines if line.row.dropped_at is None]
    return Totals(
        sessions=sum(line.row.sessions for line in standing),
        arranged=sum(line.held.arranged for line in lines),
        held=sum(line.held.held for line in lines),
        cost=sum(line.row.cost for line in standing),
        spent=sum((line.held.spent for line in lines), Decimal(0)),
        shortfall=sum((line.held.shortfall for line in lines), Decimal(0)),
    )


_NEEDS = {
    "submit": Permission.DRAFT_PLAN,
    "draft": Permission.DRAFT_PLAN,
    "amend": Permission.DRAFT_PLAN,
    "approve": Permission.APPROVE_PLAN,
    "return": Permission.APPROVE_PLAN,
}


def acts_on(plan: Any, actor: Actor) -> frozenset[str]:
    """What this actor can do with the plan now; asks no row."""
    moves = {
        move
        for move in PLAN_MOVES.open_from(plan.stage)
        if may_in_district(actor, _NEEDS[move], plan.place.path)
        and not (move == "approve" and plan.submitted_by_id == actor.person_id)
    }
    return frozenset(moves)


def history_of(plan: Any) -> list[dict[str, Any]]:
    """Who did what with the version that stands, oldest first."""
    steps = [(plan.drafted_at, plan.drafted_by, "plan-move.draft")]
    if plan.submitted_at is not None:
        steps.append((plan.submitted_at, plan.submitted_by, "plan-move.submit"))
    if plan.approved_at is not None:
        steps.append((plan.approved_at, plan.approved_by, "plan-move.approve"))
    steps.sort(key=lambda step: step[0])
    return [{"at": at, "who": who.name if who else "", "what": what, "note": ""} for at, who, what in steps]


def lines_of(plan: TrainingPlan | None) -> list[dict[str, Any]]:
    """The lines as a form opens with them."""
    if plan is None:
        return []
    names = ("quarter", "tier", "course", "mode", "sessions", "cost")
    rows = plan.lines.filter(dropped_at__isnull=True).order_by("number", "pk")
    return [dict(zip(names, values, strict=True)) for values in rows.values_list(*names)]


def course_choices(courses: Any) -> list[tuple[int, str]]:
    """Of courses in scope that can be planned, by their latest title: one statement."""
    return list(courses.open().annotate(title=_titles("pk")).order_by("programme", "pk").values_list("pk", "title"))
