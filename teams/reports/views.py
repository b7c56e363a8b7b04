"""Who looked at a member's file and who took it out by name: told to that member."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Concat, TruncDate

from patrol_ops.core.access import Actor
from teams.access import Permission
from teams.models import ExportedLine, Member, RecordView


def whose_views(actor: Actor) -> QuerySet[Any]:
    """The members of whom this actor may see who looked: oneself, and for the station whoever has no screen."""
    members: QuerySet[Any] = Member.objects.visible_to(actor, Permission.VIEW_RECORD_VIEWS)
    return members


@dataclass(frozen=True)
class ViewLine:
    """Who, from which post, which day, what for; ``what`` and ``role`` are wording codes."""

    day: dt.date
    who: str
    role: str
    what: str
    why: str
    times: int


def views_of(member: Any) -> QuerySet[Any]:
    """Openings of the file and exports by name, the newest first: one statement a page of them."""

    def text(value: str) -> Any:
        return Value(value, CharField())

    opened = RecordView.objects.filter(member=member).annotate(
        on=F("day"), who=F("reader__name"), post=F("role"), what=Concat(text("view-door."), "door"), why=text(""),
        count=F("times"),
    )  # fmt: skip
    taken = ExportedLine.objects.filter(membership__member=member, in_full=True).annotate(
        on=TruncDate("export__made_at"), who=F("export__made_by__name"), post=F("export__role"),
        what=Concat(text("taken."), "export__kind"), why=F("export__reason"), count=Value(1, IntegerField()),
    )  # fmt: skip
    columns = ("on", "who", "post", "what", "why", "count")
    seen: QuerySet[Any] = opened.order_by().values_list(*columns)
    return seen.union(taken.order_by().values_list(*columns), all=True).order_by("-on", "who", "what")


def view_lines(rows: Any) -> list[ViewLine]:
    """For rows of ``views_of``."""
    return [
        ViewLine(day=day, who=who or "", role=f"role.{role}", what=what, why=why, times=times)
        for day, who, role, what, why, times in rows
    ]
