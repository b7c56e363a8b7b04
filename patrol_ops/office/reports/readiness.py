"""Fit for duty, place by place: who may walk, and what keeps the others or soon will. Each number opens its rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, fields

from django.db.models import Count, Exists, OuterRef, Q

from funding.models import Cover
from patrol_ops.core.kept import kept
from patrol_ops.core.querysets import within
from patrol_ops.office.reports.territory import Spot
from recruitment.models import Contract
from teams.models import DutyOverride, Hold, Membership, Team
from teams.reports.equipment_gaps import gaps_by_team
from teams.rules import HoldKind
from training.models import Certificate
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


@kept("teams", "training", "recruitment", "funding", "core_policyvalue")
def readiness_by_team(path: str, day: dt.date) -> tuple[dict[int, Readiness], dict[int, tuple[str, str]]]:
    """Every team with members or with something missing, and the names and places of those with members: seven
    statements, whatever their number."""
    soon = day + dt.timedelta(days=SOON_DAYS)
    member = OuterRef("member")
    contracts = Contract.objects.ending(day, SOON_DAYS).filter(member=member, team=OuterRef("team"))
    covers = Cover.objects.accident().from_day(day).filter(member=member)
    # The day after the last one is what the register keeps.
    last = soon + dt.timedelta(days=1)
    rows = Membership.objects.on(day).filter(within("team__place__path", path)).order_by()
    rows = rows.annotate(
        barred=Exists(Hold.objects.barring(day).filter(member=member)),
        uninsured=Exists(Hold.objects.on(day).filter(member=member, kind=HoldKind.INSURANCE)),
        overridden=Exists(DutyOverride.objects.on(day).filter(member=member, team=OuterRef("team"))),
        certified=Exists(Certificate.objects.ending(day, SOON_DAYS).filter(member=member)),
        contracted=Exists(contracts),
        covered=Exists(covers.filter(until__lte=last)),
        covered_longer=Exists(covers.filter(until__gt=last)),
    )
    counted = rows.values("team", "team__name", "team__place__path").annotate(
        n=Count("pk"),
        fit_n=Count("pk", filter=Q(barred=False)),
        overrides_n=Count("pk", filter=Q(overridden=True)),
        certificates_n=Count("pk", filter=Q(certified=True)),
        contracts_n=Count("pk", filter=Q(contracted=True)),
        covers_n=Count("pk", filter=Q(covered=True, covered_longer=False)),
        uncovered_n=Count("pk", filter=Q(uninsured=True)),
    )
    found: dict[int, Readiness] = defaultdict(Readiness)
    named: dict[int, tuple[str, str]] = {}
    for row in counted:
        found[row["team"]] = Readiness(
            serving=row["n"],
            fit=row["fit_n"],
            overrides=row["overrides_n"],
            certificates=row["certificates_n"],
            contracts=row["contracts_n"],
            covers=row["covers_n"],
            uncovered=row["uncovered_n"],
        )
        named[row["team"]] = (row["team__name"], row["team__place__path"])
    for team_id, people in shortages_by_team(path, day).items():
        found[team_id].shortages = people
    for team_id, pieces in gaps_by_team(path, day).items():
        found[team_id].equipment = pieces
    return found, named


def readiness(here: Spot, below: list[Spot], day: dt.date) -> tuple[list[ReadinessLine], Readiness]:
    """The teams of the place itself, then the places below it, and the whole."""
    by_team, teams = readiness_by_team(here.path, day)
    unnamed = by_team.keys() - teams.keys()
    if unnamed:  # nobody serves there, though something is missing
        rows = Team.objects.filter(pk__in=unnamed).values_list("pk", "name", "place__path")
        teams |= {pk: (name, path) for pk, name, path in rows}
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
