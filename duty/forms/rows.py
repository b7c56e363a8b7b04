"""What rows are filled with, how one more is added, and a draft in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from duty.models import LogEntry
from duty.reports import AreaChoice
from duty.rules import (
    FIELDS_OF,
    EntryDraft,
    EntryKind,
    Mode,
    PatrolLogDraft,
)
from duty.rules.logs import ENTRIES, PATROLS
from patrol_ops.core import clock
from patrol_ops.core.privacy import masked
from patrol_ops.core.wording import say
from teams.reports import Standing

_MOST = {"patrols": PATROLS, "entries": ENTRIES}


def with_row_added(data: QueryDict) -> QueryDict | None:
    """The posted form with one more row, when a button asked for one; works without script."""
    for prefix, most in _MOST.items():
        wanted = data.get(f"add-{prefix}")
        if wanted is None:
            continue
        grown = data.copy()
        total = data.get(f"{prefix}-TOTAL_FORMS", "")
        number = min(int(total), most) if total.isascii() and total.isdigit() and len(total) < 6 else 0
        grown[f"{prefix}-TOTAL_FORMS"] = str(min(number + 1, most))
        if prefix == "entries" and number < most:
            grown[f"entries-{number}-kind"] = wanted if wanted in set(EntryKind) else EntryKind.HAZARD
        if prefix == "patrols" and number < most:
            grown[f"patrols-{number}-mode"] = Mode.FOOT
            grown[f"patrols-{number}-area"] = data.get("patrols-0-area", "")
        return grown
    return None


def row_of_entry(entry: LogEntry) -> dict[str, Any]:
    """What an entry of a returned log says, to be mended."""
    row: dict[str, Any] = {"kind": entry.kind}
    for name in FIELDS_OF[EntryKind(entry.kind)]:
        value = getattr(entry, name)
        row[name] = clock.local(value).time() if isinstance(value, dt.datetime) else value
    return row


def in_words(draft: PatrolLogDraft, areas: Mapping[int, AreaChoice], crew: Sequence[Standing]) -> str:
    """What was typed, as the text of an addendum, for when another phone was quicker.

    An addendum is read by the office too: people stand in it by badge and masked name.
    """
    names = {person.member_id: " ".join((masked(person.name), person.badge[-5:])).strip() for person in crew}
    lines = []
    for patrol in draft.patrols:
        area = areas.get(patrol.area_id)
        people = "、".join(names.get(walker.member_id, "") for walker in patrol.walkers)
        span = f"{patrol.started:%H:%M}–{patrol.ended:%H:%M}"
        said = (span, area.name if area else "", say(f"mode.{patrol.mode}"), patrol.post, people)
        lines.append(" ".join(text for text in said if text))
    lines += [_entry_in_words(entry) for entry in draft.entries]
    if draft.no_patrol:
        lines.append(f"{say(f'no-patrol.{draft.no_patrol}')} {draft.no_patrol_note}".strip())
    if draft.hand_over:
        lines.append(draft.hand_over)
    return "\n".join(lines)


def _entry_in_words(entry: EntryDraft) -> str:
    said = [say(f"entry.{entry.kind}")]
    for name in EntryDraft.__dataclass_fields__:
        value = getattr(entry, name)
        if name == "kind" or value in (None, ""):
            continue
        if name == "category":
            said.append(say(f"category.{value}"))
        elif name == "told_to":
            said.append(say(f"told.{value}"))
        elif isinstance(value, dt.time):
            said.append(f"{value:%H:%M}")
        else:
            said.append(str(value))
    return " ".join(said)
