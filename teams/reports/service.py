"""Where somebody serves, where they may go, and what they still wear."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef

from patrol_ops.core.access import Actor
from teams.access import Permission
from teams.models import Hold, Membership, NumberBadge, Team
from teams.rules import HoldKind, Stage


def teams_to_join(actor: Actor, permission: Permission, team: Team) -> Any:
    """The other teams within reach that take people."""
    rows = Team.objects.visible_to(actor, permission).unfinished().exclude(stage=Stage.SUSPENDED)
    return rows.exclude(pk=team.pk)


def names_served_in(member_id: int, day: dt.date) -> list[str]:
    """ORG-23: the teams somebody serves in that day, by name, the main one first: one statement."""
    rows = Membership.objects.on(day).filter(member=member_id).order_by("-main", "since", "pk")
    return list(rows.values_list("team__name", flat=True))


def class_in(team: Team, member_id: int) -> str:
    """As what somebody serves in the team now: one statement."""
    rows = Membership.objects.open().filter(team=team, member=member_id)
    return rows.values_list("employment_class", flat=True).first() or ""


def wears_badge_at_last(team: Team, member_id: int) -> bool:
    """Whether leaving ``team`` is the last exit of somebody who wears a number badge: one statement."""
    elsewhere = Membership.objects.open().filter(member=OuterRef("member")).exclude(team=team)
    worn = NumberBadge.objects.current().filter(member=member_id, handed_over_on__isnull=False)
    return worn.exclude(Exists(elsewhere)).exists()


def leaves_of(member_id: int, day: dt.date) -> Any:
    """The leaves that cover ``day`` or are still to come."""
    return Hold.objects.filter(member=member_id, kind=HoldKind.LEAVE).ending_after(day)
