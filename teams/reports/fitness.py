"""Fit for duty: one report, one truth. Whoever asks whether somebody may walk on a day asks here and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from patrol_ops.core.access import Actor
from patrol_ops.core.privacy import masked
from teams.access import Permission
from teams.models import DutyOverride, Hold, Member, Membership
from teams.rules import OVERRIDABLE, HoldKind, known_path, standing


@dataclass(frozen=True)
class Held:
    """One thing that keeps a member off duty: since when, until when (where it ends by itself), and a code for what
    lifts it. ``passed_over``: not that day, because the police let them walk all the same."""

    kind: str
    since: dt.date
    until: dt.date | None = None
    passed_over: bool = False

    @property
    def lifts(self) -> str:
        return f"hold-lifts.{self.kind}"


@dataclass(frozen=True)
class Fitness:
    """Of one member on one day. ``ahead``: what begins later; ``override_until``: the first day after an override."""

    held: tuple[Held, ...] = ()
    ahead: tuple[Held, ...] = ()
    override_until: dt.date | None = None

    @property
    def fit(self) -> bool:
        return all(hold.passed_over for hold in self.held)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What keeps them off duty, by kind."""
        return tuple(sorted({hold.kind for hold in self.held if not hold.passed_over}))

    @property
    def standing(self) -> str:
        return standing(self.kinds)

    @property
    def first_ahead(self) -> dt.date | None:
        """The day on which something other than a leave begins to keep them off duty."""
        return min((hold.since for hold in self.ahead if hold.kind != HoldKind.LEAVE), default=None)


FIT = Fitness()


def fitness(member_ids: Collection[int], day: dt.date) -> dict[int, Fitness]:
    """Of each of these members: one statement, whatever their number. Who is not in the answer is fit."""
    if not member_ids:
        return {}
    rows = Hold.objects.ending_after(day).filter(member__in=member_ids).order_by("since", "kind")
    return weighed(with_override(rows, day), day)


def with_override(holds: Any, day: dt.date) -> Any:
    """Each hold with the first day after what passes it over that day."""
    overrides = DutyOverride.objects.on(day).filter(member=OuterRef("member_id")).order_by("-until")
    return holds.annotate(override_until=Subquery(overrides.values("until")[:1]))


def weighed(holds: Iterable[Any], day: dt.date) -> dict[int, Fitness]:
    """What rows of ``with_override`` that have not ended by ``day`` say of each member: no statement."""
    held: dict[int, list[Held]] = {}
    until: dict[int, dt.date] = {}
    for hold in holds:
        passed_over = hold.override_until is not None and hold.kind in OVERRIDABLE and hold.since <= day
        held.setdefault(hold.member_id, []).append(Held(hold.kind, hold.since, hold.until, passed_over))
        if passed_over:
            until[hold.member_id] = hold.override_until
    return {
        pk: Fitness(
            held=tuple(hold for hold in holds if hold.since <= day),
            ahead=tuple(hold for hold in holds if hold.since > day),
            override_until=until.get(pk),
        )
        for pk, holds in held.items()
    }


def bars(members: str, day: dt.date) -> Subquery:
    """The kind of the first thing that keeps the member of that column off duty on ``day``; nothing for the fit."""
    rows = Hold.objects.barring(day).filter(member_id=OuterRef(members)).order_by("kind")
    return Subquery(rows.values("kind")[:1])


def serving_with_bars(team_id: int, day: dt.date) -> dict[int, str | None]:
    """Everybody who serves in the team that day, with what keeps them off duty: one statement."""
    rows = Membership.objects.on(day).filter(team=team_id).annotate(bar=bars("member_id", day))
    return dict(rows.values_list("member_id", "bar"))


def fitness_of(member_id: int, day: dt.date) -> Fitness:
    """Of one member: one statement."""
    return fitness([member_id], day).get(member_id, FIT)


# --- what was passed over ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OverrideLine:
    """One act of the police: of whom, when, why, by whom; ``kinds`` are codes, ``open`` says it still holds."""

    override_id: int
    member_id: int
    name: str
    team: str
    kinds: tuple[str, ...]
    since: dt.date
    until: dt.date
    reason: str
    who: str
    given_at: dt.datetime
    withdrawn: str
    open: bool


def overrides_shown_to(actor: Actor, path: str) -> QuerySet[Any]:
    """Those within reach, at a place, the newest first; names as the reader may know them."""
    readable = Member.objects.visible_to(actor, Permission.VIEW_MEMBER).filter(pk=OuterRef("member"))
    rows: Any = DutyOverride.objects.visible_to(actor, Permission.VIEW_OVERRIDE)
    if path:
        rows = rows.under(path) if known_path(path) else rows.none()
    rows = rows.select_related("member", "team", "given_by", "withdrawn_by").annotate(readable=Exists(readable))
    newest: QuerySet[Any] = rows.order_by("-since", "-pk")
    return newest


def override_lines(rows: Iterable[Any], today: dt.date) -> list[OverrideLine]:
    """For rows of ``overrides_shown_to``: no statement."""
    return [
        OverrideLine(
            override_id=row.pk,
            member_id=row.member_id,
            name=row.member.name if row.readable else masked(row.member.name),
            team=row.team.name,
            kinds=tuple(f"hold.{kind}" for kind in row.kinds.split()),
            since=row.since,
            until=row.until,
            reason=row.reason,
            who=row.given_by.name if row.given_by else "",
            given_at=row.given_at,
            withdrawn=row.withdrawn_by.name if row.withdrawn_by else "",
            open=row.until > today and row.withdrawn_at is None,
        )
        for row in rows
    ]
