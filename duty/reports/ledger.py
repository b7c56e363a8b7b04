"""The figures of every team of a place over some days, line by line with their sum."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from duty.models import PatrolWalker
from duty.reports.figures import TeamFigures, team_figures
from patrol_ops.core.kept import kept
from teams.models import Team
from teams.reports import AS_IT_WAS, served_on, structure


@dataclass(frozen=True)
class LedgerLine:
    """One team: who served on the last day, and what was done over all of them."""

    team_id: int | None
    name: str
    members: int
    figures: TeamFigures

    @property
    def hours(self) -> str:
        """Person-hours without needless digits."""
        return f"{self.figures.walked / dt.timedelta(hours=1):.1f}".removesuffix(".0")


@dataclass(frozen=True)
class TeamLedger:
    lines: list[LedgerLine]
    total: LedgerLine


@kept("duty", "teams")
def team_ledger(path: str, first: dt.date, last: dt.date, *, by_heirs: bool) -> TeamLedger:
    """ORG-01: by the teams as they were on each day, or by what they have become; six statements at most."""
    by = structure() if by_heirs else AS_IT_WAS
    done, serving = team_figures(path, first, last, by), served_on(path, last, by)
    names = dict(
        Team.objects.filter(pk__in=done.keys() | serving.keys())
        .order_by("place__path", "hamlet", "pk")
        .values_list("pk", "name")
    )
    lines = [
        LedgerLine(team_id=pk, name=name, members=serving.get(pk, 0), figures=done.get(pk, TeamFigures()))
        for pk, name in names.items()
    ]
    total = TeamFigures(
        filed=sum(line.figures.filed for line in lines),
        late=sum(line.figures.late for line in lines),
        patrols=sum(line.figures.patrols for line in lines),
        walked=sum((line.figures.walked for line in lines), dt.timedelta()),
    )
    return TeamLedger(lines, LedgerLine(None, "", sum(line.members for line in lines), total))


def walkers_since(since: dt.date) -> QuerySet[Any]:
    """ORG-22: the walks since that day, each with its ``member``; asked inside a question of the floor below, so it
    stays a question."""
    return PatrolWalker.objects.filter(patrol__log__day__gte=since).order_by()
