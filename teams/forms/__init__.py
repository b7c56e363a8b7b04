"""Syntax of what is typed on the first floor, and the filters that pages and API share."""

from teams.forms.accountables import AccountableFilter, AccountableForm, EndAccountableForm
from teams.forms.dormancy import ConfirmDormantForm, RevivalPlanForm, ReviveForm
from teams.forms.equipment import (
    EquipmentFilter,
    GapFilter,
    IssueForm,
    KitForm,
    MoveEquipmentForm,
    ScrapForm,
    StockForm,
    TakeBackForm,
    alike,
)
from teams.forms.equipment_standards import EquipmentStandardForms
from teams.forms.filters import AppointmentFilter, AreaFilter, MemberFilter, PlaceFilter, TeamFilter, UnitFilter
from teams.forms.fitness import OverrideForm
from teams.forms.health import HealthFilter
from teams.forms.households import (
    DutyForm,
    HouseholdUnitFilter,
    HouseholdUnitForm,
    RosterForm,
    VolunteerForm,
    WithdrawForm,
)
from teams.forms.ledgers import ExportFilter, ExportForm
from teams.forms.moving import (
    ClassForm,
    EndLeaveForm,
    ExitForm,
    LeaveForm,
    SecondPostForm,
    TransferForm,
)
from teams.forms.people import (
    AppointForm,
    EndAppointmentForm,
    OpenLoginForm,
    ProposeForm,
    RevokeBadgeForm,
)
from teams.forms.reorganisations import MergeForm, OrderForm, RenameForm, SplitForm
from teams.forms.rosters import (
    CorrectRosterForm,
    DecideRosterRowForm,
    DecideRosterUnitForm,
    RosterRowFilter,
    UploadRosterForm,
)
from teams.forms.statements import AcknowledgementFilter, PaperSignatureForm, StatementForm
from teams.forms.teams import (
    DesignateAreaForm,
    DrawAreaForm,
    FoundUnitForm,
    PlanTeamForm,
    PlaqueForm,
    ReasonForm,
    RelateUnitForm,
    StrengthForm,
)
from teams.forms.turnover import TurnoverFilter

__all__ = [
    "AccountableFilter",
    "AccountableForm",
    "AcknowledgementFilter",
    "AppointForm",
    "AppointmentFilter",
    "AreaFilter",
    "ClassForm",
    "ConfirmDormantForm",
    "CorrectRosterForm",
    "DecideRosterRowForm",
    "DecideRosterUnitForm",
    "DesignateAreaForm",
    "DrawAreaForm",
    "DutyForm",
    "EndAccountableForm",
    "EndAppointmentForm",
    "EndLeaveForm",
    "EquipmentFilter",
    "EquipmentStandardForms",
    "ExitForm",
    "ExportFilter",
    "ExportForm",
    "FoundUnitForm",
    "GapFilter",
    "HealthFilter",
    "HouseholdUnitFilter",
    "HouseholdUnitForm",
    "IssueForm",
    "KitForm",
    "LeaveForm",
    "MemberFilter",
    "MergeForm",
    "MoveEquipmentForm",
    "OpenLoginForm",
    "OrderForm",
    "OverrideForm",
    "PaperSignatureForm",
    "PlaceFilter",
    "PlanTeamForm",
    "PlaqueForm",
    "ProposeForm",
    "ReasonForm",
    "RelateUnitForm",
    "RenameForm",
    "RevivalPlanForm",
    "ReviveForm",
    "RevokeBadgeForm",
    "RosterForm",
    "RosterRowFilter",
    "ScrapForm",
    "SecondPostForm",
    "SplitForm",
    "StatementForm",
    "StockForm",
    "StrengthForm",
    "TakeBackForm",
    "TeamFilter",
    "TransferForm",
    "TurnoverFilter",
    "UnitFilter",
    "UploadRosterForm",
    "VolunteerForm",
    "WithdrawForm",
    "alike",
]
