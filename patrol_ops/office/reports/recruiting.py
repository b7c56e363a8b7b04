"""What of recruiting needs somebody, by team: what is past its day, contracts that end, legacy members."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, Exists, Min, OuterRef, Subquery, Value, When

from patrol_ops.core.kept import kept
from patrol_ops.core.models import Obligation
from patrol_ops.core.querysets import within
from recruitment.models import Applicant, Contract, Objection
from recruitment.rules import REMINDED_BEFORE, Owed
from teams.models import DutyOverride, Hold, Membership
from teams.rules import HoldKind

ENDING_DAYS = REMINDED_BEFORE[0]


@dataclass
class Recruiting:
    """By team: the due dates that have passed, how many contracts end and the first of those days, how many members are
    still to be regularised and the day the first transition ends, who walks by leave of the police and until when."""

    vetting: dict[int, list[dt.datetime]] = field(default_factory=lambda: defaultdict(list))
    objections: dict[int, list[dt.datetime]] = field(default_factory=lambda: defaultdict(list))
    contracts: dict[int, tuple[int, dt.date]] = field(default_factory=dict)
    legacy: dict[int, tuple[int, dt.date | None]] = field(default_factory=dict)
    overrides: dict[int, tuple[int, dt.date]] = field(default_factory=dict)


@kept("recruitment", "teams", "core_obligation")
def recruiting_of(path: str, now: dt.datetime) -> Recruiting:
    """Two statements, whatever the number of rows."""
    found = Recruiting()
    _overdue(found, path, now)
    today = now.date()
    asked = {
        "contracts": _contracts_ending(path, today),
        "overrides": _overrides(path, today),
        "legacy": _legacy(path, today),
    }
    named = [
        rows.annotate(sort=Value(name, CharField())).values_list("sort", *_COUNTED) for name, rows in asked.items()
    ]
    for sort, team, n, first in named[0].union(*named[1:], all=True):
        getattr(found, sort)[team] = (n, first)
    return found


# By team: how many, and the first of their days.
_COUNTED = ("team", "n", "first")


def _overdue(found: Recruiting, path: str, now: dt.datetime) -> None:
    """A campaign of the district concerns teams below it: what is due lies at its place, so it is asked of the team."""
    kinds = (Owed.RECORD_POLICE_REVIEW, Owed.DECIDE_OBJECTION)
    applicants = Applicant.objects.filter(pk=OuterRef("subject_id"))
    objections = Objection.objects.filter(pk=OuterRef("subject_id"))
    rows: Any = Obligation.objects.open().filter(within("path", path[:6]), kind__in=kinds, due_at__lte=now)
    rows = rows.annotate(
        about=Case(
            When(kind=Owed.RECORD_POLICE_REVIEW, then=Subquery(applicants.values("post__team")[:1])),
            default=Subquery(objections.values("applicant__post__team")[:1]),
        )
    )
    for kind, team_id, due_at in rows.order_by("due_at").values_list("kind", "about", "due_at"):
        if team_id is not None:
            (found.vetting if kind == Owed.RECORD_POLICE_REVIEW else found.objections)[team_id].append(due_at)


def _contracts_ending(path: str, today: dt.date) -> Any:
    """Contracts of whoever serves there that end soon, and the first of those days."""
    serving = Membership.objects.on(today).filter(member=OuterRef("member"), team=OuterRef("team"))
    rows = Contract.objects.under(path).ending(today, ENDING_DAYS).filter(Exists(serving)).order_by().values("team")
    return rows.annotate(n=Count("pk"), first=Min("ends_on"))


def _overrides(path: str, today: dt.date) -> Any:
    """For how many something was passed over today, and the first day on which that ends."""
    rows = DutyOverride.objects.on(today).under(path).order_by().values("team")
    return rows.annotate(n=Count("pk"), first=Min("until"))


def _legacy(path: str, today: dt.date) -> Any:
    """X50, with the day the transition ends: that on which the first of its holds begins."""
    begins = Hold.objects.filter(
        member=OuterRef("member"), kind__in=(HoldKind.TRAINING, HoldKind.BADGE), lifted_at__isnull=True
    )
    rows = Membership.objects.on(today).filter(within("team__place__path", path), legacy=True)
    rows = rows.annotate(ends=Subquery(begins.order_by("since").values("since")[:1]))
    return rows.order_by().values("team").annotate(n=Count("member", distinct=True), first=Min("ends"))
