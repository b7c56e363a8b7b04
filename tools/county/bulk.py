"""Rows in masses on PostgreSQL: indexes go before they come, and come back afterwards; progress is said."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

# Filled by INSERT … SELECT; whatever else is small enough to keep its indexes.
HEAVY = (
    "duty_patrollog",
    "duty_patrol",
    "duty_patrolwalker",
    "duty_reviewstep",
    "duty_logentry",
    "core_obligation",
    "core_journalentry",
    "core_notice",
)


class Teller:
    """Says how far it is, on one line where somebody looks on, line by line where not."""

    def __init__(self, steps: int) -> None:
        self.steps, self.done, self.begun = steps, 0, time.monotonic()

    def say(self, what: str) -> None:
        self.done += 1
        line = f"  [{100 * self.done // self.steps:3}%] {time.monotonic() - self.begun:5.0f} s  {what}"
        if sys.stderr.isatty():
            print(f"\r\033[K{line}", end="\n" if self.done == self.steps else "", file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr, flush=True)


def ask(sql: str, values: Sequence[Any] = ()) -> int:
    """Run it; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def fetch(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


@contextmanager
def without_indexes(say: Any) -> Iterator[None]:
    """Indexes that only serve reading are made anew once all rows are there; keys and rules stay."""
    held = fetch(
        "SELECT i.indexdef, i.indexname FROM pg_indexes i"
        " WHERE i.schemaname = current_schema() AND i.tablename = ANY(%s)"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"
        " AND i.indexdef NOT LIKE 'CREATE UNIQUE%%'",
        [list(HEAVY)],
    )
    for _, name in held:
        ask(f'DROP INDEX "{name}"')
    yield
    for made, _ in held:
        ask(made.replace(" ON ONLY ", " ON "))  # of a table in parts: on each of them
    say(f"{len(held)} indexes")


@contextmanager
def trusting() -> Iterator[None]:
    """Triggers and keys between tables are not asked: the generator says what is right, and ``check`` asks again. Only
    a superuser may say so; for anybody else the database looks at each row, which takes longer."""
    (superuser,) = fetch("SELECT usesuper FROM pg_user WHERE usename = current_user")[0]
    if superuser:
        ask("SET session_replication_role = replica")
    try:
        yield
    finally:
        if superuser:
            ask("SET session_replication_role = origin")


def put(model: type[models.Model], rows: Iterator[models.Model] | Sequence[models.Model]) -> None:
    """In batches, with the ids they were given."""
    model._default_manager.bulk_create(rows, batch_size=4000)


def count_on(*tables: str) -> None:
    """What comes after takes the next number."""
    for table in tables:
        ask(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(MAX(id), 1) FROM {table}))")
