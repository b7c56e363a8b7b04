"""Who takes part in a session, with names as far as the reader may know them, and what it will be worth to each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.privacy import masked
from patrol_ops.core.querysets import within
from teams.access import Permission as Teams
from teams.models import Appointment, Member, Membership, Team
from teams.reports import MemberLine, member_lines, members_shown_to
from training import policy
from training.access import Permission
from training.models import Enrolment, Session, TheoryAttempt
from training.reports.sessions import is_run_by
from training.rules import EnrolmentStage, check_in_code, credit, minute_of

CAME = (EnrolmentStage.ATTENDED, EnrolmentStage.PASSED, EnrolmentStage.FAILED)
MOST_FOUND = 20


@dataclass(frozen=True)
class Participant:
    """``score``: the best of the online tests, none where there was none. ``worth``: minutes that would count."""

    enrolment_id: int
    member_id: int | None
    name: str
    team: str
    readable: bool
    own: bool
    stage: str
    check_in: str
    checked_in_at: dt.datetime | None
    minutes: int | None
    mark: int | None
    score: int | None
    tested: bool
    retake: bool
    credited: int | None
    credit_year: int | None
    worth: int = 0

    @property
    def came(self) -> bool:
        return self.stage in CAME

    @property
    def decided(self) -> bool:
        return self.stage in (EnrolmentStage.PASSED, EnrolmentStage.FAILED)


def enrolments_shown_to(actor: Actor, session: Session) -> Any:
    """All for the trainer; else those within reach and one's own."""
    if is_run_by(session, actor):
        return Enrolment.objects.filter(session=session)
    seen = Enrolment.objects.visible_to(actor, Permission.VIEW_ENROLMENT)
    return (seen | Enrolment.objects.visible_to(actor, Permission.CHECK_IN)).filter(session=session)


def participants(session: Session, actor: Actor, *, factor: int = 0) -> list[Participant]:
    """Three statements, two where the course has no online test."""
    rows = list(enrolments_shown_to(actor, session).select_related("member", "team", "user").order_by("pk"))
    ids = [row.member_id for row in rows if row.member_id is not None]
    trains = is_run_by(session, actor)
    open_files = Member.objects.visible_to(actor, Teams.VIEW_MEMBER).filter(pk__in=ids)
    readable = set(ids) if trains else set(open_files.values_list("pk", flat=True))
    tests = _tests(session, ids)
    found = [_line(session, row, readable, tests, actor, factor) for row in rows]
    return sorted(found, key=lambda line: (line.team, line.enrolment_id))


def _tests(session: Session, member_ids: Iterable[int]) -> dict[int, tuple[int, bool]]:
    """The best online test of each in this course, and whether one was passed."""
    if session.revision is None or not session.revision.theory:
        return {}
    attempts = TheoryAttempt.objects.filter(
        member__in=list(member_ids), revision__course=session.revision.course_id, submitted_at__isnull=False
    )
    found: dict[int, tuple[int, bool]] = {}
    for pk, score, passed in attempts.values_list("member_id", "score", "passed"):
        best, ever = found.get(pk, (0, False))
        found[pk] = max(best, score), ever or passed
    return found


def _line(
    session: Session, row: Any, readable: set[int], tests: dict[int, tuple[int, bool]], actor: Actor, factor: int
) -> Participant:
    staff = row.user_id is not None
    own = row.user_id == actor.person_id if staff else row.member_id == actor.member_id
    open_name = staff or own or row.member_id in readable
    name = row.user.name if staff else row.member.name
    score, tested = tests.get(row.member_id, (None, False))
    there = session.minutes if row.minutes is None else row.minutes
    return Participant(
        enrolment_id=row.pk,
        member_id=row.member_id,
        name=name if open_name else masked(name),
        team=_("工作人员") if staff else row.team.name if row.team else "",
        readable=row.member_id in readable,
        own=own,
        stage=row.stage,
        check_in=row.check_in,
        checked_in_at=row.checked_in_at,
        minutes=row.minutes,
        mark=row.mark,
        score=score,
        tested=tested,
        retake=row.retake,
        credited=row.credited,
        credit_year=row.credit_year,
        worth=credit(there, factor) if row.stage == EnrolmentStage.PASSED else 0,
    )


def factor_of(session: Session, day: dt.date) -> int:
    """TRN-07: what of an hour counts here that day, in per cent: one statement."""
    value = policy.FACTORS[session.mode]
    return int(ground.values_on(day, session.path, value)[value.key])


# --- the code on the wall -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wall:
    """What stands on the screen of the hall: the code of this minute and how many have come."""

    code: str
    enrolled: int
    come: int


def wall_of(session: Session, now: dt.datetime) -> Wall:
    """One statement."""
    counts = session.enrolments.aggregate(enrolled=Count("pk"), come=Count("pk", filter=Q(stage__in=CAME)))
    return Wall(check_in_code(session.secret, session.pk, minute_of(now)), counts["enrolled"], counts["come"])


def own_place(actor: Actor, session_id: int) -> Enrolment | None:
    """The asker's own place in that session with all the check-in says of it: one statement."""
    rows = Enrolment.objects.visible_to(actor, Permission.CHECK_IN).filter(session__pk=session_id)
    own = Q(member=actor.member_id) if actor.member_id is not None else Q(user=actor.person_id)
    related = ("session__revision", "session__place", "session__team", "session__trainer")
    found: Enrolment | None = rows.filter(own).select_related(*related).first()
    return found


# --- who could be enrolled ------------------------------------------------------------------------------------------


def teams_to_enrol(session: Session, day: dt.date) -> list[tuple[int, str, int]]:
    """Active teams of the tier here, with how many of each are not enrolled yet: two statements."""
    there = session.enrolments.filter(member__isnull=False).values("member")
    serving = Membership.objects.on(day).filter(team__in=_teams(session)).exclude(member__in=there)
    left = dict(serving.order_by().values("team").annotate(n=Count("member", distinct=True)).values_list("team", "n"))
    rows = _teams(session).order_by("place__path", "hamlet").values_list("pk", "name")
    return [(pk, name, left.get(pk, 0)) for pk, name in rows]


def _teams(session: Session) -> Any:
    return Team.objects.under(session.path).active().filter(tier=session.tier)


def members_to_enrol(session: Session, actor: Actor, asked: str, day: dt.date) -> list[MemberLine]:
    """Found by name, where the reader may know it, or by the end of the badge: three statements."""
    if not asked:
        return []
    serving = Membership.objects.on(day).under(session.path[:6])
    shown = members_shown_to(actor).filter(pk__in=serving.values("member"))
    shown = shown.exclude(pk__in=session.enrolments.filter(member__isnull=False).values("member"))
    found = shown.filter(Q(readable=True, name__contains=asked) | Q(badge__endswith=asked))
    return member_lines(found.order_by("pk")[:MOST_FOUND], day)


def staff_to_enrol(session: Session, day: dt.date) -> list[tuple[int, str]]:
    """TRN-12: officers and coordinators with a post of their own here: one statement."""
    here = within("path", session.path) | Q(path__in=[session.path[:6], session.path[:9]])
    posts = Appointment.objects.on(day).filter(here, user__isnull=False, user__is_active=True)
    posts = posts.exclude(user__in=session.enrolments.filter(user__isnull=False).values("user"))
    return list(dict(posts.order_by("user__name", "user").values_list("user", "user__name")).items())
