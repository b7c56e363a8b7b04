"""Bodies with those who answer for them, and where a name is missing (ORG-16)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from teams.models import Unit, UnitPost
from teams.rules import AccountableKind


@dataclass(frozen=True)
class Answering:
    """One of the two posts of a body: who fills it, or nobody."""

    kind: AccountableKind
    row: UnitPost | None


@dataclass(frozen=True)
class UnitLine:
    """A body in a list with its two posts."""

    unit: Unit
    posts: list[Answering] = field(default_factory=list)


def unit_lines(units: Iterable[Any], day: dt.date) -> list[UnitLine]:
    """For units fetched with their place: one statement for any number of them."""
    rows = list(units)
    held = {(post.unit_id, post.kind): post for post in UnitPost.objects.on(day).filter(unit__in=rows)}
    return [UnitLine(unit, [Answering(kind, held.get((unit.pk, kind))) for kind in AccountableKind]) for unit in rows]


def accountable_history(unit: Unit) -> list[dict[str, Any]]:
    """Who named whom and when, as history lines, oldest first: one statement."""
    rows = UnitPost.objects.filter(unit=unit).select_related("named_by", "ended_by").order_by("named_at", "pk")
    lines: list[dict[str, Any]] = []
    for row in rows:
        note = f"{row.name} {row.title}"
        who = row.named_by.name if row.named_by else ""
        lines.append({"at": row.named_at, "who": who, "what": f"accountable.{row.kind}", "note": note})
        if row.ended_at is not None:
            who = row.ended_by.name if row.ended_by else ""
            lines.append({"at": row.ended_at, "who": who, "what": "teams.accountable_ended", "note": note})
    return sorted(lines, key=lambda line: line["at"])
