"""Answers that are not rows: who acts, who answers for what, how strong the teams are, who may walk."""

from teams.reports.crew import Standing, crew, names_masked_for
from teams.reports.dormancy import Silence, open_spell, silence_of, silences, warned_of
from teams.reports.members import (
    MemberFile,
    MemberLine,
    crew_shown_to,
    member_file,
    member_lines,
    members_shown_to,
    name_of,
)
from teams.reports.places import designations, place_choices, teams_over, trail_of, units_around
from teams.reports.posts import (
    PostLine,
    actor_for,
    addressees,
    holders_of,
    holds_over,
    logins_of,
    may_on,
    people_of,
    post_history,
    post_lines,
)
from teams.reports.reorganisations import ReorganisationFile, reorganisation_file, teams_to_merge
from teams.reports.service import leaves_of, names_served_in, teams_to_join, wears_badge_at_last
from teams.reports.structure import AS_IT_WAS, Structure, served_on, structure
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
    "AS_IT_WAS",
    "InCharge",
    "MemberFile",
    "MemberLine",
    "PostLine",
    "ReorganisationFile",
    "Silence",
    "Standing",
    "Structure",
    "Surroundings",
    "actor_for",
    "addressees",
    "crew",
    "crew_shown_to",
    "designations",
    "holders_of",
    "holds_over",
    "in_charge",
    "leaves_of",
    "logins_of",
    "may_on",
    "member_file",
    "member_lines",
    "members_shown_to",
    "name_of",
    "names_masked_for",
    "names_served_in",
    "open_spell",
    "people_of",
    "place_choices",
    "post_history",
    "post_lines",
    "reorganisation_file",
    "served_on",
    "silence_of",
    "silences",
    "standard_strength",
    "strengths",
    "structure",
    "surroundings",
    "team_history",
    "teams_over",
    "teams_to_join",
    "teams_to_merge",
    "trail_of",
    "units_around",
    "warned_of",
    "wears_badge_at_last",
]
