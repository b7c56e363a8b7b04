"""Where a member stands: certificate, hours of the year, what was passed, and what keeps them off duty still."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from teams.models import Hold, Membership
from teams.rules import HoldKind
from training.access import Permission
from training.models import Certificate, Enrolment
from training.reports.certificates import SOON_DAYS, CertificateLine, certificate_line, certificates_shown_to
from training.reports.hours import year_values
from training.reports.shortages import Coming, Shortage, shortages, with_coming
from training.reports.team_lacks import HOURS, NEWCOMER
from training.reports.years import YearHours, year_hours

_KINDS = (HoldKind.TRAINING, HoldKind.CERTIFICATE, HoldKind.HOURS)


@dataclass(frozen=True)
class Passed:
    session_id: int
    title: str
    on: dt.date
    credited: int


@dataclass(frozen=True)
class MemberTraining:
    """``step``: a wording code, what lifts the next hold; empty when nothing of training keeps them off duty.
    ``lacks``: whether they wait for a session."""

    certificate: CertificateLine | None
    hours: YearHours | None
    passed: tuple[Passed, ...]
    step: str
    lacks: bool
    coming: Coming | None


def member_training(actor: Actor, member_id: int, day: dt.date, now: dt.datetime) -> MemberTraining:
    """At most seven statements."""
    rows = certificates_shown_to(actor, day).filter(member=member_id)
    row = rows.order_by("-last_day", "-pk").first()
    hours = None
    if row is not None and row.stage in ("VALID", "SUSPENDED"):
        since = {member_id: row.on_duty_since}
        hours = year_hours(since, day.year, year_values(day.year, row.path))[member_id]
    post = _post(member_id, day)
    holds: set[str] = {kind for kind in _KINDS if post is not None and getattr(post, f"held_{kind}".lower())}
    kind = _kind(holds, row, hours)
    return MemberTraining(
        certificate=certificate_line(row, day) if row is not None else None,
        hours=hours,
        passed=_passed(actor, member_id),
        step=_step(holds, row),
        lacks=bool(kind),
        coming=_next(actor, post, kind, now) if kind and post is not None else None,
    )


def _kind(holds: set[str], row: Certificate | None, hours: YearHours | None) -> str:
    """Which kind of session they wait for; a certificate that is still to be issued waits for none."""
    if HoldKind.TRAINING in holds:
        return NEWCOMER
    expired = HoldKind.CERTIFICATE in holds and row is not None and row.stage == "EXPIRED"
    return HOURS if HoldKind.HOURS in holds or expired or (hours and hours.missing) else ""


def _step(holds: set[str], row: Certificate | None) -> str:
    if HoldKind.TRAINING in holds:
        return "training.step-programme"
    if HoldKind.CERTIFICATE in holds:
        return "training.step-renew" if row is not None and row.stage == "EXPIRED" else "training.step-issue"
    return "training.step-hours" if HoldKind.HOURS in holds else ""


def _post(member_id: int, day: dt.date) -> Any:
    """The main post, and which holds of training stand in its way; None of whoever serves nowhere."""
    holds = Hold.objects.waiting().filter(member=member_id, since__lte=day)
    rows: Any = Membership.objects.on(day).filter(member=member_id).select_related("team__place")
    found = {f"held_{kind}".lower(): Exists(holds.filter(kind=kind)) for kind in _KINDS}
    return rows.annotate(**found).order_by("-main", "-since").first()


def _next(actor: Actor, post: Any, kind: str, now: dt.datetime) -> Coming | None:
    """What they are enrolled in, or could be."""
    team = post.team
    line = Shortage(kind, post.member_id, "", team.pk, team.name, team.place.path, team.tier)
    return with_coming([line], actor, now)[0].coming


def _passed(actor: Actor, member_id: int) -> tuple[Passed, ...]:
    rows: Any = Enrolment.objects.visible_to(actor, Permission.VIEW_ENROLMENT).passed().filter(member=member_id)
    rows = rows.select_related("session__revision").order_by(F("session__ends_at").desc(), "pk")[:5]
    return tuple(
        Passed(
            session_id=row.session_id,
            title=row.session.revision.title if row.session.revision else row.session.subject,
            on=clock.local(row.session.ends_at).date(),
            credited=row.credited or 0,
        )
        for row in rows
    )


@dataclass(frozen=True)
class TeamTraining:
    """Numbers of a team as far as the reader sees them, each opening the rows it counts."""

    certified: int
    soon: int
    first_ends: dt.date | None
    newcomers: int
    short: int


def team_training(actor: Actor, team_id: int, day: dt.date) -> TeamTraining:
    """Four statements at most."""
    serving = Membership.objects.on(day).filter(team=team_id).values("member")
    rows = Certificate.objects.visible_to(actor, Permission.VIEW_CERTIFICATE).filter(member__in=serving, stage="VALID")
    days = list(rows.values_list("last_day", flat=True))
    soon = [last for last in days if day <= last <= day + dt.timedelta(days=SOON_DAYS)]
    lines = shortages(actor, day, team_id=team_id)
    return TeamTraining(
        certified=sum(last >= day for last in days),
        soon=len(soon),
        first_ends=min(soon, default=None),
        newcomers=lines.newcomers,
        short=len(lines) - lines.newcomers,
    )
