"""Hours of a year: who is short of them is suspended after the grace (X30), and teams owe them before it (TRN-02)."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, command
from patrol_ops.core.models import Obligation
from patrol_ops.core.refusals import NotPermitted, Refused
from teams import commands as teams
from teams.rules import HoldKind, Role
from training import policy
from training.access import Permission
from training.events import HoursOwed, HoursReviewed
from training.models import Certificate
from training.reports.hours import Serving, missing_of, where_serving, year_values
from training.rules import CERTIFICATE_MOVES, Owed, grace_ends

_BY = Actor.system("training")


def _clock(actor: Actor, permission: Permission) -> None:
    if not actor.may(permission):
        raise NotPermitted


def _end_suspension(row: Certificate) -> None:
    """The certificate ends, its suspension with it; the hours stay to be looked at, should another one follow."""
    if row.suspended_for is not None:
        row.hours_checked_for = row.suspended_for - 1
    row.suspended_for = row.suspended_at = None


def _suspend_short(
    due: Sequence[Certificate], year: int, values: Mapping[str, Any], path: str, at: dt.datetime
) -> list[Certificate]:
    """All of them are looked at; who lacks hours of the year is suspended from today."""
    missing = missing_of({row.member_id: row.on_duty_since for row in due}, year, values)
    short = [row for row in due if missing[row.member_id]]
    for row in due:
        row.hours_checked_for = year
    for row in short:
        row.stage = CERTIFICATE_MOVES.after("suspend", row.stage)
        row.suspended_for, row.suspended_at = year, at
    Certificate.objects.bulk_update(due, ["stage", "hours_checked_for", "suspended_for", "suspended_at"])
    if short:
        begins = {row.member_id: at.date() for row in short}
        teams.set_holds(actor=_BY, kind=HoldKind.HOURS, begins=begins, at=at, path=path)
    return short


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

    short = _suspend_short(due, year, values, path, at)

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
    of_year = Obligation.objects.filter(kind=Owed.COLLECT_HOURS, period__startswith=str(year), path__startswith=path)
    known = dict(of_year.open().values_list("subject_id", "period"))
    done = {team_id: period for team_id, period in known.items() if team_id not in short}
    new = [place for team_id, place in sorted(short.items()) if team_id not in known]
    if not done and not new:
        raise Refused("training.nobody-due")

    settled = 0
    for period in sorted(set(done.values())):
        ids = [team_id for team_id, said in done.items() if said == period]
        settled += obligations.settle(Owed.COLLECT_HOURS, subject_type="team", subject_id=ids, period=period, at=at)
    before = Counter(of_year.filter(settled_at__isnull=False).values_list("subject_id", flat=True))
    dues = [_hours_due(place, year, before[place.team_id]) for place in new]
    owed = obligations.owe(Owed.COLLECT_HOURS, dues, at=at)

    announce(HoursOwed(at=at, year=year, owed=owed, settled=settled), actor=actor, path=path)
    return len(short)


def _hours_due(place: Serving, year: int, rounds: int) -> obligations.Due:
    """``rounds``: how often the team had made up the year before somebody came who lacks hours again."""
    period = f"{year}-{rounds + 1}" if rounds else str(year)
    due_at = start_of(dt.date(year + 1, 1, 1))
    return obligations.Due(
        "team", place.team_id, due_at, period=period, team_id=place.team_id, path=place.path, role=Role.LEADER
    )
