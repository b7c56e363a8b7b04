"""What follows a moment after a fact of the ledger of teams: visits are off, what is to be put right goes on."""

import logging

from django.urls import reverse

from discipline import commands
from patrol_ops.core import clock, notices
from patrol_ops.core.access import Actor
from patrol_ops.core.outbox import on
from patrol_ops.core.refusals import Refused
from teams.events import TeamDissolved, TeamMerged, TeamResumed, TeamRevived, TeamSuspended

logger = logging.getLogger(__name__)
_BY = Actor.system("discipline")


@on(TeamSuspended)
def a_suspended_team_is_not_visited(event: TeamSuspended) -> None:
    _call_off(event.team_id)


@on(TeamDissolved)
def a_dissolved_team_is_not_visited(event: TeamDissolved) -> None:
    _call_off(event.team_id)


@on(TeamMerged)
def a_merged_team_is_not_visited(event: TeamMerged) -> None:
    _call_off(event.team_id)


@on(TeamMerged)
def who_takes_up_a_team_puts_right_what_it_had_to(event: TeamMerged) -> None:
    try:
        commands.hand_over_rectifications(
            actor=_BY, team_id=event.team_id, successor_id=event.successor_id, at=clock.now()
        )
    except Refused as refused:
        logger.debug("Team %s had nothing to put right: %s", event.team_id, refused.code)


@on(TeamResumed)
def a_resumed_team_owes_what_it_had_left(event: TeamResumed) -> None:
    _take_up(event.team_id)


@on(TeamRevived)
def a_revived_team_owes_what_it_had_left(event: TeamRevived) -> None:
    _take_up(event.team_id)


def _call_off(team_id: int) -> None:
    """Told to whoever was to make them; the team hears of announced ones by its list alone (INS-04)."""
    try:
        visits = commands.call_off_visits(actor=_BY, team_id=team_id, at=clock.now())
    except Refused as refused:
        logger.debug("Team %s was not to be visited: %s", team_id, refused.code)
        return
    for visit in visits:
        notices.post(
            to=[visit.inspector_id],
            template="discipline.notice-visits-off",
            facts={"team_id": team_id},
            at=clock.now(),
            url=reverse("discipline:show-visit", args=[visit.pk]),
        )


def _take_up(team_id: int) -> None:
    try:
        commands.take_up_duties(actor=_BY, team_id=team_id, at=clock.now())
    except Refused as refused:
        logger.debug("Team %s had left nothing: %s", team_id, refused.code)
