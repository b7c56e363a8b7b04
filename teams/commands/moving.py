"""People move: into another team or class, into a second post beside the first, from a legacy team under a contract."""

import datetime as dt

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from teams.access import Permission
from teams.commands.handing import _hand_over_kit
from teams.commands.logins import _close_if_last
from teams.commands.memberships import _begin, _end, _end_posts, _keep_identity, _open_row, _prove_identity
from teams.events import ClassChanged, MainMembershipChosen, MemberRegularised, MemberTransferred, SecondPostAdded
from teams.models import Membership, Team
from teams.policy import CONCURRENT_WARN
from teams.rules import (
    EmploymentClass,
    LeavingKind,
    MoveDraft,
    judge_class_change,
    judge_joining,
    judge_move,
    judge_no_new_contract,
    judge_regularising,
    judge_second_post,
)


def _both(team_id: int, to_team_id: int, actor: Actor, to: Permission) -> tuple[Team, Team]:
    """Two teams within reach, locked always in one order, so that two moves that cross do not wait for each other."""
    if team_id == to_team_id:
        raise Refused("teams.serves-there-already", field="to_team")
    held = _held({team_id, to_team_id}, actor, to)
    return held[team_id], held[to_team_id]


def _held(team_ids: set[int], actor: Actor, to: Permission) -> dict[int, Team]:
    return {pk: claim(Team, pk, actor=actor, to=to, related=("place",)) for pk in sorted(team_ids)}


def _judge_other(to_team: Team, member_id: int) -> None:
    judge_joining(to_team.stage)
    if Membership.objects.open().filter(team=to_team, member_id=member_id).exists():
        raise Refused("teams.serves-there-already", field="to_team")


@command
def transfer_member(
    *, actor: Actor, team_id: int, member_id: int, to_team_id: int, draft: MoveDraft, at: dt.datetime
) -> Membership:
    """From one team into another on a day: posts in the old team end; number badge, kit and holds stay with the person.

    The number is the person's for life, also in another street. Refused: out of reach, a team that takes nobody, a
    class that does not fit the new team, a day before the present service or after today.
    """
    team, to_team = _both(team_id, to_team_id, actor, Permission.TRANSFER_MEMBER)
    row = _open_row(team, member_id)
    _judge_other(to_team, member_id)
    judge_move(draft, row.since, today=at.date(), form=to_team.form)
    judge_no_new_contract(row.employment_class, draft.employment_class, legacy=row.legacy)
    _keep_identity(row.member, draft, at.date())

    _end(row, draft.on, LeavingKind.TRANSFERRED, actor, at)
    _end_posts(team, [member_id], draft.on, actor, at)
    following = _begin(row, to_team, draft.on, draft.employment_class, actor, at)
    _hand_over_kit(team, to_team, [member_id])
    closed = row.member.user is not None and _close_if_last(row.member.user, at)

    event = MemberTransferred(
        at=at,
        member_id=member_id,
        team_id=team.pk,
        to_team_id=to_team.pk,
        on=draft.on,
        employment_class=draft.employment_class,
        login_closed=closed,
    )
    announce(event, actor=actor, path=team.place.path)
    return following


@command
def change_class(*, actor: Actor, team_id: int, member_id: int, draft: MoveDraft, at: dt.datetime) -> Membership:
    """ORG-34: full-time, part-time or volunteer from a day on: a dated event in the same team; posts and badge stay."""
    team = claim(Team, team_id, actor=actor, to=Permission.CHANGE_CLASS, related=("place",))
    row = _open_row(team, member_id)
    judge_class_change(row.employment_class, draft)
    judge_move(draft, row.since, today=at.date(), form=team.form)
    judge_no_new_contract(row.employment_class, draft.employment_class, legacy=row.legacy)
    _keep_identity(row.member, draft, at.date())

    _end(row, draft.on, LeavingKind.CLASS_CHANGED, actor, at)
    following = _begin(row, team, draft.on, draft.employment_class, actor, at)

    event = ClassChanged(
        at=at,
        member_id=member_id,
        team_id=team.pk,
        on=draft.on,
        before=row.employment_class,
        employment_class=draft.employment_class,
    )
    announce(event, actor=actor, path=team.place.path)
    return following


@command
def add_second_post(
    *, actor: Actor, team_id: int, member_id: int, to_team_id: int, draft: MoveDraft, seen: bool, at: dt.datetime
) -> Membership:
    """Somebody of ``team_id`` serves in a further team as well (ORG-23): from the policy's number on only who has
    ``seen`` the warning may do it."""
    team, to_team = _both(team_id, to_team_id, actor, Permission.ADD_SECOND_POST)
    row = _open_row(team, member_id)
    _judge_other(to_team, member_id)
    judge_move(draft, row.since, today=at.date(), form=to_team.form)
    judge_no_new_contract(row.employment_class, draft.employment_class, legacy=row.legacy)
    count = Membership.objects.teams_of(member_id, at.date()) + 1
    judge_second_post(count, CONCURRENT_WARN.on(at.date(), to_team.place.path), seen=seen)
    _keep_identity(row.member, draft, at.date())

    further = Membership.objects.create(
        member_id=member_id,
        team=to_team,
        employment_class=draft.employment_class,
        since=draft.on,
        main=False,
        legacy=row.legacy,
        entered_by_id=actor.person_id,
        entered_at=at,
    )

    event = SecondPostAdded(
        at=at,
        member_id=member_id,
        team_id=to_team.pk,
        since=draft.on,
        employment_class=draft.employment_class,
        teams_at_once=count,
    )
    announce(event, actor=actor, path=to_team.place.path)
    return further


@command
def choose_main_membership(*, actor: Actor, team_id: int, member_id: int, at: dt.datetime) -> Membership:
    """Of several teams the one that stands for the person in lists and statistics."""
    team = claim(Team, team_id, actor=actor, to=Permission.ADD_SECOND_POST, related=("place",))
    row = _open_row(team, member_id)
    if row.main:
        raise Refused("teams.main-already")

    Membership.objects.open().filter(member_id=member_id, main=True).update(main=False)
    row.main = True
    row.save()

    announce(MainMembershipChosen(at=at, member_id=member_id, team_id=team.pk), actor=actor, path=team.place.path)
    return row


@command
def regularise_member(
    *, actor: Actor, member_id: int, team_id: int, employment_class: EmploymentClass, identity: str, at: dt.datetime
) -> Membership:
    """REC-12, X50: somebody from a legacy team has signed a contract like everybody else, for that team or another.

    Under it they serve from today on. Holds stay: until the transition ends they walk, from then on only if trained
    and badged. Refused: whoever serves under a contract already or nowhere, a number that is not theirs, a class that
    does not fit the team, another team that takes nobody.
    """
    # Asked before the lock, to know which teams to hold; under it the row is asked for again.
    left_id = _team_left(member_id, team_id)
    held = _held({team_id, left_id or team_id}, actor, Permission.ENROL_MEMBER)
    team = held[team_id]
    if left_id is None:
        raise Refused("teams.serves-nowhere", field="member")
    row = _open_row(held[left_id], member_id)
    judge_regularising(row.legacy, row.employment_class)
    moves = row.team_id != team.pk
    if moves:
        _judge_other(team, member_id)
    draft = MoveDraft(employment_class=employment_class, on=at.date(), identity=identity)
    judge_move(draft, row.since, today=at.date(), form=team.form)
    _prove_identity(row.member, draft, at.date())

    _end(row, draft.on, LeavingKind.TRANSFERRED if moves else LeavingKind.CLASS_CHANGED, actor, at)
    if moves:
        _end_posts(held[left_id], [member_id], draft.on, actor, at)
    following = _begin(row, team, draft.on, employment_class, actor, at, legacy=False)
    closed = moves and row.member.user is not None and _close_if_last(row.member.user, at)

    event = MemberRegularised(
        at=at,
        member_id=member_id,
        team_id=team.pk,
        from_team_id=left_id,
        employment_class=employment_class,
        login_closed=closed,
    )
    announce(event, actor=actor, path=team.place.path)
    return following


def _team_left(member_id: int, team_id: int) -> int | None:
    """The team of the service that a contract for ``team_id`` ends: there if they serve there, else the main one."""
    rows = Membership.objects.open().filter(member=member_id).values_list("team_id", "main")
    return min((team for team, main in rows if main or team == team_id), key=lambda team: team != team_id, default=None)
