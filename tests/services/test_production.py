"""The processes of deploy/, started by its own commands: ready, at work, and ended in order by SIGTERM."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from celery import Celery
from django.db import connection
from django.test import Client
from django.urls import reverse

from patrol_ops.core import clock
from patrol_ops.core.models import Heartbeat, JournalEntry, User
from patrol_ops.management import parts
from teams.models import Member, Team
from tests.services.running import ROOT, OwnRedis, free_port, until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

TOKEN = "a-token-of-forty-characters-and-no-fewer"


class Site:
    """Web, worker and beat, as units and containers start them."""

    def __init__(self, folder: Path, queue: str) -> None:
        own = connection.settings_dict
        database = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
        self.port, self.folder = free_port(), folder
        self.environment = os.environ | {
            "DATABASE_URL": database, "BROKER_URL": queue, "MEDIA_ROOT": str(folder / "files"), "LOG_FORMAT": "json",
            "WEB_BIND": f"127.0.0.1:{self.port}", "WEB_CONCURRENCY": "2", "METRICS_TOKEN": TOKEN,
            "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        }  # fmt: skip
        self.processes = {name: self._start(name, command) for name, command in parts.PARTS.items()}

    def _start(self, name: str, command: str) -> subprocess.Popen[bytes]:
        program, *arguments = shlex.split(command)
        with (self.folder / f"{name}.log").open("wb") as output:
            return subprocess.Popen(
                [str(Path(sys.executable).parent / program), *arguments],
                cwd=ROOT, env=self.environment, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def said(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def probe(self) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "deploy/probe.py"]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)

    def ask(self, path: str, body: dict[str, str] | None = None, **headers: str) -> tuple[int, dict[str, str], str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as asked:
            form = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
            asked.request(
                "GET" if body is None else "POST", path, urlencode(body or {}) if body is not None else None,
                {"Host": "localhost", **form, **headers},
            )  # fmt: skip
            answer = asked.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()

    def lines(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.said(name).splitlines() if line.startswith("{")]

    def end(self, *names: str) -> None:
        """As systemd and containers do; in order means that nothing is said to have gone wrong."""
        for name in names:
            self.processes[name].send_signal(signal.SIGTERM)
        ends = {name: self.processes[name].wait(60) for name in names}
        assert set(ends.values()) == {0}, {name: (code, self.said(name)[-1500:]) for name, code in ends.items()}

    def kill(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[OwnRedis]:
    it = OwnRedis(tmp_path)
    it.start()
    yield it
    it.kill()


@pytest.fixture
def site(tmp_path: Path, queue: OwnRedis) -> Iterator[Site]:
    it = Site(tmp_path, queue.url)
    try:
        until(lambda: it.probe().returncode == 0, "the web server")
        until(lambda: " ready." in it.said("worker"), "the worker")
        until(lambda: "beat: Starting" in it.said("beat"), "the clock")
        yield it
    finally:
        it.kill()


def test_the_parts_of_deploy_work_together_and_end_in_order(
    site: Site, queue: OwnRedis, lena: User, harbour: Team, mara_member: Member
) -> None:
    assert site.ask("/health/")[::2] == (200, '{"alive": true}')
    status, headers, body = site.ask("/ready/")
    assert (status, json.loads(body)) == (200, {"ready": True, "failing": []})
    assert headers["X-Request-ID"]

    _submit(site, lena, reverse("teams:grant-leave", args=[harbour.pk, mara_member.pk]))
    assert JournalEntry.objects.filter(act="teams.leave_granted").count() == 1

    with Celery("test", broker=queue.url, set_as_current=False) as own:
        own.send_task("core.heartbeat")
    until(lambda: Heartbeat.objects.filter(part="clock").exists(), "the worker's work")

    status, _headers, body = site.ask("/metrics/", Authorization=f"Bearer {TOKEN}")
    assert status == 200
    until(lambda: _counted(site) >= 1, "what the other process counted")

    acted = [row for row in site.lines("web") if row.get("route") == "teams:grant-leave" and row["method"] == "POST"]
    assert [(row["status"], row["person"]) for row in acted] == [(302, lena.pk)]
    assert acted[0]["statements"] > 3
    assert any("core.heartbeat" in row["said"] for row in site.lines("worker"))
    everything = "".join(map(site.said, parts.PARTS))
    assert "Traceback" not in everything
    assert lena.name not in everything

    site.end("worker", "beat")
    queue.kill()
    asked = site.probe()
    assert asked.returncode == 1
    assert '"failing": ["broker"]' in asked.stderr
    site.end("web")
    assert site.probe().returncode == 1


def _submit(site: Site, user: User, path: str) -> None:
    """A form as a browser sends it, by somebody who is signed in."""
    client = Client()
    client.force_login(user, backend="patrol_ops.core.signin.PhoneOrNameBackend")
    session = f"sessionid={client.cookies['sessionid'].value}"
    status, headers, page = site.ask(path, Cookie=session)
    assert status == 200
    token = re.search(r"csrftoken=([^;]+)", headers["Set-Cookie"])
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert token
    today = clock.today()
    fields = {"kind": "PERSONAL", "since": str(today), "until": str(today + dt.timedelta(days=30))}
    answer = site.ask(path, {**hidden, **fields}, Cookie=f"{session}; csrftoken={token.group(1)}")
    assert answer[0] == 302, answer


def _counted(site: Site) -> float:
    _status, _headers, body = site.ask("/metrics/", Authorization=f"Bearer {TOKEN}")
    found = re.search(r'request_seconds_count{route="teams:grant-leave",status="3xx"} (\d+)', body)
    return float(found.group(1)) if found else 0
