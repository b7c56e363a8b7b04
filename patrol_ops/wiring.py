"""The one page that says what in one app follows from another."""

from patrol_ops.core import outbox
from patrol_ops.core.tasks import deliver_outbox


def wake_a_worker() -> None:
    """Ask for delivery now; a message lost on the way is swept by the clock."""
    deliver_outbox.delay()


outbox.set_nudge(wake_a_worker)
