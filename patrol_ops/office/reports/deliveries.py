"""What was told outside, in numbers: by day and way, and why something was not. Whom and what stands nowhere."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from patrol_ops.core import clock
from patrol_ops.core.access import Actor, Permission
from patrol_ops.core.models import Outside
from patrol_ops.core.wording import known, say

DAYS = 30


@dataclass
class DayLine:
    """The messages of one day and way, by how far they have come."""

    day: dt.date
    way: str
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def kind(self) -> str:
        return say(f"channel-kind.{self.way}")

    @property
    def sent(self) -> int:
        return self.counts["SENT"]

    @property
    def waiting(self) -> int:
        return self.counts["WAITING"] + self.counts["SENDING"]

    @property
    def failed(self) -> int:
        return self.counts["FAILED"]

    @property
    def dropped(self) -> int:
        return self.counts["DROPPED"]


@dataclass(frozen=True)
class ReasonLine:
    """Why messages of a way are not sent, or not yet."""

    way: str
    stage: str
    reason: str
    count: int

    @property
    def kind(self) -> str:
        return say(f"channel-kind.{self.way}")

    @property
    def text(self) -> str:
        code = f"delivery-reason.{self.reason}"
        return say(code) if known(code) else self.reason

    @property
    def stage_word(self) -> str:
        return say(f"delivery-stage.{self.stage}")


def _shown_to(actor: Actor, today: dt.date) -> QuerySet[Outside]:
    first = clock.start_of(today - dt.timedelta(days=DAYS - 1))
    return Outside.objects.visible_to(actor, Permission.VIEW_DELIVERY).filter(made_at__gte=first)


def by_day(actor: Actor, today: dt.date) -> list[DayLine]:
    """The last thirty days, newest first: one statement."""
    rows: Any = _shown_to(actor, today).annotate(day=TruncDate("made_at")).values_list("day", "kind", "stage")
    lines: dict[tuple[dt.date, str], DayLine] = {}
    for day, way, stage, count in rows.annotate(n=Count("pk")).order_by("-day", "kind", "stage"):
        lines.setdefault((day, way), DayLine(day, way)).counts[stage] += count
    return list(lines.values())


def by_reason(actor: Actor, today: dt.date) -> list[ReasonLine]:
    """The same days, the most frequent first: one statement."""
    rows: Any = _shown_to(actor, today).exclude(reason="").values_list("kind", "stage", "reason")
    return [ReasonLine(*row) for row in rows.annotate(n=Count("pk")).order_by("-n", "kind", "stage", "reason")]
