"""What follows here when a team stops, goes on, or becomes another: the system's hand alone."""

from __future__ import annotations

import datetime as dt

from discipline.access import Permission
from discipline.commands.rectifications import _owe_acknowledgement, _owe_deadline, _step
from discipline.commands.signing import _owe_countersignature
from discipline.commands.visits import _cancel
from discipline.events import DutiesTakenUp, RectificationsHandedOver, VisitsCalledOff
from discipline.models import Inspection, Rectification, Visit
from discipline.rules import InspectionStage, RectificationStage, VisitStage
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, command
from patrol_ops.core.refusals import NotPermitted, Refused
from patrol_ops.core.wording import say
from teams.models import Team


@command
def call_off_visits(*, actor: Actor, team_id: int, at: dt.datetime) -> list[Visit]:
    """A team that stands still or is no more is not visited; what was recorded stays as it is."""
    team = _team(team_id, actor)
    planned = Visit.objects.select_for_update().filter(team=team, stage=VisitStage.PLANNED).order_by("pk")
    visits = list(planned)
    if not visits:
        raise Refused("discipline.nothing-waits")
    _cancel(visits, say("discipline.off-team-stopped"), at)

    event = VisitsCalledOff(at=at, team_id=team.pk, visits=len(visits))
    announce(event, actor=actor, path=team.place.path)
    return visits


@command
def take_up_duties(*, actor: Actor, team_id: int, at: dt.datetime) -> int:
    """A team that goes on owes again what it had not answered when it stopped. Returns how much."""
    team = _team(team_id, actor)
    rows = Rectification.objects.select_for_update().filter(
        team=team, stage__in=(RectificationStage.ISSUED, RectificationStage.IN_PROGRESS)
    )
    rectifications = list(rows.order_by("pk"))
    unsigned = list(Inspection.objects.select_for_update().filter(team=team, stage=InspectionStage.SIGNED_ONE))
    if not rectifications and not unsigned:
        raise Refused("discipline.nothing-waits")
    for rectification in rectifications:
        _owe_again(rectification, at)
    for inspection in unsigned:
        _owe_countersignature(inspection, at)

    duties = len(rectifications) + len(unsigned)
    announce(DutiesTakenUp(at=at, team_id=team.pk, duties=duties), actor=actor, path=team.place.path)
    return duties


@command
def hand_over_rectifications(*, actor: Actor, team_id: int, successor_id: int, at: dt.datetime) -> int:
    """Who takes up a team takes up what it has still to put right. Returns how many."""
    team, successor = _team(team_id, actor), _team(successor_id, actor)
    rectifications = list(Rectification.objects.select_for_update().open().filter(team=team).order_by("pk"))
    if not rectifications:
        raise Refused("discipline.nothing-waits")
    for rectification in rectifications:
        rectification.team, rectification.path = successor, successor.place.path
        rectification.save()
        _step(rectification, "hand_over", actor, at)
        if rectification.stage != RectificationStage.SUBMITTED:
            _owe_again(rectification, at)

    event = RectificationsHandedOver(
        at=at, team_id=team.pk, successor_id=successor.pk, rectifications=len(rectifications)
    )
    announce(event, actor=actor, path=successor.place.path)
    return len(rectifications)


def _team(team_id: int, actor: Actor) -> Team:
    team: Team | None = Team.objects.select_related("place").filter(pk=team_id).first()
    if team is None or not actor.may(Permission.FOLLOW_TEAM):
        raise NotPermitted
    return team


def _owe_again(rectification: Rectification, at: dt.datetime) -> None:
    if rectification.stage == RectificationStage.ISSUED:
        _owe_acknowledgement(rectification, at)
    _owe_deadline(rectification, at)
