"""Who has not been trained, or not enough this year, and what they wait for (TRN-01, TRN-02, TRN-03)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from patrol_ops.core import clock
from patrol_ops.core.access import Actor, Reach, covers
from patrol_ops.core.models import Obligation
from patrol_ops.core.privacy import masked
from teams.access import Permission as Teams
from teams.models import Hold, Member, Membership
from teams.rules import HoldKind
from training.access import Permission
from training.models import Certificate, Enrolment, Session
from training.reports.certificates import SOON_DAYS
from training.reports.hours import missing_of, year_values
from training.reports.years import YearHours, year_hours
from training.rules import Owed, Programme, hours_are_asked_for

NEWCOMER, HOURS = "newcomer", "hours"
KINDS = (NEWCOMER, HOURS)
_PROGRAMMES = {NEWCOMER: (Programme.PRE_DUTY,), HOURS: (Programme.ANNUAL, Programme.SPECIAL)}


@dataclass(frozen=True)
class Coming:
    """A session ahead. ``enrolled``: the member is on its list; ``open``: the reader may open its page."""

    session_id: int
    title: str
    starts_at: dt.datetime
    venue: str
    enrolled: bool
    open: bool


@dataclass(frozen=True)
class Shortage:
    """A newcomer who has not been trained since ``since``, or a member short of ``missing`` minutes of the year."""

    kind: str
    member_id: int
    name: str
    team_id: int
    team: str
    path: str
    tier: str
    since: dt.date | None = None
    due_at: dt.datetime | None = None
    hours: YearHours | None = None
    coming: Coming | None = None


def _lacking(rows: Any, day: dt.date) -> Any:
    """Main posts of newcomers (``untrained_since``) and of holders of a certificate (``on_duty_since``). Who came in
    with an old list counts once training will soon keep them off duty (X50)."""
    soon = day + dt.timedelta(days=SOON_DAYS)
    holds = Hold.objects.waiting().filter(member=OuterRef("member_id"), kind=HoldKind.TRAINING, since__lte=soon)
    current = Certificate.objects.current().filter(member=OuterRef("member_id"))
    rows = rows.on(day).filter(main=True)
    rows = rows.annotate(
        untrained_since=Subquery(holds.order_by("since").values("since")[:1]),
        on_duty_since=Subquery(current.values("on_duty_since")[:1]),
    )
    return rows.filter(Q(untrained_since__isnull=False) | Q(on_duty_since__isnull=False))


def shortages_by_team(path: str, day: dt.date) -> dict[int, int]:
    """How many people of each team under ``path`` lack training: newcomers, and from October on whoever is short of the
    year's hours. Three statements."""
    rows = _lacking(Membership.objects.under(path), day)
    values = rows.values_list("member_id", "team_id", "untrained_since", "on_duty_since")
    found: dict[int, int] = defaultdict(int)
    teams, since = {}, {}
    for member_id, team_id, untrained, on_duty in values:
        if untrained is not None:
            found[team_id] += 1
        else:
            teams[member_id], since[member_id] = team_id, on_duty
    asked = since and hours_are_asked_for(day)
    missing = missing_of(since, day.year, year_values(day.year, path)) if asked else {}
    for member_id, minutes in missing.items():
        if minutes:
            found[teams[member_id]] += 1
    return dict(found)


def shortages(
    actor: Actor, day: dt.date, *, path: str = "", team_id: int | None = None, kind: str = ""
) -> list[Shortage]:
    """Within reach, team by team, newcomers first, then whoever lacks most hours of the year (before October only if
    those are asked for): three statements."""
    rows: Any = Membership.objects.visible_to(actor, Permission.VIEW_ENROLMENT)
    if path:
        rows = rows.under(path)
    if team_id is not None:
        rows = rows.filter(team=team_id)
    readable = Member.objects.visible_to(actor, Teams.VIEW_MEMBER).filter(pk=OuterRef("member_id"))
    dues = Obligation.objects.open().filter(
        kind=Owed.TRAIN_NEWCOMER, subject_type="member", subject_id=OuterRef("member_id")
    )
    rows = _lacking(rows, day).annotate(
        readable=Exists(readable), due_at=Subquery(dues.order_by("due_at").values("due_at")[:1])
    )
    found = list(rows.select_related("member", "team__place"))
    since = {row.member_id: row.on_duty_since for row in found if row.untrained_since is None}
    hours: dict[int, YearHours] = {}
    if since and (kind == HOURS or (kind != NEWCOMER and hours_are_asked_for(day))):
        hours = year_hours(since, day.year, year_values(day.year, found[0].team.place.path))
    lines = [_line(row, hours.get(row.member_id)) for row in found]
    lines = [
        line
        for line in lines
        if (line.kind == NEWCOMER or (line.hours and line.hours.missing)) and kind in ("", line.kind)
    ]
    return sorted(lines, key=_urgency)


def _urgency(line: Shortage) -> tuple[Any, ...]:
    missing = line.hours.missing if line.hours else 0
    return line.path, line.team_id, KINDS.index(line.kind), line.since or dt.date.max, -missing, line.member_id


def _line(row: Any, hours: YearHours | None) -> Shortage:
    new = row.untrained_since is not None
    return Shortage(
        kind=NEWCOMER if new else HOURS,
        member_id=row.member_id,
        name=row.member.name if row.readable else masked(row.member.name),
        team_id=row.team_id,
        team=row.team.name,
        path=row.team.place.path,
        tier=row.team.tier,
        since=row.untrained_since,
        due_at=row.due_at if new else None,
        hours=None if new else hours,
    )


# --- what they wait for ---------------------------------------------------------------------------------------------


def with_coming(lines: Sequence[Shortage], actor: Actor, now: dt.datetime) -> list[Shortage]:
    """The same with the next session of each: one they are enrolled in, or one they could be. Two statements."""
    if not lines:
        return []
    enrolled: dict[tuple[int, str], Any] = {}
    rows = Enrolment.objects.filter(
        member__in=[line.member_id for line in lines], stage="ENROLLED", session__stage__in=("PLANNED", "RUNNING")
    )
    for row in rows.select_related("session__revision__course").order_by("session__starts_at"):
        for kind in _kinds(row.session):
            enrolled.setdefault((row.member_id or 0, kind), row.session)
    waiting = [line for line in lines if (line.member_id, line.kind) not in enrolled]
    ahead = list(_around(waiting, now)) if waiting else []
    found = []
    for line in lines:
        own = enrolled.get((line.member_id, line.kind))
        session = own or next((row for row in ahead if _fits(row, line)), None)
        found.append(replace(line, coming=_coming(session, actor, bool(own)) if session else None))
    return found


def _around(lines: Sequence[Shortage], now: dt.datetime) -> Any:
    paths = {line.path[:width] for line in lines for width in (6, 9, 12) if width <= len(line.path)}
    rows = Session.objects.coming(now).filter(path__in=paths, revision__isnull=False)
    return rows.select_related("revision__course").order_by("starts_at", "pk")[:200]


def _kinds(session: Session) -> Iterable[str]:
    if session.revision is None:
        return (HOURS,)
    return [kind for kind, programmes in _PROGRAMMES.items() if session.revision.course.programme in programmes]


def _fits(session: Session, line: Shortage) -> bool:
    return session.tier == line.tier and covers(session.path, line.path) and line.kind in _kinds(session)


def _coming(session: Session, actor: Actor, enrolled: bool) -> Coming:
    reaches = list(actor.reaches(Permission.VIEW_SESSION))
    over = any(reach is Reach.TERRITORY and post.path and covers(post.path, session.path) for post, reach in reaches)
    return Coming(
        session_id=session.pk,
        title=session.revision.title if session.revision else session.subject,
        starts_at=clock.local(session.starts_at),
        venue=session.venue,
        enrolled=enrolled,
        open=over or (enrolled and any(reach is not Reach.TERRITORY for _, reach in reaches)),
    )
