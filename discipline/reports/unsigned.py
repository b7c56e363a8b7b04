"""Records that wait for a signature, and for how long (LOG-04): by whom, since when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Coalesce

from discipline.access import Permission
from discipline.models import Inspection
from discipline.rules import InspectionStage
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import local

# After so many hours both sides hear of it, then the next role up.
FIRST_HOURS, LAST_HOURS = 24, 72


def unsigned_shown_to(actor: Actor) -> Any:
    """The longest waiting first; ``since``: when the one who is to sign was asked."""
    rows = Inspection.objects.visible_to(actor, Permission.VIEW_INSPECTION).unsigned()
    waiting = rows.annotate(since=Coalesce("signed_at", "recorded_at"))
    return waiting.select_related("team__place__parent", "inspector").order_by("since", "pk")


def waiting_since(rows: Any, hours: int, now: dt.datetime) -> Any:
    """Those that have waited for so many hours."""
    return rows.filter(since__lte=now - dt.timedelta(hours=hours))


@dataclass(frozen=True)
class UnsignedLine:
    row: Inspection
    hours: int

    @property
    def waits_for_leader(self) -> bool:
        return self.row.stage == InspectionStage.SIGNED_ONE

    @property
    def kind(self) -> str:
        return "overdue" if self.hours >= LAST_HOURS else "waits"

    @property
    def street(self) -> str:
        place = self.row.team.place
        return place.parent.name if len(place.path) == 12 and place.parent else place.name


def line_of(row: Any, now: dt.datetime) -> UnsignedLine:
    return UnsignedLine(row, int((now - local(row.since)) / dt.timedelta(hours=1)))
