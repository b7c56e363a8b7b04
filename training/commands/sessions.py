"""Sessions are planned, cancelled, costed; study items of meetings are written down (TRN-04, TRN-13, TRN-14)."""

import datetime as dt
import secrets
from decimal import Decimal

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.calendar import add_working_days
from patrol_ops.core.clock import at as at_hour
from patrol_ops.core.clock import local, start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.models import User
from patrol_ops.core.refusals import Refused
from teams.models import Membership, Place, Team
from teams.rules import judge_reason
from training import policy
from training.access import Permission
from training.events import CostNoted, SessionCancelled, SessionPlanned, StudyHeld
from training.models import Course, Enrolment, PlanLine, Session
from training.rules import (
    SESSION_MOVES,
    CheckIn,
    DeliveryMode,
    EnrolmentStage,
    Owed,
    PlanStage,
    SessionDraft,
    SessionStage,
    StudyDraft,
    confirmer,
    judge_cost,
    judge_session,
    judge_study,
    shortfall,
)


@command
def plan_session(*, actor: Actor, place_id: int, draft: SessionDraft, at: dt.datetime) -> Session:
    """A session of a course for teams of a tier at this place, under a line of the plan or beside it.

    Refused: a course that is retired or another district's, a line of another course or a plan that nobody
    has approved, a trainer who does not exist.
    """
    place = claim(Place, place_id, actor=actor, to=Permission.PLAN_SESSION)
    judge_session(draft, now=at.replace(tzinfo=None))
    course = Course.objects.of_district(place.path).open().filter(pk=draft.course_id).first()
    if course is None:
        raise Refused("training.course-unknown", field="course_id")
    if not User.objects.filter(pk=draft.trainer_id or 0, is_active=True).exists():
        raise Refused("training.trainer-needed", field="trainer_id")
    line = None
    if draft.plan_line_id is not None:
        approved = PlanLine.objects.filter(plan__place__path=place.path[:6], plan__stage=PlanStage.APPROVED)
        lines = approved.filter(dropped_at__isnull=True)
        line = lines.filter(pk=draft.plan_line_id, course=course, tier=draft.tier).first()
        if line is None:
            raise Refused("training.line-of-another", field="plan_line_id")
    revision = course.revisions.order_by("-version")[0]

    session = Session.objects.create(
        place=place,
        path=place.path,
        tier=draft.tier,
        revision=revision,
        minutes=revision.total,
        mode=draft.mode,
        plan_line=line,
        starts_at=draft.starts_at.replace(tzinfo=at.tzinfo),
        ends_at=draft.ends_at.replace(tzinfo=at.tzinfo),
        venue=draft.venue.strip(),
        capacity=draft.capacity,
        trainer_id=draft.trainer_id,
        trainer_name=draft.trainer_name.strip()[:40],
        cost_planned=draft.cost_planned,
        secret=secrets.token_hex(16),
        stage=SESSION_MOVES.after("plan", None),
        planned_by_id=actor.person_id,
        planned_at=at,
    )

    event = SessionPlanned(at=at, session_id=session.pk, mode=session.mode, tier=session.tier)
    announce(event, actor=actor, path=place.path)
    return session


@command
def cancel_session(*, actor: Actor, session_id: int, reason: str, at: dt.datetime) -> Session:
    """It will not be held; whoever was enrolled is enrolled elsewhere."""
    session = claim(Session, session_id, actor=actor, to=Permission.PLAN_SESSION)
    session.stage = SESSION_MOVES.after("cancel", session.stage)

    session.cancelled_why, session.cancelled_at = judge_reason(reason), at
    session.save()

    announce(SessionCancelled(at=at, session_id=session.pk), actor=actor, path=session.path)
    return session


@command
def note_cost(*, actor: Actor, session_id: int, cost: Decimal, funded: Decimal, at: dt.datetime) -> Session:
    """TRN-13: what it cost and what of that a budget line paid, in yuan; the rest is the shortfall."""
    session = claim(Session, session_id, actor=actor, to=Permission.PLAN_SESSION)
    judge_cost(cost, "cost")
    judge_cost(funded, "funded")
    if session.stage == SessionStage.CANCELLED:
        raise Refused("training.session-cancelled")
    if funded > cost:
        raise Refused("training.funded-beyond-cost", field="funded")

    session.cost_actual, session.funded = cost, funded
    session.save()

    event = CostNoted(at=at, session_id=session.pk, cost=int(cost), shortfall=int(shortfall(cost, funded)))
    announce(event, actor=actor, path=session.path)
    return session


@command
def hold_study(*, actor: Actor, team_id: int, draft: StudyDraft, at: dt.datetime) -> Session:
    """TRN-14: the leader writes down the study item of a meeting that was held; it counts once the police confirms."""
    team = claim(Team, team_id, actor=actor, to=Permission.HOLD_STUDY, related=("place",))
    serving = frozenset(Membership.objects.on(draft.day).filter(team=team).values_list("member", flat=True))
    judge_study(draft, today=at.date(), serving=serving)
    same = Session.objects.filter(team=team, subject=draft.subject.strip(), starts_at=at_hour(draft.day, 9))
    if same.exists():
        raise Refused("training.study-written-already", field="subject")
    path = team.place.path

    begins = at_hour(draft.day, 9)
    session = Session.objects.create(
        place=team.place,
        path=path,
        tier=team.tier,
        team=team,
        subject=draft.subject.strip(),
        topic=draft.topic,
        minutes=draft.minutes,
        mode=DeliveryMode.MEETING,
        starts_at=begins,
        ends_at=begins + dt.timedelta(minutes=draft.minutes),
        capacity=len(draft.member_ids),
        trainer_id=actor.person_id,
        secret=secrets.token_hex(16),
        stage=SESSION_MOVES.after("record", None),
        planned_by_id=actor.person_id,
        planned_at=at,
        completed_by_id=actor.person_id,
        completed_at=at,
    )
    Enrolment.objects.bulk_create(
        Enrolment(
            session=session,
            member_id=pk,
            team=team,
            stage=EnrolmentStage.PASSED,
            check_in=CheckIn.TRAINER,
            checked_in_at=at,
            minutes=draft.minutes,
            enrolled_by_id=actor.person_id,
            enrolled_at=at,
        )
        for pk in sorted(draft.member_ids)
    )
    _owe_confirmation(session, at)

    event = StudyHeld(at=at, session_id=session.pk, team_id=team.pk, day=draft.day, people=len(draft.member_ids))
    announce(event, actor=actor, path=path)
    return session


def _owe_confirmation(session: Session, at: dt.datetime) -> None:
    """TRN-09: by the police that answers for the tier and reaches the whole place."""
    days = policy.CONFIRM_DAYS.on(at.date(), session.path)
    due = obligations.Due(
        subject_type="session",
        subject_id=session.pk,
        due_at=start_of(add_working_days(local(at).date(), days) + dt.timedelta(days=1)),
        period=f"{at:%y%m%d%H%M%S%f}",
        team_id=session.team_id,
        path=session.path,
        role=confirmer(session.tier, session.place.tier),
    )
    obligations.owe(Owed.CONFIRM_SESSION, [due], at=at, fresh=True)
