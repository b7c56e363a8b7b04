"""What the clock does on the ground. Each is a door: it reads the clock and calls one function; twice is harmless."""

from __future__ import annotations

import datetime as dt
import logging

from axes.models import AccessAttempt
from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Q

from patrol_ops.core import autosave, clock, files, jobs, limits, obligations, outbox, partitions, tokens
from patrol_ops.core.channels import sending
from patrol_ops.core.models import Heartbeat, IdempotencyKey, LoginSlip, Notice

logger = logging.getLogger(__name__)

JOBS_AT_A_TIME = 20
CLOCK = "clock"


@shared_task(name="core.deliver_outbox")
def deliver_outbox(**_: object) -> None:
    """Brings announcements to what listens to them."""
    outbox.deliver()


@shared_task(name="core.remind")
def remind(**_: object) -> None:
    """Walks what is due through its steps: one notice a row, step and person."""
    written = obligations.remind()
    if written:
        logger.info("%d reminders written", written)


@shared_task(name="core.send_notices")
def send_notices(**_: object) -> None:
    """Tells people outside what they wish to be told there, when it is not quiet."""
    sent = sending.send_due()
    if sent:
        logger.info("%d messages sent", sent)


@shared_task(name="core.work_jobs")
def work_jobs(**_: object) -> None:
    """Takes up long work that waits, or that a dead worker left."""
    for _turn in range(JOBS_AT_A_TIME):
        if not jobs.work():
            break


@shared_task(name="core.heartbeat")
def heartbeat(**_: object) -> None:
    """Says that the clock goes, and that a worker hears it."""
    Heartbeat.objects.update_or_create(part=CLOCK, defaults={"at": clock.now()})


@shared_task(name="core.make_months")
def make_months(**_: object) -> None:
    """Makes the journal's next months on PostgreSQL, before anything is written into them."""
    made = partitions.make_months(clock.today())
    if made:
        logger.info("%d months made", len(made))


@shared_task(name="core.purge")
def purge(**_: object) -> None:
    """What has served its time: nothing here is a fact, the journal keeps those."""
    now = clock.now()
    month = now - dt.timedelta(days=30)
    autosave.purge(now)
    IdempotencyKey.objects.filter(at__lt=month).delete()
    LoginSlip.objects.filter(Q(expires_at__lt=month) | Q(used_at__lt=month) | Q(cancelled_at__lt=month)).delete()
    Notice.objects.filter(read_at__isnull=False, at__lt=now - dt.timedelta(days=180)).delete()
    AccessAttempt.objects.filter(attempt_time__lt=month).delete()
    tokens.purge(now)
    sending.purge(now)
    limits.purge(now)
    files.sweep(now)
    SessionStore.clear_expired()
