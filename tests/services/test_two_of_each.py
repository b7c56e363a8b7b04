"""Past one machine: two web servers behind nginx and two workers, on one database and one queue; one of each is killed
while leaders file and the police returns. Afterwards everything stands once."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import queue as queues
import shlex
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.db import connection
from django.test import Client

from duty.models import PatrolLog, ReviewStep
from patrol_ops import celery
from patrol_ops.core import clock
from patrol_ops.core.models import IdempotencyKey, Job, JournalEntry, Notice, OutboxMessage, User
from patrol_ops.management import parts
from teams import commands
from teams.models import ActiveSpan, Appointment, Member, Membership, Team
from tests.cast import BUILDER, PLACES, District, identity
from tests.services.front import NAME, Front
from tests.services.running import ROOT, OwnRedis, free_port, until
from tests.teams.conftest import MORE, rows_of
from tests.teams.rosters import listed, upload

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

TEAMS, DAYS, CLIENTS, LISTED = 40, 8, 8, 1_000
PATIENCE = 60.0
SENT_AGAIN = {502, 503, 504}


class Node:
    """A part of the product as a machine of its own would run it, with whatever it starts."""

    def __init__(self, folder: Path, name: str, command: str, environment: dict[str, str]) -> None:
        self.log = folder / f"{name}.log"
        program, *arguments = shlex.split(command)
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [str(Path(sys.executable).parent / program), *arguments], cwd=ROOT, env=os.environ | environment,
                stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """As a power cut would: all of it at once, and nothing is said."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    def said(self) -> str:
        return self.log.read_text()

    def answered(self, route: str) -> int:
        rows = [json.loads(line) for line in self.said().splitlines() if line.startswith("{")]
        return sum(row.get("route") == route and row["status"] in (200, 201) for row in rows)


class Machines:
    def __init__(self, folder: Path, broker: str) -> None:
        own = connection.settings_dict
        database = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
        common = {
            "DATABASE_URL": database, "BROKER_URL": broker, "MEDIA_ROOT": str(folder / "files"), "LOG_FORMAT": "json",
            "HTTPS": "on", "BEHIND_PROXY": "on", "ALLOWED_HOSTS": f"{NAME},127.0.0.1",
            "CSRF_TRUSTED_ORIGINS": f"https://{NAME}", "SITE_URL": f"https://{NAME}", "WEB_CONCURRENCY": "2",
            "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        }  # fmt: skip
        self.ports = [free_port(), free_port()]
        self.webs = [
            Node(folder, f"web-{port}", parts.WEB, common | {"WEB_BIND": f"127.0.0.1:{port}"}) for port in self.ports
        ]
        self.workers = [
            Node(folder, f"worker-{name}", f"{parts.WORKER} --hostname {name}@%h", common) for name in ("one", "two")
        ]
        self.front: Front | None = None
        try:
            self.front = Front(self.ports)
            for port, web in zip(self.ports, self.webs, strict=True):
                until(lambda port=port: _is_ready(port), web.log.name)
            for worker in self.workers:
                until(lambda worker=worker: " ready." in worker.said(), worker.log.name)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        for node in (*self.webs, *self.workers):
            node.kill()
        if self.front is not None:
            self.front.close()


def _is_ready(port: int) -> bool:
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as asked:
            asked.request("GET", "/ready/", headers={"Host": "127.0.0.1"})
            return asked.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


@pytest.fixture
def machines(district: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    it = OwnRedis(tmp_path)
    it.start()
    with Celery("test", broker=it.url, set_as_current=False) as own:
        monkeypatch.setattr(celery, "app", own)
        running = Machines(tmp_path, it.url)
        yield running
        running.close()
    it.kill()


class Sender:
    """A phone or a desk: what got no answer, or one that only says that nobody was there, is sent again as it was.

    Of what goes under a key, every seventh is sent and nobody waits for the answer, as where the net breaks off.
    """

    def __init__(self, front: Front, user: User) -> None:
        session = Client()
        session.force_login(user, backend="patrol_ops.core.signin.PhoneOrNameBackend")
        token = "a" * 32
        self.front, self.again, self.sent = front, 0, 0
        self.headers = {
            "Host": NAME, "Content-Type": "application/json", "X-CSRFToken": token, "Referer": f"https://{NAME}/",
            "Cookie": f"sessionid={session.cookies['sessionid'].value}; csrftoken={token}",
        }  # fmt: skip
        self.door = front.connection()

    def send(self, path: str, body: dict[str, Any], key: str = "") -> tuple[int, dict[str, Any]]:
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        self.sent += 1
        if key and self.sent % 7 == 0:
            self.door.request("POST", f"/api/v1/duty/{path}", json.dumps(body), headers)
            time.sleep(0.02)
            self.door.close()
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                self.door.request("POST", f"/api/v1/duty/{path}", json.dumps(body), headers)
                answer = self.door.getresponse()
                said = answer.read()
                if answer.status not in SENT_AGAIN:
                    return answer.status, json.loads(said)
            except (OSError, http.client.HTTPException):
                self.door.close()
            self.again += 1
            time.sleep(0.1)
        raise AssertionError(f"nobody answered {path}")


def many_teams(district: District, since: dt.date) -> list[int]:
    """Of one community, all led by Lena: a row each, as commands would write it."""
    first, at = Team.objects.get(pk=district.teams["harbour"]), clock.start_of(since)
    post = Appointment.objects.get(team=first, role="ldr")
    made = Team.objects.bulk_create(
        Team(
            tier=first.tier, place_id=first.place_id, parent_id=first.parent_id, name=f"{first.name}{n}组",
            hamlet=f"{n}组", form="VOLUNTARY_PATROL", authorised=5, stage="ACTIVE", activated_at=at,
        )
        for n in range(TEAMS)
    )  # fmt: skip
    ActiveSpan.objects.bulk_create(ActiveSpan(team=team, since=since) for team in made)
    Appointment.objects.bulk_create(
        Appointment(
            role="ldr", member_id=post.member_id, team=team, path=post.path, since=since,
            proposed_at=at, approved_at=at, approved_by_id=post.approved_by_id,
        )
        for team in made
    )  # fmt: skip
    return [team.pk for team in made]


def long_work(district: District, at: dt.datetime) -> Job:
    """A list of a thousand members to be brought in, confirmed: the workers have begun when this returns."""
    where, serving = ("", "桥头社区", "桥头联防队"), ("专职", "队员", "2020-01-01")
    people = [
        (*where, "周正", identity(700 + n % 100, f"{1980 + n // 100}0101"), f"1992{n:07d}", *serving)
        for n in range(LISTED)
    ]  # fmt: skip
    place = commands.load_places(actor=BUILDER, rows=rows_of(*PLACES, *MORE), at=at)
    roster = upload(district.actor("gus", at.date()), place, listed(*people), at)
    commands.confirm_roster(actor=district.actor("gwen", at.date()), roster_id=roster.pk, at=at)
    return Job.objects.get()


def in_threads(count: int, work: Callable[[], None]) -> list[threading.Thread]:
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def test_one_web_server_and_one_worker_die_and_everything_stands_once(
    machines: Machines, district: District, lena: User, kai: User
) -> None:
    assert machines.front is not None
    now = clock.now()
    waiting: queues.SimpleQueue[tuple[int, str]] = queues.SimpleQueue()
    days = [(now.date() - dt.timedelta(days=back)).isoformat() for back in range(1, DAYS)]
    teams = many_teams(district, now.date() - dt.timedelta(days=30))
    for day in days:
        for team in teams:
            waiting.put((team, day))
    count, told_before = len(days) * len(teams), Notice.objects.count()
    leaders = [Sender(machines.front, lena) for _ in range(CLIENTS)]
    police = [Sender(machines.front, kai) for _ in range(CLIENTS)]
    pairs = queues.SimpleQueue[tuple[Sender, Sender]]()
    for pair in zip(leaders, police, strict=True):
        pairs.put(pair)
    filed: list[tuple[int, int, int]] = []
    returned: list[int] = []

    def file_and_return() -> None:
        leader, officer = pairs.get_nowait()
        while True:
            try:
                team, day = waiting.get_nowait()
            except queues.Empty:
                return
            status, log = leader.send(f"teams/{team}/logs/", {"day": day, "no_patrol": "WEATHER"}, str(uuid.uuid4()))
            filed.append((status, team, log.get("id", 0)))
            body = {"version": log.get("version"), "reason": "请补充天气情况。"}
            returned.append(officer.send(f"logs/{log.get('id')}/return/", body)[0])

    job = long_work(district, now)
    threads = in_threads(CLIENTS, file_and_return)
    try:
        until(lambda: len(returned) >= 20 and Job.objects.get(pk=job.pk).done, "work under way", pause=0.01)
        job.refresh_from_db()
        holder = int(job.holder.split(":")[1])
        (worker,) = [node for node in machines.workers if node.process.pid == holder]
        worker.kill()
        machines.webs[0].kill()
        at_the_kill = len(filed)
        job.refresh_from_db()
        assert job.stage == "running", "the power cut came too late to show anything"
    finally:
        for thread in threads:
            thread.join(PATIENCE * 2)
        for sender in (*leaders, *police):
            sender.door.close()
    assert at_the_kill < count, "the power cut came too late to show anything"
    assert sum(sender.again for sender in (*leaders, *police)) > 0, "nobody was hurt by it"

    # A minute later: the dead worker is taken for dead, and the clock says its word, which it does not say twice here.
    Job.objects.filter(pk=job.pk, holder=job.holder).update(held_until=clock.now())
    celery.nudge()
    celery.nudge_jobs()
    until(lambda: not OutboxMessage.objects.exists(), "the reactions")
    until(lambda: Job.objects.get(pk=job.pk).stage not in ("queued", "running"), "the long work")

    # Each answer was a yes: of a return that was sent again after it had been done, that it stands.
    statuses = Counter(status for status, _team, _log in filed)
    assert statuses.keys() <= {200, 201}
    assert statuses[200] > 0, "nothing was sent again that had been done"
    assert set(returned) <= {200, 409}
    assert len({log for _status, _team, log in filed}) == len(filed) == PatrolLog.objects.count() == count
    assert PatrolLog.objects.filter(version=1, stage="RETURNED").count() == count
    assert IdempotencyKey.objects.count() == count
    assert ReviewStep.objects.count() == count
    for act in ("duty.patrol_log_submitted", "duty.patrol_log_returned"):
        assert JournalEntry.objects.filter(act=act).count() == count, act
    told = Notice.objects.filter(template="duty.notice-log-returned", user=lena)
    assert told.count() == len(set(told.values_list("url", flat=True))) == count
    assert Notice.objects.exclude(template="duty.notice-log-returned").count() == told_before

    job.refresh_from_db()
    assert (job.stage, job.done, job.result["added"]) == ("done", LISTED, LISTED), job.result
    assert Member.objects.filter(name="周正").count() == LISTED
    assert Membership.objects.filter(member__name="周正", main=True).count() == LISTED
    # Both had a part in it before, and the other one alone after.
    first, second = (web.answered("api-duty:submit-patrol-log") for web in machines.webs)
    assert first > 0
    assert second > count - at_the_kill - CLIENTS
    assert "Traceback" not in "".join(node.said() for node in (*machines.webs, *machines.workers))
