"""Who lacks what a course teaches, in the order in which they wait."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q

from patrol_ops.core.months import months_after
from teams.models import Membership
from teams.rules import HoldKind
from training import policy
from training.models import Certificate, Enrolment, Session
from training.reports.hours import missing_of, year_values
from training.rules import Programme


def lacking(session: Session, day: dt.date) -> list[tuple[int, int]]:
    """Members who serve in teams of the session's tier within its place, with their team: newcomers for a pre-duty
    course (those whose hold begins first come first), for another course whoever is short of hours this year. Not
    those who wait for a session of the same course already, or for its confirmation; nor, of a pre-duty course, whoever
    has passed this one and lacks another."""
    assert session.revision is not None
    course = session.revision.course
    of_course = Enrolment.objects.filter(member=OuterRef("member_id"), session__revision__course=course)
    waiting = of_course.filter(
        Q(session__stage__in=("PLANNED", "RUNNING")) | Q(session__stage="COMPLETED", stage="PASSED")
    )
    rows: Any = Membership.objects.on(day).under(session.path).filter(team__tier=session.tier, main=True)
    rows = rows.exclude(Exists(waiting))
    if course.programme == Programme.PRE_DUTY:
        since_when = months_after(day, -policy.CERTIFICATE_MONTHS.on(day, session.path[:6]))
        rows = rows.exclude(Exists(of_course.passed().filter(session__ends_at__date__gt=since_when)))
        # Joined, so that whether somebody waits is asked once of each, whatever the database believes to be there.
        held = rows.filter(member__holds__kind=HoldKind.TRAINING, member__holds__lifted_at__isnull=True)
        found = sorted(held.values_list("member__holds__since", "member_id", "team_id"))
        return list(dict.fromkeys((member, team) for _since, member, team in found))
    teams = dict(rows.values_list("member_id", "team_id"))
    current = Certificate.objects.current().filter(member__in=teams)
    missing = missing_of(
        dict(current.values_list("member_id", "on_duty_since")), day.year, year_values(day.year, session.path)
    )
    short = [pk for pk, minutes in missing.items() if minutes]
    return [(pk, teams[pk]) for pk in sorted(short, key=lambda pk: (-missing[pk], pk))]
