"""The journal in months on PostgreSQL: read by its months, added to over their ends, made and unmade with every row."""

from __future__ import annotations

import datetime as dt
import importlib
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from patrol_ops.core import clock, partitions, tasks
from patrol_ops.core.models import JournalEntry

MIGRATION = importlib.import_module("patrol_ops.core.migrations.0009_journal_by_month")
WHOLE, FIRST, REST = "core_journalentry", "core_journalentry_before", "core_journalentry_rest"
PLAN = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'core_journalentry'::regclass ORDER BY 1"

pytestmark = pytest.mark.django_db(transaction=True)


def ask(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()] if cursor.description else []


def parts() -> list[str]:
    return ask(PLAN)


def write(*moments: dt.datetime) -> list[int]:
    """A row a moment; their numbers."""
    rows = [JournalEntry(at=moment, actor_kind="system", act="tests.done", facts={"n": 1}) for moment in moments]
    return [row.pk for row in JournalEntry.objects.bulk_create(rows)]


def lies_in(pk: int) -> str:
    (table,) = ask("SELECT tableoid::regclass::text FROM core_journalentry WHERE id = %s", pk)
    return str(table)


def horizon() -> dt.date:
    """The first day that no part but the rest is for."""
    (until,) = ask(partitions._HORIZON, WHOLE)
    return clock.local(until).date()


def unmake() -> None:
    with connection.schema_editor(atomic=False) as editor:
        MIGRATION.join(None, editor)


def make() -> None:
    with connection.schema_editor(atomic=False) as editor:
        MIGRATION.part(None, editor)


@pytest.fixture
def months() -> Iterator[list[str]]:
    """As after the first night; afterwards the journal is as it was migrated, and empty."""
    made = partitions.make_months(horizon())
    yield made
    for table in set(parts()) - {FIRST, REST}:
        ask(f"DROP TABLE {table}")


def test_elsewhere_nothing_changes(on_postgresql: bool) -> None:
    if on_postgresql:
        assert ask("SELECT relkind FROM pg_class WHERE relname = %s", WHOLE) == ["p"]
        return
    before = ask("SELECT sql FROM sqlite_master WHERE tbl_name = %s ORDER BY name", WHOLE)
    make()
    unmake()
    tasks.make_months()
    assert ask("SELECT sql FROM sqlite_master WHERE tbl_name = %s ORDER BY name", WHOLE) == before
    assert partitions.make_months(clock.today()) == []


@pytest.fixture
def _on_postgresql(on_postgresql: bool) -> None:
    if not on_postgresql:
        pytest.skip("SQLite keeps the journal in one piece")


@pytest.fixture
def in_months(_on_postgresql: None, months: list[str]) -> list[str]:
    return months


def test_the_next_months_are_there_before_they_begin(in_months: list[str]) -> None:
    begun = dt.date.fromisoformat(f"{in_months[0][-7:].replace('_', '-')}-01")

    assert begun > clock.today()
    assert len(in_months) == partitions.AHEAD + 1
    assert parts() == sorted([FIRST, *in_months, REST])
    assert partitions.make_months(begun) == [], "twice is harmless"
    assert len(partitions.make_months(begun + dt.timedelta(days=31))) == 1


def test_what_is_written_over_the_end_of_a_month_lies_in_both(in_months: list[str]) -> None:
    end = clock.start_of(horizon())
    second = dt.timedelta(seconds=1)
    before, after = write(end - second, end)
    assert (lies_in(before), lies_in(after)) == (in_months[-1], REST)

    (month_before, month_after) = write(*_around(in_months[1]))
    assert (lies_in(month_before), lies_in(month_after)) == (in_months[0], in_months[1])
    old = write(clock.at(dt.date(2019, 5, 1), 9))[0]
    assert lies_in(old) == FIRST
    assert JournalEntry.objects.count() == 5
    assert JournalEntry.objects.order_by("-at", "-pk")[0].pk == after


def _around(table: str) -> tuple[dt.datetime, dt.datetime]:
    """The last second before a month, by the local clock, and its first."""
    begins = clock.start_of(dt.date.fromisoformat(f"{table[-7:].replace('_', '-')}-01"))
    return begins - dt.timedelta(seconds=1), begins


def test_a_range_is_read_from_its_months_only(in_months: list[str]) -> None:
    _, begins = _around(in_months[1])
    until = _around(in_months[2])[1]
    write(begins, until)
    rows = JournalEntry.objects.filter(at__gte=begins, at__lt=until)

    plan = rows.explain()

    assert in_months[1] in plan
    for other in (FIRST, in_months[0], in_months[2], REST):
        assert other not in plan, plan
    assert rows.count() == 1


@pytest.mark.parametrize("statement", ["UPDATE {} SET act = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_no_part_can_be_changed_by_hand(in_months: list[str], statement: str) -> None:
    write(clock.at(dt.date(2020, 1, 1), 9), _around(in_months[0])[1], clock.start_of(horizon()))
    for table in (WHOLE, FIRST, in_months[0], REST):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            ask(f"SET LOCAL patrol.empties = ''; {statement.format(table)}")
    assert JournalEntry.objects.filter(act="tests.done").count() == 3


def test_every_part_has_the_indexes_of_the_whole(in_months: list[str]) -> None:
    (wanted,) = ask("SELECT count(*) FROM pg_index WHERE indrelid = %s::regclass AND indisvalid", WHOLE)
    assert wanted == len(JournalEntry._meta.indexes) + 1
    for table in parts():
        attached = ask(
            "SELECT count(*) FROM pg_index JOIN pg_inherits ON inhrelid = indexrelid WHERE indrelid = %s::regclass",
            table,
        )
        assert attached == [wanted], table


def test_a_month_that_the_rest_holds_stays_there(in_months: list[str], caplog: pytest.LogCaptureFixture) -> None:
    late = horizon()
    (lost,) = write(clock.at(late, 9))

    with caplog.at_level(logging.WARNING):
        made = partitions.make_months(late)

    assert f"{WHOLE}_{late:%Y_%m} lie in the rest" in caplog.text
    assert len(made) == partitions.AHEAD, "and the months after it are made"
    assert lies_in(lost) == lies_in(write(clock.at(late, 10))[0]) == REST


def test_whoever_reads_is_not_held_up_by_a_month(in_months: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of everything has the rest in use: the month is given up, and nobody waits for it."""
    monkeypatch.setattr(partitions, "PATIENCE", "100ms")
    reading, done = threading.Event(), threading.Event()

    def read() -> None:
        with transaction.atomic():
            JournalEntry.objects.count()
            reading.set()
            done.wait(20)
        connections.close_all()

    reader = threading.Thread(target=read)
    reader.start()
    assert reading.wait(20)
    try:
        before = parts()
        assert partitions.make_months(horizon()) == []
        assert parts() == before
        write(clock.now())
    finally:
        done.set()
        reader.join(20)
    assert len(partitions.make_months(horizon())) == partitions.AHEAD + 1


def test_made_and_unmade_with_every_row(in_months: list[str]) -> None:
    moments = [
        clock.at(dt.date(2020, 1, 1), 9),
        *_around(in_months[0]),
        *_around(in_months[2]),
        clock.start_of(horizon()),
    ]
    written = write(*moments)
    before = list(JournalEntry.objects.order_by("pk").values())
    definitions = "SELECT indexdef FROM pg_indexes WHERE tablename = %s ORDER BY indexname"
    whole = [made.replace(" ON ONLY ", " ON ") for made in ask(definitions, WHOLE)]
    try:
        unmake()
        assert ask("SELECT relkind FROM pg_class WHERE relname = %s", WHOLE) == ["r"]
        assert list(JournalEntry.objects.order_by("pk").values()) == before
        assert [made for made in ask(definitions, WHOLE) if "pkey" not in made] == [
            made for made in whole if "pkey" not in made
        ]
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            ask("DELETE FROM core_journalentry")
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            ask("SET LOCAL patrol.empties = ''; TRUNCATE core_journalentry")
        written += write(clock.now())
        unmake()
    finally:
        make()
    make()
    assert written == sorted(set(written)), "the numbers go on"
    assert write(clock.now())[0] > written[-1]
    assert list(JournalEntry.objects.filter(pk__in=written[:-1]).order_by("pk").values()) == before
    assert parts() == [FIRST, REST]
    assert lies_in(written[0]) == lies_in(written[-1]) == FIRST
    assert [made.replace(" ON ONLY ", " ON ") for made in ask(definitions, WHOLE)] == whole
