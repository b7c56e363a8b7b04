"""Answers that are not rows: who acts, who answers for what, how strong the teams are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from patrol_ops.core.access import Actor, Post
from patrol_ops.core.models import Obligation, User
from patrol_ops.core.privacy import masked
from teams.access import Permission
from teams.models import Appointment, Membership, Team
from teams.rules import REVIEWER_OF, Role, role_above


def actor_for(user: User, day: dt.date) -> Actor:
    """The login as an actor, with the posts it holds that day: one statement."""
    rows = Appointment.objects.of(user.pk).on(day).values_list("role", "path", "team_id", "deputy", "member_id")
    member_id: int | None = None
    posts = []
    for role, path, team_id, deputy, member in rows.order_by("pk"):
        posts.append(Post(role=role, path=path, team_id=team_id, deputy=deputy))
        member_id = member_id or member
    return Actor(kind="person", person_id=user.pk, member_id=member_id, posts=tuple(posts))


def holders_of(role: str, *, path: str, team_id: int | None, day: dt.date) -> list[int]:
    """Logins that hold ``role`` for this team or over this place that day; closed logins are left out."""
    rows = Appointment.objects.on(day).filter(role=role)
    if team_id is not None and role == Role.LEADER:
        rows = rows.filter(team_id=team_id)
    else:
        rows = rows.filter(path__in=_around(path))
    logins = rows.values_list("user_id", "user__is_active", "member__user_id", "member__user__is_active")
    return sorted({u or m for u, ua, m, ma in logins if (u and ua) or (m and ma)})


def _around(path: str) -> list[str]:
    """The place itself and every place around it: whoever holds one of these reaches it."""
    return sorted({path[:width] for width in (6, 9, 12) if width < len(path)} | {path})


def addressees(rows: Sequence[Obligation], level: int, day: dt.date) -> Mapping[int, set[int]]:
    """Who is to hear of each row, ``level`` steps above whoever owes it: two statements for any number of rows."""
    tiers = dict(Team.objects.filter(pk__in={r.team_id for r in rows if r.team_id}).values_list("pk", "tier"))
    wanted: dict[tuple[str, int | None, str], list[int]] = defaultdict(list)
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.user_id is not None and level == 0:
            found[row.pk].add(row.user_id)
            continue
        tier = tiers.get(row.team_id or 0) or {6: "BRIGADE", 9: "SQUADRON"}.get(len(row.path), "DETACHMENT")
        role = role_above(Role(row.role) if row.role else Role.GOVERNANCE, tier, level)
        if role is not None:
            wanted[(role, row.team_id if role == Role.LEADER else None, row.path)].append(row.pk)
    if not wanted:
        return found
    by_team: dict[tuple[str, int], set[int]] = defaultdict(set)
    by_path: dict[tuple[str, str], set[int]] = defaultdict(set)
    posts = Appointment.objects.on(day).filter(role__in={role for role, _, _ in wanted})
    fields = ("role", "team_id", "path", "user_id", "user__is_active", "member__user_id", "member__user__is_active")
    for role_held, team_id, path, u, ua, m, ma in posts.values_list(*fields):
        login = u if u and ua else m if m and ma else None
        if login is None:
            continue
        if team_id is not None:
            by_team[(role_held, team_id)].add(login)
        by_path[(role_held, path)].add(login)
    for (held, team_id, path), pks in wanted.items():
        people = set(by_team[(held, team_id)]) if team_id is not None else set()
        if team_id is None:
            for around in _around(path):
                people |= by_path[(held, around)]
        for pk in pks:
            found[pk] |= people
    return found


@dataclass(frozen=True)
class Standing:
    """One member of a team on a day: may they walk, and if not, why (product page Today)."""

    member_id: int
    name: str
    employment_class: str
    badge: str
    holds: tuple[str, ...]
    transition_until: dt.date | None

    @property
    def fit(self) -> bool:
        return not self.holds


def crew(team_id: int, day: dt.date, *, shown_masked: bool = False) -> list[Standing]:
    """Everybody who serves in the team that day, the fit first: three statements."""
    memberships = (
        Membership.objects.on(day)
        .filter(team_id=team_id)
        .select_related("member")
        .defer("member__identity", "member__phone")
        .prefetch_related("member__badges", "member__holds")
    )
    people = []
    for row in memberships:
        member = row.member
        holds = [h for h in member.holds.all() if h.until is None or h.until > day]
        current = tuple(sorted({h.kind for h in holds if h.since <= day}))
        ahead = [h.since for h in holds if h.since > day]
        badge = next((b.number for b in member.badges.all() if b.revoked_on is None), "")
        people.append(
            Standing(
                member_id=member.pk,
                name=masked(member.name) if shown_masked else member.name,
                employment_class=row.employment_class,
                badge=badge,
                holds=current,
                transition_until=min(ahead) if ahead and row.legacy else None,
            )
        )
    return sorted(people, key=lambda p: (not p.fit, p.badge, p.member_id))


def names_masked_for(actor: Actor) -> bool:
    """Whether this actor sees members only under a masked name."""
    return not actor.may(Permission.VIEW_MEMBER)


def in_charge(team: Team, day: dt.date) -> dict[str, list[str]]:
    """ORG-47: who leads, who manages for the police, and who operates (deputy or contact), by name; empty is a gap."""
    reviewer = REVIEWER_OF[team.tier]
    rows = (
        Appointment.objects.on(day)
        .filter(Q(team=team, role=Role.LEADER) | Q(role=reviewer, path=team.place.path))
        .values_list("role", "deputy", "user__name", "member__name")
    )
    found: dict[str, list[str]] = {"leading": [], "managing": [], "operating": []}
    for role, deputy, user_name, member_name in rows:
        place = "managing" if role == reviewer else ("operating" if deputy else "leading")
        found[place].append(user_name or member_name or "")
    return found


def people_of(ids: set[int]) -> dict[int, str]:
    """Names of logins, for pages that may show them: one statement."""
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
