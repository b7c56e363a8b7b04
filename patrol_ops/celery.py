"""The Celery app: where the queue is, what the clock does, and how a worker is asked to hurry."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any

from celery import Celery, Task
from django.conf import settings
from kombu.exceptions import OperationalError

from patrol_ops.core import logs
from patrol_ops.schedule import DELIVER_OUTBOX, SEND_NOTICES, WORK_JOBS, beat_schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol_ops.settings")

logger = logging.getLogger(__name__)


if TYPE_CHECKING:
    _Task = Task[Any, Any]
else:
    _Task = Task


class SaidTask(_Task):
    """Whatever a task has to say carries its name and number."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with logs.about(task=self.name, task_id=self.request.id):
            return self.run(*args, **kwargs)


app: Celery[Task[Any, Any]] = Celery("patrol_ops", task_cls=SaidTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
# The tasks themselves are known once Django stands: every app opens its rooms (core.apps).
app.conf.beat_schedule = beat_schedule(sweeping=not settings.BROKER_IS_SHARED)
app.conf.broker_transport_options = (
    # A worker that dies gives its task back after this long; long work is a row anyway (core.jobs).
    {"visibility_timeout": 900, "socket_connect_timeout": 2} if settings.BROKER_IS_SHARED else {"polling_interval": 0.2}
)


def nudge() -> None:
    """Ask a worker to deliver now. A nudge that gets lost costs a minute: the clock sweeps anyway."""
    _ask(DELIVER_OUTBOX)


def nudge_jobs() -> None:
    """Ask a worker to take up long work now."""
    _ask(WORK_JOBS)


def nudge_sending() -> None:
    """Ask a worker to tell people outside now."""
    _ask(SEND_NOTICES)


def do(task: str) -> None:
    """The task itself, here and now."""
    app.tasks[task]()


def _ask(task: str) -> None:
    if not settings.BROKER_IS_SHARED:  # nothing sent from here would ever arrive
        return
    try:
        app.send_task(task, expires=60, retry=False)
    except OperationalError as problem:
        logger.warning("The queue could not be reached (%s); the next sweep will do it", type(problem).__name__)
