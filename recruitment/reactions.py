"""What follows a moment after a fact, in recruiting."""

import logging

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.calendar import CalendarDaySet
from patrol_ops.core.outbox import on
from patrol_ops.core.refusals import Refused
from recruitment import commands
from recruitment.events import ContractSigned
from recruitment.models import Applicant, Contract, PublicNotice
from recruitment.rules import Stage
from teams.events import BadgeHandedOver, MembershipEnded

logger = logging.getLogger(__name__)


@on(CalendarDaySet)
def running_notices_are_counted_anew(event: CalendarDaySet) -> None:
    """X52: a later change of the calendar may lengthen an open notice, never shorten it."""
    for notice_id in PublicNotice.objects.running().order_by("pk").values_list("pk", flat=True):
        try:
            commands.lengthen_notice(actor=Actor.system("calendar"), notice_id=notice_id, at=clock.now())
        except Refused as refused:
            logger.debug("Notice %s keeps its last day: %s", notice_id, refused.code)


@on(BadgeHandedOver)
def whoever_has_badge_and_training_is_onboarded(event: BadgeHandedOver) -> None:
    """REC-15: whichever of the two comes last."""
    _onboard(event.member_id)


@on(ContractSigned)
def whoever_had_both_before_is_onboarded(event: ContractSigned) -> None:
    """REC-12: who came from a legacy team, or was a volunteer, may wear a badge and be trained already."""
    _onboard(event.member_id)


@on(MembershipEnded)
def nothing_is_due_of_the_contract_of_whoever_left(event: MembershipEnded) -> None:
    """CON-01: with the team whose contract it is; that it has ended the office says."""
    for contract_id in Contract.objects.filter(member=event.member_id, team=event.team_id).values_list("pk", flat=True):
        try:
            commands.drop_contract_duties(actor=Actor.system("reaction"), contract_id=contract_id, at=clock.now())
        except Refused as refused:
            logger.info("Contract %s has nothing to drop: %s", contract_id, refused.code)


def _onboard(member_id: int) -> None:
    waiting = Applicant.objects.filter(member_id=member_id, stage=Stage.CONTRACTED)
    for applicant_id in waiting.values_list("pk", flat=True):
        try:
            commands.onboard_applicant(actor=Actor.system("reaction"), applicant_id=applicant_id, at=clock.now())
        except Refused as refused:
            logger.info("Applicant %s is not on duty yet: %s", applicant_id, refused.code)
