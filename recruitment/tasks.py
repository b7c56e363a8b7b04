"""What the clock asks of recruiting. Doors only: ids, the clock, one command a row."""

import logging

from celery import shared_task

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.refusals import Refused
from recruitment import commands
from recruitment.models import Campaign, PublicNotice

logger = logging.getLogger(__name__)


@shared_task(name="recruitment.run_campaigns")
def run_campaigns(**_: object) -> None:
    """Applying begins and ends on its days."""
    now = clock.now()
    actor = Actor.system("run-campaigns")
    for campaign_id in Campaign.objects.to_open(now.date()).order_by("pk").values_list("pk", flat=True):
        try:
            commands.open_campaign(actor=actor, campaign_id=campaign_id, at=now)
        except Refused as refused:
            logger.info("Campaign %s is not opened: %s", campaign_id, refused.code)
    for campaign_id in Campaign.objects.to_close(now.date()).order_by("pk").values_list("pk", flat=True):
        try:
            commands.close_campaign(actor=actor, campaign_id=campaign_id, at=now)
        except Refused as refused:
            logger.info("Campaign %s is not closed: %s", campaign_id, refused.code)


@shared_task(name="recruitment.close_due_notices")
def close_due_notices(**_: object) -> None:
    """Each notice in its own transaction: one bad row must not hold up the rest."""
    now = clock.now()
    for notice_id in PublicNotice.objects.due(now.date()).order_by("pk").values_list("pk", flat=True):
        try:
            commands.close_notice(actor=Actor.system("close-due-notices"), notice_id=notice_id, at=now)
        except Refused as refused:
            logger.info("Notice %s left as it is: %s", notice_id, refused.code)


@shared_task(name="recruitment.forget_recruits")
def forget_recruits(**_: object) -> None:
    """What is kept of people who were not hired, and of objections, goes on its day."""
    now = clock.now()
    actor = Actor.system("forget-recruits")
    # At least a month is always kept, so nothing younger need be asked.
    for campaign_id in (
        Campaign.objects.with_something_to_forget(now.date()).order_by("pk").values_list("pk", flat=True)
    ):
        try:
            commands.forget_recruits(actor=actor, campaign_id=campaign_id, at=now)
        except Refused as refused:
            logger.debug("Campaign %s has nothing to forget: %s", campaign_id, refused.code)
    for notice_id in PublicNotice.objects.with_decided_objections().order_by("pk").values_list("pk", flat=True):
        try:
            commands.forget_objections(actor=actor, notice_id=notice_id, at=now)
        except Refused as refused:
            logger.debug("Notice %s has nothing to forget: %s", notice_id, refused.code)
