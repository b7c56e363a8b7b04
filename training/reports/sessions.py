"""Sessions as their readers see them: which, in which order, what may be done now, and what was done."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, F, IntegerField, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from patrol_ops.core.access import Actor, granted
from patrol_ops.core.models import JournalEntry
from patrol_ops.core.querysets import within
from patrol_ops.core.wording import say
from teams.models import Appointment
from teams.reports import may_on
from teams.reports.posts import people_of
from teams.rules import Role
from training.access import Permission
from training.models import Course, CourseRevision, Enrolment, PlanLine, Session
from training.rules import EnrolmentStage, SessionStage, responsible, shortfall

_OVER = (SessionStage.CONFIRMED, SessionStage.CANCELLED)
LONGEST_HISTORY = 40


def sessions_shown_to(actor: Actor) -> Any:
    """Those within reach, those one trains and those one takes part in; ``mine``, ``over`` and ``title`` come along.

    Somebody of the staff may be enrolled at a place above the own post, and a leader may train the whole street.
    """
    own = Enrolment.objects.visible_to(actor, Permission.CHECK_IN).filter(session=OuterRef("pk"))
    within_reach = Session.objects.visible_to(actor, Permission.VIEW_SESSION)
    trained = Session.objects.visible_to(actor, Permission.RUN_SESSION)
    taken = Session.objects.filter(Exists(own)) if actor.may(Permission.CHECK_IN) else Session.objects.none()
    mine = Q(Exists(own)) if actor.may(Permission.CHECK_IN) else Q(pk__in=[])
    return (within_reach | trained | taken).annotate(
        title=Coalesce(F("revision__title"), F("subject")),
        mine=ExpressionWrapper(mine | Q(trainer=actor.person_id or 0), output_field=BooleanField()),
        over=Case(When(stage__in=_OVER, then=1), default=0, output_field=IntegerField()),
    )


def as_listed(sessions: Any) -> Any:
    """What is not over first, one's own before others', the next one on top; then the past, the latest first."""
    coming = Case(When(over=0, then=F("starts_at")))
    listed = sessions.with_numbers().select_related("place", "revision__course", "team")
    return listed.order_by("over", "-mine", coming, "-starts_at", "-pk")


def whole(actor: Actor) -> Any:
    """The same rows with all that a session's own pages say of it."""
    return sessions_shown_to(actor).select_related("place", "revision__course", "team", "trainer", "plan_line")


def run_by(actor: Actor) -> Any:
    """Sessions whose trainer this is."""
    rows = Session.objects.visible_to(actor, Permission.RUN_SESSION).filter(trainer=actor.person_id)
    return _titled(rows)


def over_whom(actor: Actor, permission: str) -> Any:
    return _titled(Session.objects.visible_to(actor, permission))


def _titled(sessions: Any) -> Any:
    named = sessions.annotate(title=Coalesce(F("revision__title"), F("subject")))
    return named.select_related("place", "revision__course", "team", "trainer")


def is_run_by(session: Session, actor: Actor) -> bool:
    return session.trainer_id is not None and session.trainer_id == actor.person_id


def acts_on(session: Session, actor: Actor, now: dt.datetime, own: Enrolment | None) -> list[str]:
    """The stems of what this actor may do about it now and what would not be refused anyway."""
    stage, path = session.stage, session.path
    trains = is_run_by(session, actor) and actor.may(Permission.RUN_SESSION)
    ahead, running, waits = (
        stage == SessionStage.PLANNED,
        stage == SessionStage.RUNNING,
        stage == SessionStage.COMPLETED,
    )
    plans = may_on(actor, Permission.PLAN_SESSION, path=path)
    answers = actor.may(Permission.CONFIRM_SESSION) and responsible(session.tier) in actor.roles_over(path)
    own_hand = actor.person_id in (session.completed_by_id, session.trainer_id)
    open_to = {
        "check-in": running and own is not None and own.stage in (EnrolmentStage.ENROLLED, EnrolmentStage.ABSENT),
        "take-theory-test": own is not None and own.member_id is not None and _has_test(session),
        "begin-session": ahead and trains and now >= session.starts_at - dt.timedelta(hours=1),
        "call-roll": running and trains,
        "show-check-in-code": running and trains,
        "record-results": running and trains,
        "complete-session": running and trains and now >= session.starts_at,
        "confirm-session": waits and answers and not own_hand,
        "reopen-session": waits and may_on(actor, Permission.REOPEN_SESSION, path=path),
        "enrol-members": ahead and may_on(actor, Permission.ENROL, path=path),
        "note-cost": stage != SessionStage.CANCELLED and plans and session.team_id is None,
        "cancel-session": ahead and plans,
    }
    return [stem for stem, is_open in open_to.items() if is_open]


def _has_test(session: Session) -> bool:
    revision = session.revision
    return revision is not None and revision.theory and session.stage not in _OVER


def own_enrolment(session: Session, actor: Actor) -> Enrolment | None:
    """The asker's own, if they take part: one statement."""
    rows = Enrolment.objects.visible_to(actor, Permission.CHECK_IN).filter(session=session)
    found: Enrolment | None = rows.order_by("pk").first()
    return found


def history_of(session: Session) -> list[dict[str, Any]]:
    """Who did what when, from the journal, oldest first: two statements."""
    entries = JournalEntry.objects.filter(subject_type="session", subject_id=session.pk)
    lines = list(entries.order_by("-at", "-pk").values("at", "actor_id", "act", "facts")[:LONGEST_HISTORY])
    names = people_of({line["actor_id"] for line in lines if line["actor_id"]})
    said = [
        {
            "at": line["at"],
            "who": names.get(line["actor_id"] or 0, ""),
            "what": line["act"],
            "note": _note(session, line["act"], line["facts"]),
        }
        for line in lines
    ]
    return said[::-1]


def _note(session: Session, act: str, facts: dict[str, Any]) -> str:
    if act == "training.members_enrolled":
        return _("{n} 人").format(n=facts.get("added", 0))
    if act == "training.roll_called":
        return _("到 {n} 人").format(n=facts.get("present", 0))
    if act == "training.results_recorded":
        return _("通过 {n} 人").format(n=facts.get("passed", 0))
    return session.cancelled_why if act == "training.session_cancelled" else ""


def missing_money(session: Session) -> Decimal | None:
    """TRN-13: what of the actual cost nobody pays yet."""
    return None if session.cost_actual is None else shortfall(session.cost_actual, session.funded)


# --- what a new session is made of ----------------------------------------------------------------------------------


def courses_to_plan(path: str) -> dict[int, str]:
    """Open courses of the district as they are taught now: one statement."""
    open_here = Course.objects.of_district(path).open()
    rows = CourseRevision.objects.filter(course__in=open_here).select_related("course")
    found: dict[int, str] = {}
    for row in rows.order_by("course__programme", "course", "-version"):
        hours = f"{row.total / 60:.1f}".removesuffix(".0")
        text = _("{title}({programme}，{hours} 学时)")
        programme = say(f"programme.{row.course.programme}")
        found.setdefault(row.course_id, text.format(title=row.title, programme=programme, hours=hours))
    return found


def lines_to_hold(path: str, year: int, courses: dict[int, str]) -> list[tuple[int, str]]:
    """Lines of the district's plan from ``year`` on: one statement."""
    rows = PlanLine.objects.filter(plan__place__path=path[:6], plan__year__gte=year, dropped_at__isnull=True)
    rows = rows.filter(course__in=courses).select_related("plan").order_by("plan__year", "quarter", "number")
    return [
        (
            row.pk,
            _("{year} 年第 {quarter} 季度 · {tier} · {course}").format(
                year=row.plan.year, quarter=row.quarter, tier=say(f"tier.{row.tier}"), course=courses[row.course_id]
            ),
        )
        for row in rows
    ]


def trainers_around(path: str, day: dt.date) -> list[tuple[int, str]]:
    """Logins with a post here that may train: one statement. Leaders only where a community plans for itself."""
    roles = [role for role in granted(Permission.RUN_SESSION) if role != Role.LEADER or len(path) == 12]
    here = within("path", path) | Q(path__in=[path[:width] for width in (6, 9) if width < len(path)])
    posts = Appointment.objects.on(day).filter(here, role__in=roles)
    rows = posts.order_by("path", "role", "pk").values_list(
        "role", "user_id", "user__name", "user__is_active", "member__user_id", "member__user__name",
        "member__user__is_active",
    )  # fmt: skip
    found: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for role, user_id, name, active, of_member, member_name, member_active in rows:
        pk = user_id or of_member
        if pk is None or not (active if user_id else member_active):
            continue
        names[pk] = name or member_name
        found.setdefault(pk, []).append(say(f"role.{role}"))
    return [(pk, f"{names[pk]}({_('、').join(dict.fromkeys(said))})") for pk, said in found.items()]
