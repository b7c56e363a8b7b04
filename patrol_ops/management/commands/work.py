"""Worker and clock in one process: what the web server's promises are kept by on a single machine."""

import logging
import os
import threading
import warnings
from typing import Any

from celery.beat import Scheduler, Service
from celery.signals import worker_ready
from django.core.management.base import BaseCommand

from patrol_ops.celery import app

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Runs the worker with the clock as a thread in it. `up` starts this one; alone it suits a second machine."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--threads", type=int, default=4)

    def handle(self, *args: Any, **options: Any) -> None:
        # Celery warns of root because of pickle, which is not among what it accepts here.
        warnings.filterwarnings("ignore", message="(?s).*superuser privileges")
        worker_ready.connect(_start_clock, weak=False)
        worker = app.Worker(
            pool="threads",
            concurrency=options["threads"],
            loglevel="WARNING",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            quiet=True,
        )
        worker.start()
        raise SystemExit(worker.exitcode or 0)


def _start_clock(**_: Any) -> None:
    """What fell due while nobody was running is made up for first: every habit may run twice, none may be missed."""
    for entry in app.conf.beat_schedule.values():
        app.send_task(entry["task"])
    threading.Thread(target=_run_clock, name="clock", daemon=True).start()


def _run_clock() -> None:
    """A worker without its clock would look alive and do nothing, so it ends with it and is started again."""
    try:
        Service(app, max_interval=1, scheduler_cls=Scheduler).start()
    finally:
        logger.error("The clock stopped")
        os._exit(70)
