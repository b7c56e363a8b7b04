"""The one page that says what in one app follows from another."""

from patrol_ops.celery import nudge, nudge_jobs
from patrol_ops.core import jobs, outbox

outbox.set_nudge(nudge)
jobs.set_nudge(nudge_jobs)
