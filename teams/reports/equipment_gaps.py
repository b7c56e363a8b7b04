"""What teams need, have and lack: by the standard in force, the least communication, and what is in use (EQP-14)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, F, IntegerField, Q, Value

from patrol_ops.core.access import Actor
from patrol_ops.core.kept import kept
from patrol_ops.core.policy import values_by_place
from teams.access import Permission
from teams.models import EquipmentLine, EquipmentStandard, Team
from teams.policy import COMMUNICATION_MINIMUM, RESTRICTED_ENABLED
from teams.queries import serving
from teams.rules import EmploymentClass
from teams.rules.equipment import AT_HAND, SUPPORT, Condition, EquipmentStage
from teams.rules.equipment_needs import Line, Readiness, TeamStrength, gaps_of, needs_of, readiness_of


@dataclass
class TeamGap:
    """One team, each figure by kind: what it needs, what can be used, is broken, is out, is due for replacement, and
    what is missing."""

    team_id: int
    name: str
    path: str
    strength: TeamStrength
    stock: dict[str, int] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)
    out: dict[str, int] = field(default_factory=dict)
    worn_out: dict[str, int] = field(default_factory=dict)
    needs: dict[str, int] = field(default_factory=dict)
    gaps: dict[str, int] = field(default_factory=dict)
    minimum: int = 0
    kit_enabled: bool = False  # EQP-06: whether restricted kit is allowed there

    @property
    def missing(self) -> int:
        return sum(self.gaps.values())

    @property
    def street(self) -> str:
        return self.path[:9]

    @property
    def readiness(self) -> Readiness:
        """EQP-11."""
        out_of_order = sum(self.broken.get(kind, 0) for kind in SUPPORT)
        return readiness_of(self.gaps, self.stock, self.minimum, out_of_order)


_TEAM = ("pk", "name", "place__path", "tier", "form", "hamlet")


def _counted(teams: Any, kind: Any, **counts: Any) -> Any:
    """Rows of teams and a kind with four counts, fit to be put under each other."""
    columns = {f"team_{name}": F(name) for name in _TEAM}
    rows = teams.order_by().annotate(**columns, kind=kind).values(*columns, "kind").annotate(**counts)
    return rows.values_list(*columns, "kind", *counts)


def team_gaps(teams: Any, day: dt.date) -> list[TeamGap]:
    """Of any number of teams, in the order of their places: three statements."""
    now = serving(day, "memberships__")
    full_time = now & Q(memberships__employment_class=EmploymentClass.FULL_TIME)
    broken = Q(pieces__condition=Condition.BROKEN)
    none = Value(0, IntegerField())
    heads = _counted(
        teams,
        Value("", CharField()),
        n1=Count("memberships__member", filter=now, distinct=True),
        n2=Count("memberships__member", filter=full_time, distinct=True),
        n3=none,
        n4=none,
    )
    stock = _counted(
        teams.filter(pieces__stage__in=sorted(stage.value for stage in AT_HAND)),
        F("pieces__kind"),
        n1=Count("pieces", filter=~broken),
        n2=Count("pieces", filter=broken),
        n3=Count("pieces", filter=Q(pieces__stage=EquipmentStage.ISSUED)),
        n4=Count("pieces", filter=Q(pieces__replace_on__lte=day)),
    )
    found: dict[int, TeamGap] = {}
    # Of each team its heads come first: their kind is empty.
    rows = sorted(heads.union(stock, all=True), key=lambda row: (row[2], row[5], row[0], row[6]))
    for pk, name, path, tier, form, _hamlet, kind, *counts in rows:
        if not kind:
            found[pk] = TeamGap(pk, name, path, TeamStrength(tier, form, counts[0], counts[1]))
        else:
            gap = found[pk]
            gap.stock[kind], gap.broken[kind], gap.out[kind], gap.worn_out[kind] = counts
    lines = _lines({gap.path[:6] for gap in found.values()})
    decided = values_by_place(day, {gap.path for gap in found.values()}, COMMUNICATION_MINIMUM, RESTRICTED_ENABLED)
    for gap in found.values():
        gap.minimum = decided[gap.path][COMMUNICATION_MINIMUM.key]
        gap.kit_enabled = decided[gap.path][RESTRICTED_ENABLED.key]
        gap.needs = needs_of(gap.strength, lines[gap.path[:6]])
        gap.gaps = gaps_of(gap.needs, gap.stock, gap.minimum)
    return list(found.values())


def _lines(districts: Iterable[str]) -> Mapping[str, list[Line]]:
    """The lines in force of each district: one statement."""
    standards = EquipmentStandard.objects.in_force().filter(place__path__in=sorted(districts))
    rows = EquipmentLine.objects.filter(standard__in=standards).order_by("pk")
    found: dict[str, list[Line]] = defaultdict(list)
    fields = ("standard__place__path", "tier", "form", "kind", "per", "number")
    for path, tier, form, kind, per, number in rows.values_list(*fields):
        found[path].append(Line(tier, form, kind, per, number))
    return found


def gaps_by_team(path: str, day: dt.date) -> dict[int, int]:
    """How many pieces each active team at a place is missing; who lacks nothing is left out. Three statements."""
    gaps = team_gaps(Team.objects.active().under(path), day)
    return {gap.team_id: gap.missing for gap in gaps if gap.missing}


@kept("teams", "core_policyvalue")
def gaps_shown_to(actor: Actor, path: str, day: dt.date) -> list[TeamGap]:
    """Of the active teams within reach at a place: three statements."""
    teams = Team.objects.visible_to(actor, Permission.VIEW_EQUIPMENT).active()
    return team_gaps(teams.under(path) if path else teams, day)
