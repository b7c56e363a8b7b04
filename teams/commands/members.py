"""People come in and leave."""

import datetime as dt

from django.db import IntegrityError, transaction

from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from patrol_ops.core.secrets import blind_index
from patrol_ops.core.signin import normalise_phone
from patrol_ops.core.sockets import figures
from teams import policy
from teams.access import Permission
from teams.commands.logins import _close_if_last
from teams.commands.memberships import (
    _described,
    _end,
    _end_posts,
    _hold_until_ready,
    _open_row,
    _settle_main,
)
from teams.events import MemberEnrolled, MembershipEnded
from teams.models import Member, Membership, NumberBadge, Team
from teams.rules import (
    BadgeEnd,
    Form,
    LeavingKind,
    MemberDraft,
    classes_of,
    judge_enrolment,
    judge_exit,
    judge_handed_back,
    judge_identity,
    judge_joining,
    judge_leaving,
    judge_return,
    transition_ends,
)


@command
def enrol_member(
    *, actor: Actor, team_id: int, draft: MemberDraft, at: dt.datetime, since: dt.date | None = None
) -> Member:
    """Somebody comes in or comes back, off duty until trained and badged; who comes from a legacy team serves under
    the transition (X50). Nobody does it by hand: a contract was signed."""
    team = claim(Team, team_id, actor=actor, to=Permission.ENROL_MEMBER, related=("place",))
    since = since or at.date()
    if since > at.date():
        raise Refused("teams.since-in-the-future", field="since")
    judge_joining(team.stage)
    values = ground.values_on(at.date(), team.place.path, policy.AGE_MIN, policy.AGE_MAX, policy.TRANSITION_DAYS)
    number, born = judge_identity(draft.identity, at.date())
    ages = (values[policy.AGE_MIN.key], values[policy.AGE_MAX.key])
    judge_enrolment(draft, born, since, allowed=classes_of(Form(team.form)), ages=ages)
    phone = normalise_phone(draft.phone) if draft.phone else ""
    former = _former(number, since)
    member = _described(
        former or Member(birth_year=born.year),
        name=draft.name.strip(),
        phone=phone,
        identity=number,
        employment_class=draft.employment_class,
    )

    try:
        with transaction.atomic():
            member.save()
            Membership.objects.create(
                member=member,
                team=team,
                employment_class=draft.employment_class,
                since=since,
                legacy=draft.legacy,
                entered_by_id=actor.person_id,
                entered_at=at,
            )
    except IntegrityError:  # the same person, enrolled elsewhere a moment ago
        raise Refused("teams.member-known", field="identity") from None
    begins = transition_ends(at.date(), values[policy.TRANSITION_DAYS.key]) if draft.legacy else since
    _hold_until_ready([member.pk], begins, actor.person_id, at, known=former is not None)

    announce(
        MemberEnrolled(
            at=at,
            member_id=member.pk,
            team_id=team.pk,
            employment_class=draft.employment_class,
            legacy=draft.legacy,
        ),
        actor=actor,
        path=team.place.path,
    )
    return member


def _former(number: str, since: dt.date) -> Member | None:
    """Whoever has served before is the same person for life, taken back after the last day out; locked.

    Who serves is refused: into a further team or another class one moves.
    """
    known = Member.objects.select_for_update().filter(identity_index=blind_index(number, "identity"))
    member: Member | None = known.first()
    if member is None:
        return None
    rows = Membership.objects.filter(member=member)
    if rows.open().exists():
        raise Refused("teams.member-known", field="identity")
    judge_return(rows.order_by("-until").values_list("until", flat=True).first(), since)
    return member


@command
def end_membership(
    *,
    actor: Actor,
    team_id: int,
    member_id: int,
    why: LeavingKind,
    until: dt.date,
    at: dt.datetime,
    badge: BadgeEnd | None = None,
) -> Membership:
    """Somebody leaves the team: posts in it end, and with the last post the login closes.

    The last exit waits for the number badge and whatever else is still held (5.3): a badge that was handed over has
    been taken back before, or ``badge`` says what became of it at this moment.
    """
    # Asked before the lock: whatever the upper floors know of is held or not at this moment (house 3).
    held = {what: n for what, n in figures("before-leaving", member_id=member_id).items() if n}
    team = claim(Team, team_id, actor=actor, to=Permission.END_MEMBERSHIP, related=("place",))
    row = _open_row(team, member_id)
    judge_exit(why)
    judge_leaving(row.since, until, at.date())
    last = not Membership.objects.open().filter(member_id=member_id).exclude(pk=row.pk).exists()
    worn: NumberBadge | None = NumberBadge.objects.current().filter(member_id=member_id).first() if last else None
    if last:
        judge_handed_back(worn is not None and worn.handed_over_on is not None, badge, held)

    _end(row, until, why, actor, at)
    _end_posts(team, [member_id], until, actor, at)
    if not last:
        _settle_main(member_id)
    if worn is not None:
        worn.revoked_on, worn.revoked_by_id = at.date(), actor.person_id
        worn.revoked_why = badge if badge and worn.handed_over_on is not None else BadgeEnd.UNUSED
        worn.save()
    closed = row.member.user is not None and _close_if_last(row.member.user, at)

    event = MembershipEnded(
        at=at,
        member_id=member_id,
        team_id=team.pk,
        until=until,
        why=why,
        badge_revoked=worn is not None,
        login_closed=closed,
    )
    announce(event, actor=actor, path=team.place.path)
    return row
