"""Who of a team may walk on a day, and why not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from patrol_ops.core.access import Actor
from patrol_ops.core.privacy import masked
from teams.access import Permission
from teams.models import Member, Membership, NumberBadge
from teams.reports.fitness import FIT, Held, fitness
from teams.rules import standing


@dataclass(frozen=True)
class Standing:
    """One member of a team on a day: may they walk, and if not, why (product page Today)."""

    member_id: int
    name: str
    employment_class: str
    badge: str
    holds: tuple[str, ...]
    held: tuple[Held, ...]
    override_until: dt.date | None
    transition_until: dt.date | None
    open: bool = True  # whether the reader may open the member's file by name

    @property
    def fit(self) -> bool:
        return not self.holds

    @property
    def standing(self) -> str:
        return standing(self.holds)

    @property
    def label(self) -> str:
        """Told from others of the same masked name by the badge, or where there is none yet by the row."""
        return f"{self.name} {self.badge[-5:]}" if self.badge else f"{self.name} #{self.member_id}"


def crew(team_id: int, day: dt.date, *, shown_masked: bool = False, shown_to: Actor | None = None) -> list[Standing]:
    """Everybody who serves in the team that day, the fit first: two statements.

    ``shown_to`` masks the names of those whose file that actor may not read; ``shown_masked`` masks them all.
    """
    rows = Membership.objects.on(day).filter(team_id=team_id).select_related("member")
    rows = rows.defer("member__identity", "member__phone").annotate(badge=current_badge("member_id"))
    if shown_to is not None:
        readable = Member.objects.visible_to(shown_to, Permission.VIEW_MEMBER).filter(pk=OuterRef("member_id"))
        rows = rows.annotate(readable=Exists(readable))
    serving = list(rows)
    found = fitness([row.member_id for row in serving], day)
    people = []
    for row in serving:
        in_full = not shown_masked and (shown_to is None or row.readable)
        state = found.get(row.member_id, FIT)
        people.append(
            Standing(
                member_id=row.member_id,
                name=row.member.name if in_full else masked(row.member.name),
                employment_class=row.employment_class,
                badge=row.badge or "",
                holds=state.kinds,
                held=state.held,
                override_until=state.override_until,
                transition_until=state.first_ahead if row.legacy else None,
                open=in_full,
            )
        )
    return sorted(people, key=lambda person: (not person.fit, person.badge, person.member_id))


def current_badge(member: str) -> Subquery:
    """The number that the member of ``member`` (a column) wears or is about to get."""
    return Subquery(NumberBadge.objects.current().filter(member=OuterRef(member)).values("number")[:1])


def names_masked_for(actor: Actor) -> bool:
    """Whether this actor reads no member's file at all, and so every name masked."""
    return not actor.may(Permission.VIEW_MEMBER)
