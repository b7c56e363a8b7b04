"""Long work: started by a command, gone on with after a kill, never done twice at once."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection

from patrol_ops.core import clock, jobs
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, command
from patrol_ops.core.events import Event
from patrol_ops.core.models import Job, JobProblem
from patrol_ops.core.refusals import Refused

pytestmark = [pytest.mark.usefixtures("registries"), pytest.mark.django_db]

Starter = Callable[..., Job]


@pytest.fixture(autouse=True)
def _only_ours(registries: None) -> None:
    jobs._WORK.clear()


@pytest.fixture
def start(registries: None, at: dt.datetime) -> Starter:
    @dataclass(frozen=True, kw_only=True)
    class CountingWanted(Event):
        job_id: int

    @command
    def want(*, actor: Actor, at: dt.datetime, kind: str, facts: dict[str, Any], total: int) -> Job:
        job = jobs.start_job(kind, facts, actor=actor, at=at, path="410101", total=total)
        announce(CountingWanted(at=at, job_id=job.pk), actor=actor)
        return job

    def begin(kind: str = "tests.count", total: int = 0, **facts: Any) -> Job:
        return want(actor=Actor.system("tests"), at=at, kind=kind, facts=facts, total=total)

    return begin


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_a_job_is_done_step_by_step(start: Starter) -> None:
    seen: list[Any] = []

    @jobs.job("tests.count")
    def count(run: jobs.Run) -> None:
        for number in range(run.facts["to"]):
            run.result["sum"] = run.result.get("sum", 0) + number
            run.step(cursor=number)
            row = Job.objects.get(pk=run.job_id)
            seen.append((row.stage, row.done, row.total, row.cursor, row.result["sum"]))
        run.problem("row 2", "core.malformed", column="name")

    job = start(to=3, total=3)
    assert (job.stage, job.path) == ("queued", "410101")
    assert jobs.work()
    assert seen == [("running", 1, 3, 0, 0), ("running", 2, 3, 1, 1), ("running", 3, 3, 2, 3)]
    job = fresh(job)
    assert (job.stage, job.result, job.held_until) == ("done", {"sum": 3}, None)
    assert job.finished_at is not None
    assert list(job.problems.values_list("row", "code", "facts")) == [("row 2", "core.malformed", {"column": "name"})]
    assert not jobs.work()


def test_jobs_are_taken_in_order_and_unknown_kinds_wait(start: Starter) -> None:
    done: list[str] = []
    for name in ("tests.a", "tests.b", "tests.newer"):
        jobs.job(name)(lambda run, name=name: done.append(name))
    for kind in ("tests.newer", "tests.b", "tests.a", "tests.b"):
        start(kind)
    del jobs._WORK["tests.newer"]
    while jobs.work():
        pass
    assert done == ["tests.b", "tests.a", "tests.b"]
    assert Job.objects.get(kind="tests.newer").stage == "queued"


def test_a_job_starts_inside_a_command_and_only_of_a_known_kind(start: Starter, at: dt.datetime) -> None:
    jobs.job("tests.count")(lambda run: None)
    with pytest.raises(RuntimeError, match="inside a command"):
        jobs.start_job("tests.count", {}, actor=Actor.system("tests"), at=at)
    with pytest.raises(ValueError, match="no registered kind"):
        start("tests.unknown")
    assert not Job.objects.exists()


def test_a_kind_has_one_function() -> None:
    jobs.job("tests.count")(lambda run: None)
    with pytest.raises(ValueError, match="twice"):
        jobs.job("tests.count")(lambda run: None)
    assert set(jobs.kinds()) == {"tests.count"}


def test_an_error_is_tried_again_from_the_last_step_then_given_up(start: Starter, at: dt.datetime) -> None:
    begun: list[Any] = []

    @jobs.job("tests.count")
    def fails(run: jobs.Run) -> None:
        begun.append(run.cursor)
        if run.cursor is None:
            run.step(cursor=1)
        raise RuntimeError("张伟 13812345678")

    with time_machine.travel(at, tick=False) as travel:
        job = start()
        assert jobs.work()
        assert fresh(job).stage == "queued"
        assert not jobs.work()  # not at once
        travel.shift(dt.timedelta(minutes=1))
        assert jobs.work()
        travel.shift(dt.timedelta(minutes=3))
        assert not jobs.work()
        travel.shift(dt.timedelta(minutes=1))
        assert jobs.work()
        travel.shift(dt.timedelta(days=1))
        assert not jobs.work()
    job = fresh(job)
    assert begun == [None, 1, 1]
    assert (job.stage, job.result) == ("failed", {"error": "RuntimeError"})
    assert job.problems.get().facts == {"why": "RuntimeError"}
    assert "张伟" not in str(list(Job.objects.values())) + str(list(JobProblem.objects.values()))


def test_a_refusal_is_an_answer_and_not_tried_again(start: Starter) -> None:
    @jobs.job("tests.count")
    def refuses(run: jobs.Run) -> None:
        raise Refused("core.malformed", line=3)

    job = start()
    jobs.work()
    assert fresh(job).stage == "failed"
    assert list(job.problems.values_list("code", "facts")) == [("core.malformed", {"line": 3})]


def test_a_problem_is_said_once_however_often_it_is_tried(start: Starter) -> None:
    @jobs.job("tests.count")
    def complains(run: jobs.Run) -> None:
        for _ in range(3):
            run.problem("row 1", "core.malformed")

    job = start()
    jobs.work()
    assert job.problems.count() == 1


def test_a_worker_that_lost_its_lease_touches_nothing_more(start: Starter, at: dt.datetime) -> None:
    steps: list[str] = []

    @jobs.job("tests.count")
    def slow(run: jobs.Run) -> None:
        if not steps:
            steps.append("slow")
            travel.shift(jobs.LEASE + dt.timedelta(seconds=1))
            assert jobs.work()  # another worker takes it over meanwhile
            run.step(cursor="slow")
            steps.append("never")
        steps.append("quick")
        run.step(cursor="quick")

    with time_machine.travel(at, tick=False) as travel:
        job = start()
        assert jobs.work()
    assert steps == ["slow", "quick"]
    job = fresh(job)
    assert (job.stage, job.cursor, job.done) == ("done", "quick", 1)


def test_while_the_lease_lasts_nobody_else_takes_it(start: Starter, at: dt.datetime) -> None:
    @jobs.job("tests.count")
    def long(run: jobs.Run) -> None:
        for number in range(5):
            travel.shift(jobs.LEASE - dt.timedelta(seconds=1))
            assert not jobs.work()
            run.step(cursor=number)

    with time_machine.travel(at, tick=False) as travel:
        job = start()
        jobs.work()
    assert fresh(job).done == 5


def test_a_job_that_kills_its_worker_each_time_is_given_up(start: Starter, at: dt.datetime) -> None:
    @jobs.job("tests.count")
    def kills(run: jobs.Run) -> None:
        raise KeyboardInterrupt

    with time_machine.travel(at, tick=False) as travel:
        job = start()
        for _ in range(jobs.ATTEMPTS):
            with pytest.raises(KeyboardInterrupt):
                jobs.work()
            assert fresh(job).stage == "running"
            travel.shift(jobs.LEASE)
        assert jobs.work()
    assert (fresh(job).stage, fresh(job).result) == ("failed", {"error": "killed"})


def test_a_worker_is_nudged_after_the_commit(
    start: Starter, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    nudged: list[int] = []
    jobs.set_nudge(lambda: nudged.append(1))
    jobs.job("tests.count")(lambda run: None)
    settings.BROKER_IS_SHARED = True
    with django_capture_on_commit_callbacks(execute=True):
        start()
        assert nudged == []
    assert nudged == [1]


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_each_job_once(start: Starter, at_once: Callable[..., list[Any]]) -> None:
    @jobs.job("tests.count")
    def count(run: jobs.Run) -> None:
        JobProblem.objects.create(job_id=run.job_id, row="done", code="tests.done")
        run.step(cursor=1)

    started = [start() for _ in range(6)]

    def drain() -> int:
        turns = 0
        while jobs.work():
            turns += 1
        return turns

    turns = at_once(drain, drain, drain)
    assert all(isinstance(turn, int) for turn in turns), turns
    drain()
    assert JobProblem.objects.count() == len(started)
    assert set(Job.objects.values_list("stage", flat=True)) == {"done"}


@pytest.mark.django_db(transaction=True)
def test_after_a_kill_it_goes_on_from_the_last_step(start: Starter, at: dt.datetime) -> None:
    path = Path(__file__).with_name("killed_worker.py")
    jobs.job("tests.count")(lambda run: None)
    job = start()
    jobs._WORK.clear()
    connection.close()
    worker = subprocess.Popen(
        [sys.executable, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=path.parents[2],
        env={**os.environ, **_same_database(), "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert worker.stdout is not None
    try:
        for line in worker.stdout:
            if line.strip() == "5":
                break
        else:
            pytest.fail("the worker never got to the fifth step")
    finally:
        worker.kill()
        worker.wait(20)
        worker.stdout.close()

    reached = fresh(job)
    assert reached.stage == "running"
    assert 6 <= reached.cursor < 40

    @jobs.job("tests.count")
    def goes_on(run: jobs.Run) -> None:
        assert run.cursor == reached.cursor
        for number in range(run.cursor, 40):
            run.problem(str(number), "tests.step")
            run.step(cursor=number + 1)

    assert not jobs.work()  # its lease has not ended
    with time_machine.travel(clock.now() + jobs.LEASE, tick=False):
        assert jobs.work()
    job = fresh(job)
    assert (job.stage, job.done, job.total, job.cursor) == ("done", 40, 40, 40)
    assert sorted(int(row) for row in job.problems.values_list("row", flat=True)) == list(range(40))


def _same_database() -> dict[str, str]:
    held = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{held['NAME']}"
    else:
        user = held["USER"] + (f":{held['PASSWORD']}" if held["PASSWORD"] else "")
        url = f"postgres://{user}@{held['HOST']}:{held['PORT'] or 5432}/{held['NAME']}"
    return {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "patrol_ops.settings"),
    }
