"""Syntax of what is typed on the first floor, and the filters that pages and API share."""

from teams.forms.filters import AppointmentFilter, AreaFilter, MemberFilter, PlaceFilter, TeamFilter, UnitFilter
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
    "CorrectRosterForm",
    "DecideRosterRowForm",
    "DecideRosterUnitForm",
    "DesignateAreaForm",
    "DrawAreaForm",
    "EndAppointmentForm",
    "EnrolForm",
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
    "RosterRowFilter",
    "StrengthForm",
    "TeamFilter",
    "UnitFilter",
    "UploadRosterForm",
]
