"""What every act on memberships shares: who somebody is, what holds them, ending a row, beginning the next."""

import datetime as dt
from collections.abc import Collection

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.refusals import Refused
from patrol_ops.core.secrets import blind_index
from teams.models import Appointment, Hold, Member, Membership, Team
from teams.rules import (
    EmploymentClass,
    HoldKind,
    LeavingKind,
    MoveDraft,
    Owed,
    initials_of,
    judge_identity,
    pinyin_of,
)

# What everybody begins with: off duty until trained and badged.
NOT_READY = (HoldKind.TRAINING, HoldKind.BADGE)


def _described(member: Member, *, name: str, phone: str, identity: str, employment_class: str) -> Member:
    """X07: the number itself only where the class has a contract; everybody is found again by the blind index."""
    member.name, member.pinyin, member.initials = name, pinyin_of(name), initials_of(name)
    member.phone = phone
    member.phone_index = blind_index(phone, "phone") if phone else ""
    member.identity = None if employment_class == EmploymentClass.VOLUNTEER else identity
    member.identity_index = blind_index(identity, "identity")
    return member


def _hold_until_ready(
    member_ids: Collection[int], begins: dt.date, by_id: int | None, at: dt.datetime, *, known: bool = False
) -> None:
    """From ``begins`` on they are trained and badged, or off duty. Of those with a file what waits already waits on,
    and no longer than until then."""
    waiting: set[tuple[int, str]] = set()
    if known:
        open_ones = Hold.objects.filter(member__in=member_ids, kind__in=NOT_READY, lifted_at__isnull=True)
        open_ones.filter(since__gt=begins).update(since=begins)
        waiting = set(open_ones.values_list("member_id", "kind"))
    Hold.objects.bulk_create(
        Hold(member_id=pk, kind=kind, since=begins, placed_at=at, placed_by_id=by_id)
        for pk in member_ids
        for kind in NOT_READY
        if (pk, kind) not in waiting
    )


def _open_row(team: Team, member_id: int) -> Membership:
    """The open membership in ``team``, locked with the member behind it."""
    rows = Membership.objects.select_related("member__user").select_for_update(of=("self", "member")).open()
    row: Membership | None = rows.filter(team=team, member_id=member_id).first()
    if row is None:
        raise Refused("teams.member-not-serving", field="member")
    return row


def _end(row: Membership, until: dt.date, why: LeavingKind, actor: Actor, at: dt.datetime) -> None:
    row.until, row.left_why, row.ended_at, row.ended_by_id = until, why, at, actor.person_id
    row.save()


def _begin(
    before: Membership,
    team: Team,
    since: dt.date,
    employment_class: str,
    actor: Actor,
    at: dt.datetime,
    *,
    legacy: bool | None = None,
) -> Membership:
    """The next row after ``before`` has ended: what was main stays main, the transition of a legacy team goes on
    unless something else is said."""
    return Membership.objects.create(
        member_id=before.member_id,
        team=team,
        employment_class=employment_class,
        since=since,
        main=before.main,
        legacy=before.legacy if legacy is None else legacy,
        joined_on=before.joined_on,
        entered_by_id=actor.person_id,
        entered_at=at,
    )


def _end_posts(team: Team, member_ids: Collection[int], until: dt.date, actor: Actor, at: dt.datetime) -> None:
    """Whoever no longer serves in the team holds no post in it, approved or waiting."""
    for post in Appointment.objects.filter(team=team, member__in=member_ids, ended_at__isnull=True):
        post.until, post.ended_at, post.ended_by_id = max(until, post.since), at, actor.person_id
        post.save()
        obligations.cancel(kind=Owed.APPROVE_LEADER, subject_type="appointment", subject_id=post.pk, at=at)


def _settle_main(member_id: int) -> None:
    """With the main row gone, the longest of those that are left becomes the main one."""
    rows = Membership.objects.open().filter(member_id=member_id)
    if rows.filter(main=True).exists():
        return
    following = rows.order_by("since", "pk").first()
    if following is not None:
        following.main = True
        following.save()


def _keep_identity(member: Member, draft: MoveDraft, today: dt.date) -> None:
    """Who comes under a contract is known by the number; a volunteer's was checked once and not kept."""
    if draft.employment_class is EmploymentClass.VOLUNTEER or member.identity is not None:
        return
    if not draft.identity:
        raise Refused("teams.identity-needed", field="identity")
    _prove_identity(member, draft, today)


def _prove_identity(member: Member, draft: MoveDraft, today: dt.date) -> None:
    """The number is the one they were found by, and kept where the class has a contract."""
    number, _born = judge_identity(draft.identity, today)
    if blind_index(number, "identity") != member.identity_index:
        raise Refused("teams.identity-not-theirs", field="identity")
    if draft.employment_class is not EmploymentClass.VOLUNTEER:
        member.identity = number
        member.save()
