"""Who has not been trained, or not enough this year, and what they wait for (TRN-01, TRN-02, TRN-03)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, overload

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery

from patrol_ops.core import clock
from patrol_ops.core.access import Actor, Reach, covers
from patrol_ops.core.models import Obligation
from patrol_ops.core.privacy import masked
from teams.access import Permission as Teams
from teams.models import Member, Membership
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


class Lack(NamedTuple):
    """What a shortage is ordered by, and no more: a county has tens of thousands, a page shows fifty."""

    path: str
    team_id: int
    kind: int
    since: dt.date
    missing: int  # as a negative number: the most first
    member_id: int
    post_id: int


def _main(posts: Any, day: dt.date) -> Any:
    return posts.on(day).filter(main=True).order_by()


def _on_duty(posts: Any, day: dt.date) -> dict[int, Lack]:
    """Main posts of newcomers and of holders of a certificate, with the day since when. Who came in with an old list
    counts once training will soon keep them off duty (X50). One statement."""
    kept_off = FilteredRelation(
        "member__holds",
        condition=Q(
            member__holds__lifted_at__isnull=True,
            member__holds__kind=HoldKind.TRAINING,
            member__holds__since__lte=day + dt.timedelta(days=SOON_DAYS),
        ),
    )
    current = Certificate.objects.current().filter(member=OuterRef("member_id"))
    rows = posts.annotate(kept_off=kept_off, on_duty_since=Subquery(current.values("on_duty_since")[:1]))
    # Of several holds the first to begin comes last, and stays.
    rows = rows.order_by(F("kept_off__since").desc(nulls_first=True))
    found = {}
    for path, team, member, pk, untrained, on_duty in rows.values_list(
        "team__place__path", "team", "member", "pk", "kept_off__since", "on_duty_since"
    ):
        if untrained is not None or on_duty is not None:
            kind = 1 if untrained is None else 0
            found[pk] = Lack(path, team, kind, untrained or on_duty, 0, member, pk)
    return found


def _since(lacks: Mapping[int, Lack]) -> dict[int, dt.date]:
    return {lack.member_id: lack.since for lack in lacks.values() if lack.kind == 1}


def _short(lacks: Mapping[int, Lack], missing: Mapping[int, int]) -> list[Lack]:
    """Newcomers, and of the others those who miss something."""
    found = [lack for lack in lacks.values() if lack.kind == 0]
    for lack in lacks.values():
        if lack.kind == 1 and (minutes := missing.get(lack.member_id)):
            found.append(lack._replace(since=dt.date.max, missing=-minutes))
    return found


def shortages_by_team(path: str, day: dt.date) -> dict[int, int]:
    """How many people of each team under ``path`` lack training: newcomers, and from October on whoever is short of the
    year's hours. Three statements."""
    posts = _main(Membership.objects.under(path), day)
    lacks = _on_duty(posts, day)
    since, missing = _since(lacks), {}
    if since and hours_are_asked_for(day):
        missing = missing_of(since, day.year, year_values(day.year, path), among=posts.values("member"))
    return dict(Counter(lack.team_id for lack in _short(lacks, missing)))


class Shortages(Sequence[Shortage]):
    """All that answers a question, of which only those that are looked at are read: two statements for a page."""

    def __init__(self, lacks: Iterable[Lack], actor: Actor, year: int, values: Mapping[str, Any]) -> None:
        self.lacks, self.actor, self.year, self.values = sorted(lacks), actor, year, values

    def __len__(self) -> int:
        return len(self.lacks)

    @property
    def newcomers(self) -> int:
        return sum(lack.kind == 0 for lack in self.lacks)

    @overload
    def __getitem__(self, at: int) -> Shortage: ...
    @overload
    def __getitem__(self, at: slice) -> list[Shortage]: ...
    def __getitem__(self, at: int | slice) -> Shortage | list[Shortage]:
        return self._read(self.lacks[at]) if isinstance(at, slice) else self._read([self.lacks[at]])[0]

    def __iter__(self) -> Iterator[Shortage]:
        return iter(self[:])

    def _read(self, lacks: list[Lack]) -> list[Shortage]:
        posts = _posts([lack.post_id for lack in lacks], self.actor)
        since = {lack.member_id: posts[lack.post_id].on_duty_since for lack in lacks if lack.kind == 1}
        hours = year_hours(since, self.year, self.values) if since else {}
        return [_line(posts[lack.post_id], lack, hours.get(lack.member_id)) for lack in lacks]


def _posts(pks: list[int], actor: Actor) -> dict[int, Any]:
    member = OuterRef("member_id")
    readable = Member.objects.visible_to(actor, Teams.VIEW_MEMBER).filter(pk=member)
    current = Certificate.objects.current().filter(member=member)
    dues = Obligation.objects.open().filter(kind=Owed.TRAIN_NEWCOMER, subject_type="member", subject_id=member)
    rows = Membership.objects.filter(pk__in=pks).annotate(
        readable=Exists(readable),
        on_duty_since=Subquery(current.values("on_duty_since")[:1]),
        due_at=Subquery(dues.order_by("due_at").values("due_at")[:1]),
    )
    return {row.pk: row for row in rows.select_related("member", "team__place")}


def shortages(actor: Actor, day: dt.date, *, path: str = "", team_id: int | None = None, kind: str = "") -> Shortages:
    """Within reach, team by team, newcomers first, then whoever lacks most hours of the year (before October only if
    those are asked for): three statements, and two for those that are looked at."""
    posts: Any = Membership.objects.visible_to(actor, Permission.VIEW_ENROLMENT)
    if path:
        posts = posts.under(path)
    if team_id is not None:
        posts = posts.filter(team=team_id)
    posts = _main(posts, day)
    lacks = _on_duty(posts, day)
    since, missing, values = _since(lacks), {}, {}
    if since and (kind == HOURS or (kind != NEWCOMER and hours_are_asked_for(day))):
        values = year_values(day.year, min(lack.path for lack in lacks.values()))
        missing = missing_of(since, day.year, values, among=posts.values("member"))
    short = _short(lacks, missing)
    return Shortages((lack for lack in short if kind in ("", KINDS[lack.kind])), actor, day.year, values)


def _line(row: Any, lack: Lack, hours: YearHours | None) -> Shortage:
    new = lack.kind == 0
    return Shortage(
        kind=KINDS[lack.kind],
        member_id=row.member_id,
        name=row.member.name if row.readable else masked(row.member.name),
        team_id=row.team_id,
        team=row.team.name,
        path=row.team.place.path,
        tier=row.team.tier,
        since=lack.since if new else None,
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
