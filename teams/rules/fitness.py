"""Fit for duty or not, and the one way round it: a dated, reasoned act of the police that manages the team."""

import datetime as dt
from collections.abc import Set
from dataclasses import dataclass

from patrol_ops.core.refusals import Refused
from teams.rules.appointments import Role
from teams.rules.members import OVERRIDABLE
from teams.rules.teams import judge_reason

# ORG-06: who manages a team of each tier decides on its emergencies; a community officer answers to the station.
OVERRIDES_FOR: dict[str, Role] = {
    "BRIGADE": Role.SUB_BUREAU,
    "SQUADRON": Role.STATION_LIAISON,
    "DETACHMENT": Role.STATION_LIAISON,
}


@dataclass(frozen=True)
class OverrideDraft:
    """``until`` is the first day without it."""

    since: dt.date
    until: dt.date
    reason: str


def judge_override(
    draft: OverrideDraft, *, tier: str, roles: Set[str], kinds: Set[str], today: dt.date, longest: int
) -> None:
    """An emergency, never a habit: of the managing police, from today or tomorrow, for ``longest`` days at most, with
    a reason without anybody's data; only of somebody whom papers keep off duty, and nothing else does."""
    if OVERRIDES_FOR[tier] not in roles:
        raise Refused("teams.override-not-managing", role=f"role.{OVERRIDES_FOR[tier]}")
    if not today <= draft.since <= today + dt.timedelta(days=1):
        raise Refused("teams.override-begins-odd", field="since")
    if not draft.since < draft.until <= draft.since + dt.timedelta(days=longest):
        raise Refused("teams.override-too-long", field="until", days=longest)
    judge_reason(draft.reason)
    stays = sorted(kinds - OVERRIDABLE)
    if stays:
        raise Refused("teams.override-not-of-this", hold=f"hold.{stays[0]}")
    if not kinds:
        raise Refused("teams.override-not-needed")
