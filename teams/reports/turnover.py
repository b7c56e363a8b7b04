"""Turnover and retention (CON-07): of a place and a period, by team or street and by employment class.

Turnover, in per cent of the period: real exits (resigned, expired, released, dismissed, retired, deceased; by the last
membership of somebody, so neither transfers nor changes of class) divided by the average strength, the mean of that on
the first and on the last day. Retention, in per cent: of those who served on the first day, who still do on the last.
Tenure, in months: mean unbroken service of those who serve on the last day. The requirement asks for pay levels, too;
pay is not kept yet, so the employment class stands for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q

from patrol_ops.core.access import Actor
from patrol_ops.core.kept import kept
from teams.access import Permission
from teams.models import Membership, Place, Team
from teams.rules import EmploymentClass, Service, Turnover, grouped_by, known_path, paths_of

NOBODY = Turnover(0, 0, 0, 0)


@dataclass(frozen=True)
class TurnoverLine:
    """A street, a team or a class with its figures. ``path`` opens a place, ``team_id`` a team."""

    text: str
    figures: Turnover
    path: str = ""
    team_id: int | None = None
    employment_class: str = ""


@dataclass(frozen=True)
class TurnoverTable:
    first: dt.date
    last: dt.date
    total: Turnover
    places: tuple[TurnoverLine, ...]
    classes: tuple[TurnoverLine, ...]
    by_street: bool


@kept("teams")
def turnover(actor: Actor, path: str, first: dt.date, last: dt.date) -> TurnoverTable:
    """Of everybody within reach under ``path``: three statements, whatever their number."""
    here = Membership.objects.visible_to(actor, Permission.VIEW_TURNOVER)
    here = here.under(path) if known_path(path) or not path else here.none()
    paths = paths_of((*_settled(here, first, last), *_moved(here, first, last)), first, last)
    streets = len(path) < 9
    if streets:
        places = _streets(grouped_by(paths, last, lambda row: row.path[:9]))
    else:
        places = _teams(grouped_by(paths, last, lambda row: row.team_id))
    classes = grouped_by(paths, last, lambda row: row.employment_class)
    return TurnoverTable(
        first=first,
        last=last,
        total=grouped_by(paths, last, lambda row: path).get(path, NOBODY),
        places=tuple(places),
        classes=tuple(
            TurnoverLine(f"class.{kind}", classes[kind], path=path, employment_class=kind)
            for kind in EmploymentClass
            if kind in classes
        ),
        by_street=streets,
    )


def _in_period(rows: Any, first: dt.date, last: dt.date) -> Any:
    return rows.filter(Q(until__isnull=True) | Q(until__gt=first), since__lte=last)


_FIELDS = ("team_id", "team__place__path", "employment_class", "since", "until", "left_why", "joined_on")


def _settled(here: Any, first: dt.date, last: dt.date) -> Iterator[Service]:
    """Whoever serves in one place and never did in another: nearly everybody, so they are counted where they stand."""
    rows = _in_period(here, first, last).filter(~Exists(_elsewhere()), until__isnull=True).order_by()
    for *values, member, people in rows.values_list(*_FIELDS).annotate(any=Min("member"), people=Count("pk")):
        yield Service(member, *values)._replace(people=people)


def _moved(here: Any, first: dt.date, last: dt.date) -> Iterator[Service]:
    """All that the others ever did until then, wherever it was."""
    others = _in_period(here, first, last).filter(Q(Exists(_elsewhere())) | Q(until__isnull=False))
    inside = Exists(_in_period(here, first, last).filter(pk=OuterRef("pk")))
    rows = Membership.objects.filter(member__in=others.values("member"), since__lte=last).order_by("pk")
    for *values, member, counted in rows.values_list(*_FIELDS, "member", inside):
        yield Service(member, *values)._replace(counted=counted)


def _elsewhere() -> Any:
    return Membership.objects.filter(member=OuterRef("member")).exclude(pk=OuterRef("pk"))


def _streets(grouped: dict[str, Turnover]) -> list[TurnoverLine]:
    names = dict(Place.objects.filter(path__in=grouped).values_list("path", "name"))
    return [TurnoverLine(names.get(path, path), grouped[path], path=path) for path in sorted(grouped)]


def _teams(grouped: dict[int, Turnover]) -> list[TurnoverLine]:
    names = Team.objects.filter(pk__in=grouped).order_by("place__path", "pk").values_list("pk", "name")
    return [TurnoverLine(name, grouped[pk], team_id=pk) for pk, name in names]
