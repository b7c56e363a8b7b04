"""The one page that says what in one app follows from another."""

from patrol_ops.celery import nudge
from patrol_ops.core import outbox

outbox.set_nudge(nudge)
