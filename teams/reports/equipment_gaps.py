"""What teams need, have and lack: by the standard in force, the least communication, and what is in use (EQP-14)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from patrol_ops.core.access import Actor
from patrol_ops.core.policy import values_by_place
from teams.access import Permission
from teams.models import EquipmentLine, EquipmentStandard, Membership, Team
from teams.policy import COMMUNICATION_MINIMUM, RESTRICTED_ENABLED
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


def _heads(day: dt.date, **of: Any) -> Any:
    """How many serve in the team of the row that day."""
    rows = Membership.objects.on(day).filter(team=OuterRef("pk"), **of).order_by().values("team")
    return Coalesce(Subquery(rows.annotate(n=Count("member", distinct=True)).values("n")), 0)


def team_gaps(teams: Any, day: dt.date) -> list[TeamGap]:
    """Of any number of teams, in the order of their places: three statements."""
    here = Q(pieces__stage__in=sorted(stage.value for stage in AT_HAND))
    broken = Q(pieces__condition=Condition.BROKEN)
    counts = {
        "usable_pieces": Count("pieces", filter=here & ~broken),
        "broken_pieces": Count("pieces", filter=here & broken),
        "pieces_out": Count("pieces", filter=Q(pieces__stage=EquipmentStage.ISSUED)),
        "worn_out_pieces": Count("pieces", filter=here & Q(pieces__replace_on__lte=day)),
    }
    rows = teams.annotate(
        members=_heads(day), full_time=_heads(day, employment_class=EmploymentClass.FULL_TIME)
    ).order_by("place__path", "hamlet", "pk")
    fields = ("pk", "name", "place__path", "tier", "form", "members", "full_time", "hamlet", "pieces__kind")
    found: dict[int, TeamGap] = {}
    for pk, name, path, tier, form, members, full_time, _hamlet, kind, *counted in (
        rows.values(*fields).annotate(**counts).values_list(*fields, *counts)
    ):
        gap = found.setdefault(pk, TeamGap(pk, name, path, TeamStrength(tier, form, members, full_time)))
        if kind is not None:
            gap.stock[kind], gap.broken[kind], gap.out[kind], gap.worn_out[kind] = counted
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


def gaps_shown_to(actor: Actor, path: str, day: dt.date) -> list[TeamGap]:
    """Of the active teams within reach at a place: three statements."""
    teams = Team.objects.visible_to(actor, Permission.VIEW_EQUIPMENT).active()
    return team_gaps(teams.under(path) if path else teams, day)
