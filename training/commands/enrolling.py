"""Who takes part: by name, by team, or whoever lacks it (TRN-01, TRN-02, TRN-12)."""

import datetime as dt
from collections.abc import Collection

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.models import User
from patrol_ops.core.refusals import NotPermitted, Refused
from teams.models import Membership
from training.access import Permission
from training.events import EnrolmentWithdrawn, MembersEnrolled
from training.models import Enrolment, Session
from training.reports.lacking import lacking
from training.rules import ENROLMENT_MOVES, EnrolmentStage, SessionStage, judge_enrolling


def _enrol(
    session: Session,
    teams: dict[int, int | None],
    users: Collection[int],
    actor: Actor,
    at: dt.datetime,
    *,
    as_many: bool = False,
) -> int:
    """Members with their teams, and staff; who is enrolled already stays so. ``as_many``: as there is room for."""
    taken = list(session.enrolments.values_list("member_id", "user_id"))
    new_members = [pk for pk in teams if pk not in {member for member, _ in taken}]
    new_users = [pk for pk in users if pk not in {user for _, user in taken}]
    if as_many:
        new_members = new_members[: max(session.capacity - len(taken), 0)]
    if not new_members and not new_users:
        raise Refused("training.nobody-to-enrol")
    wanted = len(new_members) + len(new_users)
    judge_enrolling(session.stage, taken=len(taken), wanted=wanted, capacity=session.capacity)

    assert session.revision is not None  # only a study item has none, and nobody is enrolled in one
    before = Enrolment.objects.filter(member__in=new_members, stage__in=(EnrolmentStage.FAILED, EnrolmentStage.ABSENT))
    of_course = before.filter(session__revision__course=session.revision.course_id)
    failed = set(of_course.values_list("member_id", flat=True))
    stage = ENROLMENT_MOVES.after("enrol", None)
    rows = [
        Enrolment(session=session, member_id=pk, team_id=teams[pk], retake=pk in failed, stage=stage)
        for pk in new_members
    ] + [Enrolment(session=session, user_id=pk, stage=stage) for pk in new_users]
    for row in rows:
        row.enrolled_by_id, row.enrolled_at = actor.person_id, at
    Enrolment.objects.bulk_create(rows)

    announce(MembersEnrolled(at=at, session_id=session.pk, added=wanted), actor=actor, path=session.path)
    return wanted


def _held(session_id: int, actor: Actor) -> Session:
    return claim(Session, session_id, actor=actor, to=Permission.ENROL, related=("revision__course",))


@command
def enrol_members(
    *,
    actor: Actor,
    session_id: int,
    member_ids: Collection[int],
    at: dt.datetime,
    team_ids: Collection[int] = (),
    user_ids: Collection[int] = (),
) -> int:
    """Members by name, everybody of whole teams, staff by login (TRN-12). Returns how many are new.

    Refused: a session that has begun or has no room, somebody who does not serve in its district.
    """
    session = _held(session_id, actor)
    serving = Membership.objects.on(at.date()).under(session.path[:6]).order_by("member", "main")
    named = dict(serving.filter(member__in=member_ids).values_list("member_id", "team_id"))
    if len(named) != len(set(member_ids)):
        raise Refused("training.not-serving-here", field="member_ids")
    of_teams = dict(serving.filter(team__in=team_ids).values_list("member_id", "team_id"))
    users = set(User.objects.filter(pk__in=user_ids, is_active=True).values_list("pk", flat=True))
    if len(users) != len(set(user_ids)):
        raise Refused("training.staff-unknown", field="user_ids")

    return _enrol(session, {**of_teams, **named}, sorted(users), actor, at)


@command
def enrol_lacking(*, actor: Actor, session_id: int, at: dt.datetime) -> int:
    """Whoever of the tier here lacks what the course teaches, the longest waiting first, as many as there is room."""
    session = _held(session_id, actor)
    if session.revision is None:
        raise Refused("training.nobody-to-enrol")

    return _enrol(session, dict(lacking(session, at.date())), (), actor, at, as_many=True)


@command
def withdraw_enrolment(*, actor: Actor, enrolment_id: int, at: dt.datetime) -> int:
    """Taken off the list before the session begins. Returns the session's id."""
    reached = Enrolment.objects.visible_to(actor, Permission.ENROL).filter(pk=enrolment_id)
    sessions = Session.objects.select_for_update().filter(pk__in=reached.values("session"))
    session: Session | None = sessions.first()
    if session is None:
        raise NotPermitted
    enrolment = claim(Enrolment, enrolment_id, actor=actor, to=Permission.ENROL)
    if session.stage != SessionStage.PLANNED:
        raise Refused("training.session-begun")

    event = EnrolmentWithdrawn(at=at, session_id=session.pk, enrolment_id=enrolment.pk)
    enrolment.delete()

    announce(event, actor=actor, path=session.path)
    return session.pk
