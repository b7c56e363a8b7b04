"""Who holds which role where, from when. Leaders are proposed by the office and approved by the police (ORG-06)."""

import datetime as dt

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor, covers
from patrol_ops.core.calendar import add_working_days
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.models import User
from patrol_ops.core.refusals import NotPermitted, Refused
from teams.access import Permission
from teams.commands.logins import _close_if_last, _new_login
from teams.events import AppointmentEnded, LeaderApproved, LeaderDeclined, LeaderProposed, StaffAppointed
from teams.models import Appointment, Member, PatrolArea, Place, Team
from teams.policy import APPROVAL_DAYS
from teams.rules import (
    REVIEWER_OF,
    TEAM_ROLES,
    AppointmentDraft,
    Owed,
    Role,
    judge_appointing,
    judge_appointment,
    judge_approval,
    judge_end,
)


@command
def propose_leader(
    *, actor: Actor, team_id: int, member_id: int, draft: AppointmentDraft, at: dt.datetime
) -> Appointment:
    """A leader, a deputy or a member with a login, one of the team's own. Leaders wait for the police (5.2)."""
    team = claim(Team, team_id, actor=actor, to=Permission.APPOINT_LEADER, related=("place",))
    if draft.role not in TEAM_ROLES:
        raise Refused("teams.role-not-held-there", field="role", role=f"role.{draft.role}")
    member = Member.objects.serving_in(team.pk, at.date()).filter(pk=member_id).first()
    judge_appointment(draft, "TEAM", today=at.date(), serves_there=member is not None)
    held = Appointment.objects.from_day(draft.since).filter(team=team, role=draft.role)
    if held.filter(member=member).exists():
        raise Refused("teams.appointed-already", field="member")
    if draft.role is Role.LEADER and not draft.deputy and held.filter(deputy=False).exists():
        raise Refused("teams.leader-there-already", field="member")

    needs_approval = draft.role is Role.LEADER
    row = Appointment.objects.create(
        role=draft.role,
        deputy=draft.deputy,
        member=member,
        team=team,
        path=team.place.path,
        since=draft.since,
        proposed_by_id=actor.person_id,
        proposed_at=at,
        approved_at=None if needs_approval else at,
    )
    if needs_approval:
        days = APPROVAL_DAYS.on(at.date(), team.place.path)
        due = obligations.Due(
            subject_type="appointment",
            subject_id=row.pk,
            team_id=None,
            path=team.place.path,
            role=REVIEWER_OF[team.tier],
            due_at=start_of(add_working_days(at.date(), days) + dt.timedelta(days=1)),
        )
        obligations.owe(Owed.APPROVE_LEADER, [due], at=at)

    announce(LeaderProposed(at=at, appointment_id=row.pk, team_id=team.pk), actor=actor, path=team.place.path)
    return row


def _waiting(appointment_id: int, actor: Actor) -> Appointment:
    """A leader's post that waits for this very police role of the team's tier."""
    row = claim(Appointment, appointment_id, actor=actor, to=Permission.APPROVE_LEADER, related=("team",))
    if row.team is None or row.role != Role.LEADER:
        raise NotPermitted
    reviewer = REVIEWER_OF[row.team.tier]
    if not any(post.role == reviewer and covers(post.path, row.path) for post in actor.posts):
        raise NotPermitted
    if row.approved_at is not None or row.ended_at is not None:
        raise Refused("teams.leader-decided-already")
    return row


@command
def approve_leader(*, actor: Actor, appointment_id: int, at: dt.datetime) -> Appointment:
    """The managing police unit of the tier agrees; the post is in force from its first day."""
    row = _waiting(appointment_id, actor)
    judge_approval(row.proposed_by_id, actor.person_id)

    row.approved_by_id, row.approved_at = actor.person_id, at
    row.save()
    obligations.settle(Owed.APPROVE_LEADER, subject_type="appointment", subject_id=row.pk, at=at)

    assert row.team_id is not None
    announce(LeaderApproved(at=at, appointment_id=row.pk, team_id=row.team_id), actor=actor, path=row.path)
    return row


@command
def decline_leader(*, actor: Actor, appointment_id: int, at: dt.datetime) -> Appointment:
    """The managing police unit does not agree; the proposal ends on the day it began."""
    row = _waiting(appointment_id, actor)

    row.until, row.ended_at, row.ended_by_id = row.since, at, actor.person_id
    row.save()
    obligations.settle(Owed.APPROVE_LEADER, subject_type="appointment", subject_id=row.pk, at=at)

    assert row.team_id is not None
    announce(LeaderDeclined(at=at, appointment_id=row.pk, team_id=row.team_id), actor=actor, path=row.path)
    return row


@command
def appoint_staff(
    *,
    actor: Actor,
    draft: AppointmentDraft,
    at: dt.datetime,
    place_id: int | None = None,
    area_id: int | None = None,
    user_id: int | None = None,
    username: str = "",
    name: str = "",
) -> Appointment:
    """Police and office posts, by the administrator: for a login that exists, or for a new one of that name."""
    if draft.role in TEAM_ROLES:
        raise Refused("teams.role-not-held-there", field="role", role=f"role.{draft.role}")
    area = PatrolArea.objects.select_related("place").filter(pk=area_id).first() if area_id else None
    place = claim(Place, area.place_id if area else place_id or 0, actor=actor, to=Permission.APPOINT_STAFF)
    judge_appointment(draft, "AREA" if area else place.tier, today=at.date())
    user = _known(user_id, actor) if user_id else _new_login(username, name)
    judge_appointing(actor.person_id, user.pk)
    over = {"area": area} if area else {"place": place}
    held = Appointment.objects.from_day(draft.since).filter(role=draft.role, **over)
    if held.filter(user=user).exists():
        raise Refused("teams.appointed-already", field="user")
    if area and held.exists():
        raise Refused("teams.area-has-contact", field="area")

    row = Appointment.objects.create(
        role=draft.role,
        user=user,
        path=area.path if area else place.path,
        since=draft.since,
        proposed_by_id=actor.person_id,
        proposed_at=at,
        approved_at=at,
        **over,
    )

    announce(StaffAppointed(at=at, appointment_id=row.pk, role=draft.role), actor=actor, path=place.path)
    return row


def _known(user_id: int, actor: Actor) -> User:
    """A login within reach: one that holds or held a post over the same territory."""
    reached = Appointment.objects.visible_to(actor, Permission.APPOINT_STAFF)
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None or not reached.of(user.pk).exists():
        raise Refused("teams.login-unknown", field="user")
    return user


@command
def end_appointment(*, actor: Actor, appointment_id: int, until: dt.date, at: dt.datetime) -> Appointment:
    """The post ends; ``until`` is the first day without it. With the last post in force the login closes at once."""
    row: Appointment | None = (
        Appointment.objects.select_related("user", "member__user")
        .select_for_update(of=("self",))
        .filter(pk=appointment_id)
        .first()
    )
    needed = Permission.APPOINT_LEADER if row is not None and row.role in TEAM_ROLES else Permission.APPOINT_STAFF
    if row is None or not Appointment.objects.visible_to(actor, needed).filter(pk=row.pk).exists():
        raise NotPermitted
    if row.ended_at is not None:
        raise Refused("teams.appointment-ended-already")
    judge_end(row.since, until, at.date())
    if row.role == Role.ADMINISTRATOR and not _another_administrator(row):
        raise Refused("teams.last-administrator")

    row.until, row.ended_at, row.ended_by_id = until, at, actor.person_id
    row.save()
    if row.approved_at is None:
        obligations.cancel(kind=Owed.APPROVE_LEADER, subject_type="appointment", subject_id=row.pk, at=at)
    user = row.user or (row.member.user if row.member else None)
    closed = user is not None and _close_if_last(user, at)

    event = AppointmentEnded(at=at, appointment_id=row.pk, until=until, login_closed=closed)
    announce(event, actor=actor, team_id=row.team_id, path=row.path[:12])
    return row


def _another_administrator(row: Appointment) -> bool:
    """A district without an administrator could appoint nobody any more."""
    others = Appointment.objects.filter(role=Role.ADMINISTRATOR, path=row.path, until__isnull=True)
    return others.exclude(pk=row.pk).filter(approved_at__isnull=False).exists()
