"""Inspections and rectification of a place at a glance: what is late, what nobody looked at, what waits for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from django.db.models.functions import Coalesce

from discipline.access import Permission
from discipline.models import Inspection, Rectification, Visit
from discipline.reports.coverage import teams_with_inspections
from discipline.reports.rectifications import WITH_TEAM
from discipline.reports.unsigned import FIRST_HOURS, LAST_HOURS
from discipline.rules import AGES, InspectionStage, Level, RectificationStage, age_band
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import local, start_of

_UNDER = {6: 9, 9: 12}


@dataclass
class Figures:
    """Of one place. ``unsigned_24`` are older than a day, ``unsigned_72`` of them older than three."""

    visits_overdue: int = 0
    teams: int = 0
    never: int = 0
    uncovered: int = 0
    unsigned: int = 0
    unsigned_24: int = 0
    unsigned_72: int = 0
    disputes: int = 0
    open: int = 0
    recheck: int = 0
    overdue: int = 0
    limited: int = 0
    ages: list[int] = field(default_factory=lambda: [0] * (len(AGES) + 1))

    def count(self, *names: str) -> None:
        for name in names:
            setattr(self, name, getattr(self, name) + 1)

    @property
    def is_calm(self) -> bool:
        return not any(getattr(self, item.name) for item in fields(self) if item.name not in ("ages", "teams"))


@dataclass(frozen=True)
class Overview:
    """All of the place, and what lies one level below it by path."""

    total: Figures
    below: dict[str, Figures]

    def of(self, path: str) -> Figures:
        return self.below.get(path) or Figures()


class _Sheet:
    """Counts each row for the whole place and for the one below in which it lies."""

    def __init__(self, path: str) -> None:
        self.width = _UNDER.get(len(path), 0)
        self.total = Figures()
        self.below: dict[str, Figures] = {}

    def at(self, path: str) -> Iterable[Figures]:
        yield self.total
        if self.width and len(path) >= self.width:
            yield self.below.setdefault(path[: self.width], Figures())


def overview(actor: Actor, path: str, now: dt.datetime) -> Overview:
    """What is not announced counts only for those who may see it. Five statements."""
    sheet, today = _Sheet(path), now.date()
    missed = Visit.objects.visible_to(actor, Permission.VIEW_VISIT).under(path).planned()
    for where in missed.filter(starts_at__lt=start_of(today)).values_list("path", flat=True):
        for figures in sheet.at(where):
            figures.count("visits_overdue")
    for where, last, covered in teams_with_inspections(path, today).values_list(
        "place__path", "last_inspected", "covered"
    ):
        for figures in sheet.at(where):
            figures.count("teams", *(["never"] if last is None else []), *([] if covered else ["uncovered"]))
    _count_records(sheet, actor, path, now)
    _count_rectifications(sheet, actor, path, today)
    return Overview(sheet.total, sheet.below)


def _count_records(sheet: _Sheet, actor: Actor, path: str, now: dt.datetime) -> None:
    records = Inspection.objects.visible_to(actor, Permission.VIEW_INSPECTION).under(path)
    waiting = records.unsigned() | records.disputed()
    since = Coalesce("signed_at", "recorded_at")
    for where, stage, asked_at in waiting.values_list("path", "stage", since):
        hours = (now - asked_at) / dt.timedelta(hours=1)
        names = ["unsigned"]
        names += ["unsigned_24"] if hours >= FIRST_HOURS else []
        names += ["unsigned_72"] if hours >= LAST_HOURS else []
        for figures in sheet.at(where):
            figures.count(*(["disputes"] if stage == InspectionStage.DISPUTED else names))


def _count_rectifications(sheet: _Sheet, actor: Actor, path: str, today: dt.date) -> None:
    rows = Rectification.objects.visible_to(actor, Permission.VIEW_RECTIFICATION).under(path).open()
    for where, stage, level, due_on, issued_at in rows.values_list("path", "stage", "level", "due_on", "issued_at"):
        names = ["open"]
        names += ["recheck"] if stage == RectificationStage.SUBMITTED else []
        names += ["overdue"] if stage in WITH_TEAM and due_on < today else []
        names += ["limited"] if level == Level.TIME_LIMITED else []
        band = age_band((today - local(issued_at).date()).days)
        for figures in sheet.at(where):
            figures.count(*names)
            figures.ages[band] += 1
