"""What rows are filled with, how one more is added, and a draft in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from duty.models import LogEntry, PatrolLog
from duty.reports import LogStart
from duty.rules import (
    FIELDS_OF,
    EntryKind,
    PatrolLogDraft,
)
from patrol_ops.core import clock
from patrol_ops.core.wording import say
from teams.reports import Standing


def with_row_added(data: QueryDict) -> QueryDict | None:
    """The posted form with one more row, when a button asked for one; works without script."""
    for prefix in ("patrols", "entries"):
        wanted = data.get(f"add-{prefix}")
        if wanted is None:
            continue
        grown = data.copy()
        try:
            number = min(int(data.get(f"{prefix}-TOTAL_FORMS", "0")), 40)
        except ValueError:
            number = 0
        grown[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
        if prefix == "entries":
            grown[f"entries-{number}-kind"] = wanted if wanted in set(EntryKind) else EntryKind.HAZARD
        return grown
    return None


def rows_of_start(start: LogStart) -> list[dict[str, Any]]:
    """What a new form's patrols are filled with."""
    return [
        {
            "started": patrol.started,
            "ended": patrol.ended,
            "area": patrol.area,
            "mode": patrol.mode,
            "walkers": list(patrol.walkers),
            "post": patrol.post,
            "joint": patrol.joint,
        }
        for patrol in start.patrols
    ]


def rows_of_log(log: PatrolLog) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What a returned log says, as rows to be mended."""
    patrols = [
        {
            "started": clock.local(patrol.started_at).time(),
            "ended": clock.local(patrol.ended_at).time(),
            "area": patrol.area_id,
            "mode": patrol.mode,
            "walkers": [walker.member_id for walker in patrol.walkers.all()],
            "bare": [walker.member_id for walker in patrol.walkers.all() if not walker.insignia],
            "post": patrol.post,
            "joint": patrol.joint,
        }
        for patrol in log.patrols.all()
    ]
    return patrols, [_row_of_entry(entry) for entry in log.entries.all()]


def _row_of_entry(entry: LogEntry) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": entry.kind}
    for name in FIELDS_OF[EntryKind(entry.kind)]:
        value = getattr(entry, name)
        row[name] = clock.local(value).time() if isinstance(value, dt.datetime) else value
    return row


def in_words(draft: PatrolLogDraft, areas: Mapping[int, str], crew: list[Standing]) -> str:
    """What was typed, as the text of an addendum, for when another phone was quicker."""
    names = {person.member_id: person.name for person in crew}
    lines = []
    for patrol in draft.patrols:
        people = "、".join(names.get(walker.member_id, "") for walker in patrol.walkers)
        span = f"{patrol.started:%H:%M}–{patrol.ended:%H:%M}"
        lines.append(f"{span} {areas.get(patrol.area_id, '')} {say(f'mode.{patrol.mode}')} {people}".strip())
    for entry in draft.entries:
        said = (entry.place, entry.topic, entry.text, entry.outcome)
        lines.append(" ".join([say(f"entry.{entry.kind}"), *(text for text in said if text)]))
    if draft.no_patrol:
        lines.append(f"{say(f'no-patrol.{draft.no_patrol}')} {draft.no_patrol_note}".strip())
    if draft.hand_over:
        lines.append(draft.hand_over)
    return "\n".join(lines)[:1000]
