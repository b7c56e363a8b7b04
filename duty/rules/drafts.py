"""What a log says, as frozen values: what form and serializer make alike."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """SCH-11, SCH-17; there is no checkpoint and no plain-clothes mode (EQP-09)."""

    FOOT = "FOOT"
    BICYCLE = "BICYCLE"
    MOTOR = "MOTOR"
    FORMATION = "FORMATION"
    FIXED_POST = "FIXED_POST"


class NoPatrol(StrEnum):
    """Why a day went without patrol (X51)."""

    WEATHER = "WEATHER"
    REST = "REST"
    TRAINING = "TRAINING"
    OTHER_TASK = "OTHER_TASK"
    OTHER = "OTHER"


class EntryKind(StrEnum):
    HAZARD = "HAZARD"
    INCIDENT = "INCIDENT"
    ACT_STOPPED = "ACT_STOPPED"
    OBSERVATION = "OBSERVATION"
    PUBLICITY = "PUBLICITY"
    MOBILISATION = "MOBILISATION"
    HELP = "HELP"


class EntryStage(StrEnum):
    OPEN = "OPEN"
    CLOSED = "CLOSED"


class ToldTo(StrEnum):
    EMERGENCY_CENTRE = "EMERGENCY_CENTRE"
    POLICE_ROOM = "POLICE_ROOM"
    POLICE_STATION = "POLICE_STATION"
    DEPARTMENT = "DEPARTMENT"
    COMMITTEE = "COMMITTEE"


class Severity(StrEnum):
    """Of a hazard; decides until when it must be dealt with."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


class Sighted(StrEnum):
    """DUT-08: a place or an object, never a person."""

    PLACE = "PLACE"
    OBJECT = "OBJECT"


class HelpKind(StrEnum):
    WAY = "WAY"
    ELDERLY = "ELDERLY"
    LOST_PROPERTY = "LOST_PROPERTY"
    CARRYING = "CARRYING"
    OTHER = "OTHER"


@dataclass(frozen=True)
class WalkerDraft:
    """Who walked, and whether badge and armband were worn at roll-call (EQP-08)."""

    member_id: int
    insignia: bool = True


@dataclass(frozen=True)
class PatrolDraft:
    """One patrol of the day. An end not after the start is on the next day (X51)."""

    started: dt.time
    ended: dt.time
    area_id: int
    mode: Mode
    walkers: tuple[WalkerDraft, ...]
    post: str = ""
    joint: bool = False


@dataclass(frozen=True)
class EntryDraft:
    """One thing that happened. Which fields a kind has stands in ``FIELDS_OF``."""

    kind: EntryKind
    at: dt.time | None = None
    place: str = ""
    category: str = ""
    count: int | None = None
    hours: int | None = None
    topic: str = ""
    material: str = ""
    text: str = ""
    told_to: ToldTo | None = None
    told_at: dt.time | None = None
    reference: str = ""
    contained_at: dt.time | None = None
    protected_at: dt.time | None = None
    due_on: dt.date | None = None
    outcome: str = ""


@dataclass(frozen=True)
class PatrolLogDraft:
    """The log of a team's day. ``version`` is what a correction was based on."""

    day: dt.date
    patrols: tuple[PatrolDraft, ...] = ()
    entries: tuple[EntryDraft, ...] = ()
    no_patrol: NoPatrol | None = None
    no_patrol_note: str = ""
    hand_over: str = ""
    version: int = 0
