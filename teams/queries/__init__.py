"""How places, teams and people are asked for."""

from teams.queries.members import AppointmentQuerySet, BadgeQuerySet, HoldQuerySet, MemberQuerySet, MembershipQuerySet
from teams.queries.places import AreaQuerySet, PlaceQuerySet, UnitQuerySet
from teams.queries.rosters import LegacyUnitQuerySet, RosterQuerySet, RosterRowQuerySet
from teams.queries.teams import TeamQuerySet, serving

__all__ = [
    "AppointmentQuerySet",
    "AreaQuerySet",
    "BadgeQuerySet",
    "HoldQuerySet",
    "LegacyUnitQuerySet",
    "MemberQuerySet",
    "MembershipQuerySet",
    "PlaceQuerySet",
    "RosterQuerySet",
    "RosterRowQuerySet",
    "TeamQuerySet",
    "UnitQuerySet",
    "serving",
]
