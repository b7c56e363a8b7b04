"""Leave: a hold with two ends, granted by the leader or the managing police, shortened when somebody comes back."""

import datetime as dt

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused
from teams.access import Permission
from teams.commands.badges import _serving
from teams.events import LeaveEnded, LeaveGranted
from teams.models import Hold, Team
from teams.rules import HoldKind, LeaveDraft, judge_leave, judge_leave_end


@command
def grant_leave(*, actor: Actor, team_id: int, member_id: int, draft: LeaveDraft, at: dt.datetime) -> Hold:
    """Off duty from one day until another; it may begin in the future. Nobody grants leave to themselves."""
    team = claim(Team, team_id, actor=actor, to=Permission.GRANT_LEAVE, related=("place",))
    member = _serving(team, member_id, at.date())
    judge_other_hand(member.user_id, actor.person_id, "teams.leave-to-oneself")
    judge_leave(draft, today=at.date())
    same = Hold.objects.filter(member=member, kind=HoldKind.LEAVE, since__lt=draft.until, until__gt=draft.since)
    if same.ending_after(at.date()).exists():
        raise Refused("teams.leave-overlaps", field="since")

    hold = Hold.objects.create(
        member=member,
        kind=HoldKind.LEAVE,
        leave_kind=draft.kind,
        since=draft.since,
        until=draft.until,
        placed_at=at,
        placed_by_id=actor.person_id,
    )

    event = LeaveGranted(
        at=at, hold_id=hold.pk, member_id=member.pk, team_id=team.pk, since=hold.since, until=draft.until
    )
    announce(event, actor=actor, path=team.place.path)
    return hold


@command
def end_leave(*, actor: Actor, team_id: int, member_id: int, hold_id: int, until: dt.date, at: dt.datetime) -> Hold:
    """Back earlier than agreed; a leave that had not begun by ``until`` never was."""
    team = claim(Team, team_id, actor=actor, to=Permission.GRANT_LEAVE, related=("place",))
    member = _serving(team, member_id, at.date())
    hold: Hold | None = Hold.objects.filter(pk=hold_id, member=member, kind=HoldKind.LEAVE).first()
    if hold is None or hold.until is None:
        raise Refused("teams.leave-unknown")
    judge_other_hand(member.user_id, actor.person_id, "teams.leave-to-oneself")
    judge_leave_end(hold.until, until, today=at.date())

    hold.until = max(until, hold.since)
    hold.lifted_at, hold.lifted_by_id = at, actor.person_id
    hold.save()

    event = LeaveEnded(at=at, hold_id=hold.pk, member_id=member.pk, team_id=team.pk, until=hold.until)
    announce(event, actor=actor, path=team.place.path)
    return hold
