"""Certificates are issued, renewed and revoked by people of the office (TRN-05)."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Sequence
from decimal import Decimal

from patrol_ops.core import obligations
from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.calendar import add_working_days
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.months import months_after
from patrol_ops.core.refusals import NotPermitted, Refused
from patrol_ops.core.secrets import CODE_MARKS
from teams import commands as teams
from teams.models import Appointment, Hold, Member, Place
from teams.rules import HoldKind, Role
from training import policy
from training.access import Permission
from training.commands.hours import _end_suspension, _suspend_short
from training.events import CertificateRevoked, CertificatesIssued, CertificatesRenewed
from training.models import Certificate
from training.reports.hours import Serving, pre_duty_sessions, trained_days, where_serving, year_values
from training.rules import (
    CERTIFICATE_MOVES,
    CertificateStage,
    Owed,
    RevokedWhy,
    certificate_number,
    grace_ends,
    judge_issue,
    judge_renewal,
    last_day_of,
    pre_duty_missing,
    renewed_from,
)

_BY = Actor.system("training")
_KEY_LENGTH = 26  # of 25 marks: 120 bits
MOST_AT_ONCE = 500


def _key() -> str:
    return "".join(secrets.choice(CODE_MARKS) for _ in range(_KEY_LENGTH))


def _reached(actor: Actor, member_ids: Collection[int], at: dt.datetime) -> tuple[dict[int, Serving], Place]:
    """Where each of them serves, and the district, locked; all of them, or nobody. Two acts on certificates of a
    district wait for each other here, before they look at any."""
    if not 1 <= len(set(member_ids)) <= MOST_AT_ONCE:
        raise Refused("training.too-many-at-once", most=MOST_AT_ONCE)
    rows = Member.objects.visible_to(actor, Permission.ISSUE_CERTIFICATE).filter(pk__in=member_ids)
    found = list(rows.order_by("pk").values_list("pk", flat=True))
    if len(found) != len(set(member_ids)):
        raise NotPermitted
    where = where_serving(found, at.date())
    if len(where) != len(found):
        raise Refused("training.not-serving")
    place = Place.objects.select_for_update().get(path=where[found[0]].path[:6])
    return {pk: where[pk] for pk in found}, place


def _numbers(place: Place, year: int, count: int) -> list[str]:
    """The next numbers of the district's series of the year; its place is the lock."""
    prefix = certificate_number(place.path, year, 0)[:12]
    last = Certificate.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True)
    begun = int(last[0][12:]) if last else 0
    return [certificate_number(place.path, year, begun + n) for n in range(1, count + 1)]


@command
def issue_certificates(*, actor: Actor, member_ids: Collection[int], at: dt.datetime) -> list[Certificate]:
    """One each for members who have passed the pre-duty programme: from today, for the months of the policy. The hold
    of the certificate now begins on the day after its last day. In place of a lost one: for the same time.

    Refused as a whole if it is refused for one: nobody who serves nowhere, who has one, who has not passed.
    """
    where, place = _reached(actor, member_ids, at)
    ids = list(where)
    values = ground.values_on(at.date(), place.path, policy.PRE_DUTY_HOURS, policy.CERTIFICATE_MONTHS)
    months = values[policy.CERTIFICATE_MONTHS.key]
    held = set(Certificate.objects.current().filter(member__in=ids).values_list("member_id", flat=True))
    waiting = Hold.objects.waiting().filter(kind=HoldKind.TRAINING, member__in=ids)
    untrained = set(waiting.values_list("member_id", flat=True))
    taught = pre_duty_sessions(ids, months_after(at.date(), -months))
    lost = _lost(ids, at.date())
    for pk in ids:
        minutes, topics = pre_duty_missing(taught[pk], hours=values[policy.PRE_DUTY_HOURS.key])
        if pk in lost:
            minutes, topics = 0, ()
        judge_issue(held=pk in held, untrained=pk in untrained, missing_minutes=minutes, missing_topics=len(topics))

    numbers = _numbers(place, at.year, len(ids))
    made = Certificate.objects.bulk_create(
        Certificate(
            number=number,
            path=place.path,
            member_id=pk,
            team_id=where[pk].team_id,
            stage=CERTIFICATE_MOVES.after("issue", None),
            starts_on=lost[pk].starts_on if pk in lost else at.date(),
            last_day=lost[pk].last_day if pk in lost else last_day_of(at.date(), months),
            on_duty_since=lost[pk].on_duty_since if pk in lost else at.date(),
            hours_checked_for=lost[pk].hours_checked_for if pk in lost else at.year - 1,
            key=_key(),
            issued_by_id=actor.person_id,
            issued_at=at,
        )
        for pk, number in zip(ids, numbers, strict=True)
    )
    former = list(
        Certificate.objects.filter(member__in=ids, stage=CertificateStage.EXPIRED).values_list("pk", flat=True)
    )
    obligations.settle(Owed.RENEW_CERTIFICATE, subject_type="certificate", subject_id=former, at=at)
    obligations.settle(Owed.ISSUE_CERTIFICATE, subject_type="member", subject_id=ids, at=at)
    _take_effect(made, where, place, at)

    event = CertificatesIssued(
        at=at, place_id=place.pk, certificate_ids=tuple(row.pk for row in made), member_ids=tuple(ids)
    )
    announce(event, actor=actor, path=place.path)
    return made


def _lost(member_ids: Collection[int], today: dt.date) -> dict[int, Certificate]:
    """Of each whose last certificate was lost and would still hold: what the next one takes over. A loss gives nobody
    more time, nor the hours of a year."""
    rows = Certificate.objects.filter(member__in=member_ids).order_by("pk")
    latest = {row.member_id: row for row in rows}
    return {pk: row for pk, row in latest.items() if row.revoked_why == RevokedWhy.LOST and row.last_day >= today}


def _take_effect(made: Sequence[Certificate], where: dict[int, Serving], place: Place, at: dt.datetime) -> None:
    """Holds from the day after the last one, and reminders before it, to leader and holder (appendix B). Whose hours
    of last year have not been looked at since the grace is over is looked at now."""
    begins = {row.member_id: row.last_day + dt.timedelta(days=1) for row in made}
    teams.set_holds(actor=_BY, kind=HoldKind.CERTIFICATE, begins=begins, at=at, path=place.path)
    members = [row.member_id for row in made]
    leading = set(
        Appointment.objects.on(at.date())
        .filter(role=Role.LEADER, member__in=members)
        .values_list("member_id", flat=True)
    )
    dues = []
    for row in made:
        there, due_at = where[row.member_id], start_of(begins[row.member_id])
        dues.append(_due(row.pk, there, due_at))
        if there.user_id is not None and row.member_id not in leading:
            own = obligations.Due("certificate", row.pk, due_at, period="own", path=there.path, user_id=there.user_id)
            dues.append(own)
    obligations.owe(Owed.RENEW_CERTIFICATE, dues, at=at, fresh=True)
    year = at.year - 1
    unchecked = [row for row in made if row.hours_checked_for < year]
    if unchecked:
        values = year_values(year, place.path)
        if at.date() >= grace_ends(year, values[policy.GRACE_DAYS.key]):
            _suspend_short(unchecked, year, values, place.path, at)


def _due(certificate_id: int, where: Serving, due_at: dt.datetime) -> obligations.Due:
    return obligations.Due(
        "certificate", certificate_id, due_at, team_id=where.team_id, path=where.path, role=Role.LEADER
    )


def _owe_certificates(member_ids: Sequence[int], at: dt.datetime) -> None:
    """By the office, within working days."""
    where = where_serving(member_ids, at.date())
    if not where:
        return
    district = next(iter(where.values())).path[:6]
    days = policy.ISSUE_DAYS.on(at.date(), district)
    due_at = start_of(add_working_days(at.date(), days) + dt.timedelta(days=1))
    dues = [
        obligations.Due(
            "member", pk, due_at, period=f"{at:%Y%m%d}", team_id=place.team_id, path=place.path, role=Role.GOVERNANCE
        )
        for pk, place in where.items()
    ]
    obligations.owe(Owed.ISSUE_CERTIFICATE, dues, at=at)


@command
def renew_certificates(*, actor: Actor, member_ids: Collection[int], at: dt.datetime) -> list[Certificate]:
    """A new number each, by training days collected: from the day on which the sum was begun, for the months of the
    policy. The former certificate stays as it was, renewed.

    Refused as a whole if it is refused for one: days are missing, too long after the last day, nothing gained, hours
    of a year to be made up first.
    """
    where, place = _reached(actor, member_ids, at)
    ids = list(where)
    former = _latest(ids)
    if len(former) != len(ids):
        raise Refused("training.no-certificate")
    if any(row.stage == CertificateStage.SUSPENDED for row in former.values()):
        raise Refused("training.hours-first")
    periods = _periods(former, place.path, at.date())

    for row in former.values():
        row.stage = CERTIFICATE_MOVES.after("renew", row.stage)
        row.ended_by_id, row.ended_at = actor.person_id, at
    Certificate.objects.bulk_update(former.values(), ["stage", "ended_by", "ended_at"])
    numbers = _numbers(place, at.year, len(ids))
    made = Certificate.objects.bulk_create(
        Certificate(
            number=number,
            path=place.path,
            member_id=pk,
            team_id=where[pk].team_id,
            stage=CERTIFICATE_MOVES.after("issue", None),
            starts_on=periods[pk][0],
            last_day=periods[pk][1],
            on_duty_since=former[pk].on_duty_since,
            hours_checked_for=former[pk].hours_checked_for,
            key=_key(),
            renews=former[pk],
            issued_by_id=actor.person_id,
            issued_at=at,
        )
        for pk, number in zip(ids, numbers, strict=True)
    )
    old = [row.pk for row in former.values()]
    obligations.settle(Owed.RENEW_CERTIFICATE, subject_type="certificate", subject_id=old, at=at)
    _take_effect(made, where, place, at)

    event = CertificatesRenewed(
        at=at, place_id=place.pk, certificate_ids=tuple(row.pk for row in made), member_ids=tuple(ids)
    )
    announce(event, actor=actor, path=place.path)
    return made


def _latest(member_ids: Collection[int]) -> dict[int, Certificate]:
    """Of each member the last one, where it could be renewed: current or expired. Locked in one order."""
    rows = Certificate.objects.filter(member__in=member_ids).order_by("pk")
    latest = {row.member_id: row.pk for row in rows.only("member_id")}
    found = Certificate.objects.select_for_update().filter(
        pk__in=latest.values(), stage__in=("VALID", "SUSPENDED", "EXPIRED")
    )
    return {row.member_id: row for row in found.order_by("pk")}


def _periods(former: dict[int, Certificate], path: str, today: dt.date) -> dict[int, tuple[dt.date, dt.date]]:
    """From when until when each renewed one holds; Refused where one does not."""
    values = ground.values_on(today, path, policy.CERTIFICATE_MONTHS, policy.RENEWAL_DAYS, policy.REACTIVATION_MONTHS)
    months = values[policy.CERTIFICATE_MONTHS.key]
    trained = trained_days(former)
    found = {}
    for pk, row in former.items():
        begins = renewed_from(
            trained[pk],
            required=Decimal(values[policy.RENEWAL_DAYS.key]),
            issued_on=row.starts_on,
            last_day=row.last_day,
            months=months,
            reactivation=values[policy.REACTIVATION_MONTHS.key],
        )
        ends = last_day_of(begins, months) if begins else None
        judge_renewal(ends, row.last_day, today=today)
        assert begins is not None
        assert ends is not None
        found[pk] = (begins, ends)
    return found


@command
def revoke_certificate(*, actor: Actor, certificate_id: int, why: RevokedWhy, at: dt.datetime) -> Certificate:
    """It holds no more, from today: its holder is off duty until another one is issued, unless they have left."""
    certificate = claim(Certificate, certificate_id, actor=actor, to=Permission.REVOKE_CERTIFICATE)
    certificate.stage = CERTIFICATE_MOVES.after("revoke", certificate.stage)
    if (why == RevokedWhy.EXIT) != (actor.kind == "system"):
        raise Refused("training.revoked-odd", field="why")
    serves = bool(where_serving([certificate.member_id], at.date()))

    certificate.revoked_why, certificate.ended_by_id, certificate.ended_at = why, actor.person_id, at
    _end_suspension(certificate)
    certificate.save()
    obligations.cancel(kind=Owed.RENEW_CERTIFICATE, subject_type="certificate", subject_id=certificate.pk, at=at)
    pk = certificate.member_id
    held = Certificate.objects.current().filter(member=pk).exists()
    if not held:
        begins = {pk: at.date() if serves else None}
        teams.set_holds(actor=_BY, kind=HoldKind.CERTIFICATE, begins=begins, at=at, path=certificate.path)
        teams.set_holds(actor=_BY, kind=HoldKind.HOURS, begins={pk: None}, at=at, path=certificate.path)
        if serves and why == RevokedWhy.LOST and certificate.last_day >= at.date():
            _owe_certificates([pk], at)

    event = CertificateRevoked(at=at, certificate_id=certificate.pk, member_id=pk, why=why)
    announce(event, actor=actor, path=certificate.path)
    return certificate
