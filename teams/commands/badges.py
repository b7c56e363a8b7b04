"""Number badges: given once, never again (EQP-01). Handing one over lifts the hold that waited for it."""

import datetime as dt

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from teams.access import Permission
from teams.events import BadgeAllocated, BadgeHandedOver, BadgeRevoked
from teams.models import Hold, Member, NumberBadge, Place, Team
from teams.rules import BadgeEnd, HoldKind, next_badge_number


def _serving(team: Team, member_id: int, day: dt.date) -> Member:
    member = Member.objects.serving_in(team.pk, day).select_for_update(of=("self",)).filter(pk=member_id).first()
    if member is None:
        raise Refused("teams.member-not-serving", field="member")
    return member  # type: ignore[no-any-return]


@command
def allocate_badge(*, actor: Actor, team_id: int, member_id: int, at: dt.datetime) -> NumberBadge:
    """The next number of the street's series for a member who has none."""
    team = claim(Team, team_id, actor=actor, to=Permission.ALLOCATE_BADGE, related=("place",))
    member = _serving(team, member_id, at.date())
    if NumberBadge.objects.current().filter(member=member).exists():
        raise Refused("teams.badge-held-already", field="member")
    series = team.place.path[:9]
    # Two offices giving numbers of one series meet at the row of its place.
    Place.objects.select_for_update().get(path=series)
    last = NumberBadge.objects.filter(path=series).order_by("-number").values_list("number", flat=True).first()

    badge = NumberBadge.objects.create(
        number=next_badge_number(series, last),
        path=series,
        member=member,
        allocated_on=at.date(),
        allocated_by_id=actor.person_id,
    )

    event = BadgeAllocated(at=at, badge_id=badge.pk, member_id=member.pk, team_id=team.pk)
    announce(event, actor=actor, path=team.place.path)
    return badge


@command
def hand_over_badge(*, actor: Actor, team_id: int, member_id: int, at: dt.datetime) -> NumberBadge:
    """The member wears it from this day."""
    team = claim(Team, team_id, actor=actor, to=Permission.HAND_OVER_BADGE, related=("place",))
    member = _serving(team, member_id, at.date())
    badge: NumberBadge | None = NumberBadge.objects.current().select_for_update().filter(member=member).first()
    if badge is None:
        raise Refused("teams.badge-not-allocated", field="member")
    if badge.handed_over_on is not None:
        raise Refused("teams.badge-handed-over-already", field="member")

    badge.handed_over_on, badge.handed_over_by_id = at.date(), actor.person_id
    badge.save()
    _lift(member, at, actor)

    event = BadgeHandedOver(at=at, badge_id=badge.pk, member_id=member.pk, team_id=team.pk)
    announce(event, actor=actor, path=team.place.path)
    return badge


def _lift(member: Member, at: dt.datetime, actor: Actor) -> None:
    """A hold ends today, or where it had not begun, on the day it would have begun."""
    for hold in Hold.objects.filter(member=member, kind=HoldKind.BADGE, lifted_at__isnull=True):
        hold.until = max(at.date(), hold.since)
        hold.lifted_at, hold.lifted_by_id = at, actor.person_id
        hold.save()


@command
def revoke_badge(*, actor: Actor, team_id: int, member_id: int, why: BadgeEnd, at: dt.datetime) -> NumberBadge:
    """Lost, worn out or given back: the number is never used again, and without a badge nobody walks."""
    team = claim(Team, team_id, actor=actor, to=Permission.ALLOCATE_BADGE, related=("place",))
    member = _serving(team, member_id, at.date())
    badge: NumberBadge | None = NumberBadge.objects.current().select_for_update().filter(member=member).first()
    if badge is None:
        raise Refused("teams.badge-not-allocated", field="member")

    badge.revoked_on, badge.revoked_why, badge.revoked_by_id = at.date(), why, actor.person_id
    badge.save()
    waiting = Hold.objects.filter(member=member, kind=HoldKind.BADGE, lifted_at__isnull=True)
    if not waiting.exists():
        Hold.objects.create(
            member=member, kind=HoldKind.BADGE, since=at.date(), placed_at=at, placed_by_id=actor.person_id
        )

    event = BadgeRevoked(at=at, badge_id=badge.pk, member_id=member.pk, team_id=team.pk, why=why)
    announce(event, actor=actor, path=team.place.path)
    return badge
