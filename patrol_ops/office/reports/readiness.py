"""Fit for duty, place by place: who may walk, and what keeps the others or soon will. Each number opens its rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from funding.reports import expiring_by_team as covers_expiring
from funding.reports import uncovered_by_team
from patrol_ops.core.querysets import within
from patrol_ops.office.reports.recruiting import contracts_ending
from patrol_ops.office.reports.territory import Spot
from teams.models import DutyOverride, Hold, Membership, Team
from teams.reports.equipment_gaps import gaps_by_team
from training.reports.certificates import expiring_by_team
from training.reports.shortages import shortages_by_team

SOON_DAYS = 60


@dataclass
class Readiness:
    """Of one team, or summed over a place. ``covers``: accident covers that end soon; ``uncovered``: who has none where
    one is a condition; ``equipment``: pieces that the standard asks for and nobody has."""

    serving: int = 0
    fit: int = 0
    overrides: int = 0
    shortages: int = 0
    certificates: int = 0
    contracts: int = 0
    covers: int = 0
    uncovered: int = 0
    equipment: int = 0

    def __add__(self, other: Readiness) -> Readiness:
        return Readiness(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})


@dataclass(frozen=True)
class ReadinessLine:
    """A place below, or a team of the place itself."""

    name: str
    path: str
    team_id: int | None
    of: Readiness


def readiness_by_team(path: str, day: dt.date) -> dict[int, Readiness]:
    """Every team with members or with something missing: at most twelve statements, whatever their number."""
    found: dict[int, Readiness] = defaultdict(Readiness)
    barred = Exists(Hold.objects.barring(day).filter(member=OuterRef("member")))
    rows = Membership.objects.on(day).filter(within("team__place__path", path)).annotate(barred=barred).order_by()
    counted = rows.values("team").annotate(n=Count("pk"), fit=Count("pk", filter=Q(barred=False)))
    for team_id, n, fit in counted.values_list("team", "n", "fit"):
        found[team_id].serving, found[team_id].fit = n, fit
    overrides = DutyOverride.objects.on(day).under(path).order_by().values("team").annotate(n=Count("pk"))
    for team_id, n in overrides.values_list("team", "n"):
        found[team_id].overrides = n
    _put(found, "shortages", shortages_by_team(path, day))
    _put(found, "certificates", _first(expiring_by_team(path, day, SOON_DAYS)))
    _put(found, "contracts", _first(contracts_ending(path, day)))
    _put(found, "covers", _first(covers_expiring(path, day)))
    _put(found, "uncovered", uncovered_by_team(path, day))
    _put(found, "equipment", gaps_by_team(path, day))
    return found


def _first(pairs: Mapping[int, tuple[int, Any]]) -> dict[int, int]:
    return {team_id: n for team_id, (n, _) in pairs.items()}


def _put(found: dict[int, Readiness], name: str, numbers: Mapping[int, int]) -> None:
    for team_id, n in numbers.items():
        setattr(found[team_id], name, n)


def readiness(here: Spot, below: list[Spot], day: dt.date) -> tuple[list[ReadinessLine], Readiness]:
    """The teams of the place itself, then the places below it, and the whole."""
    by_team = readiness_by_team(here.path, day)
    teams = {
        pk: (name, path)
        for pk, name, path in Team.objects.filter(pk__in=by_team).values_list("pk", "name", "place__path")
    }
    lines = [
        ReadinessLine(name, path, pk, by_team[pk])
        for pk, (name, path) in sorted(teams.items(), key=lambda item: (item[1][1], item[0]))
        if path == here.path
    ]
    sums: dict[str, Readiness] = defaultdict(Readiness)
    for pk, (_, path) in teams.items():
        for spot in below:
            if path.startswith(spot.path):
                sums[spot.path] += by_team[pk]
    lines += [ReadinessLine(spot.name, spot.path, None, sums[spot.path]) for spot in below if spot.path in sums]
    total = sum((by_team[pk] for pk in teams), Readiness())
    return lines, total
