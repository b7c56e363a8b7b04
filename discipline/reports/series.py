"""Plans that repeat, as their organisers see them (INS-01, INS-05)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from discipline.access import Permission
from discipline.models import Visit, VisitSeries
from discipline.reports.checklists import title_of
from discipline.reports.rounds import plans_in_the_name_of
from discipline.rules import VisitStage
from patrol_ops.core.access import Actor, Reach
from patrol_ops.core.models import User


def reads_series(actor: Actor) -> bool:
    """An inspector's own rounds are not plans that repeat; asks no row."""
    return any(reach is Reach.TERRITORY for _post, reach in actor.reaches(Permission.VIEW_ROUND))


def series_shown_to(actor: Actor) -> Any:
    """Those in whose name this actor plans or over which it looks, the running ones first; ``to_make`` and ``made``:
    visits of it. Two statements."""
    visits = Visit.objects.visible_to(actor, Permission.VIEW_VISIT).filter(series=OuterRef("pk")).order_by()

    def number(stage: str) -> Any:
        of_series = visits.filter(stage=stage).values("series").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(of_series), 0)

    rows = VisitSeries.objects.visible_to(actor, Permission.VIEW_ROUND).select_related("place", "begun_by", "ended_by")
    people = Prefetch("inspectors", User.objects.order_by("name", "pk"), to_attr="people")
    rows = rows.prefetch_related(people).annotate(
        to_make=number(VisitStage.PLANNED), made=number(VisitStage.DONE), title=title_of()
    )
    return rows.order_by(F("ended_at").desc(nulls_first=True), "path", "tier", "pk")


def may_end(series: VisitSeries, actor: Actor) -> bool:
    """Asks no row."""
    mine = plans_in_the_name_of(actor, series.organised_by, series.path, Permission.PLAN_VISIT)
    return series.ended_at is None and mine
