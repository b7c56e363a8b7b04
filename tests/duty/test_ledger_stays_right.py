"""Whatever is reorganised, in whatever order: every figure of the past stays, and the structure holds (ORG-01)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duty.models import PatrolLog
from tests.cast import District
from tests.duty.reorganising import Ledger, step


@pytest.mark.req("ORG-01")
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps=st.lists(step, min_size=4, max_size=12))
def test_every_figure_of_the_past_stays_whatever_is_reorganised(district: District, steps: list[Any]) -> None:
    with transaction.atomic():
        ledger = Ledger(district)
        for name, *numbers in (("file_log", 0), ("file_log", 1), ("advance", 1), *steps, ("advance", 5)):
            ledger.run(name, *numbers)
            ledger.check()
        assert PatrolLog.objects.count() >= 2
        transaction.set_rollback(True)
