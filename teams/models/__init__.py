"""What the first floor keeps."""

from teams.models.appointments import Appointment
from teams.models.dormancy import DormantSpell
from teams.models.members import Hold, Member, Membership, NumberBadge
from teams.models.places import AreaDesignation, PatrolArea, Place, Unit
from teams.models.reorganisations import Reorganisation, TeamSuccession
from teams.models.teams import ActiveSpan, StrengthDecision, Team, TeamAlias, TeamStep, TeamUnit

__all__ = [
    "ActiveSpan",
    "Appointment",
    "AreaDesignation",
    "DormantSpell",
    "Hold",
    "Member",
    "Membership",
    "NumberBadge",
    "PatrolArea",
    "Place",
    "Reorganisation",
    "StrengthDecision",
    "Team",
    "TeamAlias",
    "TeamStep",
    "TeamSuccession",
    "TeamUnit",
    "Unit",
]
