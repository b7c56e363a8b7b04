"""What the first floor keeps."""

from teams.models.accountables import UnitPost
from teams.models.appointments import Appointment
from teams.models.dormancy import DormantSpell
from teams.models.equipment import Equipment, EquipmentIssue, EquipmentLine, EquipmentStandard, KitAuthorisation
from teams.models.households import HouseholdDuty, HouseholdVolunteer, TenHouseholdUnit
from teams.models.ledgers import Export, ExportedLine, RecordView
from teams.models.members import DutyOverride, Hold, Member, Membership, NumberBadge
from teams.models.places import AreaDesignation, PatrolArea, Place, Unit
from teams.models.reorganisations import Reorganisation, TeamSuccession
from teams.models.rosters import LegacyUnit, Roster, RosterRow, RosterUnit
from teams.models.statements import Acknowledgement, DutyStatement
from teams.models.teams import ActiveSpan, StrengthDecision, Team, TeamAlias, TeamStep, TeamUnit

__all__ = [
    "Acknowledgement",
    "ActiveSpan",
    "Appointment",
    "AreaDesignation",
    "DormantSpell",
    "DutyOverride",
    "DutyStatement",
    "Equipment",
    "EquipmentIssue",
    "EquipmentLine",
    "EquipmentStandard",
    "Export",
    "ExportedLine",
    "Hold",
    "HouseholdDuty",
    "HouseholdVolunteer",
    "KitAuthorisation",
    "LegacyUnit",
    "Member",
    "Membership",
    "NumberBadge",
    "PatrolArea",
    "Place",
    "RecordView",
    "Reorganisation",
    "Roster",
    "RosterRow",
    "RosterUnit",
    "StrengthDecision",
    "Team",
    "TeamAlias",
    "TeamStep",
    "TeamSuccession",
    "TeamUnit",
    "TenHouseholdUnit",
    "Unit",
    "UnitPost",
]
