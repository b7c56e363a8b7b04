"""What a team needs by the standard of the district, what it lacks, and how ready it is (EQP-04, EQP-07, EQP-11)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.refusals import Refused
from teams.rules.equipment import COMMUNICATION, RESTRICTED, SUPPORT, UNIFORMED, EquipmentCategory, EquipmentKind
from teams.rules.teams import Form, Tier

MOST_LINES = 60
MOST_A_LINE = 200
# The one need that any of several kinds meets: a radio or a phone.
ANY_COMMUNICATION = EquipmentCategory.COMMUNICATION.value


class Per(StrEnum):
    MEMBER = "MEMBER"
    TEAM = "TEAM"


@dataclass(frozen=True)
class EquipmentLineDraft:
    """So many of a kind for each member or for the team; without tier or form it holds for all of them."""

    kind: EquipmentKind
    per: Per
    number: int
    tier: Tier | None = None
    form: Form | None = None


@dataclass(frozen=True)
class EquipmentStandardDraft:
    lines: tuple[EquipmentLineDraft, ...]


def judge_equipment_standard(draft: EquipmentStandardDraft) -> None:
    """Restricted kit is nobody's standard, and a uniform is for full-time members of the upper two tiers."""
    if not 1 <= len(draft.lines) <= MOST_LINES:
        raise Refused("teams.standard-without-lines", field="lines", most=MOST_LINES)
    if any(not 1 <= line.number <= MOST_A_LINE for line in draft.lines):
        raise Refused("teams.line-number-odd", field="lines", most=MOST_A_LINE)
    if any(line.kind in RESTRICTED for line in draft.lines):
        raise Refused("teams.standard-not-of-restricted", field="lines")
    if any(line.kind is EquipmentKind.UNIFORM and line.tier not in UNIFORMED for line in draft.lines):
        raise Refused("teams.uniform-not-theirs", field="lines")
    said = [(line.tier, line.form, line.kind, line.per) for line in draft.lines]
    if len(set(said)) != len(said):
        raise Refused("teams.line-twice", field="lines")


@dataclass(frozen=True)
class TeamStrength:
    """Of which tier and form a team is, how many serve in it, and how many of them full-time."""

    tier: str
    form: str
    members: int
    full_time: int


@dataclass(frozen=True)
class Line:
    """A line of the standard in force; ``tier`` and ``form`` are empty where it holds for all."""

    tier: str
    form: str
    kind: str
    per: str
    number: int


def needs_of(team: TeamStrength, lines: Collection[Line]) -> dict[str, int]:
    """Pieces by kind. Of lines that say the same the nearest to the team counts; for each member and for the team add
    up. An armband for everybody and a uniform for whoever must wear one are needed without any standard."""
    nearest: dict[tuple[str, str], Line] = {}
    for line in sorted(lines, key=lambda one: (bool(one.tier), bool(one.form))):
        if line.tier in ("", team.tier) and line.form in ("", team.form):
            nearest[line.kind, line.per] = line
    needs: dict[str, int] = {}
    for (kind, per), line in nearest.items():
        heads = team.full_time if kind == EquipmentKind.UNIFORM else team.members
        needs[kind] = needs.get(kind, 0) + line.number * (heads if per == Per.MEMBER else 1)
    floor = {EquipmentKind.ARMBAND.value: team.members}
    if team.tier in UNIFORMED:
        floor[EquipmentKind.UNIFORM.value] = team.full_time
    for kind, least in floor.items():
        needs[kind] = max(needs.get(kind, 0), least)
    return {kind: number for kind, number in needs.items() if number}


def gaps_of(needs: Mapping[str, int], stock: Mapping[str, int], minimum: int) -> dict[str, int]:
    """What is missing by kind; EQP-04 adds what is short of ``minimum`` of any means of communication, beyond what the
    standard misses of them already. ``stock`` counts what can be used."""
    gaps = {kind: need - stock.get(kind, 0) for kind, need in needs.items() if need > stock.get(kind, 0)}
    at_hand = sum(stock.get(kind, 0) + gaps.get(kind, 0) for kind in COMMUNICATION)
    if at_hand < minimum:
        gaps[ANY_COMMUNICATION] = minimum - at_hand
    return gaps


class Readiness(StrEnum):
    READY = "READY"
    LIMITED = "LIMITED"
    NOT_READY = "NOT_READY"


def readiness_of(gaps: Mapping[str, int], stock: Mapping[str, int], minimum: int, broken: int) -> Readiness:
    """EQP-11: not ready without the least communication; limited while transport or communication of the standard is
    missing or broken."""
    if sum(stock.get(kind, 0) for kind in COMMUNICATION) < minimum:
        return Readiness.NOT_READY
    if broken or any(gaps.get(kind) for kind in SUPPORT):
        return Readiness.LIMITED
    return Readiness.READY
