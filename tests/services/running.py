"""Workers and clocks in processes of their own, which can be killed, and whose time is the test's to say."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import redis
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
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
    """The processes of a file of tests: on its own database and queue, at its own time."""

    def __init__(self, folder: Path, queue: str, **environment: str) -> None:
        own = connection.settings_dict
        database = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
        self.folder, self.clock = folder, folder / "clock"
        self.alive: list[int] = []
        self.count = self.before = 0
        with (folder / "nursery.log").open("wb") as output:
            self.nursery = subprocess.Popen(
                [sys.executable, "-m", "tests.services.moved"],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=output, text=True,
                env=os.environ | {"DATABASE_URL": database, "BROKER_URL": queue} | environment,
            )  # fmt: skip
        assert self._hear() == "ready", (folder / "nursery.log").read_text()

    def _hear(self) -> str:
        assert self.nursery.stdout is not None
        return self.nursery.stdout.readline().strip()

    def at(self, moment: dt.datetime) -> None:
        """Moves everybody's clock; in one piece, so that nobody reads half a moment."""
        draft = self.folder / "clock.draft"
        draft.write_text(moment.isoformat())
        draft.replace(self.clock)

    def start(self, *kinds: tuple[str, ...]) -> None:
        """All at once; returns when each has said that it is there."""
        begun = []
        assert self.nursery.stdin is not None
        for kind in kinds:
            self.count += 1
            log = self.folder / f"{self.count}-{kind[0]}.log"
            log.touch()
            print(json.dumps([str(log), str(self.clock), list(kind)]), file=self.nursery.stdin, flush=True)
            self.alive.append(int(self._hear()))
            begun.append(log)
        for log in begun:
            word = " ready." if "worker" in log.name else "beat: Starting"
            until(lambda log=log, word=word: word in log.read_text(), log.name)

    def kill(self) -> None:
        """As a power cut would: nothing is said, nothing is tidied."""
        for number in self.alive:
            os.kill(number, signal.SIGKILL)
        until(lambda: not any(map(_lives, self.alive)), "the end")
        self.alive.clear()
        self.before = self.count

    def close(self) -> None:
        self.kill()
        assert self.nursery.stdin is not None
        self.nursery.stdin.close()
        self.nursery.wait(20)
        if self.nursery.stdout is not None:
            self.nursery.stdout.close()

    def heard(self, task: str) -> int:
        """How often the workers of this test wrote that they were given a task, or had done it."""
        logs = [log for log in self.folder.glob("*-worker.log") if int(log.name.split("-")[0]) > self.before]
        return sum(log.read_text().count(f"Task {task}[") for log in logs)

    def said(self) -> str:
        return "\n".join(f"{log.name}\n{log.read_text()[-1500:]}" for log in sorted(self.folder.glob("*.log")))


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


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

    def waiting(self) -> list[str]:
        """The messages that wait in the queue."""
        with redis.Redis(port=self.port, decode_responses=True) as server:
            return list(server.lrange("celery", 0, -1))  # type: ignore[arg-type]

    def empty(self) -> None:
        with redis.Redis(port=self.port) as server:
            server.flushall()

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
