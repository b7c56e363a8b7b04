"""The night's routine by hand: one at a time, gone on with after a kill, and only the administrator's."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from patrol_ops.core import clock, jobs, routine
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Job, JobProblem, JournalEntry, User
from patrol_ops.core.refusals import NotPermitted, Refused
from patrol_ops.core.wording import known
from tests.cast import District
from tests.office.conftest import TODAY, text_of

PIECES = ("duty.owe_daily_logs", "core.remind", "core.deliver_outbox")
START = "office:start-routine"


class Killed(BaseException):
    """What no job can hold: the worker is gone."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which pieces were asked for; there are three, and they do nothing."""
    done: list[str] = []
    monkeypatch.setattr(routine, "_pieces", list(PIECES))
    monkeypatch.setattr(routine, "_do", [done.append])
    return done


def fails_at(monkeypatch: pytest.MonkeyPatch, done: list[str], task: str, problem: BaseException) -> None:
    """That piece ends so the first time."""

    def do(name: str) -> None:
        done.append(name)
        if name == task and done.count(name) == 1:
            raise problem

    monkeypatch.setattr(routine, "_do", [do])


@pytest.fixture
def ada_actor(district: District) -> Actor:
    return district.actor("ada")


def started(actor: Actor, at: dt.datetime) -> Job:
    return routine.start_routine(actor=actor, at=at)


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("asked")
def test_start_routine_queues_the_whole_of_it_and_says_so_once(ada: User, ada_actor: Actor, at: dt.datetime) -> None:
    job = started(ada_actor, at)

    assert (job.kind, job.stage, job.total, job.path, job.started_by_id) == (
        "core.routine", "queued", 3, "990102", ada.pk,
    )  # fmt: skip
    entry = JournalEntry.objects.get(act="core.routine_started")
    assert (entry.actor_id, entry.subject_type, entry.subject_id, entry.path) == (ada.pk, "job", job.pk, "990102")


@pytest.mark.parametrize("who", ["gwen", "gus", "tess", "piet", "kai", "lena", "nora"])
@pytest.mark.usefixtures("asked")
def test_start_routine_is_not_permitted_to_others(
    district: District, at: dt.datetime, who: str, signed_in: Callable[..., Client]
) -> None:
    with pytest.raises(NotPermitted):
        started(district.actor(who), at)

    client = signed_in(User.objects.get(username=who))
    assert client.post(reverse(START)).status_code == 404
    assert client.post(reverse(f"api-{START}")).status_code == (403 if who == "nora" else 404)
    assert reverse(START) not in client.get(reverse("office:jobs")).content.decode()
    assert not Job.objects.exists()


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("stage", ["queued", "running"])
def test_start_routine_is_refused_while_one_is_under_way(ada_actor: Actor, at: dt.datetime, stage: str) -> None:
    first = started(ada_actor, at)
    Job.objects.filter(pk=first.pk).update(stage=stage)

    with pytest.raises(Refused) as refused:
        started(ada_actor, at)
    assert refused.value.code == "core.job-under-way"
    assert Job.objects.count() == JournalEntry.objects.filter(act="core.routine_started").count() == 1

    Job.objects.filter(pk=first.pk).update(stage="done")
    assert started(ada_actor, at).pk != first.pk


@pytest.mark.usefixtures("asked")
def test_retry_job_of_a_routine_is_refused_while_another_is_under_way(ada_actor: Actor, at: dt.datetime) -> None:
    first = started(ada_actor, at)
    Job.objects.filter(pk=first.pk).update(stage="failed")
    started(ada_actor, at)

    with pytest.raises(Refused) as refused:
        jobs.retry_job(actor=ada_actor, job_id=first.pk, at=at)
    assert refused.value.code == "core.job-under-way"
    assert fresh(first).stage == "failed"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("asked")
def test_of_two_who_start_it_together_one_is_refused(
    ada_actor: Actor, at: dt.datetime, at_once: Callable[..., list[Any]]
) -> None:
    results = at_once(*[lambda: started(ada_actor, at)] * 2)

    assert sorted(type(result).__name__ for result in results) == ["Job", "Refused"]
    assert Job.objects.count() == 1


# --- the work -------------------------------------------------------------------------------------------------------


def test_the_routine_is_done_piece_by_piece_and_says_which_is_at_hand(
    ada_actor: Actor, at: dt.datetime, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    job, seen = started(ada_actor, at), []

    def do(name: str) -> None:
        row = fresh(job)
        seen.append((name, row.done, row.total, row.result["at_hand"], row.stage))
        assert row.held_until is not None
        assert row.held_until - clock.now() == routine.LONGEST

    monkeypatch.setattr(routine, "_do", [do])
    assert jobs.work()
    assert seen == [(name, number, 3, f"task.{name}", "running") for number, name in enumerate(PIECES)]
    assert (fresh(job).stage, fresh(job).done, fresh(job).result) == ("done", 3, {})


def test_a_piece_that_fails_is_said_and_holds_up_no_other(
    ada_actor: Actor, at: dt.datetime, asked: list[str], monkeypatch: pytest.MonkeyPatch, signed_in: Any, ada: User
) -> None:
    fails_at(monkeypatch, asked, "core.remind", RuntimeError("张伟 13812345678"))
    job = started(ada_actor, at)
    jobs.work()

    assert asked == list(PIECES)
    assert (fresh(job).stage, fresh(job).done) == ("done", 3)
    problem = JobProblem.objects.get()
    assert (problem.row, problem.code, problem.facts) == (
        "core.remind", "core.routine-piece-failed", {"why": "RuntimeError"},
    )  # fmt: skip
    said = text_of(signed_in(ada).get(reverse("office:show-job", args=[job.pk])))
    assert "提醒到期的事项 没有办成(RuntimeError)。" in said


def test_a_routine_whose_worker_is_killed_goes_on_with_the_piece_at_hand(
    ada_actor: Actor, at: dt.datetime, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fails_at(monkeypatch, asked, "core.remind", Killed())
    job = started(ada_actor, at)
    with pytest.raises(Killed):
        jobs.work()
    assert (fresh(job).stage, fresh(job).done, fresh(job).cursor) == ("running", 1, PIECES[0])
    assert not jobs.work(), "it is held"

    with time_machine.travel(clock.now() + routine.LONGEST, tick=False):
        assert jobs.work()
    assert asked == [PIECES[0], PIECES[1], PIECES[1], PIECES[2]]
    assert (fresh(job).stage, fresh(job).done) == ("done", 3)


def test_a_piece_that_kills_every_worker_is_given_up(
    ada_actor: Actor, at: dt.datetime, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def do(name: str) -> None:
        asked.append(name)
        raise Killed

    monkeypatch.setattr(routine, "_do", [do])
    job = started(ada_actor, at)
    for n in range(jobs.ATTEMPTS):
        with time_machine.travel(clock.now() + n * routine.LONGEST, tick=False), pytest.raises(Killed):
            jobs.work()
    with time_machine.travel(clock.now() + 9 * routine.LONGEST, tick=False):
        jobs.work()
    assert (fresh(job).stage, len(asked)) == ("failed", jobs.ATTEMPTS)


@pytest.mark.django_db(transaction=True)
def test_a_routine_that_is_cancelled_stops_behind_its_piece_and_goes_on_there(
    ada_actor: Actor, at: dt.datetime, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = started(ada_actor, at)

    def do(name: str) -> None:
        asked.append(name)
        if len(asked) == 2:
            jobs.cancel_job(actor=ada_actor, job_id=job.pk, at=at)

    monkeypatch.setattr(routine, "_do", [do])
    jobs.work()
    assert (fresh(job).stage, asked) == ("cancelled", list(PIECES[:2]))

    jobs.retry_job(actor=ada_actor, job_id=job.pk, at=at)
    jobs.work()
    assert (fresh(job).stage, asked) == ("done", list(PIECES))


def test_the_real_routine_is_done_twice_without_harm(ada_actor: Actor, at: dt.datetime) -> None:
    names = routine.routine()
    for _ in range(2):
        job = started(ada_actor, at)
        assert jobs.work()
        assert (fresh(job).stage, fresh(job).done, fresh(job).problems.count()) == ("done", len(names), 0)


def test_every_piece_has_words() -> None:
    assert [name for name in routine.routine() if not known(f"task.{name}")] == []


# --- the doors ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("asked")
def test_start_routine_by_its_button_leads_to_how_far_it_is(ada: User, signed_in: Callable[..., Client]) -> None:
    client, listed = signed_in(ada), reverse("office:jobs")
    assert f'action="{reverse(START)}"' in client.get(listed).content.decode()
    assert client.get(reverse(START)).status_code == 405

    answer = client.post(reverse(START), follow=True)
    job = Job.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("office:show-job", args=[job.pk])
    assert "夜间例行工作" in text_of(answer)
    assert "0 / 3" in text_of(answer)
    assert client.post(reverse(START)).status_code == 422
    shown = client.get(listed)
    assert reverse(START) not in shown.content.decode()
    assert "上一次补办" in text_of(shown)

    Job.objects.update(stage="running", done=1, result={"at_hand": "task.core.remind"})
    answer = client.get(
        reverse("office:show-job", args=[job.pk]), headers={"HX-Request": "true", "HX-Target": "job-state"}
    )
    assert "正在办理：提醒到期的事项" in text_of(answer)
    assert "1 / 3" in text_of(answer)
    assert 'hx-trigger="every 2s"' in answer.content.decode()

    Job.objects.update(stage="done", done=3)
    assert reverse(START) in client.get(listed).content.decode()
    assert "正在办理" not in text_of(client.get(reverse("office:show-job", args=[job.pk])))


@pytest.mark.usefixtures("asked")
def test_the_list_costs_one_statement_more_for_whoever_may_start_it(
    ada: User, signed_in: Callable[..., Client], statements: Any
) -> None:
    client, url = signed_in(ada), reverse("office:jobs")
    Job.objects.create(kind="office.test", stage="done", path="990102", created_at=clock.now())
    few = statements(client, url)
    Job.objects.bulk_create(
        Job(kind=routine.ROUTINE, stage="done", path="990102", started_by=ada, created_at=clock.now())
        for _ in range(30)
    )
    assert statements(client, url) == few == 7


@pytest.mark.usefixtures("asked")
def test_start_routine_by_api_counts_once(ada: User, signed_in: Callable[..., Client]) -> None:
    client, url, key = signed_in(ada), reverse(f"api-{START}"), str(uuid.uuid4())
    answer = client.post(url, headers={"Idempotency-Key": key})
    told = answer.json()
    assert (answer.status_code, told["kind"], told["done"], told["total"]) == (201, "core.routine", 0, 3)
    assert client.post(url, headers={"Idempotency-Key": key}).status_code == 200
    refused = client.post(url)
    assert (refused.status_code, refused.json()["code"]) == (422, "core.job-under-way")
    assert Job.objects.count() == 1

    Job.objects.update(stage="running", result={"at_hand": "task.core.remind"})
    assert client.get(reverse("api-office:show-job", args=[told["id"]])).json()["at_hand"] == "提醒到期的事项"


# --- the terminal ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_run_routine_prints_how_far_it_is(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    out = StringIO()
    call_command("run_routine", stdout=out)
    lines = out.getvalue().splitlines()
    assert asked == list(PIECES)
    assert [(line[:6], line.split()[-1]) for line in lines] == list(
        zip(["[ 33%]", "[ 66%]", "[100%]"], PIECES, strict=True)
    )
    assert not Job.objects.exists()

    asked.clear()
    fails_at(monkeypatch, asked, "core.remind", RuntimeError("13812345678"))
    out = StringIO()
    with pytest.raises(CommandError, match=r"Not done: core\.remind"):
        call_command("run_routine", stdout=out)
    assert asked == list(PIECES)
    assert "core.remind  failed (RuntimeError)" in out.getvalue()
    assert "138" not in out.getvalue()


@pytest.mark.django_db
def test_run_routine_does_what_the_night_does(district: District) -> None:
    call_command("run_routine", stdout=StringIO())

    owed = JournalEntry.objects.filter(act="duty.daily_logs_owed", actor_kind="system")
    assert owed.exists()
    before = JournalEntry.objects.count()
    call_command("run_routine", stdout=StringIO())
    assert JournalEntry.objects.count() == before
    assert clock.today() == TODAY
