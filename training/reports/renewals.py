"""Who can be issued a certificate, and whose can be renewed now, with the new period (TRN-05, X30)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Subquery, Sum

from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Obligation
from patrol_ops.core.months import months_after
from patrol_ops.core.privacy import masked
from teams.access import Permission as Teams
from teams.models import Hold, Member, Membership
from teams.rules import HoldKind
from training import policy
from training.access import Permission
from training.models import Certificate, Enrolment
from training.reports.certificates import CertificateLine, certificate_line, certificates_shown_to
from training.reports.hours import pre_duty_sessions, trained_days
from training.rules import (
    Owed,
    Programme,
    TrainedDay,
    last_day_of,
    pre_duty_missing,
    renewed_from,
)
from training.rules.certificates import DAY_MINUTES

# --- issuing --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WaitingLine:
    """Somebody who has passed the pre-duty programme and has no certificate."""

    member_id: int
    name: str
    team: str
    place: str
    since: dt.date
    due_at: dt.datetime | None


def waiting_for_certificates(actor: Actor, path: str, day: dt.date) -> list[WaitingLine]:
    """By street and team: three statements. ``path`` may be empty: everywhere within reach."""
    rows: Any = Membership.objects.visible_to(actor, Permission.ISSUE_CERTIFICATE).on(day).filter(main=True)
    if path:
        rows = rows.under(path)
    held = Hold.objects.on(day).waiting().filter(kind=HoldKind.CERTIFICATE)
    holds = held.filter(member=OuterRef("member_id"))
    taught = Enrolment.objects.passed().filter(
        member=OuterRef("member_id"), session__revision__course__programme=Programme.PRE_DUTY
    )
    dues = Obligation.objects.open().filter(
        kind=Owed.ISSUE_CERTIFICATE, subject_type="member", subject_id=OuterRef("member_id")
    )
    readable = Member.objects.visible_to(actor, Teams.VIEW_MEMBER).filter(pk=OuterRef("member_id"))
    rows = rows.annotate(
        held_since=Subquery(holds.order_by("since").values("since")[:1]),
        due_at=Subquery(dues.order_by("due_at").values("due_at")[:1]),
        readable=Exists(readable),
    ).filter(~Exists(Certificate.objects.current().filter(member=OuterRef("member_id"))), Exists(taught))
    # Few are held, so they are asked for first; of everybody else nothing is asked.
    found = list(
        rows.filter(member__in=held.values("member"), held_since__isnull=False)
        .select_related("member", "team__place")
        .order_by("team__place__path", "team__name", "member__pinyin", "member")
    )
    if not found:
        return []
    district = found[0].team.place.path[:6]
    values = ground.values_on(day, district, policy.PRE_DUTY_HOURS, policy.CERTIFICATE_MONTHS)
    since = months_after(day, -values[policy.CERTIFICATE_MONTHS.key])
    sessions = pre_duty_sessions([row.member_id for row in found], since)
    hours = values[policy.PRE_DUTY_HOURS.key]
    return [
        WaitingLine(
            member_id=row.member_id,
            name=row.member.name if row.readable else masked(row.member.name),
            team=row.team.name,
            place=row.team.place.name,
            since=row.held_since,
            due_at=row.due_at,
        )
        for row in found
        if pre_duty_missing(sessions[row.member_id], hours=hours) == (0, ())
    ]


# --- renewing -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Collected:
    """Training days since the certificate was issued, and the period they would renew it for, if they do."""

    days: Decimal
    required: int
    begins: dt.date | None
    ends: dt.date | None

    @property
    def renews(self) -> bool:
        return self.ends is not None

    @property
    def lacking(self) -> Decimal:
        return max(self.required - self.days, Decimal(0))


def renewal_values(day: dt.date, path: str) -> Mapping[str, Any]:
    """One statement."""
    return ground.values_on(day, path, policy.CERTIFICATE_MONTHS, policy.RENEWAL_DAYS, policy.REACTIVATION_MONTHS)


def collected_by(rows: Iterable[Any], values: Mapping[str, Any]) -> dict[int, Collected]:
    """Of certificates, by their id: one statement."""
    certificates = list(rows)
    trained = trained_days([row.member_id for row in certificates])
    return {row.pk: _collected(row, trained[row.member_id], values) for row in certificates}


def _collected(row: Any, trained: list[TrainedDay], values: Mapping[str, Any]) -> Collected:
    months, required = values[policy.CERTIFICATE_MONTHS.key], values[policy.RENEWAL_DAYS.key]
    begins = renewed_from(
        trained,
        required=Decimal(required),
        issued_on=row.starts_on,
        last_day=row.last_day,
        months=months,
        reactivation=values[policy.REACTIVATION_MONTHS.key],
    )
    ends = last_day_of(begins, months) if begins else None
    if ends is not None and ends <= row.last_day:
        begins = ends = None
    days = sum((one.days for one in trained if one.on > row.starts_on), Decimal(0))
    return Collected(days=days, required=required, begins=begins, ends=ends)


@dataclass(frozen=True)
class RenewalLine:
    certificate: CertificateLine
    collected: Collected


def renewable(actor: Actor, path: str, day: dt.date) -> list[RenewalLine]:
    """Whose certificate the office can renew today, soonest to end first: three statements. ``path`` may be empty:
    everywhere within reach."""
    around = path or next((post.path for post, _ in actor.reaches(Permission.ISSUE_CERTIFICATE) if post.path), "")
    values = renewal_values(day, around[:6])
    rows: Any = certificates_shown_to(actor, day, Permission.ISSUE_CERTIFICATE)
    if path:
        rows = rows.under(path)
    newer = Certificate.objects.filter(member=OuterRef("member_id"), pk__gt=OuterRef("pk")).exclude(stage="REVOKED")
    serving = Membership.objects.on(day).filter(member=OuterRef("member_id"))
    rows = rows.filter(~Exists(newer), Exists(serving), stage__in=("VALID", "SUSPENDED", "EXPIRED"))
    taught = Enrolment.objects.passed().exclude(session__revision__course__programme=Programme.PRE_DUTY)
    minutes = taught.filter(member=OuterRef("member_id"), session__ends_at__date__gt=OuterRef("starts_on"))
    trained = Subquery(minutes.order_by().values("member").annotate(n=Sum("credited")).values("n"))
    # Fewer minutes than these are never enough, whenever they were: that leaves few to be asked about one by one.
    least = values[policy.RENEWAL_DAYS.key] * DAY_MINUTES
    enough = taught.order_by().values("member").annotate(n=Sum("credited")).filter(n__gte=least).values("member")
    found = list(rows.filter(member__in=enough).alias(trained=trained).filter(trained__gte=least))
    collected = collected_by(found, values) if found else {}
    return [RenewalLine(certificate_line(row, day), collected[row.pk]) for row in found if collected[row.pk].renews]
