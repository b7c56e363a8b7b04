"""The insurance register as its reader may see it: papers, and who is covered; names masked here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from funding.access import Permission
from funding.models import Cover, InsurancePolicy
from funding.rules import state_of
from patrol_ops.core.access import Actor
from patrol_ops.core.privacy import masked
from teams.access import Permission as Teams
from teams.models import Member, Membership, NumberBadge

_DAY = dt.timedelta(days=1)


def policies_shown_to(actor: Actor, to: Permission = Permission.VIEW_INSURANCE) -> QuerySet[Any]:
    """Papers within reach, those that end soonest first; ``people`` is how many are covered to the end."""
    covered = Cover.objects.filter(policy=OuterRef("pk"), ended_at__isnull=True).order_by().values("policy")
    rows: QuerySet[Any] = InsurancePolicy.objects.visible_to(actor, to)
    rows = rows.select_related("place", "entered_by", "cancelled_by", "renewed_by")
    counted: QuerySet[Any] = rows.annotate(people=Subquery(covered.annotate(n=Count("pk")).values("n")))
    return counted.order_by("last_day", "pk")


@dataclass(frozen=True)
class PolicyLine:
    """A paper in a list; ``kind``, ``payer`` and ``state`` are wording codes."""

    policy_id: int
    place: str
    kind: str
    insurer: str
    number: str
    payer: str
    premium: Decimal | None
    starts_on: dt.date
    last_day: dt.date
    people: int
    state: str
    renews: int | None
    renewed_by: int | None


def policy_lines(rows: Iterable[Any], today: dt.date) -> list[PolicyLine]:
    """For rows of ``policies_shown_to``: no statement."""
    return [policy_line(row, today) for row in rows]


def policy_line(row: Any, today: dt.date) -> PolicyLine:
    following = getattr(row, "renewed_by", None)
    state = state_of(
        today,
        starts_on=row.starts_on,
        last_day=row.last_day,
        renewed=following is not None,
        cancelled=row.cancelled_at is not None,
    )
    return PolicyLine(
        policy_id=row.pk,
        place=row.place.name,
        kind=f"insurance.{row.kind}",
        insurer=row.insurer,
        number=row.number,
        payer=f"payer.{row.payer}",
        premium=row.premium,
        starts_on=row.starts_on,
        last_day=row.last_day,
        people=row.people or 0,
        state=f"policy-state.{state}",
        renews=row.renews_id,
        renewed_by=following.pk if following else None,
    )


def policy_history(row: Any) -> list[dict[str, Any]]:
    """Who entered and cancelled it: from the row itself."""
    lines = [(row.entered_at, row.entered_by, "funding.policy_entered")]
    if row.cancelled_at is not None:
        lines.append((row.cancelled_at, row.cancelled_by, "funding.policy_cancelled"))
    return [{"at": at, "who": who.name if who else "", "what": what} for at, who, what in lines]


# --- who is covered -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CoverLine:
    """One member under one policy; ``last_day`` is the last day of it, ``open`` says that it can be ended earlier."""

    cover_id: int
    policy_id: int
    member_id: int
    name: str
    team: str
    kind: str
    since: dt.date
    last_day: dt.date
    open: bool
    state: str


def _covers(actor: Actor, today: dt.date) -> QuerySet[Any]:
    readable = Member.objects.visible_to(actor, Teams.VIEW_MEMBER).filter(pk=OuterRef("member"))
    team = Membership.objects.on(today).filter(member=OuterRef("member")).order_by("-main", "pk").values("team__name")
    rows: QuerySet[Any] = Cover.objects.visible_to(actor, Permission.VIEW_COVER).counting()
    rows = rows.select_related("member", "policy").annotate(readable=Exists(readable), team=Subquery(team[:1]))
    return rows


def covers_of(actor: Actor, policy_id: int, today: dt.date) -> QuerySet[Any]:
    """Whom one policy covers, or covered."""
    return _covers(actor, today).filter(policy=policy_id).order_by("team", "member", "since")


def covers_of_member(actor: Actor, member_id: int, today: dt.date) -> QuerySet[Any]:
    """Under which policies somebody is, or was: the newest first."""
    return _covers(actor, today).filter(member=member_id).order_by("-until", "-pk")


def cover_lines(rows: Iterable[Any], today: dt.date) -> list[CoverLine]:
    """For rows of this module: no statement. Dates and kind only."""
    return [_cover_line(row, today) for row in rows]


def _cover_line(row: Any, today: dt.date) -> CoverLine:
    last_day = row.until - _DAY
    state = state_of(today, starts_on=row.since, last_day=last_day, renewed=False)
    return CoverLine(
        cover_id=row.pk,
        policy_id=row.policy_id,
        member_id=row.member_id,
        name=row.member.name if row.readable else masked(row.member.name),
        team=row.team or "",
        kind=f"insurance.{row.policy.kind}",
        since=row.since,
        last_day=last_day,
        open=row.until > today and row.policy.cancelled_at is None,
        state=f"policy-state.{state}",
    )


def cover_to_end(actor: Actor, cover_id: int, today: dt.date) -> QuerySet[Any]:
    """The cover this actor may end, with its line's names."""
    ends = Cover.objects.visible_to(actor, Permission.END_COVER)
    return _covers(actor, today).filter(pk__in=ends.filter(pk=cover_id).values("pk"))


# --- before they are covered ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TeamToCover:
    team_id: int
    name: str
    serving: int
    covered: int


def teams_to_cover(policy: Any, today: dt.date) -> list[TeamToCover]:
    """Teams at the policy's place, how many serve in each and how many of them it covers: one statement."""
    under = Cover.objects.from_day(today).filter(policy=policy.pk, member=OuterRef("member_id"))
    rows = Membership.objects.on(today).under(policy.place.path).annotate(under=Exists(under)).order_by()
    counted = rows.values_list("team_id", "team__name", "team__place__path").annotate(
        serving=Count("member_id", distinct=True), covered=Count("member_id", distinct=True, filter=Q(under=True))
    )
    return [TeamToCover(pk, name, n, done) for pk, name, _, n, done in counted.order_by("team__place__path", "team")]


def crew_to_cover(actor: Actor, policy: Any, team_id: int, today: dt.date) -> list[tuple[int, str]]:
    """Who serves in that team of the policy's place and is not covered by it yet: one statement. Names as the reader
    may know them, with the number that tells them apart."""
    readable = Member.objects.visible_to(actor, Teams.VIEW_MEMBER).filter(pk=OuterRef("member_id"))
    under = Cover.objects.from_day(today).filter(policy=policy.pk, member=OuterRef("member_id"))
    badge = NumberBadge.objects.current().filter(member=OuterRef("member_id")).values("number")
    rows = Membership.objects.on(today).under(policy.place.path).filter(team=team_id)
    rows = rows.filter(~Exists(under)).annotate(readable=Exists(readable), badge=Subquery(badge[:1]))
    found = rows.order_by(F("badge").asc(nulls_last=True), "member_id")
    said = found.values_list("member_id", "member__name", "readable", "badge")
    return [
        (pk, f"{name if whole else masked(name)} {number or f'#{pk}'}") for pk, name, whole, number in said.distinct()
    ]
