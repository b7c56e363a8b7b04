"""What is announced of places, teams, members, posts, logins and rosters."""

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


@dataclass(frozen=True, kw_only=True)
class RosterUploaded(Event):
    roster_id: int
    rows: int
    subject_field = "roster_id"


@dataclass(frozen=True, kw_only=True)
class RosterCorrected(Event):
    roster_id: int
    subject_field = "roster_id"


@dataclass(frozen=True, kw_only=True)
class RosterDecided(Event):
    roster_id: int
    rows: int
    subject_field = "roster_id"


@dataclass(frozen=True, kw_only=True)
class RosterConfirmed(Event):
    roster_id: int
    rows: int
    subject_field = "roster_id"


@dataclass(frozen=True, kw_only=True)
class RosterDiscarded(Event):
    roster_id: int
    subject_field = "roster_id"


@dataclass(frozen=True, kw_only=True)
class LegacyUnitAbsorbed(Event):
    legacy_unit_id: int
    team_id: int
    roster_id: int
    subject_field = "legacy_unit_id"


@dataclass(frozen=True, kw_only=True)
class TeamAdopted(Event):
    """Active by the confirmation of a list, without a plan of its own."""

    team_id: int
    roster_id: int
    since: dt.date
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class RosterRowsBroughtIn(Event):
    roster_id: int
    team_id: int
    added: int
    changed: int
    subject_field = "roster_id"


@dataclass(frozen=True, kw_only=True)
class MemberCorrected(Event):
    """What a list says otherwise of somebody known: which fields, never their content."""

    member_id: int
    team_id: int
    fields: tuple[str, ...]
    subject_field = "member_id"


@dataclass(frozen=True, kw_only=True)
class SecondPostAdded(Event):
    member_id: int
    team_id: int
    employment_class: str
    since: dt.date | None = None
    teams_at_once: int = 0
    subject_field = "member_id"


@dataclass(frozen=True, kw_only=True)
class RosterBroughtIn(Event):
    roster_id: int
    added: int
    changed: int
    left: int
    subject_field = "roster_id"
