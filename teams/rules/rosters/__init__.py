"""How an office's list becomes teams and people of ours: read, sorted, judged; nothing is written here."""

from enum import StrEnum

from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused, WrongStage
from patrol_ops.core.stages import Moves
from teams.rules.rosters.cells import Cell, compact, read_name, text_of
from teams.rules.rosters.headings import Column
from teams.rules.rosters.judging import (
    ANSWERS,
    Answer,
    Answers,
    Change,
    Judged,
    KnownPerson,
    Outcome,
    Question,
    Verdict,
    World,
    judge_roster,
    key_of,
)
from teams.rules.rosters.layout import Heading, Line, Table, find_table, read_lines, report_day, team_in
from teams.rules.rosters.people import Gazetteer, Person, Reading, read_person
from teams.rules.rosters.units import Decided, KnownTeam, LegacyKind, LegacyUnit, UnitAnswer


class RosterStage(StrEnum):
    PREVIEW = "PREVIEW"
    CONFIRMED = "CONFIRMED"
    BROUGHT_IN = "BROUGHT_IN"
    DISCARDED = "DISCARDED"


ROSTER_MOVES = Moves(
    {
        "upload": ({None}, RosterStage.PREVIEW),
        "confirm": ({RosterStage.PREVIEW}, RosterStage.CONFIRMED),
        "finish": ({RosterStage.CONFIRMED}, RosterStage.BROUGHT_IN),
        # A confirmed list is put away only when its job has ended without finishing: see judge_discarding.
        "discard": ({RosterStage.PREVIEW, RosterStage.CONFIRMED}, RosterStage.DISCARDED),
    }
)


def judge_discarding(stage: str, *, by_the_clock: bool, old: bool, job_ended: bool) -> None:
    """What is staged goes after a day: of a list nobody confirmed, or of one whose job was stopped or failed."""
    if by_the_clock and not old:
        raise Refused("teams.roster-young")
    if stage == RosterStage.CONFIRMED and not (by_the_clock and job_ended):
        raise WrongStage("discard", stage)


def judge_confirming(
    *, makes_teams: bool, heads_the_office: bool, uploaded_by: int, confirmed_by: int | None, open_questions: int,
    to_bring_in: int,
) -> None:  # fmt: skip
    """Nothing is open, something comes in; what makes teams is the office head's, and another hand's (5.2)."""
    if open_questions:
        raise Refused("teams.roster-questions-open", number=open_questions)
    if not to_bring_in:
        raise Refused("teams.roster-nothing-new")
    if makes_teams:
        if not heads_the_office:
            raise Refused("teams.roster-for-the-head")
        judge_other_hand(uploaded_by, confirmed_by, "teams.roster-confirmed-by-uploader")


__all__ = [
    "ANSWERS",
    "ROSTER_MOVES",
    "Answer",
    "Answers",
    "Cell",
    "Change",
    "Column",
    "Decided",
    "Gazetteer",
    "Heading",
    "Judged",
    "KnownPerson",
    "KnownTeam",
    "LegacyKind",
    "LegacyUnit",
    "Line",
    "Outcome",
    "Person",
    "Question",
    "Reading",
    "RosterStage",
    "Table",
    "UnitAnswer",
    "Verdict",
    "World",
    "compact",
    "find_table",
    "judge_confirming",
    "judge_discarding",
    "judge_roster",
    "key_of",
    "read_lines",
    "read_name",
    "read_person",
    "report_day",
    "team_in",
    "text_of",
]
