"""A log as one reader may see it: whose patrols, whose names."""

from __future__ import annotations

from dataclasses import dataclass

from duty.access import Permission
from duty.models import Patrol, PatrolLog
from duty.rules import MAY_REVIEW
from patrol_ops.core.access import Actor, Reach, covers
from patrol_ops.core.privacy import masked
from teams import access as teams_access
from teams.models import Team


@dataclass(frozen=True)
class WalkerShown:
    member_id: int
    name: str
    badge: str
    insignia: bool


@dataclass(frozen=True)
class PatrolShown:
    patrol: Patrol
    people: tuple[WalkerShown, ...]

    @property
    def all_marked(self) -> bool:
        return bool(self.people) and all(person.insignia for person in self.people)


def reaches(actor: Actor, permission: str, team: Team) -> bool:
    """Whether ``permission`` is held over this very team; fetch its place along with it."""
    for post, reach in actor.reaches(permission):
        if reach is Reach.ALL or (reach is Reach.TEAM and post.team_id == team.pk):
            return True
        if reach is Reach.TERRITORY and post.path and covers(post.path, team.place.path):
            return True
    return False


def answers_for(actor: Actor, team: Team) -> bool:
    """Whether this is the police whose review counts for the team's tier (ORG-06), by a post over its very place."""
    posts = (post for post, _ in actor.reaches(Permission.REVIEW_PATROL_LOG))
    return any(p.role in MAY_REVIEW[team.tier] and p.path and covers(p.path, team.place.path) for p in posts)


def patrols_shown(actor: Actor, log: PatrolLog) -> list[PatrolShown]:
    """Whoever sees a log only as one who walked sees the patrols they walked; names are whole for whom they concern.

    ``log`` comes from ``whole()``.
    """
    everything = reaches(actor, Permission.VIEW_PATROL_LOG, log.team)
    in_full = reaches(actor, teams_access.Permission.VIEW_MEMBER, log.team)
    shown = []
    for patrol in log.patrols.all():
        walkers = list(patrol.walkers.all())
        if not everything and all(walker.member_id != actor.member_id for walker in walkers):
            continue
        people = tuple(
            WalkerShown(
                member_id=walker.member_id,
                name=walker.member.name
                if in_full or walker.member_id == actor.member_id
                else masked(walker.member.name),
                badge=next((b.number[-5:] for b in walker.member.badges.all() if b.revoked_on is None), ""),
                insignia=walker.insignia,
            )
            for walker in walkers
        )
        shown.append(PatrolShown(patrol, people))
    return shown
