"""What the clock asks of discipline. Doors only: ids, the clock, one command each."""

import logging

from celery import shared_task

from discipline import commands
from discipline.models import VisitSeries
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.refusals import Refused
from teams.models import Place
from teams.rules import PlaceTier

logger = logging.getLogger(__name__)


@shared_task(name="discipline.plan_series")
def plan_series(**_: object) -> None:
    """The visits of plans that repeat, each plan in its own transaction."""
    now, actor = clock.now(), Actor.system("plan-series")
    for series_id in VisitSeries.objects.open().order_by("pk").values_list("pk", flat=True):
        try:
            commands.plan_series_visits(actor=actor, series_id=series_id, at=now)
        except Refused as refused:
            logger.debug("Series %s plans nothing: %s", series_id, refused.code)


@shared_task(name="discipline.watch_areas")
def watch_areas(**_: object) -> None:
    """Which streets have teams that nobody inspected in their period, district by district."""
    now, actor = clock.now(), Actor.system("watch-areas")
    for place_id in Place.objects.filter(tier=PlaceTier.DISTRICT).order_by("pk").values_list("pk", flat=True):
        try:
            commands.watch_areas(actor=actor, place_id=place_id, at=now)
        except Refused as refused:
            logger.debug("District %s is as it was: %s", place_id, refused.code)
