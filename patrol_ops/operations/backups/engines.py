"""What differs between the two databases when they are copied out and brought back."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from patrol_ops.operations.backups import fingerprints
from patrol_ops.operations.backups.fingerprints import Fingerprints


class Failed(Exception):
    """In words for whoever runs the command."""


def dump(into: Path) -> Fingerprints:
    """The whole database as one file, and what stood in it at that very moment; people may go on working."""
    return _DUMPS[connection.vendor](into)


def load(dumped: Path, expected: Fingerprints) -> list[str]:
    """Into an empty database. Returns the tables that are not as they were, which nobody should find."""
    return _LOADS[connection.vendor](dumped, expected)


def is_empty() -> bool:
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    return not connection.introspection.table_names()


def _dump_sqlite(into: Path) -> Fingerprints:
    with closing(sqlite3.connect(into)) as copy:
        connection.ensure_connection()
        assert connection.connection is not None
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, complete in itself
        return fingerprints.of_sqlite(copy.cursor())


def _load_sqlite(dumped: Path, expected: Fingerprints) -> list[str]:
    """Looked through before it takes its place."""
    with closing(sqlite3.connect(dumped)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Failed("The copy of the database is broken. Nothing was written.")
        wrong = fingerprints.differing(expected, fingerprints.of_sqlite(copy.cursor()))
    if not wrong:
        connection.close()
        place = Path(connection.settings_dict["NAME"])
        for beside in ("-wal", "-shm"):
            place.with_name(place.name + beside).unlink(missing_ok=True)
        os.replace(dumped, place)
    return wrong


def _dump_postgresql(into: Path) -> Fingerprints:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={into}")
        return fingerprints.of_postgresql(cursor)


def _load_postgresql(dumped: Path, expected: Fingerprints) -> list[str]:
    database = connection.get_connection_params()["dbname"]
    _run(
        "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
        f"--dbname={database}", str(dumped),
    )  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        found = fingerprints.of_postgresql(cursor)
    with connection.cursor() as cursor:  # a plan made without figures is a slow first day
        cursor.execute("ANALYZE")
    return fingerprints.differing(expected, found)


def _run(*command: str) -> None:
    """The password goes by the environment, where no list of processes shows it."""
    held = connection.get_connection_params()
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "DATABASE"}
    names |= {"sslmode": "SSLMODE", "sslrootcert": "SSLROOTCERT", "sslcert": "SSLCERT", "sslkey": "SSLKEY"}
    env = os.environ | {f"PG{name}": str(held[key]) for key, name in names.items() if held.get(key)}
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True)
    except FileNotFoundError:
        raise Failed(f"{command[0]} is not installed: it comes with postgresql-client.") from None
    if done.returncode:
        # Its first complaint only: what follows may quote rows.
        said = re.search(r"error: (.*?)(?:$|DETAIL|CONTEXT)", done.stderr, re.M)
        raise Failed(f"{command[0]} failed: {said.group(1).strip() if said else f'code {done.returncode}'}")


_DUMPS: dict[str, Callable[[Path], Fingerprints]] = {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}
_LOADS: dict[str, Callable[[Path, Fingerprints], list[str]]] = {
    "sqlite": _load_sqlite,
    "postgresql": _load_postgresql,
}


def applied() -> list[list[str]]:
    """Which migrations made the tables that were dumped."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        rows: list[Any] = cursor.fetchall()
    return [list(row) for row in rows]
