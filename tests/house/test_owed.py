"""What is owed leads somewhere: whoever is reminded, or told of it further up, can open the page they are sent to."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from patrol_ops.core import clock, obligations
from patrol_ops.core.models import Obligation, User
from tests.house.marked import Marked
from tests.house.worlds import DAY


@pytest.mark.once
def test_whoever_is_told_can_open_what_they_are_sent_to(marked: Marked) -> None:
    now = clock.at(DAY, 21)
    open_rows = {kind: list(Obligation.objects.open().filter(kind=kind)) for kind in obligations.kinds()}
    met, shut = set(), []
    with time_machine.travel(now, tick=False):
        for kind in obligations.kinds().values():
            levels = sorted({step.level for step in kind.steps})
            for level in levels if open_rows[kind.name] else ():
                people = obligations.addressed(kind, level, open_rows[kind.name], now)
                for row in open_rows[kind.name]:
                    for user_id in people.get(row.pk, ()):
                        met.add((kind.name, level))
                        client = Client(raise_request_exception=False)
                        user = User.objects.get(pk=user_id)
                        client.force_login(user, backend="patrol_ops.core.signin.PhoneOrNameBackend")
                        address = kind.address(row, level)
                        if (status := client.get(address, follow=True).status_code) != 200:
                            shut.append(f"{kind.name} {level} {user.username} {address} {status}")

    assert shut == []
    assert len({name for name, _ in met}) > 12
