"""Of certificates and of what the clock does with them."""

from __future__ import annotations

from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CertificatesIssued(Event):
    place_id: int
    certificate_ids: tuple[int, ...]
    member_ids: tuple[int, ...]
    subject_field = "place_id"


@dataclass(frozen=True, kw_only=True)
class CertificatesRenewed(Event):
    place_id: int
    certificate_ids: tuple[int, ...]
    member_ids: tuple[int, ...]
    subject_field = "place_id"


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(Event):
    certificate_id: int
    member_id: int
    why: str
    subject_field = "certificate_id"


@dataclass(frozen=True, kw_only=True)
class CertificatesExpired(Event):
    """A batch of the night run: whose, by certificate."""

    certificate_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class HoursReviewed(Event):
    """A batch of the yearly look at hours: how many were looked at, and which certificates are suspended."""

    year: int
    looked_at: int
    certificate_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class HoursOwed(Event):
    year: int
    owed: int
    settled: int


@dataclass(frozen=True, kw_only=True)
class NewcomersFollowed(Event):
    owed: int


@dataclass(frozen=True, kw_only=True)
class LeaverReleased(Event):
    member_id: int
    cancelled: int
    subject_field = "member_id"


@dataclass(frozen=True, kw_only=True)
class ReminderMoved(Event):
    certificate_id: int
    team_id: int
    subject_field = "certificate_id"
