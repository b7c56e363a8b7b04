"""Answers that are not rows: who acts, who answers for what, how strong the teams are, who may walk."""

from teams.reports.crew import Standing, crew, names_masked_for
from teams.reports.members import MemberFile, MemberLine, member_file, member_lines, members_shown_to
from teams.reports.places import place_choices, trail_of
from teams.reports.posts import actor_for, addressees, holders_of, people_of
from teams.reports.teams import (
    InCharge,
    Surroundings,
    in_charge,
    standard_strength,
    strengths,
    surroundings,
    team_history,
)

__all__ = [
    "InCharge",
    "MemberFile",
    "MemberLine",
    "Standing",
    "Surroundings",
    "actor_for",
    "addressees",
    "crew",
    "holders_of",
    "in_charge",
    "member_file",
    "member_lines",
    "members_shown_to",
    "names_masked_for",
    "people_of",
    "place_choices",
    "standard_strength",
    "strengths",
    "surroundings",
    "team_history",
    "trail_of",
]
