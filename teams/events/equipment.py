"""What is announced of equipment: which pieces and whose by id, and how many."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class EquipmentStandardProposed(Event):
    equipment_standard_id: int
    version: int
    subject_field = "equipment_standard_id"


@dataclass(frozen=True, kw_only=True)
class EquipmentStandardAgreed(Event):
    equipment_standard_id: int
    version: int
    subject_field = "equipment_standard_id"


@dataclass(frozen=True, kw_only=True)
class EquipmentStocked(Event):
    team_id: int
    what: str
    pieces: int
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class EquipmentIssued(Event):
    member_id: int
    team_id: int
    issue_ids: tuple[int, ...]
    subject_field = "member_id"


@dataclass(frozen=True, kw_only=True)
class EquipmentTakenBack(Event):
    team_id: int
    issue_ids: tuple[int, ...]
    outcome: str
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class EquipmentScrapped(Event):
    team_id: int
    equipment_ids: tuple[int, ...]
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class EquipmentMoved(Event):
    """From the stock of one team into that of another."""

    team_id: int
    to_team_id: int
    equipment_ids: tuple[int, ...]
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class KitAuthorised(Event):
    authorisation_id: int
    member_id: int
    team_id: int
    what: str
    since: dt.date
    until: dt.date
    subject_field = "authorisation_id"


@dataclass(frozen=True, kw_only=True)
class KitAuthorisationWithdrawn(Event):
    authorisation_id: int
    member_id: int
    team_id: int
    until: dt.date
    subject_field = "authorisation_id"
