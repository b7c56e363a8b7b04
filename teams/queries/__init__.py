"""How places, teams and people are asked for."""

from teams.queries.dormancy import DormantSpellQuerySet
from teams.queries.equipment import (
    EquipmentIssueQuerySet,
    EquipmentQuerySet,
    EquipmentStandardQuerySet,
    KitAuthorisationQuerySet,
)
from teams.queries.households import HouseholdUnitQuerySet, VolunteerQuerySet
from teams.queries.ledgers import ExportQuerySet
from teams.queries.members import (
    AppointmentQuerySet,
    BadgeQuerySet,
    HoldQuerySet,
    MemberQuerySet,
    MembershipQuerySet,
    OverrideQuerySet,
)
from teams.queries.places import AreaQuerySet, PlaceQuerySet, UnitPostQuerySet, UnitQuerySet
from teams.queries.reorganisations import ReorganisationQuerySet
from teams.queries.rosters import LegacyUnitQuerySet, RosterQuerySet, RosterRowQuerySet
from teams.queries.statements import DutyStatementQuerySet
from teams.queries.teams import TeamQuerySet, serving

__all__ = [
    "AppointmentQuerySet",
    "AreaQuerySet",
    "BadgeQuerySet",
    "DormantSpellQuerySet",
    "DutyStatementQuerySet",
    "EquipmentIssueQuerySet",
    "EquipmentQuerySet",
    "EquipmentStandardQuerySet",
    "ExportQuerySet",
    "HoldQuerySet",
    "HouseholdUnitQuerySet",
    "KitAuthorisationQuerySet",
    "LegacyUnitQuerySet",
    "MemberQuerySet",
    "MembershipQuerySet",
    "OverrideQuerySet",
    "PlaceQuerySet",
    "ReorganisationQuerySet",
    "RosterQuerySet",
    "RosterRowQuerySet",
    "TeamQuerySet",
    "UnitPostQuerySet",
    "UnitQuerySet",
    "VolunteerQuerySet",
    "serving",
]
