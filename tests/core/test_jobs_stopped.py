"""Long work that somebody stops or tries again: a step done stays done, and nothing is done by two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from patrol_ops.core import jobs
from patrol_ops.core.access import Actor
from patrol_ops.core.jobs import MOVES, cancel_job, retry_job
from patrol_ops.core.models import Job, JobProblem, JournalEntry, User
from patrol_ops.core.refusals import NotPermitted, Refused, WrongStage

pytestmark = pytest.mark.usefixtures("registries")

KIND = "tests.count"


@pytest.fixture(autouse=True)
def here(registries: None, at: dt.datetime) -> Any:
    jobs._WORK.clear()
    with time_machine.travel(at, tick=False) as travel:
        yield travel


@pytest.fixture
def queued(gus: User, at: dt.datetime) -> Callable[..., Job]:
    """A job of Gus's in the harbour's street."""

    def make(stage: str = "queued", **fields: Any) -> Job:
        base = {"kind": KIND, "path": "990102001", "started_by": gus, "created_at": at}
        return Job.objects.create(stage=stage, **{**base, **fields})

    return make


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_what_can_be_stopped_and_what_tried_again() -> None:
    found = {stage: set(MOVES.open_from(stage)) for stage in ("queued", "running", "done", "failed", "cancelled")}
    assert found == {
        "queued": {"cancel"}, "running": {"cancel"}, "done": set(), "failed": {"retry"}, "cancelled": {"retry"},
    }  # fmt: skip


# --- cancelling -----------------------------------------------------------------------------------------------------


def test_cancel_job_that_waits_is_never_begun(queued: Any, gus: User, gus_actor: Actor, at: dt.datetime) -> None:
    begun: list[int] = []
    jobs.job(KIND)(lambda run: begun.append(1))
    job = queued(held_until=at + dt.timedelta(minutes=4))
    cancel_job(actor=gus_actor, job_id=job.pk, at=at)

    job = fresh(job)
    assert (job.stage, job.finished_at, job.cancel_asked_at, job.cancelled_by) == ("cancelled", at, at, gus)
    assert job.held_until is None
    assert not jobs.work()
    assert begun == []
    entry = JournalEntry.objects.get(act="core.job_cancelled")
    assert (entry.subject_type, entry.subject_id, entry.path) == ("job", job.pk, "990102001")
    assert entry.facts == {"job_id": job.pk, "begun": False}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("whole", [False, True], ids=["step by step", "each step in one transaction"])
def test_cancel_job_that_runs_stops_after_its_step(queued: Any, gus_actor: Actor, at: dt.datetime, whole: bool) -> None:
    ended: list[str] = []

    @jobs.job(KIND)
    def count(run: jobs.Run) -> None:
        for number in range(5):
            with transaction.atomic() if whole else nullcontext():
                JobProblem.objects.create(job_id=run.job_id, row=str(number), code="tests.done")
                if number == 1:
                    cancel_job(actor=gus_actor, job_id=run.job_id, at=at)
                    assert fresh(job).stage == "running"
                run.result["sum"] = number
                run.step(cursor=number)
        ended.append("to the end")

    job = queued(total=5)
    assert jobs.work()
    job = fresh(job)
    assert (job.stage, job.done, job.cursor, job.result) == ("cancelled", 2, 1, {"sum": 1})
    assert (job.finished_at, job.held_until) == (at, None)
    assert sorted(job.problems.values_list("row", flat=True)) == ["0", "1"]  # what was done stays done
    assert ended == []
    assert not jobs.work()
    assert JournalEntry.objects.get(act="core.job_cancelled").facts["begun"] is True


@pytest.mark.django_db(transaction=True)
def test_work_that_was_done_before_it_could_stop_is_done(queued: Any, gus_actor: Actor, at: dt.datetime) -> None:
    @jobs.job(KIND)
    def quick(run: jobs.Run) -> None:
        cancel_job(actor=gus_actor, job_id=run.job_id, at=at)

    job = queued()
    jobs.work()
    assert fresh(job).stage == "done"


@pytest.mark.django_db(transaction=True)
def test_work_that_fails_while_it_is_to_stop_is_not_tried_again(queued: Any, gus_actor: Actor, at: dt.datetime) -> None:
    @jobs.job(KIND)
    def fails(run: jobs.Run) -> None:
        cancel_job(actor=gus_actor, job_id=run.job_id, at=at)
        raise RuntimeError

    job = queued()
    jobs.work()
    assert fresh(job).stage == "cancelled"
    assert not jobs.work()


def test_a_worker_that_died_before_it_could_stop_is_not_followed(
    queued: Any, gus_actor: Actor, at: dt.datetime, here: Any
) -> None:
    begun: list[int] = []
    jobs.job(KIND)(lambda run: begun.append(1))
    job = queued("running", holder="gone", held_until=at + jobs.LEASE, done=3, cursor=3)
    cancel_job(actor=gus_actor, job_id=job.pk, at=at)
    assert fresh(job).stage == "running"
    assert not jobs.work()  # its worker may still be there
    here.shift(jobs.LEASE)
    assert jobs.work()
    assert begun == []
    assert (fresh(job).stage, fresh(job).done, fresh(job).cursor) == ("cancelled", 3, 3)


@pytest.mark.parametrize("act", [cancel_job, retry_job])
def test_steering_is_for_whoever_started_it_and_who_decides_there(
    queued: Any, act: Any, at: dt.datetime, district: Any, registries: None
) -> None:
    jobs.job(KIND)(lambda run: None)
    stage = {"stage": "queued"} if act is cancel_job else {"stage": "failed"}
    job, police = queued(**stage), queued(**stage, started_by_id=district.users["piet"])
    nowhere = queued(**stage, path="")

    for key in ("lena", "piet", "tess", "liz", "theo", "nora", "aud"):
        with pytest.raises(NotPermitted):
            act(actor=district.actor(key), job_id=job.pk, at=at)
    abroad = district.actor("gwen")
    abroad = replace(abroad, posts=(replace(abroad.posts[0], path="410101"),))
    for actor in (abroad, Actor.nobody(), Actor.public(), Actor.system("x")):
        with pytest.raises(NotPermitted):
            act(actor=actor, job_id=job.pk, at=at)
    with pytest.raises(NotPermitted):
        act(actor=district.actor("gwen"), job_id=nowhere.pk, at=at)
    assert fresh(job).stage == stage["stage"]
    assert not JournalEntry.objects.filter(act__in=("core.job_cancelled", "core.job_retried")).exists()

    act(actor=district.actor("gwen"), job_id=job.pk, at=at)
    act(actor=district.actor("piet"), job_id=police.pk, at=at)
    act(actor=district.actor("gus"), job_id=nowhere.pk, at=at)  # one's own, wherever it belongs


def test_cancel_job_refused_writes_nothing(queued: Any, gus_actor: Actor, at: dt.datetime) -> None:
    stopping = queued("running", holder="x", held_until=at, cancel_asked_at=at)
    before = JournalEntry.objects.count()
    ended = (queued("done"), queued("failed"), queued("cancelled", cancel_asked_at=at))
    for job in (stopping, *ended):
        with pytest.raises(WrongStage):
            cancel_job(actor=gus_actor, job_id=job.pk, at=at + dt.timedelta(minutes=1))
    assert fresh(stopping).cancel_asked_at == at
    assert JournalEntry.objects.count() == before


def test_the_database_knows_that_a_wish_cancelled_it(queued: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        queued("cancelled")


# --- trying again ---------------------------------------------------------------------------------------------------


def test_retry_job_goes_on_from_the_last_step(queued: Any, gus_actor: Actor, at: dt.datetime) -> None:
    begun: list[Any] = []

    @jobs.job(KIND)
    def count(run: jobs.Run) -> None:
        begun.append((run.cursor, run.done, run.started_by_id))
        run.step(cursor="end")

    job = queued("failed", done=7, total=9, cursor="row 7", attempts=3, finished_at=at, result={"sum": 7, "error": "x"})
    JobProblem.objects.create(job=job, row="", code="core.job-gave-up")
    JobProblem.objects.create(job=job, row="3", code="core.malformed")

    retry_job(actor=gus_actor, job_id=job.pk, at=at)
    job = fresh(job)
    assert (job.stage, job.attempts, job.finished_at, job.result) == ("queued", 0, None, {"sum": 7})
    assert list(job.problems.values_list("row", flat=True)) == ["3"]
    assert JournalEntry.objects.get(act="core.job_retried").subject_id == job.pk

    assert jobs.work()
    assert begun == [("row 7", 7, gus_actor.person_id)]
    assert (fresh(job).stage, fresh(job).done, fresh(job).cursor) == ("done", 8, "end")


def test_retry_job_after_a_cancel_forgets_the_wish(queued: Any, gus_actor: Actor, at: dt.datetime) -> None:
    jobs.job(KIND)(lambda run: None)
    job = queued()
    cancel_job(actor=gus_actor, job_id=job.pk, at=at)
    retry_job(actor=gus_actor, job_id=job.pk, at=at)
    assert (fresh(job).stage, fresh(job).cancel_asked_at, fresh(job).cancelled_by) == ("queued", None, None)
    assert jobs.work()
    assert fresh(job).stage == "done"


def test_retry_job_tries_as_often_as_the_first_time(queued: Any, gus_actor: Actor, at: dt.datetime, here: Any) -> None:
    tried: list[int] = []

    @jobs.job(KIND)
    def fails(run: jobs.Run) -> None:
        tried.append(1)
        raise RuntimeError

    job = queued("failed", attempts=3, finished_at=at)
    retry_job(actor=gus_actor, job_id=job.pk, at=at)
    for _ in range(jobs.ATTEMPTS):
        assert jobs.work()
        here.shift(dt.timedelta(minutes=10))
    assert len(tried) == jobs.ATTEMPTS
    assert fresh(job).stage == "failed"


def test_retry_job_refused_writes_nothing(queued: Any, gus_actor: Actor, at: dt.datetime) -> None:
    before = JournalEntry.objects.count()
    for stage in ("queued", "running", "done"):
        with pytest.raises(WrongStage):
            retry_job(actor=gus_actor, job_id=queued(stage).pk, at=at)
    old = queued("failed")
    with pytest.raises(Refused) as no:
        retry_job(actor=gus_actor, job_id=old.pk, at=at)
    assert no.value.code == "core.job-kind-gone"
    assert fresh(old).stage == "failed"
    assert JournalEntry.objects.count() == before


def test_a_worker_is_nudged_again(
    queued: Any, gus_actor: Actor, at: dt.datetime, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    nudged: list[int] = []
    jobs.set_nudge(lambda: nudged.append(1))
    jobs.job(KIND)(lambda run: None)
    settings.BROKER_IS_SHARED = True
    with django_capture_on_commit_callbacks(execute=True):
        retry_job(actor=gus_actor, job_id=queued("failed").pk, at=at)
    assert nudged == [1]


# --- at once --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_whoever_cancels_meets_whoever_takes(
    queued: Any, gus_actor: Actor, gwen_actor: Actor, at: dt.datetime, at_once: Callable[..., list[Any]]
) -> None:
    """Either it was never begun, or it runs and has been told to stop; two who cancel do so once."""
    begun: list[int] = []

    @jobs.job(KIND)
    def count(run: jobs.Run) -> None:
        begun.append(run.job_id)
        for number in range(3):
            run.step(cursor=number)

    for _ in range(6):
        job = queued()
        acts = [lambda a=a, pk=job.pk: cancel_job(actor=a, job_id=pk, at=at) for a in (gus_actor, gwen_actor)]
        _, *results = at_once(jobs.work, *acts)
        cancelled = [result for result in results if isinstance(result, Job)]
        assert all(isinstance(r, Job | WrongStage) for r in results), results
        assert len(cancelled) <= 1
        stage = fresh(job).stage
        assert stage in ("cancelled", "done")
        assert (stage == "done") or len(cancelled) == 1
        assert stage == "cancelled" or job.pk in begun


@pytest.mark.django_db(transaction=True)
def test_two_who_try_again_do_so_once(
    queued: Any, gus_actor: Actor, gwen_actor: Actor, at: dt.datetime, at_once: Callable[..., list[Any]]
) -> None:
    jobs.job(KIND)(lambda run: None)
    job = queued("failed")
    results = at_once(*[lambda a=a: retry_job(actor=a, job_id=job.pk, at=at) for a in (gus_actor, gwen_actor)])
    assert sum(isinstance(result, Job) for result in results) == 1
    assert sum(isinstance(result, WrongStage) for result in results) == 1
