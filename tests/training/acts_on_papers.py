"""The commands on certificates, and those of the clock, at a moment at which each would succeed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from tests.training.story import CLOCK, ISSUED, PLANNED, Training
from training.rules import RevokedWhy


@dataclass(frozen=True)
class Act:
    """A command that would succeed at this moment by ``by``, and everybody who may do the same."""

    name: str
    by: Actor | str
    may: tuple[str, ...]
    at: dt.datetime
    kwargs: dict[str, Any]


def issue_certificates(t: Training) -> Act:
    t.until_passed("赵一")
    return Act("certificates_issued", "gwen", ("gus", "gwen"), clock.at(ISSUED, 9), {"member_ids": [t.members["赵一"]]})


def renew_certificates(t: Training) -> Act:
    t.until_certified("赵一")
    t.hold("赵一", day=dt.date(2028, 5, 9), minutes=1440)
    at = clock.at(dt.date(2028, 6, 1), 9)
    return Act("certificates_renewed", "gus", ("gus", "gwen"), at, {"member_ids": [t.members["赵一"]]})


def revoke_certificate(t: Training) -> Act:
    t.until_certified("赵一")
    kwargs = {"certificate_id": t.certificate("赵一").pk, "why": RevokedWhy.LOST}
    return Act("certificate_revoked", "gwen", ("gwen",), clock.at(ISSUED, 10), kwargs)


def expire_certificates(t: Training) -> Act:
    t.until_certified("赵一")
    row = t.certificate("赵一")
    at = clock.at(row.last_day + dt.timedelta(days=1), 0, 15)
    return Act("certificates_expired", CLOCK, (), at, {"certificate_ids": [row.pk]})


def review_hours(t: Training) -> Act:
    t.until_certified("赵一")
    kwargs = {"certificate_ids": [t.certificate("赵一").pk], "year": 2026, "path": "990102"}
    return Act("hours_reviewed", CLOCK, (), clock.at(dt.date(2027, 3, 1), 0, 25), kwargs)


def owe_hours(t: Training) -> Act:
    t.until_certified("赵一")
    return Act("hours_owed", CLOCK, (), clock.at(dt.date(2026, 12, 2), 0, 25), {"year": 2026, "path": "990102"})


def follow_newcomers(t: Training) -> Act:
    pk = t.newcomer("赵一")
    return Act("newcomers_followed", CLOCK, (), clock.at(PLANNED, 9), {"member_ids": [pk]})


def move_reminder(t: Training) -> Act:
    t.until_certified("赵一")
    t.transfer("赵一", "academy")
    return Act("reminder_moved", CLOCK, (), clock.at(ISSUED, 12), {"certificate_id": t.certificate("赵一").pk})


def release_leaver(t: Training) -> Act:
    t.until_certified("赵一")
    t.leave("赵一", ISSUED)
    return Act("leaver_released", CLOCK, (), clock.at(ISSUED, 13), {"member_id": t.members["赵一"]})
