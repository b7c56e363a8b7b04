"""Which team a figure of the past counts for: the one it was then, or the one that it has become."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Count, Q

from patrol_ops.core.access import covers
from patrol_ops.core.querysets import within
from teams.models import Membership, TeamSuccession
from teams.rules import SuccessionKind

T = TypeVar("T", int, dt.timedelta)


@dataclass(frozen=True)
class Structure:
    """Each merged team's heir, and where both stand. Without heirs it is the structure as it was on each day."""

    heirs: Mapping[int, int] = field(default_factory=dict)
    paths: Mapping[int, str] = field(default_factory=dict)

    def heir(self, team_id: int) -> int:
        """The team that ``team_id`` is now; a team that was never merged, or was dissolved, is still itself."""
        return self.heirs.get(team_id, team_id)

    def under(self, team: str, path: str) -> Q:
        """Rows of teams that count under ``path``; ``team`` is the lookup of a row's team."""
        here = within(f"{team}__place__path", path)
        moved = {pk: (covers(path, self.paths[pk]), covers(path, self.paths[heir])) for pk, heir in self.heirs.items()}
        gone = [pk for pk, (was, is_now) in moved.items() if was and not is_now]
        come = [pk for pk, (was, is_now) in moved.items() if is_now and not was]
        if not gone and not come:
            return here
        return here & ~Q(**{f"{team}__in": gone}) | Q(**{f"{team}__in": come})

    def regroup(self, figures: Iterable[tuple[int, T]]) -> dict[int, T]:
        """Figures by team, each counted for the heir: the sum stays what it was."""
        grouped: dict[int, T] = {}
        for team_id, value in figures:
            heir = self.heir(team_id)
            grouped[heir] = grouped[heir] + value if heir in grouped else value
        return grouped


AS_IT_WAS = Structure()


def structure(day: dt.date | None = None) -> Structure:
    """What each merged team had become by ``day``, or has by now, followed to the end: one statement."""
    rows = TeamSuccession.objects.filter(kind=SuccessionKind.MERGE)
    if day is not None:
        rows = rows.filter(effective_on__lte=day)
    following: dict[int, int] = {}
    paths: dict[int, str] = {}
    fields = ("predecessor_id", "predecessor__place__path", "successor_id", "successor__place__path")
    for before, path, after, after_path in rows.values_list(*fields):
        following[before] = after
        paths[before], paths[after] = path, after_path
    return Structure(heirs={pk: _last(pk, following) for pk in following}, paths=paths)


def _last(pk: int, following: Mapping[int, int]) -> int:
    """No circle is possible: whoever takes up others stands, and whoever was taken up never stands again."""
    while pk in following:
        pk = following[pk]
    return pk


def served_on(path: str, day: dt.date, by: Structure = AS_IT_WAS) -> dict[int, int]:
    """How many served that day, by the team they served in or by what it is now: one statement."""
    rows: Any = Membership.objects.on(day).filter(by.under("team", path)).order_by().values("team")
    return by.regroup(rows.annotate(n=Count("member", distinct=True)).values_list("team", "n"))
