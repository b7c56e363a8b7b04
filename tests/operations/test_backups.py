"""A backup comes back whole, on both databases: each table, file and trigger. What is not whole is refused."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from patrol_ops.core import secrets
from patrol_ops.operations.backups import engines, fingerprints
from patrol_ops.operations.backups.archives import PROBE
from tests.cast import District

ROOT = Path(__file__).resolve().parents[2]
TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname, pg_get_triggerdef(pg_trigger.oid), prosrc FROM pg_trigger"
    " JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal ORDER BY tgname, tgrelid::regclass::text",
}

pytestmark = pytest.mark.django_db(transaction=True)


class Other:
    """Another database, empty, beside the test's own; it is looked into by hand."""

    def __init__(self, url: str, door: Any) -> None:
        self.url, self.door = url, door

    def ask(self, statement: str) -> list[Any]:
        cursor = self.door().cursor()
        cursor.execute(statement)
        rows: list[Any] = cursor.fetchall()
        return rows

    def fingerprints(self) -> dict[str, str]:
        read = {"sqlite": fingerprints.of_sqlite, "postgresql": fingerprints.of_postgresql}[connection.vendor]
        return read(self.door().cursor())


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Other]:
    doors: list[Any] = []

    def opened(make: Callable[[], Any]) -> Callable[[], Any]:
        def door() -> Any:
            if not doors:
                doors.append(make())
            return doors[0]

        return door

    if connection.vendor == "sqlite":
        file = tmp_path / "other.sqlite3"
        yield Other(f"sqlite:///{file}", opened(lambda: sqlite3.connect(file)))
        for door in doors:
            door.close()
        return
    own, name = connection.settings_dict, f"{connection.settings_dict['NAME']}_other"
    where = {"host": own["HOST"], "port": own["PORT"], "user": own["USER"], "password": own["PASSWORD"]}
    with closing(psycopg2.connect(**where, dbname="postgres")) as main:
        main.autocommit = True
        with main.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
            url = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{name}"
            yield Other(url, opened(lambda: psycopg2.connect(**where, dbname=name)))
            for door in doors:
                door.close()
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def uploads(settings: Any) -> dict[str, bytes]:
    files = {"ab/abcdef": b"\xff\xd8\xff a picture", "cd/cdefab": os.urandom(50_000), "ef/empty": b""}
    for name, body in files.items():
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True)
        path.write_bytes(body)
    return files


@pytest.fixture
def saved(district: District, uploads: dict[str, bytes], tmp_path: Path) -> Path:
    target = tmp_path / "copy.tar"
    call_command("backup", str(target), stdout=io.StringIO())
    return target


def restore(source: Path, other: Other, media: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"DATABASE_URL": other.url, "MEDIA_ROOT": str(media)} | environment
    command = [sys.executable, "manage.py", "restore", str(source)]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)


def test_everything_comes_back_and_only_into_what_is_empty(
    saved: Path, other: Other, uploads: dict[str, bytes], tmp_path: Path
) -> None:
    before = _manifest(saved)["tables"]
    assert int(before["teams_member"].split(":")[0]) > 20
    assert int(before["core_journalentry"].split(":")[0]) > 20

    done = restore(saved, other, tmp_path / "media")
    assert done.returncode == 0, done.stderr
    assert "3 files are as the manifest says" in done.stdout

    assert other.fingerprints() == before
    assert {name: (tmp_path / "media" / name).read_bytes() for name in uploads} == uploads
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        triggers = [tuple(row) for row in cursor.fetchall()]
    assert "discipline_signed_record" in {row[0] for row in triggers}
    assert len(triggers) >= 5
    assert [tuple(row) for row in other.ask(TRIGGERS[connection.vendor])] == triggers
    _what_must_stand_stands(other)

    again = restore(saved, other, tmp_path / "elsewhere")
    assert again.returncode == 1
    assert "The database is not empty" in again.stderr
    assert not (tmp_path / "elsewhere").exists()


def _what_must_stand_stands(other: Other) -> None:
    if connection.vendor == "postgresql":
        other.door().rollback()
        with pytest.raises(psycopg2.errors.RaiseException, match="never changed"):
            other.ask("DELETE FROM core_journalentry RETURNING id")
        other.door().rollback()
    else:
        assert other.ask("PRAGMA integrity_check") == [("ok",)]
        assert other.ask("PRAGMA foreign_key_check") == []


def test_without_the_keys_nothing_is_restored(saved: Path, other: Other, tmp_path: Path) -> None:
    done = restore(saved, other, tmp_path / "media", FIELD_KEYS="MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")

    assert done.returncode == 1
    assert "No key of FIELD_KEYS opens this" in done.stderr
    assert "Nothing was written." in done.stderr
    assert not (tmp_path / "media").exists()
    assert other.ask(_TABLES[connection.vendor]) == []


_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


def test_it_says_what_it_holds_and_holds_no_key(saved: Path, settings: Any, tmp_path: Path) -> None:
    manifest, body = _manifest(saved), saved.read_bytes()

    assert saved.stat().st_mode & 0o077 == 0
    assert (manifest["engine"], manifest["version"]) == (connection.vendor, settings.VERSION)
    assert "are not in here" in manifest["keys"]
    assert set(manifest["tables"]) == set(connection.introspection.table_names())
    for key in (settings.SECRET_KEY, settings.INDEX_KEY, *settings.FIELD_KEYS):
        assert key.encode() not in body
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".") or path.suffix == ".part"] == []

    said = io.StringIO()
    call_command("restore", str(saved), "--check", stdout=said)
    assert said.getvalue().startswith("Whole, of ")


def test_into_a_folder_it_is_named_by_its_time_and_replaces_nothing(saved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    said = io.StringIO()
    call_command("backup", str(folder), stdout=said)

    (made,) = folder.iterdir()
    assert made.name.startswith("patrol-ops-2")
    assert "FIELD_KEYS, INDEX_KEY and SECRET_KEY are not in it" in said.getvalue()
    with pytest.raises(CommandError, match="replaces nothing"):
        call_command("backup", str(made))


def test_what_is_damaged_or_strange_is_refused(saved: Path, tmp_path: Path) -> None:
    body = saved.read_bytes()
    middle = body.index(b"a picture")
    for name, broken in {
        "flipped": body[:middle] + b"A" + body[middle + 1 :],
        "cut": body[: len(body) // 2],
        "empty": b"",
        "text": b"no archive at all" * 100,
    }.items():
        bad = tmp_path / f"{name}.tar"
        bad.write_bytes(broken)
        with pytest.raises(CommandError, match=r"(damaged|no backup).*Nothing was written"):
            call_command("restore", str(bad))
    with pytest.raises(CommandError, match="is not there"):
        call_command("restore", str(tmp_path / "nowhere.tar"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"product": "another"}, "no backup of this product"),
        ({"format": 2}, "newer version"),
        ({"migrations": [["duty", "9999_to_come"]]}, "newer version"),
        ({"engine": "oracle"}, "backup of oracle"),
        ({"known_by": {"index": "0", "field": "00"}}, "INDEX_KEY"),
        ({"files": {}}, "damaged: database"),
    ],
)
def test_what_is_newer_or_foreign_is_refused_in_words(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    manifest = {"product": "patrol-ops", "format": 1, "engine": connection.vendor, "version": "9", "migrations": []}
    manifest |= {"known_by": _known(), "tables": {}, "files": {"database": "0"}} | change
    source = tmp_path / "odd.tar"
    _tar(source, {"database": b"x", "manifest.json": json.dumps(manifest).encode()})

    with pytest.raises(CommandError, match=said):
        call_command("restore", str(source))


@pytest.mark.parametrize("name", ["../outside", "files/../../outside", "/files/x", "else"])
def test_no_name_leads_outside(tmp_path: Path, name: str) -> None:
    source = tmp_path / "odd.tar"
    _tar(source, {name: b"x"})

    with pytest.raises(CommandError, match="what no backup holds"):
        call_command("restore", str(source))


def test_a_database_that_holds_something_is_left_alone(saved: Path, uploads: dict[str, bytes]) -> None:
    with pytest.raises(CommandError, match="database is not empty"):
        call_command("restore", str(saved))


def test_uploads_are_not_mixed(saved: Path, uploads: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "is_empty", lambda: True)
    with pytest.raises(CommandError, match="MEDIA_ROOT"):
        call_command("restore", str(saved))


def test_order_does_not_count_but_each_row_does() -> None:
    def of(*rows: tuple[Any, ...]) -> dict[str, str]:
        with closing(sqlite3.connect(":memory:")) as door:
            door.execute("CREATE TABLE t (a, b)")
            door.executemany("INSERT INTO t VALUES (?, ?)", rows)
            return fingerprints.of_sqlite(door.cursor())

    one, two = (1, "李娜"), (2, b"\0")
    assert of(one, two) == of(two, one)
    assert len({str(of(*rows)) for rows in ((one,), (one, two), (one, two, two), (one, one), ((1, b"x"),), ())}) == 6
    assert fingerprints.differing(of(one), of(two)) == ["t"]


def _known() -> dict[str, str]:
    return {"index": secrets.blind_index(PROBE, "backup"), "field": secrets.encrypt(PROBE).hex()}


def _manifest(source: Path) -> dict[str, Any]:
    with tarfile.open(source) as tar:
        content = tar.extractfile("manifest.json")
        assert content is not None
        found: dict[str, Any] = json.loads(content.read())
        return found


def _tar(target: Path, members: dict[str, bytes]) -> None:
    with tarfile.open(target, "w") as tar:
        for name, body in members.items():
            about = tarfile.TarInfo(name)
            about.size = len(body)
            tar.addfile(about, io.BytesIO(body))
