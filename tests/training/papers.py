"""Acts on certificates at a sane moment, for tests of what follows from them."""

from __future__ import annotations

import datetime as dt

from teams import reports
from tests.training.saying import DAY
from tests.training.story import CLOCK
from training import commands
from training.models import Certificate
from training.rules import RevokedWhy

D = dt.date
LAST = D(2028, 11, 10)
MARCH = D(2027, 3, 1)


def kinds(training, name, day):
    return reports.fitness_of(training.members[name], day).kinds


def renew(training, *names, day):
    ids = [training.members[name] for name in names]
    return commands.renew_certificates(actor=training.who("gus", day), member_ids=ids, at=training.at(day))


def revoke(training, name, day, why=RevokedWhy.LOST):
    row = training.certificate(name)
    return commands.revoke_certificate(
        actor=training.who("gwen", day), certificate_id=row.pk, why=why, at=training.at(day)
    )


def review(training, day=MARCH, year=2026):
    ids = list(Certificate.objects.values_list("pk", flat=True))
    at = training.at(day, 0, 25)
    return commands.review_hours(actor=CLOCK, certificate_ids=ids, year=year, path="990102", at=at)


def expire(training, day=LAST + DAY):
    ids = list(Certificate.objects.values_list("pk", flat=True))
    return commands.expire_certificates(actor=CLOCK, certificate_ids=ids, at=training.at(day, 0, 15))
