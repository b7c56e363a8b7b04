"""Duty certificates: how long they hold, when training days renew them, what ends them (TRN-05, TRN-06, X30)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from patrol_ops.core.months import months_after
from patrol_ops.core.refusals import Refused
from patrol_ops.core.stages import Moves

REMINDED_BEFORE = (60, 30, 7)  # days (appendix B)
DAY_MINUTES = 8 * 60  # a training day


class CertificateStage(StrEnum):
    VALID = "VALID"
    SUSPENDED = "SUSPENDED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"
    RENEWED = "RENEWED"


# What its holder shows on duty; there is never more than one.
CURRENT = (CertificateStage.VALID, CertificateStage.SUSPENDED)


class RevokedWhy(StrEnum):
    EXIT = "EXIT"
    DISMISSED = "DISMISSED"
    LOST = "LOST"
    ISSUED_WRONGLY = "ISSUED_WRONGLY"


# What a person of the office can say; an exit is seen by the clock.
REVOKED_BY_HAND = (RevokedWhy.LOST, RevokedWhy.ISSUED_WRONGLY, RevokedWhy.DISMISSED)

CERTIFICATE_MOVES = Moves(
    {
        "issue": ({None}, CertificateStage.VALID),
        "suspend": ({CertificateStage.VALID}, CertificateStage.SUSPENDED),
        "reinstate": ({CertificateStage.SUSPENDED}, CertificateStage.VALID),
        "expire": ({CertificateStage.VALID, CertificateStage.SUSPENDED}, CertificateStage.EXPIRED),
        "revoke": (
            {CertificateStage.VALID, CertificateStage.SUSPENDED, CertificateStage.EXPIRED},
            CertificateStage.REVOKED,
        ),
        # Who is suspended makes up the hours first: a new number is no way round them.
        "renew": ({CertificateStage.VALID, CertificateStage.EXPIRED}, CertificateStage.RENEWED),
    }
)


def last_day_of(starts_on: dt.date, months: int) -> dt.date:
    """X30: valid for ``months``, the last day included."""
    return months_after(starts_on, months) - dt.timedelta(days=1)


def is_in_force(stage: str, starts_on: dt.date, last_day: dt.date, day: dt.date) -> bool:
    return stage == CertificateStage.VALID and starts_on <= day <= last_day


@dataclass(frozen=True)
class TrainedDay:
    """A passed session: the day it ended and how many training days it was worth."""

    on: dt.date
    days: Decimal


def training_days(minutes: int) -> Decimal:
    """Credited minutes as days of eight hours, to the hundredth, rounded down."""
    return Decimal(minutes * 100 // DAY_MINUTES) / 100


def renewed_from(
    trained: Iterable[TrainedDay],
    *,
    required: Decimal,
    issued_on: dt.date,
    last_day: dt.date,
    months: int,
    reactivation: int,
) -> dt.date | None:
    """The day from which collected training renews a certificate, or None while it does not.

    Training days of the last ``months`` before the latest session are added up from the latest backwards; once they
    reach ``required``, the session that completed the sum (the earliest of those counted) is where the new certificate
    begins. Only training after ``issued_on`` counts, and only what was completed within ``reactivation`` months after
    ``last_day``. After the rule of renewal by training days that youth federations use: validity in years, required
    days, window of re-activation.
    """
    until = months_after(last_day, reactivation)
    sessions = sorted((row for row in trained if issued_on < row.on <= until), key=lambda row: row.on, reverse=True)
    if not sessions:
        return None
    oldest = months_after(sessions[0].on, -months)
    total = Decimal(0)
    for row in sessions:
        if row.on < oldest:
            return None
        total += row.days
        if total >= required:
            return row.on
    return None


def judge_issue(*, held: bool, untrained: bool, missing_minutes: int, missing_topics: int) -> None:
    """TRN-05: on a passed pre-duty programme only; one certificate a member. ``untrained``: still held for training,
    as whoever comes back is, whatever was passed before."""
    if held:
        raise Refused("training.certificate-held-already")
    if untrained or missing_minutes or missing_topics:
        raise Refused("training.programme-not-passed")


def judge_renewal(new_last_day: dt.date | None, last_day: dt.date, *, today: dt.date) -> None:
    """Renewing takes the collected days, and adds something: what would be over already is nothing."""
    if new_last_day is None:
        raise Refused("training.days-missing")
    if new_last_day <= max(last_day, today - dt.timedelta(days=1)):
        raise Refused("training.renewal-adds-nothing")


def certificate_number(path: str, year: int, sequence: int) -> str:
    """District (six digits), year, and five digits: ``990102-2026-00017``. Never given twice."""
    if sequence > 99_999:
        raise Refused("training.series-full")
    return f"{path[:6]}-{year}-{sequence:05d}"
