"""The night run: as many statements for many as for few, nobody touched who is not due, on again after a kill."""

from __future__ import annotations

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from patrol_ops.core import clock
from patrol_ops.core.models import JournalEntry
from teams.models import Hold, Member, Membership
from tests.training.papers import D
from tests.training.saying import DAY, nothing_written, owed
from tests.training.story import ISSUED, PLANNED
from training import commands, tasks
from training.models import Certificate

LAST = D(2028, 11, 10)
OVER = LAST + DAY
MARCH = D(2027, 3, 1)


def run(task, day, hour=0, minute=15):
    with time_machine.travel(clock.at(day, hour, minute), tick=False):
        task(told_by="an older worker")


@pytest.fixture
def many(district):
    """``many(50)``: so many members of the Harbour team with certificates of one day; more of them by ``first``."""

    def make(count, first=0, **values):
        begun = clock.at(ISSUED, 9)
        numbers = range(first, first + count)
        members = Member.objects.bulk_create(
            Member(name=f"队员{n}", birth_year=1990, identity_index=f"many-{n}") for n in numbers
        )
        Membership.objects.bulk_create(
            Membership(
                member=member, team_id=district.teams["harbour"], employment_class="FULL_TIME", since=ISSUED,
                entered_at=begun,
            )
            for member in members
        )  # fmt: skip
        last_day = values.get("last_day", LAST)
        Hold.objects.bulk_create(
            Hold(member=member, kind="CERTIFICATE", since=last_day + DAY, placed_at=begun) for member in members
        )
        whole = {
            "path": "990102", "team_id": district.teams["harbour"], "stage": "VALID", "starts_on": ISSUED,
            "last_day": last_day, "on_duty_since": ISSUED, "hours_checked_for": 2025, "issued_at": begun,
        }  # fmt: skip
        return Certificate.objects.bulk_create(
            Certificate(number=f"990102-2026-{n + 1:05d}", key=f"{n:026d}", member=member, **{**whole, **values})
            for n, member in zip(numbers, members, strict=True)
        )

    return make


def statements(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


@pytest.mark.parametrize("task", ["expire_certificates", "review_hours"])
def test_a_batch_costs_the_same_for_5_or_50(many, task):
    day = OVER if task == "expire_certificates" else MARCH
    many(1, first=900)
    run(getattr(tasks, task), day)  # the team owes its hours, or owes none
    many(5)
    few = statements(lambda: run(getattr(tasks, task), day))
    many(50, first=5)
    again = statements(lambda: run(getattr(tasks, task), day))
    assert few == again
    assert few <= (16 if task == "expire_certificates" else 26)
    left = Certificate.objects.lapsed(day) if task == "expire_certificates" else Certificate.objects.unreviewed(2026)
    assert not left.exists()


@pytest.mark.parametrize("task", ["expire_certificates", "review_hours"])
def test_nobody_is_touched_who_is_not_due(many, task):
    if task == "expire_certificates":
        day = OVER
        others = many(3, last_day=OVER) + many(2, first=3, stage="EXPIRED")
        due = many(2, first=5)
    else:
        day = MARCH
        others = many(3, hours_checked_for=2026) + many(2, first=3, stage="EXPIRED")
        due = many(2, first=5)
    ids = [row.pk for row in others]
    members = [row.member_id for row in others]

    def kept():
        return (
            list(Certificate.objects.filter(pk__in=ids).order_by("pk").values()),
            list(Hold.objects.filter(member__in=members).order_by("pk").values()),
        )

    before = kept()
    run(getattr(tasks, task), day)
    assert kept() == before
    stages = set(Certificate.objects.filter(pk__in=[row.pk for row in due]).values_list("stage", flat=True))
    assert stages == ({"EXPIRED"} if task == "expire_certificates" else {"SUSPENDED"})
    with nothing_written():
        run(getattr(tasks, task), day, 1)


@pytest.mark.parametrize("task", ["expire_certificates", "review_hours"])
def test_after_a_kill_it_goes_on_and_does_nothing_twice(many, monkeypatch, task):
    day = OVER if task == "expire_certificates" else MARCH
    many(7)
    monkeypatch.setattr(tasks, "BATCH", 3)
    act, calls = getattr(commands, task), []

    class Killed(BaseException):
        pass

    def stubborn(**values):
        calls.append(list(values["certificate_ids"]))
        if len(calls) == 2:
            raise Killed
        return act(**values)

    monkeypatch.setattr(commands, task, stubborn)
    with pytest.raises(Killed):
        run(getattr(tasks, task), day)
    done = "EXPIRED" if task == "expire_certificates" else "SUSPENDED"
    assert Certificate.objects.filter(stage=done).count() == 3
    first = list(Certificate.objects.filter(stage=done).order_by("pk").values())

    run(getattr(tasks, task), day, 1)
    assert Certificate.objects.filter(stage=done).count() == 7
    kept = Certificate.objects.filter(pk__in=[row["id"] for row in first])
    assert list(kept.order_by("pk").values()) == first
    assert [len(ids) for ids in calls] == [3, 3, 3, 1]
    name = "certificates_expired" if task == "expire_certificates" else "hours_reviewed"
    told = [pk for row in JournalEntry.objects.filter(act=f"training.{name}") for pk in row.facts["certificate_ids"]]
    assert sorted(told) == sorted(Certificate.objects.values_list("pk", flat=True))
    if task == "review_hours":
        holds = Hold.objects.filter(kind="HOURS")
        assert holds.count() == holds.values("member").distinct().count() == 7


def test_review_hours_waits_for_the_end_of_the_grace(many):
    many(2)
    run(tasks.review_hours, MARCH - DAY)
    assert set(Certificate.objects.values_list("stage", "hours_checked_for")) == {("VALID", 2025)}
    assert not Hold.objects.filter(kind="HOURS").exists()


@pytest.mark.req("TRN-02")
def test_teams_owe_hours_from_september_and_last_years_until_they_are_made_up(training):
    training.until_certified("赵一")
    run(tasks.review_hours, ISSUED + DAY, 0, 25)
    assert [row[2:] for row in owed("training.collect_hours")] == [(D(2026, 12, 31), "2026")]
    with nothing_written():
        run(tasks.review_hours, ISSUED + DAY, 1, 25)
    training.hold("赵一", day=D(2026, 12, 7), minutes=120)
    run(tasks.review_hours, D(2026, 12, 9), 0, 25)
    assert owed("training.collect_hours") == []
    run(tasks.review_hours, D(2027, 8, 31), 0, 25)
    assert owed("training.collect_hours") == []
    run(tasks.review_hours, D(2027, 9, 1), 0, 25)
    assert [row[3] for row in owed("training.collect_hours")] == ["2027"]
    run(tasks.review_hours, D(2028, 1, 2), 0, 25)
    assert [row[3] for row in owed("training.collect_hours")] == ["2027"]
    training.hold("赵一", day=D(2028, 1, 10), minutes=1440)
    run(tasks.review_hours, D(2028, 1, 12), 0, 25)
    assert owed("training.collect_hours") == []


def test_a_team_that_lacks_hours_again_owes_them_anew(training, many):
    training.until_certified("赵一")
    run(tasks.review_hours, ISSUED + DAY, 0, 25)
    training.hold("赵一", day=D(2026, 11, 16), minutes=120)
    run(tasks.review_hours, D(2026, 11, 18), 0, 25)
    assert owed("training.collect_hours") == []
    many(1, first=700)
    run(tasks.review_hours, D(2026, 11, 19), 0, 25)
    assert [row[3] for row in owed("training.collect_hours")] == ["2026-2"]


def test_follow_newcomers_finds_whoever_a_reaction_missed_batch_by_batch(training, monkeypatch):
    ids = [training.newcomer(name) for name in ("赵一", "钱二", "孙三")]
    monkeypatch.setattr(tasks, "BATCH", 2)
    run(tasks.follow_newcomers, PLANNED + DAY, 2, 10)
    assert all(len(owed("training.train_newcomer", pk)) == 1 for pk in ids)
    with nothing_written():
        run(tasks.follow_newcomers, PLANNED + 2 * DAY, 2, 10)
