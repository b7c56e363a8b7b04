"""What the first floor announces."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PlacesLoaded(Event):
    district_id: int
    added: int
    changed: int
    subject_field = "district_id"


@dataclass(frozen=True, kw_only=True)
class UnitFounded(Event):
    unit_id: int
    subject_field = "unit_id"


@dataclass(frozen=True, kw_only=True)
class AccountableNamed(Event):
    accountable_id: int
    unit_id: int
    post: str
    subject_field = "accountable_id"


@dataclass(frozen=True, kw_only=True)
class AccountableEnded(Event):
    accountable_id: int
    unit_id: int
    until: dt.date
    subject_field = "accountable_id"


@dataclass(frozen=True, kw_only=True)
class AreaDrawn(Event):
    area_id: int
    team_id: int
    subject_field = "area_id"


@dataclass(frozen=True, kw_only=True)
class AreaDesignated(Event):
    area_id: int
    team_id: int
    since: dt.date
    subject_field = "area_id"


@dataclass(frozen=True, kw_only=True)
class TeamPlanned(Event):
    team_id: int
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class TeamRenamed(Event):
    team_id: int
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class TeamSubmitted(Event):
    team_id: int
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class TeamReturned(Event):
    team_id: int
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class TeamActivated(Event):
    team_id: int
    since: dt.date
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class TeamSuspended(Event):
    team_id: int
    since: dt.date
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class TeamResumed(Event):
    team_id: int
    since: dt.date
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class StrengthAuthorised(Event):
    team_id: int
    authorised: int
    before: int
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class UnitRelated(Event):
    team_id: int
    unit_id: int
    relation: str
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class MemberEnrolled(Event):
    member_id: int
    team_id: int
    employment_class: str
    legacy: bool
    subject_field = "member_id"


@dataclass(frozen=True, kw_only=True)
class MembershipEnded(Event):
    member_id: int
    team_id: int
    until: dt.date
    why: str
    badge_revoked: bool
    login_closed: bool
    subject_field = "member_id"


@dataclass(frozen=True, kw_only=True)
class MembersExported(Event):
    export_id: int
    form: str
    lines: int
    with_names: bool
    subject_field = "export_id"


@dataclass(frozen=True, kw_only=True)
class RecordViewed(Event):
    member_id: int
    door: str
    subject_field = "member_id"


@dataclass(frozen=True, kw_only=True)
class BadgeAllocated(Event):
    badge_id: int
    member_id: int
    team_id: int
    subject_field = "badge_id"


@dataclass(frozen=True, kw_only=True)
class BadgeHandedOver(Event):
    badge_id: int
    member_id: int
    team_id: int
    subject_field = "badge_id"


@dataclass(frozen=True, kw_only=True)
class BadgeRevoked(Event):
    badge_id: int
    member_id: int
    team_id: int
    why: str
    subject_field = "badge_id"


@dataclass(frozen=True, kw_only=True)
class HouseholdUnitFounded(Event):
    household_unit_id: int
    team_id: int
    subject_field = "household_unit_id"


@dataclass(frozen=True, kw_only=True)
class HouseholdVolunteerAdded(Event):
    household_unit_id: int
    team_id: int
    people: int
    subject_field = "household_unit_id"


@dataclass(frozen=True, kw_only=True)
class HouseholdConsentWithdrawn(Event):
    household_unit_id: int
    team_id: int
    subject_field = "household_unit_id"


@dataclass(frozen=True, kw_only=True)
class HouseholdCoordinatorNamed(Event):
    household_unit_id: int
    team_id: int
    subject_field = "household_unit_id"


@dataclass(frozen=True, kw_only=True)
class HouseholdDaysRostered(Event):
    household_unit_id: int
    team_id: int
    first: dt.date
    last: dt.date
    subject_field = "household_unit_id"


@dataclass(frozen=True, kw_only=True)
class HouseholdDutyChanged(Event):
    household_unit_id: int
    team_id: int
    day: dt.date
    subject_field = "household_unit_id"


@dataclass(frozen=True, kw_only=True)
class DutyStatementPublished(Event):
    statement_id: int
    role: str
    owed: int
    subject_field = "statement_id"


@dataclass(frozen=True, kw_only=True)
class DutyStatementOwed(Event):
    member_id: int
    owed: int
    cancelled: int
    subject_field = "member_id"


@dataclass(frozen=True, kw_only=True)
class DutyStatementAcknowledged(Event):
    statement_id: int
    member_id: int
    team_id: int
    on_paper: bool
    subject_field = "statement_id"


@dataclass(frozen=True, kw_only=True)
class LeaderProposed(Event):
    appointment_id: int
    team_id: int
    subject_field = "appointment_id"


@dataclass(frozen=True, kw_only=True)
class LeaderApproved(Event):
    appointment_id: int
    team_id: int
    subject_field = "appointment_id"


@dataclass(frozen=True, kw_only=True)
class LeaderDeclined(Event):
    appointment_id: int
    team_id: int
    subject_field = "appointment_id"


@dataclass(frozen=True, kw_only=True)
class StaffAppointed(Event):
    appointment_id: int
    role: str
    subject_field = "appointment_id"


@dataclass(frozen=True, kw_only=True)
class AppointmentEnded(Event):
    appointment_id: int
    until: dt.date
    login_closed: bool
    subject_field = "appointment_id"


@dataclass(frozen=True, kw_only=True)
class LoginOpened(Event):
    user_id: int
    appointment_id: int
    renewed: bool
    subject_field = "user_id"
