"""One way to change anything: never silent, never by halves, never out of reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction

from patrol_ops.core import access, commands, outbox
from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.commands import SilentCommand, announce, claim, command
from patrol_ops.core.events import Event
from patrol_ops.core.models import CalendarDay, Job, JournalEntry, OutboxMessage
from patrol_ops.core.refusals import NotPermitted, Refused

pytestmark = [pytest.mark.usefixtures("registries"), pytest.mark.django_db]

DAY = dt.date(2026, 11, 18)
OFFICE = Actor("person", 5, posts=(Post("office", "410101"),))


@pytest.fixture
def marked(registries: None) -> type[Any]:
    @dataclass(frozen=True, kw_only=True)
    class DayMarked(Event):
        day_id: int
        team_id: int | None = None

        subject_field = "day_id"

    return DayMarked


@pytest.fixture
def mark(marked: type[Any]) -> Callable[..., Any]:
    @command
    def mark_day(
        *, actor: Actor, day: dt.date, at: dt.datetime, silent: bool = False, fail: bool = False
    ) -> CalendarDay:
        row = CalendarDay.objects.create(day=day, is_working=True)
        if not silent:
            announce(marked(at=at, day_id=row.pk, team_id=3), actor=actor, path="410101")
        if fail:
            raise Refused("tests.no")
        return row

    return mark_day


def written() -> tuple[int, int, int]:
    return CalendarDay.objects.count(), JournalEntry.objects.count(), OutboxMessage.objects.count()


def test_a_command_writes_the_fact_the_journal_and_the_outbox(
    mark: Callable[..., Any], marked: type[Any], at: dt.datetime
) -> None:
    outbox.on(marked)(lambda event: None)
    row = mark(actor=OFFICE, day=DAY, at=at)
    entry = JournalEntry.objects.get()
    assert (entry.act, entry.subject_type, entry.subject_id) == ("tests.day_marked", "day", row.pk)
    assert (entry.actor_kind, entry.actor_id, entry.actor_name) == ("person", 5, "")
    assert (entry.team_id, entry.path, entry.at) == (3, "410101", at)
    assert entry.facts == {"day_id": row.pk, "team_id": 3}
    assert written() == (1, 1, 1)


def test_the_system_is_named_and_the_public_is_not(mark: Callable[..., Any], at: dt.datetime) -> None:
    mark(actor=Actor.system("close-due"), day=DAY, at=at)
    mark(actor=Actor.public(), day=DAY + dt.timedelta(1), at=at)
    assert list(JournalEntry.objects.order_by("pk").values_list("actor_kind", "actor_name", "actor_id")) == [
        ("system", "close-due", None),
        ("public", "", None),
    ]


def test_a_silent_command_is_rolled_back(mark: Callable[..., Any], at: dt.datetime) -> None:
    with pytest.raises(SilentCommand):
        mark(actor=OFFICE, day=DAY, at=at, silent=True)
    assert written() == (0, 0, 0)


def test_a_refused_command_leaves_nothing_not_even_what_it_said(
    mark: Callable[..., Any], marked: type[Any], at: dt.datetime
) -> None:
    outbox.on(marked)(lambda event: None)
    with pytest.raises(Refused):
        mark(actor=OFFICE, day=DAY, at=at, fail=True)
    assert written() == (0, 0, 0)


def test_what_an_inner_command_says_counts_for_the_outer(mark: Callable[..., Any], at: dt.datetime) -> None:
    @command
    def mark_two(*, actor: Actor, at: dt.datetime) -> None:
        mark(actor=actor, day=DAY, at=at)
        mark(actor=actor, day=DAY + dt.timedelta(1), at=at)

    mark_two(actor=OFFICE, at=at)
    assert written() == (2, 2, 0)


def test_an_outer_failure_undoes_the_inner(mark: Callable[..., Any], at: dt.datetime) -> None:
    @command
    def mark_and_fail(*, actor: Actor, at: dt.datetime) -> None:
        mark(actor=actor, day=DAY, at=at)
        raise Refused("tests.no")

    with pytest.raises(Refused):
        mark_and_fail(actor=OFFICE, at=at)
    assert written() == (0, 0, 0)


def test_what_a_rolled_back_inner_command_said_does_not_count(mark: Callable[..., Any], at: dt.datetime) -> None:
    @command
    def swallow(*, actor: Actor, at: dt.datetime) -> None:
        CalendarDay.objects.create(day=DAY + dt.timedelta(9), is_working=False)
        with pytest.raises(Refused):
            mark(actor=actor, day=DAY, at=at, fail=True)

    with pytest.raises(SilentCommand):
        swallow(actor=OFFICE, at=at)
    assert written() == (0, 0, 0)


def test_a_command_after_a_failed_one_is_judged_on_its_own(mark: Callable[..., Any], at: dt.datetime) -> None:
    with pytest.raises(SilentCommand):
        mark(actor=OFFICE, day=DAY, at=at, silent=True)
    mark(actor=OFFICE, day=DAY, at=at)
    assert commands._said.get() is None
    assert written() == (1, 1, 0)


def test_announcing_and_claiming_belong_inside_a_command(marked: type[Any], at: dt.datetime) -> None:
    with pytest.raises(RuntimeError, match="inside a command"):
        announce(marked(at=at, day_id=1), actor=OFFICE)
    with pytest.raises(RuntimeError, match="inside a command"), transaction.atomic():
        claim(Job, 1, actor=OFFICE, to="tests.take")


def test_a_command_is_keyword_only_with_actor_and_at() -> None:
    with pytest.raises(TypeError, match="keyword-only"):

        @command
        def positional(actor: Actor, at: dt.datetime) -> None: ...

    with pytest.raises(TypeError, match="keyword-only"):

        @command
        def timeless(*, actor: Actor) -> None: ...


@pytest.fixture
def take(marked: type[Any]) -> Callable[..., Any]:
    access.register({"tests.take": {"office": Reach.TERRITORY}})  # type: ignore[dict-item]

    @command
    def take_job(*, actor: Actor, job_id: int, at: dt.datetime) -> Job:
        row = claim(Job, job_id, actor=actor, to="tests.take", related=("started_by",))
        announce(marked(at=at, day_id=row.pk), actor=actor)
        return row

    return take_job


def test_a_claim_finds_what_is_in_reach(take: Callable[..., Any], at: dt.datetime) -> None:
    near = Job.objects.create(kind="k", stage="queued", created_at=at, path="410101001")
    assert take(actor=OFFICE, job_id=near.pk, at=at) == near


@pytest.mark.parametrize("pk", [0, -1, 10**12, 10**30])
def test_a_claim_on_nothing_is_like_a_claim_out_of_reach(take: Callable[..., Any], at: dt.datetime, pk: int) -> None:
    far = Job.objects.create(kind="k", stage="queued", created_at=at, path="410102")
    with pytest.raises(NotPermitted) as missing:
        take(actor=OFFICE, job_id=pk, at=at)
    with pytest.raises(NotPermitted) as out_of_reach:
        take(actor=OFFICE, job_id=far.pk, at=at)
    assert (missing.value.code, missing.value.facts) == (out_of_reach.value.code, out_of_reach.value.facts)
    with pytest.raises(NotPermitted):
        take(actor=Actor.nobody(), job_id=far.pk, at=at)


@pytest.mark.django_db(transaction=True)
def test_two_claims_of_one_row_wait_for_each_other(
    marked: type[Any], at_once: Callable[..., list[Any]], at: dt.datetime
) -> None:
    access.register({"tests.count": {"office": Reach.TERRITORY}})  # type: ignore[dict-item]
    job = Job.objects.create(kind="k", stage="queued", created_at=at, path="410101")

    @command
    def count_one(*, actor: Actor, job_id: int, at: dt.datetime) -> None:
        row = claim(Job, job_id, actor=actor, to="tests.count")
        row.done += 1
        row.save()
        announce(marked(at=at, day_id=row.pk), actor=actor)

    results = at_once(*[lambda: count_one(actor=OFFICE, job_id=job.pk, at=at) for _ in range(6)])
    assert results == [None] * 6
    job.refresh_from_db()
    assert job.done == 6
    assert JournalEntry.objects.count() == 6
    connection.close()
