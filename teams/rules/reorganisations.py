"""Teams are merged, split, renamed and dissolved on a day, ordered by one hand and approved by another."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.refusals import Refused
from patrol_ops.core.stages import Moves
from teams.rules.members import EmploymentClass
from teams.rules.places import PlaceTier
from teams.rules.teams import (
    MOVES,
    Form,
    Stage,
    TeamDraft,
    Tier,
    classes_of,
    judge_name,
    judge_team,
    tier_above,
)

# How far ahead a reorganisation may be ordered: a quarter.
FURTHEST = dt.timedelta(days=92)


class ReorganisationKind(StrEnum):
    MERGE = "MERGE"
    SPLIT = "SPLIT"
    RENAME = "RENAME"
    DISSOLVE = "DISSOLVE"


class ReorganisationStage(StrEnum):
    ORDERED = "ORDERED"
    APPROVED = "APPROVED"
    DONE = "DONE"
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"


class SuccessionKind(StrEnum):
    """What became of a team: it lives on in another, or another came out of it."""

    MERGE = "MERGE"
    SPLIT = "SPLIT"


_S = ReorganisationStage
REORGANISING = Moves(
    {
        "order": ({None}, _S.ORDERED),
        "approve": ({_S.ORDERED}, _S.APPROVED),
        "carry_out": ({_S.APPROVED}, _S.DONE),
        "cancel": ({_S.ORDERED, _S.APPROVED}, _S.CANCELLED),
        "fail": ({_S.APPROVED}, _S.FAILED),
    }
)
OPEN = frozenset({ReorganisationStage.ORDERED, ReorganisationStage.APPROVED})


@dataclass(frozen=True)
class OrderDraft:
    """From which day, and why."""

    effective_on: dt.date
    reason: str


@dataclass(frozen=True)
class TeamState:
    """What the rules must know of a team that is reorganised."""

    tier: Tier
    stage: str
    form: Form
    hamlet: str = ""


def judge_effective_day(on: dt.date, today: dt.date) -> None:
    """Today or a day to come: what is past stays as it was (ORG-01, every figure of it to the unit)."""
    if not today <= on <= today + FURTHEST:
        raise Refused("teams.effective-day-odd", field="effective_on")


def judge_merger(
    successor: TeamState,
    predecessors: Collection[TeamState],
    *,
    children: Iterable[Tier],
    serving: Collection[EmploymentClass],
) -> None:
    """ORG-01: teams of one tier become one; the teams below them keep a parent exactly one tier up.

    ``serving`` are the classes of those who would come along (ORG-27).
    """
    if successor.stage != Stage.ACTIVE:
        raise Refused("teams.successor-not-active")
    if not predecessors:
        raise Refused("teams.merger-of-nothing", field="predecessors")
    for team in predecessors:
        if team.tier is not successor.tier:
            raise Refused("teams.merger-other-tier", field="predecessors")
        if "merge" not in MOVES.open_from(team.stage):
            raise Refused("teams.not-established", field="predecessors")
    if any(tier_above(tier) is not successor.tier for tier in children):
        raise Refused("teams.team-parent-wrong-tier", field="predecessors")
    if not set(serving) <= classes_of(successor.form):
        raise Refused("teams.merger-class-not-of-form", field="predecessors")


def judge_split(
    mother: TeamState, draft: TeamDraft, *, standard_there: bool, taken: bool, chosen: Collection[EmploymentClass]
) -> None:
    """X49: beside a standard detachment only a voluntary one may stand, with the hamlet's name in brackets.

    ``chosen`` are the classes of those who go over.
    """
    if mother.tier is not Tier.DETACHMENT or mother.stage != Stage.ACTIVE:
        raise Refused("teams.only-detachments-split")
    if standard_there and not draft.hamlet:
        raise Refused("teams.beside-needs-hamlet", field="hamlet")
    judge_team(draft, Tier.DETACHMENT, PlaceTier.COMMUNITY, Tier.SQUADRON)
    if taken:
        raise Refused("teams.team-known", field="hamlet")
    if not chosen:
        raise Refused("teams.split-without-members", field="members")
    if not set(chosen) <= classes_of(draft.form):
        raise Refused("teams.class-not-of-form", field="members")


def judge_renaming(team: TeamState, hamlet: str, *, taken: bool) -> None:
    """ORG-02: a standard name is generated; only the hamlet in it was ever typed and can be another."""
    if "merge" not in MOVES.open_from(team.stage):
        raise Refused("teams.not-established")
    if not team.hamlet:
        raise Refused("teams.name-is-standard", field="hamlet")
    judge_name(hamlet, "hamlet")
    if hamlet == team.hamlet:
        raise Refused("teams.name-unchanged", field="hamlet")
    if taken:
        raise Refused("teams.team-known", field="hamlet")


def judge_dissolution(team: TeamState, *, children: int, areas_without_heir: bool) -> None:
    """ORG-01, ORG-25: no team below it would be left without a parent, no area without a team."""
    if "dissolve" not in MOVES.open_from(team.stage):
        raise Refused("teams.not-established")
    if children:
        raise Refused("teams.children-left")
    if areas_without_heir:
        raise Refused("teams.areas-left")


def judge_nothing_left(serving: int, still_open: Mapping[str, int]) -> None:
    """5.3: on the day itself nobody serves in it any more, and nothing of it is open."""
    if serving:
        raise Refused("teams.members-left", count=serving)
    for what, count in sorted(still_open.items()):
        if count:
            raise Refused("teams.still-open", what=what, count=count)
