"""The one page that says what in one app follows from another."""

import logging

from patrol_ops import schedule
from patrol_ops.celery import do, nudge, nudge_jobs, nudge_sending
from patrol_ops.core import clock, jobs, notices, outbox, routine
from patrol_ops.core.access import Actor
from patrol_ops.core.channels import links
from patrol_ops.core.outbox import on
from patrol_ops.core.refusals import Refused
from recruitment.commands import onboard_applicant
from recruitment.models import Applicant
from recruitment.rules import Stage
from training.events import CertificatesIssued

logger = logging.getLogger(__name__)

outbox.set_nudge(nudge)
jobs.set_nudge(nudge_jobs)
notices.set_nudge(nudge_sending)
routine.set_routine(schedule.routine(), do)
links.set_pages(links.Pages(inbox="office:notices", channels="office:list-channels", stop="portal:unsubscribe-channel"))


@on(CertificatesIssued)
def certified_recruits_are_onboarded(event: CertificatesIssued) -> None:
    """REC-15: the certificate may be the last of what a recruit waited for."""
    waiting = Applicant.objects.filter(member__in=event.member_ids, stage=Stage.CONTRACTED)
    for applicant_id in waiting.values_list("pk", flat=True):
        try:
            onboard_applicant(actor=Actor.system("wiring"), applicant_id=applicant_id, at=clock.now())
        except Refused as refused:
            logger.info("Applicant %s is not on duty yet: %s", applicant_id, refused.code)
