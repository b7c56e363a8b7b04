"""Training on a member's and on a team's page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from patrol_ops.core import clock
from patrol_ops.core.html import Request
from teams.access import Permission as Teams
from teams.models import Team
from teams.reports import members_shown_to
from training.access import Permission
from training.reports.standing import member_training as member_report
from training.reports.standing import team_training as team_report


@require_safe
def member_training(request: Request, member_id: int) -> HttpResponse:
    """Certificate, hours of the year, what was passed, and what lifts the hold next."""
    _may_look(request)
    get_object_or_404(members_shown_to(request.actor), pk=member_id)
    found = member_report(request.actor, member_id, clock.today(), clock.now())
    own = member_id == request.actor.member_id
    return _panel(request, "training/member_training.html", "member-training", {"found": found, "own": own})


@require_safe
def team_training(request: Request, team_id: int) -> HttpResponse:
    _may_look(request)
    team = get_object_or_404(Team.objects.visible_to(request.actor, Teams.VIEW_TEAM), pk=team_id)
    context = {
        "found": team_report(request.actor, team_id, clock.today()),
        "team": team,
        "sees_shortages": request.actor.may(Permission.VIEW_ENROLMENT),
    }
    return _panel(request, "training/team_training.html", "team-training", context)


def _may_look(request: Request) -> None:
    """The village sees its team, and nobody's training."""
    if not request.actor.may(Permission.VIEW_CERTIFICATE):
        raise Http404


def _panel(request: Request, template: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """Whatever the element is called on the page that fetches it."""
    return render(request, f"{template}#{part}" if request.htmx else template, context)
