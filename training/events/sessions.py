"""Of sessions and of whoever takes part. Members by id only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class SessionPlanned(Event):
    session_id: int
    mode: str
    tier: str
    subject_field = "session_id"


@dataclass(frozen=True, kw_only=True)
class SessionCancelled(Event):
    session_id: int
    subject_field = "session_id"


@dataclass(frozen=True, kw_only=True)
class SessionBegun(Event):
    session_id: int
    subject_field = "session_id"


@dataclass(frozen=True, kw_only=True)
class CostNoted(Event):
    """Whole yuan; the exact sums stand on the session."""

    session_id: int
    cost: int
    shortfall: int
    subject_field = "session_id"


@dataclass(frozen=True, kw_only=True)
class StudyHeld(Event):
    session_id: int
    team_id: int
    day: dt.date
    people: int
    subject_field = "session_id"


@dataclass(frozen=True, kw_only=True)
class MembersEnrolled(Event):
    session_id: int
    added: int
    subject_field = "session_id"


@dataclass(frozen=True, kw_only=True)
class EnrolmentWithdrawn(Event):
    session_id: int
    enrolment_id: int
    subject_field = "enrolment_id"


@dataclass(frozen=True, kw_only=True)
class CheckedIn(Event):
    session_id: int
    enrolment_id: int
    how: str
    subject_field = "enrolment_id"


@dataclass(frozen=True, kw_only=True)
class RollCalled(Event):
    session_id: int
    present: int
    absent: int
    subject_field = "session_id"


@dataclass(frozen=True, kw_only=True)
class ResultsRecorded(Event):
    session_id: int
    passed: int
    failed: int
    absent: int
    subject_field = "session_id"


@dataclass(frozen=True, kw_only=True)
class SessionCompleted(Event):
    session_id: int
    tier: str
    subject_field = "session_id"


@dataclass(frozen=True, kw_only=True)
class SessionReopened(Event):
    session_id: int
    subject_field = "session_id"


@dataclass(frozen=True, kw_only=True)
class SessionConfirmed(Event):
    session_id: int
    passed: int
    subject_field = "session_id"


@dataclass(frozen=True, kw_only=True)
class TrainingPassed(Event):
    """The pre-duty programme is complete: these members may have a certificate now."""

    session_id: int
    member_ids: tuple[int, ...]
    subject_field = "session_id"


@dataclass(frozen=True, kw_only=True)
class CertificatesReinstated(Event):
    session_id: int
    member_ids: tuple[int, ...]
    subject_field = "session_id"


@dataclass(frozen=True, kw_only=True)
class TheoryTestStarted(Event):
    attempt_id: int
    member_id: int
    subject_field = "attempt_id"


@dataclass(frozen=True, kw_only=True)
class TheoryTestSubmitted(Event):
    attempt_id: int
    member_id: int
    passed: bool
    subject_field = "attempt_id"
