"""Ten-household units as they may be seen: numbers for the offices, names for whoever manages them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from patrol_ops.core.access import Actor
from teams.access import Permission
from teams.models import HouseholdDuty, HouseholdVolunteer, TenHouseholdUnit
from teams.reports.posts import may_on

AHEAD = 14


@dataclass(frozen=True)
class Watch:
    """A day to come and who watches; nobody where it is empty."""

    day: dt.date
    name: str
    by_hand: bool


@dataclass(frozen=True)
class HouseholdFile:
    """One unit; without names for whoever does not manage it."""

    unit: TenHouseholdUnit
    manages: bool
    volunteers: list[HouseholdVolunteer] = field(default_factory=list)
    watches: list[Watch] = field(default_factory=list)


def household_file(actor: Actor, unit: TenHouseholdUnit, day: dt.date) -> HouseholdFile:
    """For a unit fetched ``with_counts`` and its team's place: two statements, for the offices none."""
    manages = may_on(actor, Permission.MANAGE_HOUSEHOLD_UNIT, path=unit.team.place.path, team_id=unit.team_id)
    if not manages:
        return HouseholdFile(unit, False)
    volunteers = list(HouseholdVolunteer.objects.filter(unit=unit).order_by("-coordinates", "pk"))
    names = {row.pk: row.name for row in volunteers}
    last = day + dt.timedelta(days=AHEAD - 1)
    planned = {row.day: row for row in HouseholdDuty.objects.filter(unit=unit, day__range=(day, last))}
    watches = []
    for number in range(AHEAD):
        on = day + dt.timedelta(days=number)
        row = planned.get(on)
        watches.append(Watch(on, names.get(row.volunteer_id or 0, "") if row else "", bool(row and row.by_hand)))
    return HouseholdFile(unit, True, volunteers, watches)


def days_ahead(day: dt.date) -> tuple[dt.date, dt.date]:
    """The days a unit is looked at for: from ``day`` on."""
    return day, day + dt.timedelta(days=AHEAD - 1)
