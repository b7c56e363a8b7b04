"""What the database counts of a crowd is what a plain count over the rows gives, place by place."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from random import Random

import pytest

from funding.models import Cover, InsurancePolicy
from funding.rules import InsuranceKind, Payer
from patrol_ops.office.reports.readiness import readiness_by_team
from teams.models import DutyOverride, Hold, Membership
from tests.training.crowd import AT, DAY, Crowd
from training.models import Certificate

SOON = DAY + dt.timedelta(days=60)
PAPERS = ("BADGE", "CERTIFICATE", "HOURS", "INSURANCE")


def insure(crowd: Crowd) -> None:
    """Policies of both kinds; covers that are over, end soon or later, or never counted."""
    policies = [
        InsurancePolicy.objects.create(
            place_id=crowd.district.places["990102"],
            kind=kind,
            insurer="保险公司",
            number=f"{kind}{number}",
            payer=Payer.DISTRICT,
            starts_on=DAY - dt.timedelta(days=300),
            last_day=DAY + dt.timedelta(days=300),
            entered_at=AT,
        )
        for kind in InsuranceKind
        for number in range(2)
    ]
    for member in crowd.members:
        for policy in crowd.chance.sample(policies, crowd.chance.randint(0, 3)):
            since = crowd.day(-200, 30)
            until = since + dt.timedelta(days=crowd.chance.choice((0, 100, 200, 300)))
            if crowd.some(0.3):
                since, until = DAY, crowd.chance.choice((DAY, SOON, SOON + dt.timedelta(1), SOON + dt.timedelta(2)))
            Cover.objects.create(policy=policy, member=member, since=since, until=until, added_at=AT)


def let_walk(crowd: Crowd) -> None:
    for post in Membership.objects.filter(member__in=crowd.members):
        if crowd.some(0.3):
            since = crowd.day(-4, 2)
            until = since + dt.timedelta(days=crowd.chance.randint(0, 4))
            DutyOverride.objects.create(
                member=post.member, team=post.team, since=since, until=until, reason="汛", kinds="BADGE", given_at=AT
            )


def plainly(path: str) -> dict[int, list[int]]:
    """Serving, fit, let walk, certificates and covers that end soon, without a cover that is asked for."""

    def lasts(row):
        return row.since <= DAY and (row.until is None or row.until > DAY)

    found: dict[int, list[int]] = defaultdict(lambda: [0] * 6)
    for post in filter(lasts, Membership.objects.select_related("team__place")):
        if not post.team.place.path.startswith(path):
            continue
        holds = [hold.kind for hold in Hold.objects.filter(member=post.member_id) if lasts(hold)]
        overrides = [row for row in DutyOverride.objects.filter(member=post.member_id) if lasts(row)]
        certificates = [
            row.last_day
            for row in Certificate.objects.filter(member=post.member_id)
            if row.stage in ("VALID", "SUSPENDED") and DAY <= row.last_day <= SOON
        ]
        covers = Cover.objects.filter(member=post.member_id, policy__kind="ACCIDENT")
        last_days = [row.until - dt.timedelta(days=1) for row in covers if row.until > row.since and row.until > DAY]
        said = (
            True,
            not [kind for kind in holds if kind not in PAPERS or not overrides],
            any(row.team_id == post.team_id for row in overrides),
            bool(certificates),
            bool(last_days) and max(last_days) <= SOON,
            "INSURANCE" in holds,
        )
        found[post.team_id] = [n + yes for n, yes in zip(found[post.team_id], said, strict=True)]
    return dict(found)


@pytest.mark.parametrize("seed", range(3))
def test_counted_by_team_as_one_by_one(seed, district, django_assert_num_queries) -> None:
    crowd = Crowd(district, Random(seed))
    crowd.come()
    crowd.keep_off_duty()
    crowd.certify()
    insure(crowd)
    let_walk(crowd)
    for path in ("", "990102001", "990102001001"):
        with django_assert_num_queries(7):
            found, named = readiness_by_team(path, DAY)
        expected = plainly(path)
        assert named.keys() == expected.keys()
        for team, numbers in expected.items():
            of = found[team]
            said = [of.serving, of.fit, of.overrides, of.certificates, of.covers, of.uncovered]
            assert said == numbers, (path, team)
    assert all(sum(numbers[n] for numbers in plainly("").values()) for n in range(6))
