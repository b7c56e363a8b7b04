"""The whole check-up of a place at once: nobody's name in it, so it can be kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patrol_ops.core.access import Actor
from patrol_ops.core.kept import kept
from teams.reports.health import TeamHealth, UnitGap, Yardstick, team_health, unit_gaps, yardstick


@dataclass(frozen=True)
class CheckUp:
    """Every active team and every missing name within reach, and by what they were measured."""

    by: Yardstick
    teams: list[TeamHealth]
    gaps: list[UnitGap]


# Who has walked is answered by whoever keeps the logs, through a socket.
@kept("teams", "duty", "core_policyvalue")
def check_up(actor: Actor, path: str, day: dt.date) -> CheckUp:
    """Five statements; those of the sockets stand inside them."""
    by = yardstick(actor, path, day)
    return CheckUp(by, team_health(actor, path, by), unit_gaps(actor, path, day))
