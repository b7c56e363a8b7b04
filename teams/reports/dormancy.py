"""Which teams are silent, and since when: asked of whoever knows a sign of life (house 3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, OuterRef, Subquery

from patrol_ops.core import clock
from patrol_ops.core.models import Obligation
from patrol_ops.core.policy import values_by_place
from patrol_ops.core.sockets import figures
from teams import policy
from teams.models import ActiveSpan, DormantSpell, Membership, Team, TeamStep
from teams.queries import serving
from teams.rules import LifeSigns, Owed, Watch, silent_since, watch


@dataclass(frozen=True)
class Silence:
    """How an active team stands on a day: silent since, and whether that is a warning or a proposal."""

    team_id: int
    path: str
    tier: str
    since: dt.date
    state: Watch
    dormant_after: int

    @property
    def dormant_on(self) -> dt.date:
        """The day on which it would be proposed as dormant."""
        return self.since + dt.timedelta(days=self.dormant_after)


def silences(path: str, day: dt.date, team_id: int | None = None) -> list[Silence]:
    """Every active team of a place, or one of them: two statements, and one for each reader of signs of life."""
    teams = Team.objects.under(path).active()
    if team_id is not None:
        teams = teams.filter(pk=team_id)
    there = Membership.objects.filter(team=OuterRef("pk")).order_by()
    spans = ActiveSpan.objects.filter(team=OuterRef("pk"), until__isnull=True)
    kept = TeamStep.objects.filter(team=OuterRef("pk"), move="keep").order_by("-at")
    rows = teams.annotate(
        active_since=Subquery(spans.values("since")[:1]),
        crewed=Exists(there.filter(serving(day))),
        last_left=Subquery(there.values("team").annotate(last=Max("until")).values("last")),
        kept_at=Subquery(kept.values("at")[:1]),
    ).values_list("pk", "place__path", "tier", "active_since", "crewed", "last_left", "kept_at")
    found = list(rows.order_by("pk"))
    values = values_by_place(day, {row[1] for row in found}, policy.DORMANT_WARN, policy.DORMANT_DAYS)
    last = _last_signs(row[0] for row in found)
    silent = []
    for pk, place, tier, active_since, crewed, last_left, kept_at in found:
        signs = LifeSigns(
            active_since=active_since or day,
            last_sign=last.get(pk),
            empty_since=None if crewed else (last_left or active_since or day),
            kept_on=clock.local(kept_at).date() if kept_at else None,
        )
        since = silent_since(signs)
        warn, dormant = (values[place][p.key] for p in (policy.DORMANT_WARN, policy.DORMANT_DAYS))
        silent.append(Silence(pk, place, tier, since, watch(since, day, warn=warn, dormant=dormant), dormant))
    return silent


def _last_signs(team_ids: Iterable[int]) -> dict[int, dt.date]:
    """The latest day on which anybody knows of duty done, by team."""
    latest: dict[int, dt.date] = {}
    ids = list(team_ids)
    for days in figures("last-sign-of-life", team_ids=ids).values():
        for team_id, day in days.items():
            latest[team_id] = max(day, latest.get(team_id, day))
    return latest


def silence_of(team_id: int, day: dt.date) -> Silence | None:
    """How this one team stands; nothing for a team that is not active."""
    return next(iter(silences("", day, team_id)), None)


def open_spell(team: Team) -> DormantSpell | None:
    """The sleep the team is in: one statement."""
    spell: DormantSpell | None = DormantSpell.objects.open().filter(team=team).first()
    return spell


def warned_of() -> Any:
    """The ids of every team that the clock has warned of, for a subquery."""
    rows = Obligation.objects.open().filter(kind=Owed.WAKE_TEAM, subject_type="team")
    return rows.order_by().values("subject_id")
