"""Whether a certificate holds today, by the secret key printed on it: nothing of number, holder, team or dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patrol_ops.core.access import Actor
from teams.reports import place_name
from training.access import Permission
from training.models import Certificate
from training.rules import is_in_force


@dataclass(frozen=True)
class Check:
    """``issued_by``: the district, of a certificate that holds; of any other key nothing is known."""

    valid: bool
    day: dt.date
    issued_by: str = ""


def check_certificate(actor: Actor, key: str, day: dt.date) -> Check:
    """A key nobody was given is answered like one whose certificate does not hold: nothing can be tried out."""
    plain = "".join(key.split()).upper()
    row = Certificate.objects.visible_to(actor, Permission.CHECK_CERTIFICATE).filter(key=plain).first()
    if row is None or not is_in_force(row.stage, row.starts_on, row.last_day, day):
        return Check(valid=False, day=day)
    return Check(valid=True, day=day, issued_by=place_name(row.path))
