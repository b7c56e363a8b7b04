"""What the clock asks of the first floor. Doors only: ids, the clock, one command a row."""

import logging

from celery import shared_task

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.refusals import Refused
from teams import commands
from teams.models import Place, Reorganisation
from teams.rules import PlaceTier

logger = logging.getLogger(__name__)


@shared_task(name="teams.watch_teams")
def watch_teams(**_: object) -> None:
    """Silent teams of each district: warned of, proposed as dormant, or let go."""
    now = clock.now()
    for district_id in Place.objects.filter(tier=PlaceTier.DISTRICT).values_list("pk", flat=True):
        try:
            commands.watch_teams(actor=Actor.system("watch-teams"), district_id=district_id, at=now)
        except Refused as refused:
            logger.info("Teams of district %s: %s", district_id, refused.code)


@shared_task(name="teams.carry_out_reorganisations")
def carry_out_reorganisations(**_: object) -> None:
    """Whose day has begun, in the order of their days; each by itself, so that one that fails holds up no other."""
    now = clock.now()
    due = Reorganisation.objects.due(now.date()).order_by("effective_on", "pk").values_list("pk", flat=True)
    for pk in list(due):
        try:
            commands.carry_out_reorganisation(
                actor=Actor.system("carry-out-reorganisations"), reorganisation_id=pk, at=now
            )
        except Refused as refused:
            logger.info("Reorganisation %s left as it is: %s", pk, refused.code)
