"""Logs that are not filed: missing past their time or still to come, whom to call, what the reminders have said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, QuerySet

from duty.rules import Owed
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Obligation, Reminder
from patrol_ops.core.privacy import masked
from patrol_ops.core.querysets import within
from patrol_ops.office.reports.subjects import TeamName, team_names
from teams.access import Permission
from teams.models import Appointment, Member
from teams.rules import Role


@dataclass(frozen=True)
class Leader:
    """Whom to call; the number only for whoever may read members."""

    name: str
    phone: str


@dataclass(frozen=True)
class MissingLog:
    pk: int
    day: dt.date
    due_at: dt.datetime
    team: TeamName | None
    leader: Leader | None
    reminded_at: dt.datetime | None


def unfiled(path: str, first: dt.date, last: dt.date) -> QuerySet[Obligation]:
    """The logs of these days that are owed and not filed, due or not: a row a team and day."""
    rows = Obligation.objects.open().filter(within("path", path), kind=Owed.SUBMIT_PATROL_LOG)
    return rows.filter(period__gte=first.isoformat(), period__lte=last.isoformat())


@dataclass(frozen=True)
class Wanted:
    """Which of them: of one team, or those still in time instead of the missing."""

    path: str
    first: dt.date
    last: dt.date
    team_id: int | None = None
    in_time: bool = False


def missing(wanted: Wanted, now: dt.datetime) -> QuerySet[Obligation]:
    """Team by team, so that one call settles several days."""
    rows = unfiled(wanted.path, wanted.first, wanted.last)
    rows = rows.filter(due_at__gt=now) if wanted.in_time else rows.filter(due_at__lte=now)
    if wanted.team_id is not None:
        rows = rows.filter(team_id=wanted.team_id)
    return rows.order_by("path", "team_id", "period")


def missing_rows(rows: Iterable[Obligation], actor: Actor, today: dt.date) -> list[MissingLog]:
    """The rows of a page with their teams, leaders and reminders: three statements."""
    rows = list(rows)
    teams = team_names(row.team_id for row in rows)
    leaders = _leaders(set(teams), actor, today)
    said = Reminder.objects.filter(obligation_id__in=[row.pk for row in rows]).order_by().values_list("obligation_id")
    reminded = dict(said.annotate(last=Max("at")))
    return [
        MissingLog(
            pk=row.pk,
            day=dt.date.fromisoformat(row.period),
            due_at=row.due_at,
            team=teams.get(row.team_id or 0),
            leader=leaders.get(row.team_id or 0),
            reminded_at=reminded.get(row.pk),
        )
        for row in rows
    ]


def _leaders(team_ids: set[int], actor: Actor, today: dt.date) -> dict[int, Leader]:
    open_to = Member.objects.visible_to(actor, Permission.VIEW_MEMBER).filter(pk=OuterRef("member_id"))
    posts = Appointment.objects.on(today).filter(team_id__in=team_ids, role=Role.LEADER, deputy=False)
    rows = posts.annotate(whole=Exists(open_to)).values_list("team_id", "member__name", "member__phone", "whole")
    return {
        team_id: Leader(name=name if whole else masked(name), phone=phone if whole else "")
        for team_id, name, phone, whole in rows
        if team_id is not None and name
    }
