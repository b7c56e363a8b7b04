"""What members have been taught, what counts for a year, what is missing: sums over confirmed sessions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from patrol_ops.core import policy as ground
from patrol_ops.core.clock import local
from teams.models import Membership
from training import policy
from training.models import Enrolment
from training.rules import Programme, Taught, TrainedDay, counted, required_minutes, training_days


@dataclass(frozen=True)
class Serving:
    """Where a member serves, by the main post."""

    member_id: int
    team_id: int
    path: str
    tier: str
    user_id: int | None


def where_serving(member_ids: Collection[int], day: dt.date) -> dict[int, Serving]:
    """One statement; who serves nowhere is not in it."""
    rows = Membership.objects.on(day).filter(member__in=member_ids).order_by("member", "main", "-since")
    values = rows.values_list("member_id", "team_id", "team__place__path", "team__tier", "member__user_id")
    return {pk: Serving(pk, team, path, tier, user) for pk, team, path, tier, user in values}


def pre_duty_sessions(member_ids: Collection[int], since: dt.date) -> dict[int, list[Taught]]:
    """TRN-01: confirmed and passed sessions of the pre-duty programme that ended after ``since``."""
    rows = Enrolment.objects.passed().filter(
        member__in=member_ids,
        session__revision__course__programme=Programme.PRE_DUTY,
        session__ends_at__date__gt=since,
        credited__isnull=False,
    )
    found: dict[int, list[Taught]] = defaultdict(list)
    for row in rows.select_related("session__revision"):
        assert row.member_id is not None
        assert row.credited is not None
        found[row.member_id].append(Taught(row.credited, row.session.topics, row.session.mode))
    return found


def counting() -> Any:
    """TRN-02: what counts for a year: everything but the pre-duty programme, which comes before it."""
    return Enrolment.objects.passed().exclude(session__revision__course__programme=Programme.PRE_DUTY)


def minutes_by_mode(member_ids: Collection[int], year: int) -> dict[int, dict[str, int]]:
    """Credited minutes of the year by mode: one statement."""
    rows = counting().filter(member__in=member_ids, credit_year=year).order_by()
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for member_id, mode, minutes in rows.values_list("member_id", "session__mode").annotate(n=Sum("credited")):
        found[member_id][mode] = minutes or 0
    return found


def missing_of(on_duty_since: Mapping[int, dt.date], year: int, values: Mapping[str, Any]) -> dict[int, int]:
    """Minutes that each of these members still lacks for ``year``; ``values`` are those of that year's last day."""
    minutes = minutes_by_mode(on_duty_since.keys(), year)
    share, hours = values[policy.MEETING_SHARE.key], values[policy.ANNUAL_HOURS.key]
    asked = {since: required_minutes(year, since, hours=hours) for since in set(on_duty_since.values())}
    missing = {}
    for member_id, since in on_duty_since.items():
        required, taught = asked[since], minutes.get(member_id)
        done = counted(taught, meeting_share=share, required=required) if taught else 0
        missing[member_id] = max(required - done, 0)
    return missing


def year_values(year: int, path: str) -> dict[str, Any]:
    """The numbers that a year is measured by, those of the district: one statement."""
    return ground.values_on(
        dt.date(year, 12, 31), path[:6], policy.ANNUAL_HOURS, policy.MEETING_SHARE, policy.GRACE_DAYS
    )


def trained_days(member_ids: Collection[int]) -> dict[int, list[TrainedDay]]:
    """What can renew a certificate: each counting session with its last day and its training days."""
    rows = counting().filter(member__in=member_ids, credited__gt=0)
    found: dict[int, list[TrainedDay]] = defaultdict(list)
    for member_id, ends_at, credited in rows.values_list("member_id", "session__ends_at", "credited"):
        found[member_id].append(TrainedDay(local(ends_at).date(), training_days(credited)))
    return found


def days_collected(rows: Iterable[TrainedDay]) -> Decimal:
    return sum((row.days for row in rows), Decimal(0))
