"""What the clock does with certificates and newcomers: in batches, each its own transaction, only rows that are due."""

import datetime as dt
from collections.abc import Collection

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import local, start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.models import Obligation
from patrol_ops.core.refusals import Refused
from teams import commands as teams
from teams.models import Hold
from teams.rules import HoldKind
from training import policy
from training.access import Permission
from training.commands.certificates import _due
from training.commands.hours import _clock, _end_suspension
from training.events import CertificatesExpired, LeaverReleased, NewcomersFollowed, ReminderMoved
from training.models import Certificate
from training.reports.hours import where_serving
from training.rules import CERTIFICATE_MOVES, CertificateStage, Owed, responsible

_BY = Actor.system("training")


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
        row.ended_at = at
        _end_suspension(row)
    fields = ["stage", "suspended_for", "suspended_at", "hours_checked_for", "ended_at"]
    Certificate.objects.bulk_update(due, fields)
    # Whose certificate is gone is held for that, no longer for the hours of a year.
    begins = dict.fromkeys(row.member_id for row in due)
    teams.set_holds(actor=_BY, kind=HoldKind.HOURS, begins=begins, at=at)

    announce(CertificatesExpired(at=at, certificate_ids=tuple(row.pk for row in due)), actor=actor)
    return len(due)


@command
def follow_newcomers(*, actor: Actor, member_ids: Collection[int], at: dt.datetime) -> int:
    """TRN-01, TRN-09: the police that answers for the tier owes the training of whoever is held for it: in the days of
    the policy, or, of somebody from a legacy team, by the end of the transition; after a transfer the police there.
    Refused: nobody is new."""
    _clock(actor, Permission.FOLLOW_MEMBERS)
    holds = Hold.objects.waiting().filter(kind=HoldKind.TRAINING, member__in=member_ids)
    where = where_serving(member_ids, at.date())
    owed_already = Obligation.objects.open().filter(
        kind=Owed.TRAIN_NEWCOMER, subject_type="member", subject_id__in=where
    )
    known = dict(owed_already.values_list("subject_id", "team_id"))
    rows = [
        row
        for row in holds.order_by("member", "since")
        if row.member_id in where and known.get(row.member_id) != where[row.member_id].team_id
    ]
    if not rows:
        raise Refused("training.nobody-due")
    moved = [row.member_id for row in rows if row.member_id in known]
    if moved:
        obligations.cancel(at=at, kind=Owed.TRAIN_NEWCOMER, subject_type="member", subject_id__in=moved)
    district = where[rows[0].member_id].path[:6]
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


@command
def release_leaver(*, actor: Actor, member_id: int, at: dt.datetime) -> int:
    """Nobody owes training or papers of somebody who has left. Returns how much was cancelled; refused: nothing was."""
    _clock(actor, Permission.FOLLOW_MEMBERS)
    if where_serving([member_id], at.date()):
        raise Refused("training.nobody-due")
    certificates = list(Certificate.objects.filter(member=member_id).values_list("pk", flat=True))

    of_member = {"kind__in": (Owed.TRAIN_NEWCOMER, Owed.ISSUE_CERTIFICATE), "subject_type": "member"}
    cancelled = obligations.cancel(at=at, subject_id=member_id, **of_member)
    of_papers = {"kind": Owed.RENEW_CERTIFICATE, "subject_type": "certificate"}
    cancelled += obligations.cancel(at=at, subject_id__in=certificates, **of_papers)
    if not cancelled:
        raise Refused("training.nobody-due")

    announce(LeaverReleased(at=at, member_id=member_id, cancelled=cancelled), actor=actor)
    return cancelled
