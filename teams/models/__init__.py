"""What the first floor keeps."""

from teams.models.appointments import Appointment
from teams.models.members import Hold, Member, Membership, NumberBadge
from teams.models.places import AreaDesignation, PatrolArea, Place, Unit
from teams.models.rosters import LegacyUnit, Roster, RosterRow, RosterUnit
from teams.models.teams import ActiveSpan, StrengthDecision, Team, TeamAlias, TeamStep, TeamUnit

__all__ = [
    "ActiveSpan",
    "Appointment",
    "AreaDesignation",
    "Hold",
    "LegacyUnit",
    "Member",
    "Membership",
    "NumberBadge",
    "PatrolArea",
    "Place",
    "Roster",
    "RosterRow",
    "RosterUnit",
    "StrengthDecision",
    "Team",
    "TeamAlias",
    "TeamStep",
    "TeamUnit",
    "Unit",
]
