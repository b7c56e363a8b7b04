"""Rounds, planned visits and plans that repeat: who looks at whom, when, announced or not (INS-01 to INS-05, X06)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from discipline.rules.checklists import judge_text
from patrol_ops.core.access import covers
from patrol_ops.core.refusals import Refused
from patrol_ops.core.stages import Moves
from teams.rules import Role, Tier

FURTHEST = dt.timedelta(days=400)
MOST_INSPECTORS = 30
# What one inspector can look at in a day, when the clock plans.
A_DAY = 4


class Organiser(StrEnum):
    """X06: all three may inspect village teams; the record says whose inspection it was."""

    POLICE_STATION = "POLICE_STATION"
    TOWNSHIP = "TOWNSHIP"
    SUPERVISION = "SUPERVISION"


# Whose hand plans for which organiser.
ORGANISED_BY: dict[Organiser, frozenset[Role]] = {
    Organiser.POLICE_STATION: frozenset({Role.STATION_LIAISON, Role.SUB_BUREAU}),
    Organiser.TOWNSHIP: frozenset({Role.TOWNSHIP}),
    Organiser.SUPERVISION: frozenset({Role.GOVERNANCE, Role.GOVERNANCE_HEAD}),
}


class Method(StrEnum):
    """INS-03; announced or not is said of each visit."""

    ROUTINE = "ROUTINE"
    CENTRALISED = "CENTRALISED"
    CROSS_AREA = "CROSS_AREA"


class RoundStage(StrEnum):
    OPEN = "OPEN"
    REPORTED = "REPORTED"
    CANCELLED = "CANCELLED"


class VisitStage(StrEnum):
    PLANNED = "PLANNED"
    DONE = "DONE"
    CANCELLED = "CANCELLED"


ROUND_MOVES = Moves(
    {
        "plan": ({None}, RoundStage.OPEN),
        "report": ({RoundStage.OPEN}, RoundStage.REPORTED),
        "cancel": ({RoundStage.OPEN}, RoundStage.CANCELLED),
    }
)
VISIT_MOVES = Moves(
    {
        "plan": ({None}, VisitStage.PLANNED),
        "reschedule": ({VisitStage.PLANNED}, VisitStage.PLANNED),
        "record": ({VisitStage.PLANNED}, VisitStage.DONE),
        "cancel": ({VisitStage.PLANNED}, VisitStage.CANCELLED),
    }
)


class Owed(StrEnum):
    """What discipline makes due."""

    MAKE_VISIT = "discipline.make_visit"
    MAKE_UNSEEN_VISIT = "discipline.make_unseen_visit"
    RECEIVE_VISIT = "discipline.receive_visit"
    COVER_AREA = "discipline.cover_area"
    AGREE_CHECKLIST = "discipline.agree_checklist"
    SIGN_INSPECTION = "discipline.sign_inspection"
    COUNTERSIGN_INSPECTION = "discipline.countersign_inspection"
    FOLLOW_SIGNATURE = "discipline.follow_signature"
    DECIDE_DISPUTE = "discipline.decide_dispute"
    ISSUE_RECTIFICATION = "discipline.issue_rectification"
    ACKNOWLEDGE_RECTIFICATION = "discipline.acknowledge_rectification"
    RECTIFY = "discipline.rectify"
    FOLLOW_RECTIFICATION = "discipline.follow_rectification"
    DECIDE_EXTENSION = "discipline.decide_extension"
    RECHECK_RECTIFICATION = "discipline.recheck_rectification"
    DECIDE_REVIEW = "discipline.decide_review"


@dataclass(frozen=True)
class InspectorDraft:
    """A login, the street it is lent from (nothing: from no street), and the unit that lends it (INS-02)."""

    user_id: int
    home: str = ""
    lent_by: str = ""


@dataclass(frozen=True)
class RoundDraft:
    name: str
    organised_by: Organiser
    method: Method
    starts_on: dt.date
    last_day: dt.date
    checklist_id: int
    inspectors: tuple[InspectorDraft, ...]


@dataclass(frozen=True)
class VisitDraft:
    """``starts_at`` is naive and local. A visit of a round takes organiser, method and checklist from it."""

    team_id: int
    inspector_id: int
    starts_at: dt.datetime
    announced: bool
    organised_by: Organiser
    checklist_id: int
    round_id: int | None = None


@dataclass(frozen=True)
class SeriesDraft:
    """Visits that the clock plans, once for each team of the tier in each period of the policy (INS-01, INS-05)."""

    organised_by: Organiser
    tier: Tier
    checklist_id: int
    announced: bool
    inspector_ids: frozenset[int]


def judge_organiser(organised_by: str, roles: Set[str]) -> None:
    """``roles``: what the planner holds over the place. Nobody plans in another's name."""
    if not roles & ORGANISED_BY[Organiser(organised_by)]:
        raise Refused("discipline.organiser-another", field="organised_by", organiser=f"organiser.{organised_by}")


def judge_round(draft: RoundDraft, *, today: dt.date) -> None:
    judge_text(draft.name, "name", least=2, most=60)
    if not draft.starts_on <= draft.last_day <= draft.starts_on + dt.timedelta(days=366):
        raise Refused("discipline.round-span-odd", field="last_day")
    if draft.last_day < today:
        raise Refused("discipline.round-over", field="last_day")
    if draft.method == Method.CROSS_AREA and draft.organised_by != Organiser.SUPERVISION:
        raise Refused("discipline.cross-area-is-supervision", field="method")
    if not 1 <= len(draft.inspectors) <= MOST_INSPECTORS:
        raise Refused("discipline.inspectors-odd", field="inspectors", most=MOST_INSPECTORS)
    if len({row.user_id for row in draft.inspectors}) != len(draft.inspectors):
        raise Refused("discipline.inspector-twice", field="inspectors")
    for number, row in enumerate(draft.inspectors):
        judge_text(row.lent_by, f"inspectors-{number}-lent_by", least=0, most=60)


def judge_visit_day(starts_at: dt.datetime, *, now: dt.datetime, first: dt.date | None, last: dt.date | None) -> None:
    """``now`` is naive and local: from today on, and within the round it belongs to."""
    if not now.date() <= starts_at.date() <= (now + FURTHEST).date():
        raise Refused("discipline.visit-day-odd", field="starts_at", days=FURTHEST.days)
    if (first is not None and starts_at.date() < first) or (last is not None and starts_at.date() > last):
        raise Refused("discipline.visit-outside-round", field="starts_at")


def is_conflicted(method: str, *, team_id: int, path: str, own_teams: Set[int], homes: Iterable[str]) -> str | None:
    """Why this inspector may not look at this team (INS-03), as the code of a refusal; None where they may.

    ``own_teams``: where they serve or lead. ``homes``: the streets they come from, which a cross-area round bars.
    """
    if team_id in own_teams:
        return "discipline.inspects-own-team"
    if method == Method.CROSS_AREA and any(home and (covers(home, path) or covers(path, home)) for home in homes):
        return "discipline.inspects-own-area"
    return None


def period_of(day: dt.date, months: int) -> tuple[dt.date, dt.date]:
    """First and last day of the period of so many months that ``day`` lies in; a year's periods begin in January, the
    last of a year is cut off at its end."""
    first_month = (day.month - 1) // months * months + 1
    first = dt.date(day.year, first_month, 1)
    after = first_month + months
    following = dt.date(day.year, after, 1) if after <= 12 else dt.date(day.year + 1, 1, 1)
    return first, following - dt.timedelta(days=1)


def period_name(first: dt.date) -> str:
    """How a period is kept: by its first month."""
    return f"{first:%Y-%m}"


@dataclass(frozen=True)
class Turn:
    team_id: int
    inspector_id: int
    day: dt.date


def spread(
    teams: Sequence[int],
    inspectors: Sequence[int],
    days: Sequence[dt.date],
    *,
    taken: Set[tuple[int, dt.date]],
    may: Callable[[int, int], bool],
    a_day: int = A_DAY,
) -> list[Turn]:
    """Teams over days and inspectors, evenly: a team's first choice of day is by its place in the list, an inspector
    takes the next free turn. ``taken``: team and day on which somebody comes already. Whoever cannot be placed (no
    inspector may, no day has room) is left out; the next run tries again."""
    load: dict[tuple[int, dt.date], int] = {}
    total = dict.fromkeys(inspectors, 0)
    turns = []
    for index, team in enumerate(teams):
        free = sorted(
            (inspector for inspector in inspectors if may(inspector, team)), key=lambda one: (total[one], one)
        )
        begin = index * len(days) // max(len(teams), 1)
        turn = next(
            (
                Turn(team, inspector, day)
                for day in (*days[begin:], *days[:begin])
                if (team, day) not in taken
                for inspector in free
                if load.get((inspector, day), 0) < a_day
            ),
            None,
        )
        if turn is not None:
            load[turn.inspector_id, turn.day] = load.get((turn.inspector_id, turn.day), 0) + 1
            total[turn.inspector_id] += 1
            turns.append(turn)
    return turns
