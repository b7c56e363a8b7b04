"""What the clock asks of the insurance register. A door only: batches, the clock, one command each."""

import logging

from celery import shared_task

from funding import commands, reports
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.refusals import Refused

logger = logging.getLogger(__name__)


@shared_task(name="funding.keep_cover_holds")
def keep_cover_holds(**_: object) -> None:
    """Each batch in a transaction of its own: after a kill those that are done are not touched again."""
    now = clock.now()
    for begins in reports.amiss(now.date()):
        if not begins:
            continue
        try:
            commands.keep_cover_holds(actor=Actor.system("keep-cover-holds"), member_ids=list(begins), at=now)
        except Refused as refused:  # somebody else was faster
            logger.info("A batch of holds is left as it is: %s", refused.code)
