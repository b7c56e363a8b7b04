"""How places, teams and people are asked for."""

from teams.queries.dormancy import DormantSpellQuerySet
from teams.queries.members import AppointmentQuerySet, BadgeQuerySet, HoldQuerySet, MemberQuerySet, MembershipQuerySet
from teams.queries.places import AreaQuerySet, PlaceQuerySet, UnitQuerySet
from teams.queries.reorganisations import ReorganisationQuerySet
from teams.queries.teams import TeamQuerySet, serving

__all__ = [
    "AppointmentQuerySet",
    "AreaQuerySet",
    "BadgeQuerySet",
    "DormantSpellQuerySet",
    "HoldQuerySet",
    "MemberQuerySet",
    "MembershipQuerySet",
    "PlaceQuerySet",
    "ReorganisationQuerySet",
    "TeamQuerySet",
    "UnitQuerySet",
    "serving",
]
