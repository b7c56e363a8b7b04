"""What is ordered about teams, and what became of them, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from patrol_ops.core.access import Actor
from teams.access import Permission
from teams.models import Reorganisation, Team
from teams.reports.members import members_shown_to, name_of
from teams.rules import MOVES, SuccessionKind


def teams_to_merge(actor: Actor, team: Team) -> QuerySet[Any]:
    """The other teams of its tier within reach that may be taken up."""
    stages = [str(stage) for stage in MOVES.table["merge"][0]]
    rows = Team.objects.visible_to(actor, Permission.ORDER_REORGANISATION).filter(tier=team.tier, stage__in=stages)
    return rows.exclude(pk=team.pk)


def reorganisations_shown_to(actor: Actor) -> QuerySet[Any]:
    """Orders about teams that this actor may see, those that are taken up by others as well."""
    return Reorganisation.objects.about(Team.objects.visible_to(actor, Permission.VIEW_TEAM).values("pk"))


@dataclass(frozen=True)
class ReorganisationFile:
    """One order with everything it names; names of members as far as the reader may know them."""

    row: Reorganisation
    merging: list[Team]
    moving: list[str]
    made: Team | None

    def history(self) -> list[dict[str, Any]]:
        """Who did what, when: from the row itself."""
        row = self.row
        lines = [
            (row.ordered_at, row.ordered_by, "reorganisation-move.order", row.reason),
            (row.approved_at, row.approved_by, "reorganisation-move.approve", ""),
            (row.ended_at, row.ended_by, f"reorganisation-stage.{row.stage}", row.end_reason),
        ]
        return [
            {"at": at, "who": who.name if who else "", "what": what, "note": note}
            for at, who, what, note in lines
            if at
        ]


def reorganisation_file(row: Reorganisation, actor: Actor) -> ReorganisationFile:
    """Three statements at most; fetch the row with its team and its hands."""
    moving = members_shown_to(actor).filter(pk__in=row.moving.values("pk")).order_by("pinyin", "pk")
    made = row.successions.filter(kind=SuccessionKind.SPLIT).select_related("successor").first()
    return ReorganisationFile(
        row=row,
        merging=list(row.merging.order_by("place__path", "hamlet")),
        moving=[name_of(member) for member in moving],
        made=made.successor if made is not None else None,
    )
