"""The steps of a team's life, each a button or a reason and a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, page
from patrol_ops.core.refusals import Refused
from teams import commands
from teams.access import Permission
from teams.forms import ReasonForm
from teams.models import Team


@require_POST
@answering_refusals
def submit_team(request: Request, team_id: int) -> HttpResponse:
    commands.submit_team(actor=request.actor, team_id=team_id, at=clock.now())
    return done(request, "teams:show-team", team_id=team_id)


@require_POST
@answering_refusals
def activate_team(request: Request, team_id: int) -> HttpResponse:
    commands.activate_team(actor=request.actor, team_id=team_id, at=clock.now())
    return done(request, "teams:show-team", team_id=team_id)


@require_POST
@answering_refusals
def resume_team(request: Request, team_id: int) -> HttpResponse:
    commands.resume_team(actor=request.actor, team_id=team_id, at=clock.now())
    return done(request, "teams:show-team", team_id=team_id)


@require_http_methods(["GET", "POST"])
def return_team(request: Request, team_id: int) -> HttpResponse:
    team, form, over = _with_reason(request, team_id, Permission.ACTIVATE_TEAM, commands.return_team)
    return over or page(request, "teams/return_team.html", {"team": team, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def suspend_team(request: Request, team_id: int) -> HttpResponse:
    team, form, over = _with_reason(request, team_id, Permission.SUSPEND_TEAM, commands.suspend_team)
    return over or page(request, "teams/suspend_team.html", {"team": team, "form": form}, status=form.status)


def _with_reason(
    request: Request, team_id: int, permission: Permission, command: Callable[..., Any]
) -> tuple[Team, ReasonForm, HttpResponse | None]:
    """The shape both share: find in scope, bind the form, one command, and on to the team's page."""
    team = get_object_or_404(Team.objects.visible_to(request.actor, permission), pk=team_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            command(actor=request.actor, team_id=team_id, reason=form.cleaned_data["reason"], at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return team, form, done(request, "teams:show-team", team_id=team_id)
    return team, form, None
