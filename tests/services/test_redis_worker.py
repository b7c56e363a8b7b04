"""The production shape, for real: PostgreSQL, Redis, and a Celery worker in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import connection

from patrol_ops.celery import nudge
from patrol_ops.core import clock
from patrol_ops.core.models import OutboxMessage

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0
WORKER = [sys.executable, "-m", "celery", "-A", "patrol_ops.celery", "worker", "--loglevel", "INFO"]

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def until(reached: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.1)


def environment(queue: str) -> dict[str, str]:
    """What another process needs to stand on this test's own database and queue."""
    own = connection.settings_dict
    database = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
    return os.environ | {"DATABASE_URL": database, "BROKER_URL": queue}


def promise() -> OutboxMessage:
    """A row as a commit leaves it, for a reaction that is no more: done with once delivered."""
    now = clock.now()
    return OutboxMessage.objects.create(
        kind="test.kind", reaction="test.gone", facts={}, happened_at=now, due_at=now
    )  # fmt: skip


def kept(message: OutboxMessage) -> bool:
    return not OutboxMessage.objects.filter(pk=message.pk).exists()


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database of Redis for this test process alone, empty before and after."""
    own = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    url = settings.CELERY_BROKER_URL.rsplit("/", 1)[0] + f"/{own}"
    server = redis.Redis.from_url(url)
    server.flushdb()
    with Celery("test", broker=url, set_as_current=False) as own_app:
        monkeypatch.setattr("patrol_ops.celery.app", own_app)
        yield url
    server.flushdb()
    server.close()


@pytest.fixture
def worker(queue: str, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [*WORKER, "--pool", "threads", "-c", "2"]
    log = tmp_path / "worker.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT,
            env=environment(queue),
        )  # fmt: skip
    try:
        until(lambda: " ready." in log.read_text() or process.poll() is not None, "the worker")
        assert process.poll() is None, log.read_text()
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def test_the_suite_runs_on_the_real_services(settings: Any) -> None:
    assert connection.vendor == "postgresql"
    assert settings.BROKER_IS_SHARED


@pytest.mark.usefixtures("worker")
def test_a_nudge_reaches_a_worker_in_another_process() -> None:
    message = promise()

    nudge()

    until(lambda: kept(message), "delivery after a nudge")


def test_what_a_dead_worker_left_is_delivered_by_the_next(queue: str, worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    worker.wait()
    message = promise()
    nudge()
    assert not kept(message)

    assert redis.Redis.from_url(queue).llen("celery") == 1
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "patrol_ops.celery",
        "worker",
        "--pool",
        "solo",
        "--loglevel",
        "ERROR",
    ]
    own = connection.settings_dict
    database = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
    following = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": database, "BROKER_URL": queue})
    try:
        until(lambda: kept(message), "delivery by the next worker")
    finally:
        following.send_signal(signal.SIGTERM)
        following.wait(60)


def test_an_unreachable_queue_costs_nobody_their_commit(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with Celery("test", broker="redis://127.0.0.1:1/0", set_as_current=False) as nowhere:
        monkeypatch.setattr("patrol_ops.celery.app", nowhere)

        nudge()

    assert "could not be reached" in caplog.text
