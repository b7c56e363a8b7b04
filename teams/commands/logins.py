"""A login is opened from an appointment: a slip with a one-time code. A forgotten password is a new slip."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, command
from patrol_ops.core.models import User
from patrol_ops.core.refusals import NotPermitted, Refused
from patrol_ops.core.signin import close_login, judge_username, make_slip
from teams.access import Permission
from teams.events import LoginOpened
from teams.models import Appointment, Member
from teams.rules import TEAM_ROLES, judge_person_name


@dataclass(frozen=True)
class Slip:
    """What stands on the slip, once: only the code's digest is kept."""

    user: User
    code: str
    expires_at: dt.datetime
    appointment: Appointment

    @property
    def pk(self) -> int:
        """What a repeated submission is answered with; the code is told once only."""
        return self.appointment.pk


@command
def open_login(*, actor: Actor, appointment_id: int, at: dt.datetime) -> Slip:
    """A slip for whoever holds the post, from whoever may appoint to it; an earlier slip is void."""
    row = (
        Appointment.objects.select_related("user", "team", "place")
        .select_for_update(of=("self",))
        .filter(pk=appointment_id)
        .first()
    )
    needed = Permission.OPEN_LEADER_LOGIN if row is not None and row.role in TEAM_ROLES else Permission.OPEN_LOGIN
    if row is None or not Appointment.objects.visible_to(actor, needed).filter(pk=row.pk).exists():
        raise NotPermitted
    if row.approved_at is None or row.ended_at is not None:
        raise Refused("teams.login-needs-appointment")

    user = row.user or _login_of(Member.objects.select_for_update().get(pk=row.member_id))
    renewed = user.has_usable_password()
    code = make_slip(user, actor.person_id, at)
    expires_at = user.slips.get(used_at__isnull=True, cancelled_at__isnull=True).expires_at

    event = LoginOpened(at=at, user_id=user.pk, appointment_id=row.pk, renewed=renewed)
    announce(event, actor=actor, team_id=row.team_id, path=row.path[:12])
    return Slip(user=user, code=code, expires_at=expires_at, appointment=row)


def _login_of(member: Member) -> User:
    """A login named after nothing personal; the phone number, where it is nobody else's, signs in as well."""
    if member.user is not None:
        return member.user
    taken = not member.phone_index or User.objects.filter(phone_index=member.phone_index).exists()
    user = User(
        username=f"m{member.pk}",
        name=member.name,
        phone="" if taken else member.phone,
        phone_index=None if taken else member.phone_index,
        is_active=False,
    )
    user.set_unusable_password()
    user.save()
    member.user = user
    member.save()
    return user


def _new_login(username: str, name: str) -> User:
    user = User(username=judge_username(username), name=judge_person_name(name), is_active=False)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise Refused("core.username-taken", field="username") from None
    return user


def _close_if_last(user: User, at: dt.datetime) -> bool:
    """Close the login at once if no approved post is left to it, now or to come."""
    left = Appointment.objects.of(user.pk).from_day(at.date()).filter(approved_at__isnull=False)
    if not user.is_active or left.exists():
        return False
    close_login(user, at)
    return True
