"""Who has walked serves in more than name; duty answers that for the check-up of the ledgers."""

import datetime as dt

import pytest

from teams import reports
from teams.rules import Alarm
from tests.duty.conftest import EVENING


@pytest.mark.req("ORG-22")
def test_who_has_walked_within_the_days_serves_in_more_than_name(filed, kai_actor, lena_member, mara_member):
    """Ninety days after the log of that evening those who walked are not told of; a day later they are."""
    walked = set(filed.patrols.values_list("walkers__member", flat=True))
    assert walked

    def in_name_only(day):
        by = reports.yardstick(kai_actor, "", day)
        rows = reports.members_with(Alarm.IN_NAME_ONLY, kai_actor, "", by)
        return set(rows.values_list("member", flat=True))

    last = EVENING.date() + dt.timedelta(days=90)
    assert in_name_only(last)
    assert not walked & in_name_only(last)
    assert walked <= in_name_only(last + dt.timedelta(days=1))
