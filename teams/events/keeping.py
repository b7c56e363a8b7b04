"""What is announced of ledgers that went out, files that were read, duties, units and those who answer for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patrol_ops.core.events import Event


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
class MembersExported(Event):
    export_id: int
    form: str
    lines: int
    with_names: bool
    subject_field = "export_id"


@dataclass(frozen=True, kw_only=True)
class WorkbookKept(Event):
    export_id: int
    size: int
    subject_field = "export_id"


@dataclass(frozen=True, kw_only=True)
class RecordViewed(Event):
    member_id: int
    door: str
    subject_field = "member_id"


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
class PlaqueHung(Event):
    """ORG-22."""

    team_id: int
    hung_on: dt.date
    subject_field = "team_id"
