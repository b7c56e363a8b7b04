"""Whose duty is what, and who knows it (ORG-44)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, DateField, Exists, OuterRef, Q, QuerySet, Subquery, When

from patrol_ops.core.access import Actor
from patrol_ops.core.models import Obligation
from patrol_ops.core.privacy import masked
from patrol_ops.core.querysets import within
from teams.access import Permission
from teams.models import Acknowledgement, Appointment, DutyStatement, Membership
from teams.rules import Owed, Role, role_of_duty


@dataclass(frozen=True)
class Signer:
    """Somebody whose post has a duty: in which team, as leader or member, and with which login."""

    member_id: int
    team_id: int
    path: str
    leads: bool
    user_id: int | None


def _serving(day: dt.date) -> QuerySet[Any]:
    """Memberships of the day, with ``leads``: whether the member leads or deputises in any team."""
    leading = Appointment.objects.on(day).filter(member=OuterRef("member"), role=Role.LEADER)
    rows: QuerySet[Any] = Membership.objects.on(day).annotate(leads=Exists(leading))
    return rows


_SIGNER = ("member_id", "team_id", "team__place__path", "leads")


def _signers(rows: QuerySet[Any]) -> list[Signer]:
    """One a member, of the main membership where there are several: one statement."""
    found: dict[int, Signer] = {}
    values = rows.order_by("-main", "pk").values_list(*_SIGNER, "member__user_id", "member__user__is_active")
    for member_id, team_id, path, leads, user_id, active in values:
        found.setdefault(member_id, Signer(member_id, team_id, path, leads, user_id if active is not None else None))
    return list(found.values())


def signers(path: str, role: Role, day: dt.date) -> list[Signer]:
    """Everybody of the post in the district who has a login."""
    rows = _serving(day).filter(within("team__place__path", path), leads=role is Role.LEADER)
    return _signers(rows.filter(member__user__isnull=False))


def signer(member_id: int, day: dt.date) -> Signer | None:
    """The member's own post that day, or nothing where they serve nowhere."""
    return next(iter(_signers(_serving(day).filter(member_id=member_id))), None)


def statement_for(post: Signer, day: dt.date) -> DutyStatement | None:
    """The version in force for that post."""
    versions = DutyStatement.objects.of_district(post.path).in_force(day).select_related("place")
    statement: DutyStatement | None = versions.filter(role=role_of_duty(post.leads)).first()
    return statement


def statements_owed(member_id: int) -> list[str]:
    """The versions, as periods, that the member still owes."""
    rows = Obligation.objects.open().filter(
        kind=Owed.ACKNOWLEDGE_DUTY_STATEMENT, subject_type="member", subject_id=member_id
    )
    return list(rows.values_list("period", flat=True))


@dataclass(frozen=True)
class StatementShown:
    """A version in force; ``mine`` where it is the reader's own duty, ``known_on`` once they acknowledged it."""

    row: DutyStatement
    mine: bool
    known_on: dt.date | None


def statements_shown_to(actor: Actor, day: dt.date) -> list[StatementShown]:
    """What is in force around the reader's posts, the own duty first: at most three statements."""
    rows = list(
        DutyStatement.objects.visible_to(actor, Permission.VIEW_DUTY_STATEMENT)
        .in_force(day)
        .select_related("place", "published_by")
        .order_by("role", "pk")
    )
    post = signer(actor.member_id, day) if actor.member_id is not None else None
    own: tuple[str, str] | None = None
    known: dict[int, dt.date] = {}
    if post is not None:
        own = (role_of_duty(post.leads), post.path[:6])
        told = Acknowledgement.objects.filter(member_id=post.member_id, statement__in=rows)
        known = dict(told.values_list("statement_id", "acknowledged_on"))
    shown = [StatementShown(row, (row.role, row.place.path) == own, known.get(row.pk)) for row in rows]
    return sorted(shown, key=lambda line: not line.mine)


# --- who knows it ---------------------------------------------------------------------------------------------------


def acknowledgement_rows(actor: Actor, day: dt.date) -> QuerySet[Any]:
    """Who serves within reach and has a duty in force, with ``known_on``: two statements with the rows themselves."""
    current = dict(
        DutyStatement.objects.visible_to(actor, Permission.VIEW_DUTY_STATEMENT).in_force(day).values_list("role", "pk")
    )
    rows = Membership.objects.visible_to(actor, Permission.VIEW_ACKNOWLEDGEMENT).on(day)
    leading = Appointment.objects.on(day).filter(member=OuterRef("member"), role=Role.LEADER)
    open_files = Membership.objects.visible_to(actor, Permission.VIEW_MEMBER).filter(pk=OuterRef("pk"))

    def known(role: Role) -> Subquery:
        rows = Acknowledgement.objects.filter(statement_id=current.get(role), member=OuterRef("member"))
        return Subquery(rows.values("acknowledged_on")[:1])

    dated = Case(
        When(leads=True, then=known(Role.LEADER)),
        default=known(Role.MEMBER),
        output_field=DateField(),
    )
    has_duty = Q(leads=True) if Role.LEADER in current else Q(pk__in=[])
    has_duty |= Q(leads=False) if Role.MEMBER in current else Q(pk__in=[])
    found: QuerySet[Any] = (
        rows.annotate(leads=Exists(leading), readable=Exists(open_files))
        .filter(has_duty)
        .annotate(known_on=dated)
        .select_related("member__user", "team")
    )
    return found


@dataclass(frozen=True)
class AcknowledgementLine:
    """One who serves: whether they know their duty, and whether they sign on paper."""

    member_id: int
    name: str
    team_id: int
    team: str
    role: str
    known_on: dt.date | None
    has_login: bool


def acknowledgement_lines(rows: Iterable[Any]) -> list[AcknowledgementLine]:
    """For rows of ``acknowledgement_rows``."""
    return [
        AcknowledgementLine(
            member_id=row.member_id,
            name=row.member.name if row.readable else masked(row.member.name),
            team_id=row.team_id,
            team=row.team.name,
            role=f"role.{role_of_duty(row.leads)}",
            known_on=row.known_on,
            has_login=row.member.user is not None and row.member.user.is_active,
        )
        for row in rows
    ]
