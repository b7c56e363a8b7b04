"""How strong teams are, who is in charge, what stands around a team, and what happened to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast

from patrol_ops.core.models import Obligation
from patrol_ops.core.policy import values_by_place
from teams import policy
from teams.models import (
    Appointment,
    AreaDesignation,
    Reorganisation,
    StrengthDecision,
    Team,
    TeamAlias,
    TeamStep,
    TeamSuccession,
    TeamUnit,
)
from teams.rules import REVIEWER_OF, Owed, Role, Strength, Tier

_STANDARD = {
    Tier.BRIGADE: policy.BRIGADE_STRENGTH,
    Tier.SQUADRON: policy.SQUADRON_MINIMUM,
    Tier.DETACHMENT: policy.DETACHMENT_MINIMUM,
}


def standard_strength(tier: Tier, path: str, day: dt.date) -> int:
    """The standard of a tier at a place: 80 / 15 / 5 unless the district decided otherwise."""
    return _STANDARD[tier].on(day, path)


def strengths(teams: Iterable[Any], day: dt.date) -> dict[int, Strength]:
    """Authorised, actual and standard of teams fetched ``with_strength`` and their place: one statement."""
    rows = list(teams)
    standards = values_by_place(day, {row.place.path for row in rows}, *_STANDARD.values())
    return {
        row.pk: Strength(
            authorised=row.authorised,
            actual=row.actual,
            standard=standards[row.place.path][_STANDARD[Tier(row.tier)].key],
        )
        for row in rows
    }


@dataclass
class InCharge:
    """ORG-47: who leads, who manages for the police, who operates in the leader's absence; an empty list is a gap."""

    leading: list[str] = field(default_factory=list)
    managing: list[str] = field(default_factory=list)
    operating: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return bool(self.leading and self.managing and self.operating)


def in_charge(team: Team, day: dt.date) -> InCharge:
    """By name, from posts in force that day: one statement."""
    reviewer = REVIEWER_OF[team.tier]
    posts = Appointment.objects.on(day).filter(Q(team=team, role=Role.LEADER) | Q(role=reviewer, path=team.place.path))
    found = InCharge()
    rows = posts.order_by("since", "pk").values_list("role", "deputy", "user__name", "member__name")
    for role, deputy, user_name, member_name in rows:
        where = found.managing if role == reviewer else found.operating if deputy else found.leading
        where.append(user_name or member_name or "")
    return found


@dataclass
class Surroundings:
    """What stands around a team: bodies by relation, areas it walks in, names it had."""

    units: list[tuple[str, str]] = field(default_factory=list)
    areas: list[tuple[str, int]] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    # What became of it, what it came from (kind, name, team), and what is ordered about it (kind, day, order).
    became: list[tuple[str, str, int]] = field(default_factory=list)
    came_from: list[tuple[str, str, int]] = field(default_factory=list)
    ordered: list[tuple[str, dt.date, int]] = field(default_factory=list)
    # What waits about a silent team, by kind, with the day from which it is silent.
    silent: dict[str, dt.date] = field(default_factory=dict)


def surroundings(team: Team) -> Surroundings:
    """All of it in one statement."""

    def tagged(rows: Any, tag: str, what: str, name: Any, ref: str = "pk") -> Any:
        columns = {
            "tag": Value(tag, CharField()),
            "what": F(what),
            "called": F(name) if isinstance(name, str) else name,
        }
        return rows.order_by().annotate(**columns, ref=F(ref)).values_list("tag", "what", "called", "ref")

    units = TeamUnit.objects.filter(team=team, until__isnull=True)
    areas = AreaDesignation.objects.filter(team=team, until__isnull=True)
    aliases = TeamAlias.objects.filter(team=team)
    became = TeamSuccession.objects.filter(predecessor=team)
    came_from = TeamSuccession.objects.filter(successor=team)
    ordered = Reorganisation.objects.open().about([team.pk])
    silent = Obligation.objects.open().filter(
        subject_type="team", subject_id=team.pk, kind__in=(Owed.WAKE_TEAM, Owed.CONFIRM_DORMANT)
    )
    rows = tagged(units, "unit", "relation", "unit__name").union(
        tagged(areas, "area", "area__path", "area__name"),
        tagged(aliases, "alias", "name", "name"),
        tagged(became, "became", "kind", "successor__name", "successor_id"),
        tagged(came_from, "came", "kind", "predecessor__name", "predecessor_id"),
        tagged(ordered, "ordered", "kind", Cast("effective_on", CharField())),
        tagged(silent, "silent", "kind", "period"),
        all=True,
    )
    found = Surroundings()
    for tag, what, called, pk in sorted(rows):
        if tag == "unit":
            found.units.append((what, called))
        elif tag == "area":
            found.areas.append((called, pk))
        elif tag == "alias":
            found.aliases.append(called)
        elif tag == "became":
            found.became.append((what, called, pk))
        elif tag == "came":
            found.came_from.append((what, called, pk))
        elif tag == "silent":
            found.silent[what] = dt.date.fromisoformat(called)
        else:
            found.ordered.append((what, dt.date.fromisoformat(called), pk))
    return found


def team_history(team: Team, limit: int = 12) -> list[dict[str, Any]]:
    """Who did what to the team, when and why: the latest lines, oldest first, one statement."""

    def lines(rows: Any, code: str, what: str, at: str, by: str, note: Any) -> Any:
        said = {"code": Value(code, CharField()), "what": F(what), "why": note}
        rows = rows.order_by().annotate(when=F(at), who=F(f"{by}__name"), **said)
        return rows.values_list("when", "code", "what", "who", "why")

    steps = lines(TeamStep.objects.filter(team=team), "team-move", "move", "at", "by", F("reason"))
    decided = StrengthDecision.objects.filter(team=team).annotate(number=Cast("authorised", CharField()))
    strength = lines(decided, "strength", "number", "decided_at", "decided_by", F("reason"))
    bodies = TeamUnit.objects.filter(team=team)
    related = lines(bodies, "relation", "relation", "related_at", "related_by", F("unit__name"))
    latest = sorted(steps.union(strength, related, all=True), key=lambda line: line[0])[-limit:]
    keys = ("at", "code", "what", "who", "note")
    return [dict(zip(keys, line, strict=True)) for line in latest]
