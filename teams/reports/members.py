"""People as the reader may see them: masked here, so that no page can forget."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from patrol_ops.core.access import Actor
from patrol_ops.core.privacy import masked, masked_phone
from teams.access import Permission
from teams.models import Appointment, Hold, Member, Membership, NumberBadge, Team
from teams.reports.crew import current_badge
from teams.reports.fitness import FIT, Fitness, fitness, weighed, with_override
from teams.rules import HoldKind, LeavingKind, standing


def members_shown_to(actor: Actor) -> QuerySet[Any]:
    """Members whose file, or whose masked line, this actor may see; ``readable`` says which."""
    open_files = Member.objects.visible_to(actor, Permission.VIEW_MEMBER)
    masked_lines = Member.objects.visible_to(actor, Permission.VIEW_MEMBER_MASKED)
    shown: QuerySet[Any] = (open_files | masked_lines).annotate(
        readable=Exists(open_files.filter(pk=OuterRef("pk"))), badge=current_badge("pk")
    )
    return shown


def crew_shown_to(actor: Actor, team: Team, day: dt.date) -> QuerySet[Any]:
    """The same, of those who serve in ``team`` that day."""
    serving = Membership.objects.on(day).filter(team=team)
    return members_shown_to(actor).filter(pk__in=serving.values("member"))


@dataclass(frozen=True)
class MemberLine:
    """A member in a list: name as far as the reader may know it, where they serve, whether they may walk."""

    member_id: int
    name: str
    readable: bool
    badge: str
    team_id: int | None
    team: str
    employment_class: str
    holds: tuple[str, ...]
    legacy_until: dt.date | None

    @property
    def standing(self) -> str:
        return standing(self.holds) if self.team_id is not None else "EXITED"


def member_lines(members: Iterable[Any], day: dt.date) -> list[MemberLine]:
    """Lines for rows of ``members_shown_to``: two statements for any number of them."""
    rows = list(members)
    ids = [row.pk for row in rows]
    serving = Membership.objects.on(day).filter(member__in=ids).select_related("team").order_by("-main", "-since")
    where: dict[int, Membership] = {}
    for membership in serving:
        where.setdefault(membership.member_id, membership)
    found = fitness(ids, day)
    return [_line(row, where.get(row.pk), found.get(row.pk, FIT)) for row in rows]


def _line(row: Any, membership: Membership | None, state: Fitness) -> MemberLine:
    return MemberLine(
        member_id=row.pk,
        name=row.name if row.readable else masked(row.name),
        readable=row.readable,
        badge=row.badge or "",
        team_id=membership.team_id if membership else None,
        team=membership.team.name if membership else "",
        employment_class=membership.employment_class if membership else "",
        holds=state.kinds,
        legacy_until=state.first_ahead if membership and membership.legacy else None,
    )


@dataclass(frozen=True)
class MemberFile:
    """One member's file. The phone is masked for whoever may not read it; the identity number is never shown."""

    line: MemberLine
    team: Team | None
    phone: str
    birth_year: int | None
    memberships: list[Membership]
    fitness: Fitness
    holds: list[Hold]
    badges: list[NumberBadge]
    posts: list[Appointment]
    serving: list[Membership]  # today's, the main one first

    def history(self) -> list[dict[str, Any]]:
        """Who did what, when: oldest first."""
        lines: list[tuple[dt.datetime | dt.date, str, str, str]] = []
        for row in self.memberships:
            lines.append((row.entered_at, "teams.member_enrolled", _name(row.entered_by), row.team.name))
            if row.ended_at is not None:
                lines.append((row.ended_at, _ended(row), _name(row.ended_by), row.team.name))
        for hold in self.holds:
            if hold.kind == HoldKind.LEAVE:
                lines.append((hold.placed_at, "teams.leave_granted", _name(hold.placed_by), "hold.LEAVE"))
            if hold.lifted_at is not None:
                lines.append((hold.lifted_at, "teams.hold-lifted", _name(hold.lifted_by), f"hold.{hold.kind}"))
        for post in self.posts:
            lines.append((post.proposed_at, "teams.leader_proposed", _name(post.proposed_by), f"role.{post.role}"))
            if post.approved_by is not None and post.approved_at is not None:
                lines.append((post.approved_at, "teams.leader_approved", _name(post.approved_by), f"role.{post.role}"))
            if post.ended_at is not None:
                lines.append((post.ended_at, "teams.appointment_ended", _name(post.ended_by), f"role.{post.role}"))
        lines.sort(key=_moment)
        return [{"at": at, "what": what, "who": who, "note": note} for at, what, who, note in lines]


def _ended(row: Membership) -> str:
    """Whoever moved on has not left."""
    moved = row.left_why in {LeavingKind.TRANSFERRED, LeavingKind.CLASS_CHANGED}
    return f"leaving.{row.left_why}" if moved else "teams.membership_ended"


def _moment(line: tuple[Any, ...]) -> Any:
    return line[0]


def _name(user: Any) -> str:
    return user.name if user is not None else ""


def member_file(member: Any, day: dt.date) -> MemberFile:
    """The file of a row of ``members_shown_to``: four statements."""
    memberships = Membership.objects.filter(member=member).select_related("team__place", "entered_by", "ended_by")
    holds = Hold.objects.filter(member=member).select_related("lifted_by", "placed_by").order_by("since", "pk")
    holds = with_override(holds, day)
    badges = NumberBadge.objects.filter(member=member).select_related("allocated_by", "handed_over_by", "revoked_by")
    posts = Appointment.objects.filter(member=member).select_related("team", "proposed_by", "approved_by", "ended_by")
    all_memberships, all_holds = list(memberships.order_by("since", "pk")), list(holds)
    serving = [row for row in all_memberships if row.since <= day and (row.until is None or row.until > day)]
    serving.sort(key=lambda row: not row.main)
    current = serving[0] if serving else None
    lasting = [hold for hold in all_holds if (hold.until is None or hold.until > day) and hold.until != hold.since]
    state = weighed(lasting, day).get(member.pk, FIT)
    return MemberFile(
        line=_line(member, current, state),
        team=current.team if current else None,
        phone=member.phone if member.readable or not member.phone else masked_phone(member.phone),
        birth_year=member.birth_year if member.readable else None,
        memberships=all_memberships,
        fitness=state,
        holds=[hold for hold in all_holds if hold.lifted_at is not None or hold.until is None or hold.until > day],
        badges=list(badges.order_by("allocated_on", "pk")),
        posts=list(posts.order_by("since", "pk")),
        serving=serving,
    )


def name_of(member: Any) -> str:
    """The name of a row of ``members_shown_to``, as far as the reader may know it."""
    return member.name if member.readable else masked(member.name)
