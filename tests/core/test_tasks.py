"""What the clock does: each task is a door with a fixed name that does not mind being asked twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from patrol_ops.core import jobs, tasks
from patrol_ops.core.models import Autosave, IdempotencyKey, Job, LoginSlip, Notice, OutboxMessage, User

pytestmark = [pytest.mark.usefixtures("registries"), pytest.mark.django_db]

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(at: dt.datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


@pytest.mark.parametrize(
    ("task", "name"),
    [
        (tasks.deliver_outbox, "core.deliver_outbox"),
        (tasks.remind, "core.remind"),
        (tasks.work_jobs, "core.work_jobs"),
        (tasks.purge, "core.purge"),
    ],
)
def test_a_task_keeps_its_name_and_survives_newer_messages(task: Any, name: str) -> None:
    assert task.name == name
    task(a_keyword_of_newer_code=1)
    task()


def test_delivering_delivers(at: dt.datetime) -> None:
    OutboxMessage.objects.create(kind="x", reaction="gone", facts={}, happened_at=at, due_at=at)
    OutboxMessage.objects.create(kind="x", reaction="gone", facts={}, happened_at=at, due_at=at + DAY)
    tasks.deliver_outbox()
    assert OutboxMessage.objects.get().due_at == at + DAY


def test_working_takes_several_jobs_but_not_for_ever(at: dt.datetime) -> None:
    jobs.job("tests.count")(lambda run: None)
    for _ in range(tasks.JOBS_AT_A_TIME + 3):
        Job.objects.create(kind="tests.count", stage="queued", created_at=at)
    tasks.work_jobs()
    assert Job.objects.filter(stage="queued").count() == 3


def test_purging_takes_what_has_served_its_time(at: dt.datetime, make_user: Callable[..., User]) -> None:
    lena, otto = make_user("lena"), make_user("otto")
    for days in (6, 8):
        Autosave.objects.create(user=lena, form="f", subject=str(days), payload={}, revision=1, at=at - DAY * days)
    for days in (29, 31):
        IdempotencyKey.objects.create(user=lena, key=str(days), door="d", digest="x", at=at - DAY * days)
        AccessAttempt.objects.create(username=str(days), ip_address="10.0.0.1", failures_since_start=1)
        AccessAttempt.objects.filter(username=str(days)).update(attempt_time=at - DAY * days)
        LoginSlip.objects.create(
            user=lena if days == 29 else otto,
            code_digest=str(days),
            made_at=at - DAY * 40,
            expires_at=at - DAY * days,
        )
    for days, read in ((179, True), (181, True), (500, False)):
        when = at - DAY * days
        Notice.objects.create(user=lena, template=str(days), at=when, read_at=when if read else None)
    for name, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=name, session_data="", expire_date=at + DAY * days)

    tasks.purge()
    tasks.purge()

    assert list(Autosave.objects.values_list("subject", flat=True)) == ["6"]
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["29"]
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["29"]
    assert list(LoginSlip.objects.values_list("code_digest", flat=True)) == ["29"]
    assert set(Notice.objects.values_list("template", flat=True)) == {"179", "500"}
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
