"""Who has not been trained, or not enough this year, and what they wait for (TRN-01, TRN-02, TRN-03)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

from django.db.models import Exists, OuterRef, Subquery

from patrol_ops.core import clock
from patrol_ops.core.access import Actor, Reach, covers
from patrol_ops.core.kept import kept
from patrol_ops.core.models import Obligation
from patrol_ops.core.privacy import masked
from teams.access import Permission as Teams
from teams.models import Member, Membership
from training.access import Permission
from training.models import Certificate, Enrolment, Session
from training.reports.team_lacks import HOURS, KINDS, NEWCOMER, Lacking, Lacks, holds_of_newcomers, lacks_by_team
from training.reports.years import YearHours, year_hours
from training.rules import Owed, Programme

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


def _main(posts: Any, day: dt.date) -> Any:
    return posts.on(day).filter(main=True).order_by()


def shortages_by_team(path: str, day: dt.date) -> dict[int, int]:
    """How many people of each team under ``path`` lack training: newcomers, and from October on whoever is short of the
    year's hours. Three statements."""
    found = lacks_by_team(_main(Membership.objects.under(path), day), day, path=path)
    return {team.team_id: team.people for team in found.teams}


class Shortages(Sequence[Shortage]):
    """All that answers a question, of which only the teams that are looked at are read: two statements for a page."""

    def __init__(self, lacks: Lacks, actor: Actor, asked: Lacking) -> None:
        self.teams, self.actor, self.asked = lacks.teams, actor, asked
        self.newcomers = sum(team.newcomers for team in self.teams)
        self.short = sum(team.short for team in self.teams)

    def __len__(self) -> int:
        return self.newcomers + self.short

    @overload
    def __getitem__(self, at: int) -> Shortage: ...
    @overload
    def __getitem__(self, at: slice) -> list[Shortage]: ...
    def __getitem__(self, at: int | slice) -> Shortage | list[Shortage]:
        if not isinstance(at, slice):
            return self._read(range(len(self))[at], range(len(self))[at] + 1)[0]
        first, end, step = at.indices(len(self))
        return self._read(first, end)[::step]

    def __iter__(self) -> Iterator[Shortage]:
        return iter(self[:])

    def _read(self, first: int, end: int) -> list[Shortage]:
        """Of the teams in whose lines the first and the last of these stand."""
        looked_at, begins, before = [], 0, 0
        for team in self.teams:
            if before + team.people <= first:
                begins = before + team.people
            elif before < end:
                looked_at.append(team.team_id)
            before += team.people
        return self._lines(looked_at)[first - begins : end - begins] if looked_at else []

    def _lines(self, team_ids: list[int]) -> list[Shortage]:
        asked = replace(self.asked, posts=self.asked.posts.filter(team__in=team_ids))
        posts = asked.posts.none()
        if self.newcomers and self.short:
            posts = asked.posts.filter(asked.untrained | asked.short)
        elif self.newcomers or self.short:
            posts = asked.posts.filter(asked.untrained if self.newcomers else asked.short)
        rows = list(_as_shown(posts, self.actor, asked.day))
        since = {row.member_id: row.on_duty_since for row in rows if row.untrained_since is None}
        hours = year_hours(since, asked.day.year, asked.values) if since else {}
        lines = [(_line(row, hours.get(row.member_id)), row.pk) for row in rows]
        return [line for line, _pk in sorted(lines, key=_order)]


def _order(one: tuple[Shortage, int]) -> tuple[Any, ...]:
    """Team by team, newcomers first, then whoever lacks most."""
    line, pk = one
    missing = line.hours.missing if line.hours else 0
    since = line.since or dt.date.max
    return line.path, line.team_id, KINDS.index(line.kind), since, -missing, line.member_id, pk


def _as_shown(posts: Any, actor: Actor, day: dt.date) -> Any:
    member = OuterRef("member_id")
    readable = Member.objects.visible_to(actor, Teams.VIEW_MEMBER).filter(pk=member)
    current = Certificate.objects.current().filter(member=member)
    holds = holds_of_newcomers(day).filter(member=member).order_by("since")
    dues = Obligation.objects.open().filter(kind=Owed.TRAIN_NEWCOMER, subject_type="member", subject_id=member)
    rows = posts.annotate(
        readable=Exists(readable),
        untrained_since=Subquery(holds.values("since")[:1]),
        on_duty_since=Subquery(current.values("on_duty_since")[:1]),
        due_at=Subquery(dues.order_by("due_at").values("due_at")[:1]),
    )
    return rows.select_related("member", "team__place")


def shortages(actor: Actor, day: dt.date, *, path: str = "", team_id: int | None = None, kind: str = "") -> Shortages:
    """Within reach, team by team, newcomers first, then whoever lacks most hours of the year (before October only if
    those are asked for): three statements, and two for those that are looked at."""
    lacks = lacks_within(actor, day, path=path, team_id=team_id, kind=kind)
    return Shortages(lacks, actor, Lacking(_within(actor, day, path, team_id), day, lacks.values))


@kept("teams", "training", "core_policyvalue")
def lacks_within(actor: Actor, day: dt.date, *, path: str = "", team_id: int | None = None, kind: str = "") -> Lacks:
    """How many of each team within reach."""
    return lacks_by_team(_within(actor, day, path, team_id), day, kind=kind)


def _within(actor: Actor, day: dt.date, path: str, team_id: int | None) -> Any:
    posts: Any = Membership.objects.visible_to(actor, Permission.VIEW_ENROLMENT)
    if path:
        posts = posts.under(path)
    if team_id is not None:
        posts = posts.filter(team=team_id)
    return _main(posts, day)


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
