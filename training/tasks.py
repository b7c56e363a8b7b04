"""What the clock asks of training. Doors only: ids, the clock, one command a batch."""

import logging
from collections.abc import Callable
from typing import Any

from celery import shared_task

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.refusals import Refused
from teams.models import Hold, Place
from teams.rules import HoldKind, PlaceTier
from training import commands
from training.models import Certificate

logger = logging.getLogger(__name__)
BATCH = 500


def _in_batches(rows: Any, act: Callable[[list[int]], object]) -> None:
    """Each batch in its own transaction, those that are due asked for anew: after a kill it goes on where it was, and
    what is refused is passed by."""
    last = 0
    while ids := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = ids[-1]
        try:
            act(ids)
        except Refused as refused:
            logger.info("A batch of %d is left as it is: %s", len(ids), refused.code)


@shared_task(name="training.expire_certificates")
def expire_certificates(**_: object) -> None:
    """Whose last day was yesterday or earlier."""
    now, actor = clock.now(), Actor.system("expire-certificates")
    _in_batches(
        Certificate.objects.lapsed(now.date()),
        lambda ids: commands.expire_certificates(actor=actor, certificate_ids=ids, at=now),
    )


@shared_task(name="training.review_hours")
def review_hours(**_: object) -> None:
    """X30: once the grace is over, the hours of last year; district by district. TRN-02: who owes hours this year."""
    now, actor = clock.now(), Actor.system("review-hours")
    for path in Place.objects.filter(tier=PlaceTier.DISTRICT).values_list("path", flat=True):
        year = now.year - 1

        def review(ids: list[int], path: str = path, year: int = year) -> object:
            return commands.review_hours(actor=actor, certificate_ids=ids, year=year, path=path, at=now)

        _in_batches(Certificate.objects.unreviewed(year).filter(path=path), review)
        # This year's from September on: reminded on 1 October and 1 December. Last year's until they are made up.
        for owed in (year, now.year)[: 2 if now.month >= 9 else 1]:
            try:
                commands.owe_hours(actor=actor, year=owed, path=path, at=now)
            except Refused as refused:
                logger.debug("Hours of %s stand as they are: %s", path, refused.code)


@shared_task(name="training.follow_newcomers")
def follow_newcomers(**_: object) -> None:
    """Whoever came in by a list, or whom a reaction missed."""
    now, actor = clock.now(), Actor.system("follow-newcomers")
    last = 0
    waiting = Hold.objects.waiting().filter(kind=HoldKind.TRAINING)
    while rows := list(waiting.filter(pk__gt=last).order_by("pk").values_list("pk", "member_id")[:BATCH]):
        last = rows[-1][0]
        try:
            commands.follow_newcomers(actor=actor, member_ids=[member for _, member in rows], at=now)
        except Refused as refused:
            logger.debug("A batch of %d has nobody new: %s", len(rows), refused.code)
