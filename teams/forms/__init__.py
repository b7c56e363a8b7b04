"""Syntax of what is typed on the first floor, and the filters that pages and API share."""

from teams.forms.filters import AppointmentFilter, AreaFilter, MemberFilter, PlaceFilter, TeamFilter, UnitFilter
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
    "AppointForm",
    "AppointmentFilter",
    "AreaFilter",
    "DesignateAreaForm",
    "DrawAreaForm",
    "EndAppointmentForm",
    "EnrolForm",
    "ExportFilter",
    "ExportForm",
    "FoundUnitForm",
    "LeaveForm",
    "MemberFilter",
    "OpenLoginForm",
    "PlaceFilter",
    "PlanTeamForm",
    "ProposeForm",
    "ReasonForm",
    "RelateUnitForm",
    "RevokeBadgeForm",
    "StrengthForm",
    "TeamFilter",
    "UnitFilter",
]
