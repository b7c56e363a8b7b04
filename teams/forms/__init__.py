"""Syntax of what is typed on the first floor, and the filters that pages and API share."""

from teams.forms.dormancy import ConfirmDormantForm, RevivalPlanForm, ReviveForm
from teams.forms.filters import AppointmentFilter, AreaFilter, MemberFilter, PlaceFilter, TeamFilter, UnitFilter
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
    EnrolForm,
    OpenLoginForm,
    ProposeForm,
    RevokeBadgeForm,
)
from teams.forms.reorganisations import MergeForm, OrderForm, RenameForm, SplitForm
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
    "ClassForm",
    "ConfirmDormantForm",
    "DesignateAreaForm",
    "DrawAreaForm",
    "EndAppointmentForm",
    "EndLeaveForm",
    "EnrolForm",
    "ExitForm",
    "FoundUnitForm",
    "LeaveForm",
    "MemberFilter",
    "MergeForm",
    "OpenLoginForm",
    "OrderForm",
    "PlaceFilter",
    "PlanTeamForm",
    "ProposeForm",
    "ReasonForm",
    "RelateUnitForm",
    "RenameForm",
    "RevivalPlanForm",
    "ReviveForm",
    "RevokeBadgeForm",
    "SecondPostForm",
    "SplitForm",
    "StrengthForm",
    "TeamFilter",
    "TransferForm",
    "UnitFilter",
]
