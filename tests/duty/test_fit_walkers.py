"""Nobody walks who was held that day, whoever writes: rows written straight into the table, past every command."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from duty.models import PatrolWalker
from teams.models import DutyOverride, Hold
from teams.rules import HoldKind
from tests.duty.conftest import DAY, EVENING

NEXT = DAY + dt.timedelta(days=1)
BEFORE = DAY - dt.timedelta(days=1)
PAPERS = ["CERTIFICATE", "HOURS", "BADGE", "INSURANCE"]
NEVER = ["TRAINING", "DISCIPLINE", "LEAVE"]


@pytest.fixture
def patrol(file, lena_member):
    """Of the 17th, by Lena and Mara; there is room for one more."""
    return file().patrols.get()


def hold(member_id, kind, since=DAY, until=None):
    leave = {"leave_kind": "SICK", "until": until or NEXT} if kind == "LEAVE" else {"until": until}
    return Hold.objects.create(member_id=member_id, kind=kind, since=since, placed_at=EVENING, **leave)


def walks(patrol, member_id):
    try:
        with transaction.atomic():
            PatrolWalker.objects.bulk_create([PatrolWalker(patrol=patrol, member_id=member_id, insignia=True)])
    except IntegrityError as no:
        return "not fit for duty that day" not in str(no)
    return True


@pytest.fixture
def third(district):
    return district.members["何平"]


@pytest.mark.req("TRN-01", "TRN-06")
@pytest.mark.parametrize("kind", PAPERS + NEVER)
def test_nobody_who_is_held_that_day_is_put_down_as_a_walker(patrol, third, kind):
    row = hold(third, kind)
    assert not walks(patrol, third)
    row.delete()
    assert walks(patrol, third)


@pytest.mark.parametrize(
    ("since", "until", "fit"),
    [
        (DAY, None, False),
        (BEFORE, DAY, True),
        (BEFORE, NEXT, False),
        (NEXT, None, True),
        (DAY, DAY, True),  # never was
        (BEFORE, None, False),
    ],
)
def test_a_hold_bars_from_its_day_until_the_day_it_ends(patrol, third, since, until, fit):
    hold(third, HoldKind.CERTIFICATE, since, until)
    assert walks(patrol, third) is fit


@pytest.mark.parametrize("kind", PAPERS + NEVER)
def test_the_police_pass_over_papers_for_that_day_and_nothing_else(patrol, third, harbour, kind):
    hold(third, kind)
    row = DutyOverride.objects.create(
        member_id=third, team=harbour, since=NEXT, until=NEXT + dt.timedelta(days=1), reason="汛期", kinds=kind,
        given_at=EVENING,
    )  # fmt: skip
    assert not walks(patrol, third)
    row.since, row.until = DAY, DAY  # withdrawn before it began
    row.save()
    assert not walks(patrol, third)
    row.until = NEXT
    row.save()
    assert walks(patrol, third) is (kind in PAPERS)


def test_nor_by_changing_a_row(patrol, third):
    hold(third, HoldKind.TRAINING)
    row = patrol.walkers.order_by("pk")[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        PatrolWalker.objects.filter(pk=row.pk).update(member=third)
    # What stands is not called into question by a hold that comes later.
    hold(row.member_id, HoldKind.TRAINING)
    PatrolWalker.objects.filter(pk=row.pk).update(insignia=False)
    row.refresh_from_db()
    assert not row.insignia


@pytest.mark.django_db(transaction=True)
def test_the_trigger_falls_and_stands_again(patrol, third):
    hold(third, HoldKind.TRAINING)
    everything = MigrationExecutor(connection).loader.graph.leaf_nodes()
    MigrationExecutor(connection).migrate([("duty", "0001_patrol_logs")])
    try:
        assert walks(patrol, third)
        PatrolWalker.objects.filter(member=third).delete()
    finally:
        MigrationExecutor(connection).migrate(everything)
    assert not walks(patrol, third)
