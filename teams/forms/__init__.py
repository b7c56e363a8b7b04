"""Syntax of what is typed on the first floor, and the filters that pages and API share."""

from teams.forms.accountables import AccountableFilter, AccountableForm, EndAccountableForm
from teams.forms.filters import AppointmentFilter, AreaFilter, MemberFilter, PlaceFilter, TeamFilter, UnitFilter
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
from teams.forms.people import (
    AppointForm,
    EndAppointmentForm,
    EnrolForm,
    LeaveForm,
    OpenLoginForm,
    ProposeForm,
    RevokeBadgeForm,
)
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
    ReasonForm,
    RelateUnitForm,
    StrengthForm,
)

__all__ = [
    "AccountableFilter",
    "AccountableForm",
    "AcknowledgementFilter",
    "AppointForm",
    "AppointmentFilter",
    "AreaFilter",
    "CorrectRosterForm",
    "DecideRosterRowForm",
    "DecideRosterUnitForm",
    "DesignateAreaForm",
    "DrawAreaForm",
    "DutyForm",
    "EndAccountableForm",
    "EndAppointmentForm",
    "EnrolForm",
    "ExportFilter",
    "ExportForm",
    "FoundUnitForm",
    "HealthFilter",
    "HouseholdUnitFilter",
    "HouseholdUnitForm",
    "LeaveForm",
    "MemberFilter",
    "OpenLoginForm",
    "PaperSignatureForm",
    "PlaceFilter",
    "PlanTeamForm",
    "ProposeForm",
    "ReasonForm",
    "RelateUnitForm",
    "RevokeBadgeForm",
    "RosterForm",
    "RosterRowFilter",
    "StatementForm",
    "StrengthForm",
    "TeamFilter",
    "UnitFilter",
    "UploadRosterForm",
    "VolunteerForm",
    "WithdrawForm",
]
