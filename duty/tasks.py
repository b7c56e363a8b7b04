"""What the clock asks of duty. Doors only: ids, the clock, one command a row."""

import datetime as dt
import logging

from celery import shared_task

from duty import commands, policy
from duty.models import PatrolLog
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.refusals import Refused
from teams.models import Place
from teams.rules import PlaceTier

logger = logging.getLogger(__name__)


@shared_task(name="duty.owe_daily_logs")
def owe_daily_logs(**_: object) -> None:
    """Today, and yesterday in case the clock stood still over midnight."""
    now = clock.now()
    for district_id in Place.objects.filter(tier=PlaceTier.DISTRICT).values_list("pk", flat=True):
        for day in (now.date() - dt.timedelta(days=1), now.date()):
            try:
                commands.owe_daily_logs(actor=Actor.system("owe-daily-logs"), district_id=district_id, day=day, at=now)
            except Refused as refused:
                logger.info("Logs of %s in district %s: %s", day, district_id, refused.code)


@shared_task(name="duty.lock_unreviewed_logs")
def lock_unreviewed_logs(**_: object) -> None:
    """Each log by itself: one that cannot be locked holds up no other."""
    now = clock.now()
    least = policy.LOCK_DAYS.minimum or 0
    waiting = PatrolLog.objects.unreviewed_since(now - dt.timedelta(days=least))
    for log_id in waiting.order_by("pk").values_list("pk", flat=True).iterator():
        try:
            commands.lock_patrol_log(actor=Actor.system("lock-unreviewed-logs"), log_id=log_id, at=now)
        except Refused as refused:
            logger.debug("Log %s left as it is: %s", log_id, refused.code)
