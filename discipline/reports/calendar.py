"""The one calendar of visits, for each reader what they may see of it (X06, INS-04)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from discipline.access import Permission
from discipline.models import Inspection, Visit
from discipline.reports.checklists import items_in_force, title_of
from discipline.reports.rounds import plans_in_the_name_of
from discipline.rules import Organiser, VisitStage
from patrol_ops.core.access import Actor, Reach
from patrol_ops.core.clock import local, start_of
from patrol_ops.core.models import JournalEntry
from teams.reports.posts import people_of

_DAY = dt.timedelta(days=1)
MOST_COMING = 50


@dataclass(frozen=True)
class Span:
    """A week (from Monday) or a month of the calendar."""

    kind: str
    first: dt.date
    last: dt.date

    @property
    def before(self) -> dt.date:
        """A day of the span before."""
        return self.first - _DAY

    @property
    def after(self) -> dt.date:
        return self.last + _DAY


def span_of(kind: str, day: dt.date) -> Span:
    if kind == "month":
        first = day.replace(day=1)
        return Span(kind, first, (first + 31 * _DAY).replace(day=1) - _DAY)
    first = day - day.weekday() * _DAY
    return Span("week", first, first + 6 * _DAY)


def visits_shown_to(actor: Actor) -> Any:
    """Those within reach, with team, inspector and the title of the checklist."""
    rows = Visit.objects.visible_to(actor, Permission.VIEW_VISIT)
    return rows.select_related("team", "inspector").annotate(title=title_of()).order_by("starts_at", "pk")


def planned_by(actor: Actor) -> Any:
    """Those this actor may move and take off, as far as a scope can say; for whose name, the command judges."""
    rows = Visit.objects.visible_to(actor, Permission.PLAN_VISIT).select_related("team__place", "inspector", "round")
    return rows.annotate(title=title_of())


def overdue(visits: Any, today: dt.date) -> Any:
    """Planned for a day that is over."""
    return visits.filter(stage=VisitStage.PLANNED, starts_at__lt=start_of(today))


def sees_others(actor: Actor) -> bool:
    """Whether more than the own visits is within reach; asks no row."""
    return any(reach is not Reach.SELF for _post, reach in actor.reaches(Permission.VIEW_VISIT))


def inspectors_of(visits: Any) -> list[tuple[int, str]]:
    """Who makes these visits: one statement."""
    people = visits.order_by().values_list("inspector_id", "inspector__name").distinct()
    return sorted(people, key=lambda row: (row[1], row[0]))


@dataclass(frozen=True)
class Shown:
    """A visit in a list. ``kind`` and ``state``: how it is drawn, and its wording code."""

    row: Visit
    mine: bool
    kind: str
    state: str


def shown(visits: Iterable[Visit], actor: Actor, today: dt.date) -> list[Shown]:
    return [Shown(row, row.inspector_id == actor.person_id, *_state(row, today)) for row in visits]


def _state(row: Visit, today: dt.date) -> tuple[str, str]:
    if row.stage == VisitStage.PLANNED:
        day = local(row.starts_at).date()
        if day < today:
            return "overdue", "visit-state.overdue"
        if day == today:
            return "waits", "visit-state.today"
    kinds = {VisitStage.PLANNED: "info", VisitStage.DONE: "done", VisitStage.CANCELLED: "quiet"}
    return kinds[VisitStage(row.stage)], f"visit-stage.{row.stage}"


def by_day(visits: Iterable[Shown]) -> list[tuple[dt.date, list[Shown]]]:
    """For rows in their order of time."""
    return [(day, list(rows)) for day, rows in groupby(visits, key=lambda one: local(one.row.starts_at).date())]


def plans(visit: Visit, actor: Actor) -> bool:
    """Whether this actor may move it and take it off, in whose name it stands; asks no row."""
    return plans_in_the_name_of(actor, visit.organised_by, visit.path, Permission.PLAN_VISIT)


def acts_on(visit: Visit, actor: Actor) -> list[str]:
    """What this actor may do about it now and what would not be refused anyway."""
    if visit.stage != VisitStage.PLANNED:
        return []
    records = visit.inspector_id == actor.person_id and actor.may(Permission.RECORD_INSPECTION)
    return [*(["record"] if records else []), *(["reschedule", "cancel"] if plans(visit, actor) else [])]


def record_of(visit: Visit, actor: Actor) -> int | None:
    """The record that was made of it, for whoever may read it: one statement."""
    records = Inspection.objects.visible_to(actor, Permission.VIEW_INSPECTION).filter(visit=visit)
    pk: int | None = records.order_by("pk").values_list("pk", flat=True).first()
    return pk


def history_of(visit: Visit) -> list[dict[str, Any]]:
    """Who did what when, from the journal, oldest first, for whoever sees the visit: two statements. The first line
    stands on the row, for the clock plans many at once."""
    acts = JournalEntry.objects.filter(subject_type="visit", subject_id=visit.pk).order_by("at", "pk")
    lines = list(acts.exclude(act="discipline.visit_planned").values("at", "actor_id", "act"))
    names = people_of({pk for pk in (visit.planned_by_id, *(line["actor_id"] for line in lines)) if pk})
    what = "discipline.visit_planned" if visit.series_id is None else "discipline.series_visits_planned"
    who = names.get(visit.planned_by_id or 0, "") if visit.series_id is None else ""
    return [
        {"at": visit.planned_at, "who": who, "what": what, "note": ""},
        *(
            {"at": line["at"], "who": names.get(line["actor_id"] or 0, ""), "what": line["act"], "note": ""}
            for line in lines
        ),
    ]


# --- what the inspected side sees ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coming:
    """An announced visit as the team reads it: without any number, by which one could count those that are not
    announced (INS-04)."""

    starts_at: dt.datetime
    organised_by: str
    method: str
    team: str
    checklist: str
    items: list[str] = field(default_factory=list)
    asks_documents: bool = False
    asks_insignia: bool = False
    min_interviews: int = 0
    min_sites: int = 0

    @property
    def organiser(self) -> str:
        """A wording code."""
        return f"organiser.{Organiser(self.organised_by)}"


def coming_to(actor: Actor, today: dt.date) -> list[Coming]:
    """Announced visits of the own team from today on, the next one first: two statements, whatever else is planned."""
    rows = Visit.objects.visible_to(actor, Permission.VIEW_COMING).announced().planned()
    ahead = list(
        rows.filter(starts_at__gte=start_of(today)).select_related("team").order_by("starts_at", "team")[:MOST_COMING]
    )
    asked = items_in_force(row.checklist_id for row in ahead)
    found = []
    for row in ahead:
        revision = asked[row.checklist_id]
        found.append(
            Coming(
                starts_at=row.starts_at,
                organised_by=row.organised_by,
                method=row.method,
                team=row.team.name,
                checklist=revision.title,
                items=[item["text"] for item in revision.items],
                asks_documents=revision.asks_documents,
                asks_insignia=revision.asks_insignia,
                min_interviews=revision.min_interviews,
                min_sites=revision.min_sites,
            )
        )
    return found
