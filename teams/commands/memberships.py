"""What every act on memberships shares: ending a row with its posts, beginning the next, keeping one main row."""

import datetime as dt
from collections.abc import Collection

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.refusals import Refused
from patrol_ops.core.secrets import blind_index
from teams.models import Appointment, Member, Membership, Team
from teams.rules import EmploymentClass, LeavingKind, MoveDraft, Owed, judge_identity


def _open_row(team: Team, member_id: int) -> Membership:
    """The open membership in ``team``, locked with the member behind it."""
    rows = Membership.objects.select_related("member").select_for_update(of=("self", "member")).open()
    row: Membership | None = rows.filter(team=team, member_id=member_id).first()
    if row is None:
        raise Refused("teams.member-not-serving", field="member")
    return row


def _end(row: Membership, until: dt.date, why: LeavingKind, actor: Actor, at: dt.datetime) -> None:
    row.until, row.left_why, row.ended_at, row.ended_by_id = until, why, at, actor.person_id
    row.save()


def _begin(
    before: Membership, team: Team, since: dt.date, employment_class: str, actor: Actor, at: dt.datetime
) -> Membership:
    """The next row after ``before`` has ended: what was main stays main, the transition of a legacy team goes on."""
    return Membership.objects.create(
        member_id=before.member_id,
        team=team,
        employment_class=employment_class,
        since=since,
        main=before.main,
        legacy=before.legacy,
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
    number, _born = judge_identity(draft.identity, today)
    if blind_index(number, "identity") != member.identity_index:
        raise Refused("teams.identity-not-theirs", field="identity")
    member.identity = number
    member.save()
