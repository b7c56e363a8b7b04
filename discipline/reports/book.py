"""The record book of many: on paper by team, and as a workbook without anybody's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from discipline.models import DocumentCheck, Finding, InspectionAnswer, Interview, SiteCheck
from discipline.reports.content import Parts
from discipline.reports.records import RecordShown, composed, records_in_full
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.sheets.writing import Column, Row, Sheet
from patrol_ops.core.wording import say

# A team is looked at a few times a year; a book of more is printed by the month.
MOST = 100
_ROWS = 500


def book_of(actor: Actor, team_id: int, first: dt.date, last: dt.date) -> list[RecordShown]:
    """A team's records of these days, oldest first: six statements, however many they are."""
    rows = records_in_full(actor).filter(team__pk=team_id).between(first, last).order_by("day", "pk")
    records = list(rows[:MOST])
    ids = [row.pk for row in records]
    parts = [
        list(model._default_manager.filter(inspection__in=ids).order_by(order))
        for model, order in (
            (InspectionAnswer, "number"),
            (DocumentCheck, "kind"),
            (Interview, "number"),
            (SiteCheck, "number"),
            (Finding, "number"),
        )
    ]
    return [
        composed(row, Parts(*([p for p in part if p.inspection_id == row.pk] for part in parts))) for row in records
    ]


def sheets_of(rows: Any, day: dt.date) -> list[Sheet]:
    columns = (
        ("number", 18), ("day", 12), ("team", 26), ("organiser", 14), ("method", 14), ("announced", 10),
        ("checklist", 20), ("stage", 16), ("score", 8), ("present", 8), ("worn", 10), ("certified", 10),
        ("found", 8), ("to-rectify", 10),
    )  # fmt: skip
    return [
        Sheet(
            name=say("discipline.record-book"),
            title=say("discipline.record-book"),
            above=(say("discipline.record-book-day", day=day.isoformat()),),
            columns=tuple(Column(say(f"discipline.column-{name}"), width) for name, width in columns),
            rows=_lines(rows),
        )
    ]


def _lines(rows: Any) -> Iterator[Row]:
    for row in rows.select_related("team", "revision").iterator(chunk_size=_ROWS):
        yield (
            row.number,
            clock.local(row.begun_at).date().isoformat(),
            row.team.name,
            say(f"organiser.{row.organised_by}"),
            say(f"inspection-method.{row.method}"),
            say("discipline.announced" if row.announced else "discipline.unannounced"),
            row.revision.title,
            say(f"inspection-stage.{row.stage}"),
            *("" if n is None else n for n in (row.score, row.present, row.worn, row.certified)),
            row.found,
            row.to_rectify,
        )
