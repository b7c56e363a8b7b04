"""Of rectification, reviews and coordination."""

from __future__ import annotations

from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class RectificationIssued(Event):
    rectification_id: int
    team_id: int
    inspection_id: int | None
    subject_field = "rectification_id"


@dataclass(frozen=True, kw_only=True)
class RecheckerAssigned(Event):
    rectification_id: int
    team_id: int
    subject_field = "rectification_id"


@dataclass(frozen=True, kw_only=True)
class RectificationAcknowledged(Event):
    rectification_id: int
    team_id: int
    subject_field = "rectification_id"


@dataclass(frozen=True, kw_only=True)
class ProgressNoted(Event):
    rectification_id: int
    team_id: int
    subject_field = "rectification_id"


@dataclass(frozen=True, kw_only=True)
class EvidenceAttached(Event):
    rectification_id: int
    team_id: int
    subject_field = "rectification_id"


@dataclass(frozen=True, kw_only=True)
class ExtensionAsked(Event):
    rectification_id: int
    team_id: int
    subject_field = "rectification_id"


@dataclass(frozen=True, kw_only=True)
class ExtensionDecided(Event):
    rectification_id: int
    team_id: int
    granted: bool
    subject_field = "rectification_id"


@dataclass(frozen=True, kw_only=True)
class RectificationSubmitted(Event):
    rectification_id: int
    team_id: int
    subject_field = "rectification_id"


@dataclass(frozen=True, kw_only=True)
class RectificationSentBack(Event):
    rectification_id: int
    team_id: int
    subject_field = "rectification_id"


@dataclass(frozen=True, kw_only=True)
class RectificationAccepted(Event):
    rectification_id: int
    team_id: int
    subject_field = "rectification_id"


@dataclass(frozen=True, kw_only=True)
class RectificationLimited(Event):
    rectification_id: int
    team_id: int
    subject_field = "rectification_id"


@dataclass(frozen=True, kw_only=True)
class RectificationWithdrawn(Event):
    rectification_id: int
    team_id: int
    subject_field = "rectification_id"


@dataclass(frozen=True, kw_only=True)
class RectificationsHandedOver(Event):
    team_id: int
    successor_id: int
    rectifications: int
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class DutiesTakenUp(Event):
    team_id: int
    duties: int
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class ReviewOpened(Event):
    review_id: int
    trigger: str
    subject_field = "review_id"


@dataclass(frozen=True, kw_only=True)
class ReviewProposed(Event):
    review_id: int
    negligence: bool
    subject_field = "review_id"


@dataclass(frozen=True, kw_only=True)
class ReviewSentBack(Event):
    review_id: int
    subject_field = "review_id"


@dataclass(frozen=True, kw_only=True)
class ReviewDecided(Event):
    review_id: int
    negligence: bool
    subject_field = "review_id"


@dataclass(frozen=True, kw_only=True)
class CoordinationRecorded(Event):
    duty_id: int
    unit_id: int
    subject_field = "duty_id"


@dataclass(frozen=True, kw_only=True)
class CoordinationFollowedUp(Event):
    duty_id: int
    subject_field = "duty_id"


@dataclass(frozen=True, kw_only=True)
class CoordinationEnded(Event):
    duty_id: int
    subject_field = "duty_id"
