"""What the database says of who lacks training is what a plain count over the rows says (TRN-01, TRN-02)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from random import Random
from typing import Any

import pytest

from patrol_ops.core.models import PolicyValue
from teams.models import Hold, Membership
from tests.training.crowd import DAY, Crowd
from training.models import Certificate, Enrolment
from training.reports.shortages import shortages, shortages_by_team
from training.rules import counted, required_minutes

DAYS = (DAY, dt.date(2027, 9, 30), dt.date(2027, 10, 1), dt.date(2027, 12, 31))


@pytest.fixture(params=range(4))
def crowd(request, district) -> Crowd:
    made = Crowd(district, Random(request.param))
    made.come()
    made.keep_off_duty()
    made.certify()
    made.train()
    if request.param % 2:
        made.decide()
    return made


def minutes_of(member: int, year: int) -> dict[str, int]:
    found: Counter[str] = Counter()
    for row in Enrolment.objects.filter(member=member).select_related("session__revision__course"):
        pre_duty = row.session.revision and row.session.revision.course.programme == "PRE_DUTY"
        confirmed = row.session.stage == "CONFIRMED" and row.stage == "PASSED"
        if confirmed and not pre_duty and row.credit_year == year:
            found[row.session.mode] += row.credited or 0
    return dict(found)


def plainly(day: dt.date, path: str, kind: str = "", team: int | None = None) -> list[tuple[Any, ...]]:
    """Each post by itself, in the order of the list: path, team, kind, since, missing minutes, member, post."""
    decided = {row.key: row.value for row in PolicyValue.objects.all()}
    hours, share = decided.get("training.annual_hours", 24), decided.get("training.meeting_share", 25)
    soon, found = day + dt.timedelta(days=60), []
    for post in Membership.objects.select_related("team__place"):
        there = post.team.place.path.startswith(path) and team in (None, post.team_id)
        if not (there and post.main and post.since <= day and (post.until is None or post.until > day)):
            continue
        where = (post.team.place.path, post.team_id)
        holds = Hold.objects.filter(member=post.member_id, kind="TRAINING")
        begun = [hold.since for hold in holds if hold.lifted_at is None and hold.since <= soon]
        held = [row for row in Certificate.objects.filter(member=post.member_id) if row.stage in ("VALID", "SUSPENDED")]
        if begun:
            if kind != "hours":
                found.append((*where, 0, min(begun), 0, post.member_id, post.pk))
        elif held and (kind == "hours" or (kind == "" and day.month >= 10)):
            required = required_minutes(day.year, held[0].on_duty_since, hours=hours)
            done = counted(minutes_of(post.member_id, day.year), meeting_share=share, required=required)
            if done < required:
                found.append((*where, 1, dt.date.max, done - required, post.member_id, post.pk))
    return sorted(found)


def shown(lines: Any) -> list[tuple[Any, ...]]:
    return [
        (line.path, line.team_id, line.kind, line.since, line.hours.missing if line.hours else 0, line.member_id)
        for line in lines
    ]


def expected(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    kinds = ("newcomer", "hours")
    return [(path, team, kinds[k], since if k == 0 else None, -n, pk) for path, team, k, since, n, pk, _ in rows]


@pytest.mark.req("TRN-01", "TRN-02")
@pytest.mark.parametrize("day", DAYS)
def test_counted_by_team_as_one_by_one(crowd, day) -> None:
    for path in ("", "990102", "990102001", "990102001001"):
        assert shortages_by_team(path, day) == Counter(row[1] for row in plainly(day, path)), path
    assert shortages_by_team("990102", DAY)


@pytest.mark.req("TRN-01", "TRN-02")
@pytest.mark.parametrize("kind", ["", "newcomer", "hours"])
def test_every_page_is_the_same_part_of_the_same_order(crowd, kind, actor, gus) -> None:
    harbour = crowd.district.teams["harbour"]
    for day, path, team in ((DAY, "", None), (DAYS[1], "990102001", None), (DAY, "", harbour)):
        rows = plainly(day, path or "990102", kind, team)
        found = shortages(actor(gus), day, path=path, team_id=team, kind=kind)
        assert (len(found), found.newcomers) == (len(rows), sum(row[2] == 0 for row in rows))
        for first in range(0, len(rows) + 7, 7):
            assert shown(found[first : first + 7]) == expected(rows[first : first + 7]), (day, first)
        assert shown(found) == expected(rows)
        assert shown([found[-1], found[0]]) == expected([rows[-1], rows[0]]) if rows else not found
