"""One command runs everything; whatever is killed comes back, and nothing that was promised is lost."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from patrol_ops.management.supervision import CRASHES, Child, Supervisor

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0


def until(reached: Callable[[], object], what: str) -> None:
    """Wait for something that must come; a test that waits in vain fails with what it waited for."""
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.1)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def children_of(pid: int) -> dict[int, str]:
    """Living children with their command lines."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and alive(int(entry.name)):
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if parent == pid:
                found[int(entry.name)] = command
    return found


@dataclass
class Site:
    process: subprocess.Popen[bytes]
    port: int
    database: Path
    log: Path

    def child(self, part: str) -> int:
        return next((pid for pid, command in children_of(self.process.pid).items() if part in command), 0)

    def descendants(self) -> set[int]:
        found: set[int] = set()
        queue = [self.process.pid]
        while queue:
            below = set(children_of(queue.pop()))
            found |= below
            queue += below
        return found

    def answers(self) -> bool:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with closing(asked):
            try:
                asked.request("GET", "/")
                return asked.getresponse().status < 500
            except OSError:
                return False

    def promise(self, count: int = 3) -> None:
        """Rows in the outbox, as a commit leaves them, for a reaction that is no more: done with once delivered."""
        with closing(sqlite3.connect(self.database, timeout=30)) as rows, rows:
            rows.executemany(
                "INSERT INTO core_outboxmessage (kind, reaction, facts, happened_at, due_at, attempts, last_error)"
                " VALUES ('test.kind', ?, '{}', '2026-01-01', '2026-01-01', 0, '')",
                [(f"test.reaction_{n}",) for n in range(count)],
            )

    def kept(self) -> bool:
        with closing(sqlite3.connect(self.database, timeout=30)) as rows:
            return rows.execute("SELECT count(*) FROM core_outboxmessage WHERE due_at < '2026-01-02'").fetchone() == (
                0,
            )


def environment(database: Path) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "BROKER_URL": "memory://localhost/",
        "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
    }


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables that the command makes where there is nothing; each start has a copy and looks through it again."""
    database = tmp_path_factory.mktemp("prepared") / "up.sqlite3"
    command = [sys.executable, "manage.py", "up", "--prepare-only"]
    subprocess.run(command, cwd=ROOT, env=environment(database), check=True, capture_output=True)
    return database


@pytest.fixture
def site(tmp_path: Path, prepared: Path) -> Iterator[Site]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database, log = Path(shutil.copy(prepared, tmp_path)), tmp_path / "up.log"
    command = [sys.executable, "manage.py", "up", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    with log.open("wb") as output:
        env = environment(database)
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT)
    started = Site(process, port, database, log)
    try:
        until(lambda: f"http://127.0.0.1:{port}/" in log.read_text() or process.poll() is not None, "the address")
        assert process.poll() is None, log.read_text()
        yield started
    finally:
        below = started.descendants()
        process.kill()
        process.wait()
        for pid in filter(alive, below):
            os.kill(pid, signal.SIGKILL)


def test_up_serves_delivers_and_survives_the_death_of_any_child(site: Site) -> None:
    assert site.answers()
    site.promise()
    until(site.kept, "the first promises")

    worker = site.child("manage.py work")
    os.kill(worker, signal.SIGKILL)
    site.promise()
    until(site.kept, "what was promised while the worker was dead")
    assert site.child("manage.py work") not in (0, worker)

    web = site.child("gunicorn")
    os.kill(web, signal.SIGKILL)
    until(lambda: site.child("gunicorn") not in (0, web) and site.answers(), "the web server")

    below = site.descendants()
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(60) == 0
    assert [pid for pid in below if alive(pid)] == []


def test_a_killed_supervisor_takes_its_children_along(site: Site) -> None:
    below = site.descendants()
    assert len(below) >= 3

    site.process.kill()
    site.process.wait()

    until(lambda: not any(alive(pid) for pid in below), "the children's end")


@pytest.fixture
def own_signals() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("own_signals")
def test_a_child_that_dies_again_and_again_is_given_up() -> None:
    child = Child("Broken", [sys.executable, "-c", "raise SystemExit(7)"])
    beside = Child("Beside", [sys.executable, "-c", "import time; time.sleep(600)"])

    assert Supervisor([child, beside], pulse=lambda: None, beat=0.01).run() == 1

    assert len(child.deaths) == CRASHES + 1
    assert beside.process is not None
    assert beside.process.poll() is not None


@pytest.mark.usefixtures("own_signals")
def test_a_child_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("patrol_ops.management.supervision.PATIENCE", 0.2)
    said = tmp_path / "deaf"
    deaf = "import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    deaf += f"; pathlib.Path({str(said)!r}).touch(); time.sleep(600)"
    child = Child("Deaf", [sys.executable, "-c", deaf])

    def stop_once_deaf() -> None:
        if said.exists():
            os.kill(os.getpid(), signal.SIGTERM)

    assert Supervisor([child], pulse=stop_once_deaf, beat=0.05).run() == 0
    assert child.process is not None
    assert child.process.wait(30) == -signal.SIGKILL


def test_a_taken_port_is_said_in_words(tmp_path: Path, prepared: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        command = [sys.executable, "manage.py", "up", "--bind", address]
        env = environment(Path(shutil.copy(prepared, tmp_path)))
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)

    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert "--bind" in done.stderr
