"""The log's page stays light, whatever the size of the team: styles and scripts are cached, this is what is not."""

import datetime as dt
import gzip

import pytest
import time_machine

from patrol_ops.core import clock
from teams.models import Member, Membership, NumberBadge
from tests.duty.conftest import EVENING

NOW = clock.at(dt.date(2026, 11, 18), 21, 30)


@pytest.mark.parametrize(("members", "most"), [(15, 10_600), (80, 15_100)])
def test_the_log_form_is_light(members, most, filed, harbour, phone, url):
    people = Member.objects.bulk_create(
        Member(name=f"郑{n:02}", pinyin=f"zheng{n}", initials=f"z{n}", identity_index=f"crowd-{n}", birth_year=1990)
        for n in range(members - 5)
    )
    Membership.objects.bulk_create(
        Membership(member=p, team=harbour, employment_class="FULL_TIME", since=EVENING.date(), entered_at=EVENING)
        for p in people
    )
    NumberBadge.objects.bulk_create(
        NumberBadge(number=f"990102001{n:05}", path="990102001", member=p, allocated_on=EVENING.date())
        for n, p in enumerate(people, 1)
    )
    with time_machine.travel(NOW, tick=False):
        page = phone.get(url)

    assert page.content.decode().count('name="patrols-0-walkers"') == members
    assert len(gzip.compress(page.content)) < most
