"""Workers and clocks in processes of their own, which can be killed, and whose time is the test's to say."""

from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
WORKER = ("worker", "--pool", "threads", "-c", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle")
BEAT = ("beat", "--scheduler", "celery.beat:Scheduler", "--max-interval", "1", "--loglevel", "INFO")


def until(reached: Callable[[], object], what: str, pause: float = 0.05) -> None:
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(pause)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class Running:
    """The processes of one test: on its own database and queue, at its own time."""

    def __init__(self, folder: Path, queue: str, **environment: str) -> None:
        own = connection.settings_dict
        database = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
        self.folder, self.clock = folder, folder / "clock"
        self.environment = os.environ | {"DATABASE_URL": database, "BROKER_URL": queue} | environment
        self.processes: list[subprocess.Popen[bytes]] = []
        self.count = 0

    def at(self, moment: dt.datetime) -> None:
        """Moves everybody's clock; in one piece, so that nobody reads half a moment."""
        draft = self.folder / "clock.draft"
        draft.write_text(moment.isoformat())
        draft.replace(self.clock)

    def start(self, *kinds: tuple[str, ...]) -> list[subprocess.Popen[bytes]]:
        """All at once; returns when each has said that it is there."""
        begun = []
        for kind in kinds:
            self.count += 1
            log = self.folder / f"{self.count}-{kind[0]}.log"
            command = [sys.executable, "-m", "tests.services.moved", str(self.clock), *kind]
            with log.open("wb") as output:
                process = subprocess.Popen(
                    command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=self.environment
                )
            begun.append((process, log))
            self.processes.append(process)
        for process, log in begun:
            word = " ready." if "worker" in log.name else "beat: Starting"
            until(lambda log=log, word=word, it=process: word in log.read_text() or it.poll() is not None, log.name)
            assert process.poll() is None, log.read_text()
        return [process for process, _log in begun]

    def kill(self, *processes: subprocess.Popen[bytes]) -> None:
        """As a power cut would: nothing is said, nothing is tidied."""
        for process in processes or tuple(self.processes):
            process.send_signal(signal.SIGKILL)
        for process in processes or tuple(self.processes):
            process.wait()
            if process in self.processes:
                self.processes.remove(process)

    def said(self) -> str:
        return "\n".join(f"{log.name}\n{log.read_text()[-1500:]}" for log in sorted(self.folder.glob("*.log")))


class OwnRedis:
    """A Redis of the test alone, which keeps nothing: started again it is empty."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        with (self.folder / "redis.log").open("ab") as output:
            self.process = subprocess.Popen(command, cwd=self.folder, stdout=output, stderr=subprocess.STDOUT)
        until(self._answers, "Redis")

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
