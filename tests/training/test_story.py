"""From newcomer to a certificate on duty, and out again."""

import datetime as dt

import pytest

from teams import reports
from tests.training.story import CONFIRMED, HELD, ISSUED
from training.models import Certificate


@pytest.mark.req("TRN-01", "TRN-05")
def test_a_newcomer_becomes_fit_by_training_certificate_and_badge(training) -> None:
    training.until_planned("赵一")
    pk = training.members["赵一"]
    assert reports.fitness_of(pk, HELD).kinds == ("BADGE", "TRAINING")

    training.enrol("赵一")
    training.begin()
    training.results(赵一=75)
    training.complete()
    assert reports.fitness_of(pk, HELD).kinds == ("BADGE", "TRAINING")

    training.confirm()
    assert reports.fitness_of(pk, CONFIRMED).kinds == ("BADGE", "CERTIFICATE")

    training.issue("赵一")
    training.badge("赵一", ISSUED)
    state = reports.fitness_of(pk, ISSUED)
    row = Certificate.objects.get()
    assert (state.fit, [(hold.kind, hold.since) for hold in state.ahead]) == (
        True,
        [("CERTIFICATE", row.last_day + dt.timedelta(days=1))],
    )
    assert row.last_day == dt.date(2028, 11, 10)
    assert reports.fitness_of(pk, row.last_day).fit
    assert not reports.fitness_of(pk, row.last_day + dt.timedelta(days=1)).fit
