"""An ordinary log of the Harbour team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from duty.rules import Mode, PatrolDraft, PatrolLogDraft, WalkerDraft
from tests.cast import District

DAY = dt.date(2026, 11, 17)


@pytest.fixture
def ordinary(district: District, lena_member: Any, mara_member: Any) -> Callable[..., PatrolLogDraft]:
    """The log of 17 November: one foot patrol in the evening by Lena and Mara. Keywords change it."""
    patrol = PatrolDraft(
        started=dt.time(19),
        ended=dt.time(21),
        area_id=district.areas["harbour"],
        mode=Mode.FOOT,
        walkers=(WalkerDraft(lena_member.pk), WalkerDraft(mara_member.pk)),
    )
    log = PatrolLogDraft(day=DAY, patrols=(patrol,))

    def make(**changes: Any) -> PatrolLogDraft:
        first = {name: changes.pop(name) for name in list(changes) if name in PatrolDraft.__dataclass_fields__}
        draft = replace(log, patrols=(replace(patrol, **first),)) if first else log
        return replace(draft, **changes)

    return make
