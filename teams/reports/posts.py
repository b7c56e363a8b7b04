"""Who acts from which posts, and who answers for what."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from patrol_ops.core.access import Actor, Post, Reach, covers
from patrol_ops.core.models import Obligation, User
from patrol_ops.core.privacy import masked
from patrol_ops.core.second_step import asked_of, required_roles
from teams.access import Permission
from teams.models import Appointment, Hold, Member, Membership, Team
from teams.rules import HoldKind, Role, role_above


def actor_for(user: User, day: dt.date) -> Actor:
    """The login as an actor, with the posts it holds that day, and whether one of them needs a second step of signing
    in that the login has not: one statement."""
    fields = ("role", "path", "team_id", "deputy", "member_id", required_roles(day))
    rows = Appointment.objects.of(user.pk).on(day).values_list(*fields)
    member_id: int | None = None
    posts = []
    must_enrol = False
    for role, path, team_id, deputy, member, required in rows.order_by("pk"):
        posts.append(Post(role=role, path=path, team_id=team_id, deputy=deputy))
        member_id = member_id or member
        must_enrol |= user.second_step_since is None and asked_of([role], required or "")
    return Actor(kind="person", person_id=user.pk, member_id=member_id, posts=tuple(posts), must_enrol=must_enrol)


def may_on(actor: Actor, permission: str, *, path: str, team_id: int | None = None) -> bool:
    """Whether a post of the actor holds ``permission`` over this very place or team; asks no row."""
    for post, reach in actor.reaches(permission):
        if reach is Reach.ALL or (reach is Reach.TEAM and team_id is not None and post.team_id == team_id):
            return True
        if reach is Reach.TERRITORY and post.path and covers(post.path, path):
            return True
    return False


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


def reachable(user_ids: Collection[int], day: dt.date) -> set[int]:
    """Those of these logins who may be written to that day: no member who has left everywhere and holds no post, and
    none under a disciplinary hold. One statement."""
    posts = Appointment.objects.on(day).filter(Q(member=OuterRef("pk")) | Q(user=OuterRef("user")))
    serving = Membership.objects.on(day).filter(member=OuterRef("pk"))
    suspended = Hold.objects.on(day).filter(member=OuterRef("pk"), kind=HoldKind.DISCIPLINE)
    members = Member.objects.filter(user__in=user_ids)
    silent = members.filter(Q(Exists(suspended)) | ~Q(Exists(serving)) & ~Q(Exists(posts)))
    return set(user_ids) - set(silent.values_list("user", flat=True))


def people_of(ids: set[int]) -> dict[int, str]:
    """Names of logins, for pages that may show them: one statement."""
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


@dataclass(frozen=True)
class PostLine:
    """A post in a list: who, as what, where, since when, and how far it has come."""

    row: Appointment
    who: str
    where: str
    stage: str  # waiting | held | to-come | ended

    @property
    def login(self) -> User | None:
        return self.row.user or (self.row.member.user if self.row.member else None)


def post_lines(rows: Iterable[Appointment], viewer: Actor, day: dt.date) -> list[PostLine]:
    """Fetched with user, member, team, area and place, and the member's user for ``login``. A plain member's name is
    masked as in the lists; who leads a team is told to everybody who sees the team."""
    lines = []
    for row in rows:
        holder = row.user or row.member
        name = holder.name if holder is not None else ""
        open_name = row.role != Role.MEMBER or viewer.may(Permission.VIEW_MEMBER)
        over = row.team or row.area or row.place
        who, where = name if open_name else masked(name), over.name if over else ""
        lines.append(PostLine(row=row, who=who, where=where, stage=_stage(row, day)))
    return lines


def _stage(row: Appointment, day: dt.date) -> str:
    if (row.until is not None and row.until <= day) or row.ended_at is not None:
        return "ended"
    if row.approved_at is None:
        return "waiting"
    return "held" if row.since <= day else "to-come"


def holds_over(actor: Actor, role: str, path: str) -> bool:
    """Whether the actor holds this very role over ``path``."""
    return any(post.role == role and covers(post.path, path) for post in actor.posts)


def post_history(row: Appointment) -> list[dict[str, Any]]:
    """Who proposed, approved and ended it: from the row itself."""
    of_team = row.team_id is not None
    lines = [(row.proposed_at, row.proposed_by, "teams.leader_proposed" if of_team else "teams.staff_appointed")]
    if row.approved_at is not None and row.approved_by is not None:
        lines.append((row.approved_at, row.approved_by, "teams.leader_approved"))
    if row.ended_at is not None:
        ended = "teams.appointment_ended" if row.approved_at is not None else "teams.leader_declined"
        lines.append((row.ended_at, row.ended_by, ended))
    return [{"at": at, "who": who.name if who else "", "what": what} for at, who, what in lines]


def logins_of(posts: Any) -> list[tuple[int, str]]:
    """The logins behind these posts, by name, for whoever may appoint them: one statement."""
    rows = User.objects.filter(pk__in=posts.filter(user__isnull=False).values("user"))
    named = rows.order_by("name", "pk").values_list("pk", "name", "username")
    return [(pk, f"{name}({username})") for pk, name, username in named]
