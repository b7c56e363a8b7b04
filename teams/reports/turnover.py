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
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from patrol_ops.core.access import Actor
from teams.access import Permission
from teams.models import Membership, Place, Team
from teams.rules import EmploymentClass, Service, Turnover, known_path, turnover_by

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


def turnover(actor: Actor, path: str, first: dt.date, last: dt.date) -> TurnoverTable:
    """Of everybody within reach under ``path``: three statements, whatever their number."""
    here = Membership.objects.visible_to(actor, Permission.VIEW_TURNOVER)
    here = here.under(path) if known_path(path) or not path else here.none()
    inside = set(_in_period(here, first, last).order_by().values_list("pk", flat=True))
    everywhere = Membership.objects.filter(member__in=_in_period(here, first, last).values("member"))
    rows = list(_services(everywhere.filter(since__lte=last), inside))
    streets = len(path) < 9
    if streets:
        places = _streets(turnover_by(rows, first, last, lambda row: row.path[:9]))
    else:
        places = _teams(turnover_by(rows, first, last, lambda row: row.team_id))
    classes = turnover_by(rows, first, last, lambda row: row.employment_class)
    return TurnoverTable(
        first=first,
        last=last,
        total=turnover_by(rows, first, last, lambda row: path).get(path, NOBODY),
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


def _services(rows: Any, inside: set[int]) -> Iterator[Service]:
    fields = ("pk", "member_id", "team_id", "team__place__path", "employment_class", "since", "until", "left_why")
    for pk, *values in rows.order_by("pk").values_list(*fields, "joined_on"):
        yield replace(Service(*values), counted=pk in inside)


def _streets(grouped: dict[str, Turnover]) -> list[TurnoverLine]:
    names = dict(Place.objects.filter(path__in=grouped).values_list("path", "name"))
    return [TurnoverLine(names.get(path, path), grouped[path], path=path) for path in sorted(grouped)]


def _teams(grouped: dict[int, Turnover]) -> list[TurnoverLine]:
    names = Team.objects.filter(pk__in=grouped).order_by("place__path", "pk").values_list("pk", "name")
    return [TurnoverLine(name, grouped[pk], team_id=pk) for pk, name in names]
