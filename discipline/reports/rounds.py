"""Rounds as their readers see them: with the visits that they may see, never with those they may not (INS-14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from discipline.access import Permission
from discipline.models import RoundInspector, SupervisionRound, Visit
from discipline.reports.checklists import title_of
from discipline.rules import ORGANISED_BY, Organiser, RoundStage, VisitStage
from patrol_ops.core.access import Actor
from patrol_ops.core.querysets import within
from teams.models import Place
from teams.reports import may_on


def rounds_shown_to(actor: Actor) -> Any:
    """Those within reach, the open ones first; ``to_make`` and ``made``: visits that this actor may see."""
    visits = Visit.objects.visible_to(actor, Permission.VIEW_VISIT).filter(round=OuterRef("pk")).order_by()

    def number(stage: str) -> Any:
        of_round = visits.filter(stage=stage).values("round").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(of_round), 0)

    rows = SupervisionRound.objects.visible_to(actor, Permission.VIEW_ROUND)
    rows = rows.select_related("place", "planned_by", "closed_by")
    rows = rows.annotate(to_make=number(VisitStage.PLANNED), made=number(VisitStage.DONE), title=title_of())
    rows = rows.annotate(arranged=F("to_make") + F("made"))
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-starts_on", "-pk")


@dataclass(frozen=True)
class Lent:
    """An inspector of a round; ``home`` is the name of the street they are lent from (INS-02)."""

    user_id: int
    name: str
    home: str
    lent_by: str


def lent_to(round_: SupervisionRound) -> list[Lent]:
    """Two statements."""
    rows = list(RoundInspector.objects.filter(round=round_).select_related("user").order_by("user__name", "pk"))
    streets = Place.objects.filter(within("path", round_.path[:6]), path__in={row.home for row in rows if row.home})
    names = dict(streets.values_list("path", "name"))
    return [Lent(row.user_id, row.user.name, names.get(row.home, ""), row.lent_by) for row in rows]


def visits_of(round_: SupervisionRound, actor: Actor) -> Any:
    visits = Visit.objects.visible_to(actor, Permission.VIEW_VISIT).filter(round=round_)
    return visits.select_related("team", "inspector").annotate(title=title_of()).order_by("starts_at", "pk")


def round_of(visit: Visit, actor: Actor) -> SupervisionRound | None:
    """The round a visit belongs to, for whoever may read it: one statement, none where it belongs to none."""
    if visit.round_id is None:
        return None
    rounds = SupervisionRound.objects.visible_to(actor, Permission.VIEW_ROUND)
    found: SupervisionRound | None = rounds.filter(pk=visit.round_id).first()
    return found


def plans_in_the_name_of(actor: Actor, organised_by: str, path: str, permission: str) -> bool:
    """Whether this actor may plan here, and for this organiser; asks no row."""
    return may_on(actor, permission, path=path) and bool(actor.roles_over(path) & ORGANISED_BY[Organiser(organised_by)])


def acts_on(round_: Any, actor: Actor) -> list[str]:
    """What this actor may do about it now and what would not be refused anyway."""
    mine = plans_in_the_name_of(actor, round_.organised_by, round_.path, Permission.PLAN_ROUND)
    if not mine or round_.stage != RoundStage.OPEN:
        return []
    return ["plan-visit", *([] if round_.to_make else ["report"]), "cancel"]


def history_of(round_: SupervisionRound) -> list[dict[str, Any]]:
    """Who did what when, from the row itself."""
    planned = round_.planned_by.name if round_.planned_by else ""
    steps = [{"at": round_.planned_at, "who": planned, "what": "discipline.round_planned", "note": ""}]
    if round_.closed_at is not None:
        ends = {RoundStage.REPORTED: "discipline.round_reported", RoundStage.CANCELLED: "discipline.round_cancelled"}
        closed = round_.closed_by.name if round_.closed_by else ""
        what = ends[RoundStage(round_.stage)]
        steps.append({"at": round_.closed_at, "who": closed, "what": what, "note": ""})
    return steps
