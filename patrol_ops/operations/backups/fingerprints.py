"""How many rows a table holds and which, in one line that is the same in whatever order they lie."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

# Table → "rows:checksum".
Fingerprints = dict[str, str]
_WIDTH = 128


def of_sqlite(cursor: Any) -> Fingerprints:
    """Sums a digest of each row, so that the order does not count and a doubled row does."""
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    return _all([name for (name,) in cursor.fetchall()], lambda table: _of_sqlite_table(cursor, table))


def _of_sqlite_table(cursor: Any, table: str) -> str:
    rows, total = 0, 0
    cursor.execute(f'SELECT * FROM "{table}"')
    for row in cursor:
        rows += 1
        total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest()[: _WIDTH // 8], "big")
    return f"{rows}:{total % 2**_WIDTH:032x}"


# What a row looks like as text hangs on these; the restored one must look the same wherever it is read.
_AS_TEXT = ("timezone = 'UTC'", "datestyle = 'ISO'", "bytea_output = 'hex'", "extra_float_digits = 1")


def of_postgresql(cursor: Any) -> Fingerprints:
    """The server adds up by itself: a county's rows need not travel."""
    for setting in _AS_TEXT:
        cursor.execute(f"SET LOCAL {setting}")
    # A table in parts is read as the whole it is.
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        " AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname"
    )
    return _all([name for (name,) in cursor.fetchall()], lambda table: _of_postgresql_table(cursor, table))


def _of_postgresql_table(cursor: Any, table: str) -> str:
    half = "coalesce(sum(('x' || substr(held, {}, 16))::bit(64)::bigint::numeric), 0)"
    digests = f'SELECT md5("{table}"::text) AS held FROM "{table}"'
    cursor.execute(f"SELECT count(*), {half.format(1)}, {half.format(17)} FROM ({digests}) AS digests")
    rows, first, second = cursor.fetchone()
    return f"{rows}:{int(first):x}.{int(second):x}"


def _all(tables: list[str], of: Callable[[str], str]) -> Fingerprints:
    return {table: of(table) for table in tables}


def differing(expected: Fingerprints, found: Fingerprints) -> list[str]:
    return sorted(table for table in expected.keys() | found.keys() if expected.get(table) != found.get(table))
