"""What the clock does with certificates and newcomers: in batches, each its own transaction, only rows that are due."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Exists, OuterRef

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import local, start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.models import Obligation
from patrol_ops.core.refusals import NotPermitted, Refused
from teams import commands as teams
from teams.models import Hold
from teams.rules import HoldKind, Role
from training import policy
from training.access import Permission
from training.commands.certificates import _due
from training.events import CertificatesExpired, HoursOwed, HoursReviewed, NewcomersFollowed, ReminderMoved
from training.models import Certificate
from training.reports.hours import missing_of, where_serving, year_values
from training.rules import CERTIFICATE_MOVES, CertificateStage, Owed, grace_ends, responsible

_BY = Actor.system("training")


def _clock(actor: Actor, permission: Permission) -> None:
    if not actor.may(permission):
        raise NotPermitted


@command
def expire_certificates(*, actor: Actor, certificate_ids: Collection[int], at: dt.datetime) -> int:
    """A batch whose last day is over. The hold began by itself at midnight; this is what lists and reminders say.

    The same statements for any number; who is no longer due is left alone. Refused: nobody is due.
    """
    _clock(actor, Permission.WATCH_CERTIFICATES)
    rows = Certificate.objects.lapsed(at.date()).filter(pk__in=certificate_ids).order_by("pk")
    due = list(rows.select_for_update())
    if not due:
        raise Refused("training.nobody-due")

    for row in due:
        row.stage = CERTIFICATE_MOVES.after("expire", row.stage)
        row.suspended_for = row.suspended_at = None
        row.ended_at = at
    Certificate.objects.bulk_update(due, ["stage", "suspended_for", "suspended_at", "ended_at"])
    # Whose certificate is gone is held for that, no longer for the hours of a year.
    begins = dict.fromkeys(row.member_id for row in due)
    teams.set_holds(actor=_BY, kind=HoldKind.HOURS, begins=begins, at=at)

    announce(CertificatesExpired(at=at, certificate_ids=tuple(row.pk for row in due)), actor=actor)
    return len(due)


@command
def review_hours(*, actor: Actor, certificate_ids: Collection[int], year: int, path: str, at: dt.datetime) -> int:
    """X30: a batch of valid certificates of a district, once the grace after ``year`` is over: whoever still lacks
    hours is suspended from today. Everybody is looked at once a year. Refused: too early, nobody is due."""
    _clock(actor, Permission.WATCH_CERTIFICATES)
    values = year_values(year, path)
    if at.date() < grace_ends(year, values[policy.GRACE_DAYS.key]):
        raise Refused("training.grace-runs")
    rows = Certificate.objects.unreviewed(year).filter(pk__in=certificate_ids, path=path).order_by("pk")
    due = list(rows.select_for_update())
    if not due:
        raise Refused("training.nobody-due")
    missing = missing_of({row.member_id: row.on_duty_since for row in due}, year, values)

    short = [row for row in due if missing[row.member_id]]
    for row in due:
        row.hours_checked_for = year
    for row in short:
        row.stage = CERTIFICATE_MOVES.after("suspend", row.stage)
        row.suspended_for, row.suspended_at = year, at
    Certificate.objects.bulk_update(due, ["stage", "hours_checked_for", "suspended_for", "suspended_at"])
    begins = {row.member_id: at.date() for row in short}
    teams.set_holds(actor=_BY, kind=HoldKind.HOURS, begins=begins, at=at, path=path)

    event = HoursReviewed(at=at, year=year, looked_at=len(due), certificate_ids=tuple(row.pk for row in short))
    announce(event, actor=actor, path=path)
    return len(short)


@command
def owe_hours(*, actor: Actor, year: int, path: str, at: dt.datetime) -> int:
    """TRN-02: teams of a district in which somebody still lacks hours of the year owe them by its end, the leader is
    reminded on 1 October and 1 December; settled once nobody lacks any. Returns how many teams owe now.

    Refused: nothing has changed since the last time.
    """
    _clock(actor, Permission.WATCH_CERTIFICATES)
    since = dict(Certificate.objects.current().filter(path=path).values_list("member_id", "on_duty_since"))
    missing = missing_of(since, year, year_values(year, path))
    where = where_serving([pk for pk, minutes in missing.items() if minutes], at.date())
    short = {place.team_id: place for place in where.values()}
    period = str(year)
    open_rows = Obligation.objects.open().filter(kind=Owed.COLLECT_HOURS, period=period, path__startswith=path)
    known = set(open_rows.values_list("subject_id", flat=True))
    done = sorted(known - short.keys())
    new = [place for team_id, place in short.items() if team_id not in known]
    if not done and not new:
        raise Refused("training.nobody-due")

    settled = obligations.settle(Owed.COLLECT_HOURS, subject_type="team", subject_id=done, period=period, at=at)
    due_at = start_of(dt.date(year + 1, 1, 1))
    dues = [
        obligations.Due(
            "team", place.team_id, due_at, period=period, team_id=place.team_id, path=place.path, role=Role.LEADER
        )
        for place in new
    ]
    owed = obligations.owe(Owed.COLLECT_HOURS, dues, at=at)

    announce(HoursOwed(at=at, year=year, owed=owed, settled=settled), actor=actor, path=path)
    return len(short)


@command
def follow_newcomers(*, actor: Actor, member_ids: Collection[int], at: dt.datetime) -> int:
    """TRN-01, TRN-09: the police that answers for the tier owes the training of whoever is held for it: in the days of
    the policy, or, of somebody from a legacy team, by the end of the transition. Refused: nobody is new."""
    _clock(actor, Permission.FOLLOW_MEMBERS)
    owed_already = Obligation.objects.open().filter(
        kind=Owed.TRAIN_NEWCOMER, subject_type="member", subject_id=OuterRef("member_id")
    )
    holds = Hold.objects.waiting().filter(kind=HoldKind.TRAINING, member__in=member_ids)
    rows = list(holds.exclude(Exists(owed_already)).order_by("member", "since"))
    where = where_serving([row.member_id for row in rows], at.date())
    if not where:
        raise Refused("training.nobody-due")
    district = next(iter(where.values())).path[:6]
    days = dt.timedelta(days=policy.NEWCOMER_DAYS.on(at.date(), district))
    dues = [
        obligations.Due(
            subject_type="member",
            subject_id=row.member_id,
            period=f"{row.pk}",
            due_at=start_of(max(row.since, local(row.placed_at).date() + days)),
            team_id=where[row.member_id].team_id,
            path=where[row.member_id].path,
            role=responsible(where[row.member_id].tier),
        )
        for row in rows
        if row.member_id in where
    ]

    owed = obligations.owe(Owed.TRAIN_NEWCOMER, dues, at=at)

    announce(NewcomersFollowed(at=at, owed=owed), actor=actor, path=district)
    return owed


@command
def move_reminder(*, actor: Actor, certificate_id: int, at: dt.datetime) -> Certificate:
    """Its holder serves in another team now: the leader there is reminded before it ends."""
    certificate = claim(Certificate, certificate_id, actor=actor, to=Permission.FOLLOW_MEMBERS)
    where = where_serving([certificate.member_id], at.date()).get(certificate.member_id)
    if where is None or certificate.stage not in (CertificateStage.VALID, CertificateStage.SUSPENDED):
        raise Refused("training.nobody-due")
    subject = {"kind": Owed.RENEW_CERTIFICATE, "subject_type": "certificate", "subject_id": certificate.pk}
    if Obligation.objects.open().filter(period="", team_id=where.team_id, **subject).exists():
        raise Refused("training.nobody-due")

    obligations.cancel(at=at, period="", **subject)
    due_at = start_of(certificate.last_day + dt.timedelta(days=1))
    obligations.owe(Owed.RENEW_CERTIFICATE, [_due(certificate.pk, where, due_at)], at=at)

    event = ReminderMoved(at=at, certificate_id=certificate.pk, team_id=where.team_id)
    announce(event, actor=actor, path=where.path)
    return certificate
