"""What follows a moment after a fact, for cover and for the holds that it places."""

import logging

from funding import commands, reports
from funding.policy import ACCIDENT_REQUIRED
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.outbox import on
from patrol_ops.core.policy import PolicyValueSet
from patrol_ops.core.refusals import Refused
from teams.events import MemberEnrolled, MembershipEnded, MemberTransferred, SecondPostAdded

logger = logging.getLogger(__name__)


def _keep(member_id: int) -> None:
    try:
        commands.keep_cover_holds(actor=Actor.system("insurance"), member_ids=[member_id], at=clock.now())
    except Refused as refused:
        logger.debug("Member %s is held as they should be: %s", member_id, refused.code)


def _sweep() -> None:
    now = clock.now()
    for begins in reports.amiss(now.date()):
        if begins:
            commands.keep_cover_holds(actor=Actor.system("insurance"), member_ids=list(begins), at=now)


@on(MemberEnrolled)
def newcomers_without_required_cover_are_held(event: MemberEnrolled) -> None:
    _keep(event.member_id)


@on(MemberTransferred)
def whoever_moves_is_held_as_the_new_place_requires(event: MemberTransferred) -> None:
    _keep(event.member_id)


@on(SecondPostAdded)
def whoever_serves_in_a_second_place_is_held_as_it_requires(event: SecondPostAdded) -> None:
    _keep(event.member_id)


@on(MembershipEnded)
def whoever_left_is_held_no_longer(event: MembershipEnded) -> None:
    _keep(event.member_id)


@on(PolicyValueSet)
def what_was_decided_holds_at_once(event: PolicyValueSet) -> None:
    """Also what begins on a later day: the hold is placed today and begins then."""
    if event.key == ACCIDENT_REQUIRED.key:
        _sweep()
