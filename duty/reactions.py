"""What follows a moment after a fact of duty."""

import logging

from django.urls import reverse

from duty import commands
from duty.events import BackfillOpened, PatrolLogReturned
from patrol_ops.core import clock, notices
from patrol_ops.core.access import Actor
from patrol_ops.core.outbox import on
from patrol_ops.core.refusals import Refused
from teams.events import TeamActivated, TeamMerged, TeamResumed, TeamRevived
from teams.models import Place, Team
from teams.reports import holders_of
from teams.rules import Role

logger = logging.getLogger(__name__)


@on(PatrolLogReturned)
def tell_the_leader_to_mend(event: PatrolLogReturned) -> None:
    team = Team.objects.select_related("place").get(pk=event.team_id)
    leaders = holders_of(Role.LEADER, path=team.place.path, team_id=team.pk, day=event.at.date())
    notices.post(
        to=leaders,
        template="duty.notice-log-returned",
        facts={"day": event.day.isoformat()},
        at=event.at,
        url=reverse("duty:submit-patrol-log", args=[team.pk]) + f"?day={event.day.isoformat()}",
    )


@on(BackfillOpened)
def tell_the_leader_of_the_opened_day(event: BackfillOpened) -> None:
    team = Team.objects.select_related("place").get(pk=event.team_id)
    notices.post(
        to=holders_of(Role.LEADER, path=team.place.path, team_id=team.pk, day=event.at.date()),
        template="duty.notice-day-opened",
        facts={"day": event.day.isoformat()},
        at=event.at,
        url=reverse("duty:submit-patrol-log", args=[team.pk]) + f"?day={event.day.isoformat()}",
    )


@on(TeamMerged)
def the_street_follows_up_what_a_merged_team_left_open(event: TeamMerged) -> None:
    try:
        commands.hand_up_entries(actor=Actor.system("reaction"), team_id=event.team_id, at=clock.now())
    except Refused as refused:
        logger.info("Team %s leaves nothing open: %s", event.team_id, refused.code)


@on(TeamActivated)
def a_new_team_owes_its_log(event: TeamActivated) -> None:
    _owe(event.team_id)


@on(TeamResumed)
def a_resumed_team_owes_its_log(event: TeamResumed) -> None:
    _owe(event.team_id)


@on(TeamRevived)
def a_revived_team_owes_its_log(event: TeamRevived) -> None:
    _owe(event.team_id)


def _owe(team_id: int) -> None:
    """Today's log, at once; yesterday's is the clock's. What is owed already stays as it is."""
    team = Team.objects.select_related("place").get(pk=team_id)
    district = Place.objects.get(path=team.place.path[:6])
    now = clock.now()
    try:
        commands.owe_daily_logs(actor=Actor.system("reaction"), district_id=district.pk, day=now.date(), at=now)
    except Refused as refused:
        logger.info("Nothing more is owed on %s: %s", now.date(), refused.code)
