"""A silent team is confirmed as dormant or kept active; a dormant one is planned for and revived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from patrol_ops.core import clock
from patrol_ops.core.html import Request, done, page
from patrol_ops.core.refusals import Refused
from teams import commands, reports
from teams.access import Permission
from teams.forms import ConfirmDormantForm, ReasonForm, RevivalPlanForm, ReviveForm
from teams.models import DormantSpell, Team
from teams.rules import Owed, Stage


def asleep(team: Any, around: reports.Surroundings, may: Callable[[Permission], bool]) -> dict[str, Any] | None:
    """What the page of a team fetched ``with_sleep`` says of its silence or its sleep, with the acts of whoever may."""
    if team.stage == Stage.ACTIVE:
        silent = around.silent
        if not silent:
            return None
        acts = []
        if Owed.CONFIRM_DORMANT in silent and may(Permission.CONFIRM_DORMANT):
            acts = [_act(team, "confirm-dormant", _("确认休眠")), _act(team, "keep-active", _("继续在勤"))]
        return {"since": min(silent.values()), "proposed": Owed.CONFIRM_DORMANT in silent, "acts": acts}
    if team.stage != Stage.DORMANT:
        return None
    acts = []
    if may(Permission.WRITE_REVIVAL_PLAN):
        acts.append(_act(team, "write-revival-plan", _("写整顿方案")))
    if may(Permission.REVIVE_TEAM) and team.sleep_planned_at is not None:
        acts.append(_act(team, "revive-team", _("恢复活动")))
    return {"spell": team, "acts": acts}


def _act(team: Team, name: str, text: str) -> dict[str, str]:
    return {"url": reverse(f"teams:{name}", args=[team.pk]), "text": text}


def _found(request: Request, permission: Permission, team_id: int) -> Team:
    team: Team = get_object_or_404(Team.objects.visible_to(request.actor, permission), pk=team_id)
    return team


@require_http_methods(["GET", "POST"])
def confirm_dormant(request: Request, team_id: int) -> HttpResponse:
    team = _found(request, Permission.CONFIRM_DORMANT, team_id)
    form = ConfirmDormantForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.confirm_dormant(
                actor=request.actor, team_id=team_id, cause=said["cause"], reason=said["reason"], at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-team", team_id=team_id)

    return page(request, "teams/confirm_dormant.html", {"team": team, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def keep_active(request: Request, team_id: int) -> HttpResponse:
    team = _found(request, Permission.CONFIRM_DORMANT, team_id)
    form = ReasonForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.keep_active(
                actor=request.actor, team_id=team_id, reason=form.cleaned_data["reason"], at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-team", team_id=team_id)

    return page(request, "teams/keep_active.html", {"team": team, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def write_revival_plan(request: Request, team_id: int) -> HttpResponse:
    team = _found(request, Permission.WRITE_REVIVAL_PLAN, team_id)
    form = RevivalPlanForm(request.POST or None, initial=_initial(reports.open_spell(team)))

    if request.method == "POST" and form.is_valid():
        try:
            commands.write_revival_plan(actor=request.actor, team_id=team_id, draft=form.draft(), at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-team", team_id=team_id)

    return page(request, "teams/write_revival_plan.html", {"team": team, "form": form}, status=form.status)


def _initial(spell: DormantSpell | None) -> dict[str, Any]:
    """What stands there already is mended, not typed anew."""
    if spell is None or spell.planned_at is None:
        return {"due_on": clock.today() + dt.timedelta(days=30)}
    return {"causes": spell.causes, "measures": spell.measures, "due_on": spell.due_on}


@require_http_methods(["GET", "POST"])
def revive_team(request: Request, team_id: int) -> HttpResponse:
    team = _found(request, Permission.REVIVE_TEAM, team_id)
    form = ReviveForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.revive_team(
                actor=request.actor, team_id=team_id, result=form.cleaned_data["result"], at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-team", team_id=team_id)

    return page(request, "teams/revive_team.html", {"team": team, "form": form}, status=form.status)
