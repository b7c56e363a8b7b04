"""Equipment as its readers may see it: pieces by team, who bears what, who may bear what is restricted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from patrol_ops.core.access import Actor
from patrol_ops.core.privacy import masked
from teams.access import Permission
from teams.models import (
    Equipment,
    EquipmentIssue,
    EquipmentLine,
    EquipmentStandard,
    KitAuthorisation,
    Member,
    Team,
)
from teams.reports.crew import current_badge
from teams.reports.equipment_gaps import TeamGap, team_gaps
from teams.rules.equipment import INSCRIPTION, RESTRICTED, Condition, EquipmentKind, EquipmentStage
from teams.rules.equipment_needs import ANY_COMMUNICATION


@dataclass(frozen=True)
class KindLine:
    """One kind in a team: needed, usable (of it in hands), broken, missing; how many are due for replacement."""

    kind: str
    need: int
    stock: int
    out: int
    broken: int
    missing: int
    worn_out: int

    @property
    def code(self) -> str:
        return f"equipment-kind.{self.kind}"

    @property
    def inscription(self) -> str:
        """EQP-02."""
        return INSCRIPTION if self.kind == EquipmentKind.ARMBAND else ""


def kind_lines(gap: TeamGap) -> list[KindLine]:
    """What a team needs or has, kind by kind: no statement."""
    return [
        KindLine(
            kind=str(kind),
            need=gap.needs.get(kind, gap.minimum if kind == ANY_COMMUNICATION else 0),
            stock=gap.stock.get(kind, 0),
            out=gap.out.get(kind, 0),
            broken=gap.broken.get(kind, 0),
            missing=gap.gaps.get(kind, 0),
            worn_out=gap.worn_out.get(kind, 0),
        )
        for kind in (*EquipmentKind, ANY_COMMUNICATION)
        if kind in gap.needs or gap.gaps.get(kind) or gap.stock.get(kind) or gap.broken.get(kind)
    ]


def gap_of(team: Team, day: dt.date) -> TeamGap:
    """Of one team, whatever its stage: three statements."""
    return team_gaps(Team.objects.filter(pk=team.pk), day)[0]


# --- who bears what ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class IssueLine:
    """A piece in somebody's hands, or that was; the name as far as the reader may know it."""

    issue_id: int
    equipment_id: int
    team_id: int
    team: str
    member_id: int
    name: str
    badge: str
    kind: str
    serial: str
    size: str
    condition: str
    issued_on: dt.date
    issued_by: str
    replace_on: dt.date | None
    closed_on: dt.date | None
    outcome: str

    @property
    def code(self) -> str:
        return f"equipment-kind.{self.kind}"

    @property
    def inscription(self) -> str:
        return INSCRIPTION if self.kind == EquipmentKind.ARMBAND else ""

    @property
    def back_today(self) -> bool:
        """EQP-06: still out, and due back by the end of the day."""
        return self.closed_on is None and self.kind in RESTRICTED


def issues_shown_to(actor: Actor) -> QuerySet[Any]:
    """Those within reach, oldest first; ``readable`` says whose names may be read."""
    rows: QuerySet[Any] = EquipmentIssue.objects.visible_to(actor, Permission.VIEW_EQUIPMENT)
    readable = Member.objects.visible_to(actor, Permission.VIEW_MEMBER).filter(pk=OuterRef("member_id"))
    rows = rows.select_related("item__team", "member", "issued_by").defer("member__identity", "member__phone")
    rows = rows.annotate(readable=Exists(readable), badge=current_badge("member_id"))
    return rows.order_by("member_id", "kind", "pk")


def issue_lines(rows: Iterable[Any]) -> list[IssueLine]:
    """For rows of ``issues_shown_to``: no statement."""
    return [
        IssueLine(
            issue_id=row.pk,
            equipment_id=row.item_id,
            team_id=row.item.team_id,
            team=row.item.team.name,
            member_id=row.member_id,
            name=row.member.name if row.readable else masked(row.member.name),
            badge=row.badge or "",
            kind=row.kind,
            serial=row.item.serial,
            size=row.item.size,
            condition=row.condition_back or row.condition_out,
            issued_on=row.issued_on,
            issued_by=row.issued_by.name if row.issued_by else "",
            replace_on=row.item.replace_on if row.closed_on is None else None,
            closed_on=row.closed_on,
            outcome=row.outcome,
        )
        for row in rows
    ]


def issued_by_team(actor: Actor, team: Team) -> list[IssueLine]:
    """What of a team is in somebody's hands: one statement."""
    return issue_lines(issues_shown_to(actor).filter(item__team=team, closed_on__isnull=True))


def issued_lately(actor: Actor, team: Team, since: dt.date) -> list[IssueLine]:
    """What of a team is out, and what came back from ``since`` on: one statement."""
    lately = Q(closed_on__isnull=True) | Q(closed_on__gte=since)
    return issue_lines(issues_shown_to(actor).filter(lately, item__team=team))


def issued_to(actor: Actor, member_id: int) -> list[IssueLine]:
    """What one member bears and bore, what is out first: one statement."""
    lines = issue_lines(issues_shown_to(actor).filter(member=member_id))
    return sorted(lines, key=lambda line: (line.closed_on is not None, line.issued_on))


def held_by(member_id: int) -> int:
    """How many pieces somebody still has in hand, of whatever team: for whoever sees them off."""
    return EquipmentIssue.objects.open().filter(member=member_id).count()


def left_in(team_id: int) -> int:
    """How many pieces a team still has, in stock or out: for whoever dissolves it."""
    return Equipment.objects.at_hand().filter(team=team_id).count()


# --- pieces -----------------------------------------------------------------------------------------------------------


def pieces_in_stock(team: Team, *, usable: bool = True) -> list[Any]:
    """What may be given out, or with ``usable=False`` all that lies there: one statement."""
    rows = Equipment.objects.filter(team=team, stage=EquipmentStage.IN_STOCK).order_by("kind", "serial", "pk")
    return list(rows.exclude(condition=Condition.BROKEN) if usable else rows)


def pieces_shown_to(actor: Actor) -> QuerySet[Any]:
    rows: QuerySet[Any] = Equipment.objects.visible_to(actor, Permission.VIEW_EQUIPMENT)
    return rows.select_related("team__place").order_by("pk")


# --- restricted kit ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AuthorisationLine:
    authorisation_id: int
    team_id: int
    member_id: int
    name: str
    kind: str
    since: dt.date
    until: dt.date
    basis: str
    who: str
    open: bool


def authorisations_shown_to(actor: Actor) -> QuerySet[Any]:
    readable = Member.objects.visible_to(actor, Permission.VIEW_MEMBER).filter(pk=OuterRef("member_id"))
    rows: QuerySet[Any] = KitAuthorisation.objects.visible_to(actor, Permission.VIEW_EQUIPMENT)
    rows = rows.select_related("member", "given_by").annotate(readable=Exists(readable))
    return rows.order_by("-since", "-pk")


def authorisation_lines(rows: Iterable[Any], today: dt.date) -> list[AuthorisationLine]:
    """For rows of ``authorisations_shown_to``: no statement."""
    return [
        AuthorisationLine(
            authorisation_id=row.pk,
            team_id=row.team_id,
            member_id=row.member_id,
            name=row.member.name if row.readable else masked(row.member.name),
            kind=row.kind,
            since=row.since,
            until=row.until,
            basis=row.basis,
            who=row.given_by.name if row.given_by else "",
            open=row.until > today and row.withdrawn_at is None,
        )
        for row in rows
    ]


# --- the standard -----------------------------------------------------------------------------------------------------


def equipment_standards_shown_to(actor: Actor) -> QuerySet[EquipmentStandard]:
    """There is one for the whole district: whoever works in it reads it, though it stands above their territory.
    Newest first, with its lines: two statements."""
    reached = actor.reaches(Permission.VIEW_EQUIPMENT_STANDARD)
    districts: Collection[str] = {post.path[:6] for post, _ in reached if len(post.path) >= 6}
    lines = Prefetch("lines", queryset=EquipmentLine.objects.order_by("tier", "form", "pk"))
    rows = EquipmentStandard.objects.filter(place__path__in=districts)
    rows = rows.select_related("place", "proposed_by", "agreed_by").prefetch_related(lines)
    return rows.order_by("place__path", "-version")


def equipment_lines_before(path: str) -> list[EquipmentLine]:
    """The lines of the newest version of the district, to begin the next one with: one statement."""
    newest = EquipmentStandard.objects.of_district(path).order_by("-version").values("pk")[:1]
    return list(EquipmentLine.objects.filter(standard=newest).order_by("pk"))
