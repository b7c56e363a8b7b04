"""Teams are merged, split, renamed and dissolved: ordered on the team's page, decided on the order's."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, page
from patrol_ops.core.refusals import Refused
from patrol_ops.core.wording import say
from teams import commands, reports
from teams.access import Permission
from teams.forms import MergeForm, OrderForm, ReasonForm, RenameForm, SplitForm
from teams.models import Reorganisation, Team
from teams.rules import MOVES, REORGANISING, Stage, Tier
from teams.views.choosing import offer_teams

_WHOLE = ("team__place", "ordered_by", "approved_by", "ended_by")


def orders_on(team: Team) -> list[dict[str, str]]:
    """What may be ordered about a team, for the folded list on its page; what is refused anyway is not offered."""
    detachment, stands = team.tier == Tier.DETACHMENT, team.stage == Stage.ACTIVE
    offered = (
        ("merge-teams", _("合并其他队伍"), stands),
        ("split-team", _("拆分"), stands and detachment),
        ("rename-team", _("更改自然村名称"), bool(team.hamlet)),
        ("dissolve-team", _("撤销队伍"), True),
    )
    if "dissolve" not in MOVES.open_from(team.stage):
        return []
    return [{"url": reverse(f"teams:{name}", args=[team.pk]), "text": text} for name, text, fits in offered if fits]


def _ordering(request: Request, team_id: int) -> Team:
    teams = Team.objects.visible_to(request.actor, Permission.ORDER_REORGANISATION)
    team: Team = get_object_or_404(teams.select_related("place"), pk=team_id)
    return team


@require_http_methods(["GET", "POST"])
def merge_teams(request: Request, team_id: int) -> HttpResponse:
    team = _ordering(request, team_id)
    form = MergeForm(request.POST or None, initial={"effective_on": clock.today()})
    mergeable = reports.teams_to_merge(request.actor, team)
    choice = offer_teams(request, form, "predecessors", mergeable, near=team)

    if request.method == "POST" and form.is_valid():
        try:
            row = commands.merge_teams(
                actor=request.actor,
                team_id=team_id,
                predecessor_ids=form.cleaned_data["predecessors"],
                draft=form.order(),
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-reorganisation", reorganisation_id=row.pk)

    return page(request, "teams/merge_teams.html", {"team": team, "form": form, **choice}, status=form.status)


@require_http_methods(["GET", "POST"])
def split_team(request: Request, team_id: int) -> HttpResponse:
    team = _ordering(request, team_id)
    form = SplitForm(request.POST or None, initial={"effective_on": clock.today()})
    crew = reports.crew(team.pk, clock.today(), shown_to=request.actor)
    form.offer([(person.member_id, person.label) for person in crew])

    if request.method == "POST" and form.is_valid():
        try:
            row = commands.split_team(
                actor=request.actor,
                team_id=team_id,
                member_ids=form.cleaned_data["members"],
                team_draft=form.draft(),
                draft=form.order(),
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-reorganisation", reorganisation_id=row.pk)

    return page(request, "teams/split_team.html", {"team": team, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def rename_team(request: Request, team_id: int) -> HttpResponse:
    team = _ordering(request, team_id)
    form = RenameForm(request.POST or None, initial={"effective_on": clock.today(), "hamlet": team.hamlet})

    if request.method == "POST" and form.is_valid():
        try:
            row = commands.rename_team(
                actor=request.actor,
                team_id=team_id,
                hamlet=form.cleaned_data["hamlet"],
                draft=form.order(),
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-reorganisation", reorganisation_id=row.pk)

    return page(request, "teams/rename_team.html", {"team": team, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def dissolve_team(request: Request, team_id: int) -> HttpResponse:
    team = _ordering(request, team_id)
    form = OrderForm(request.POST or None, initial={"effective_on": clock.today()})

    if request.method == "POST" and form.is_valid():
        try:
            row = commands.dissolve_team(actor=request.actor, team_id=team_id, draft=form.order(), at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-reorganisation", reorganisation_id=row.pk)

    return page(request, "teams/dissolve_team.html", {"team": team, "form": form}, status=form.status)


@require_safe
def show_reorganisation(request: Request, reorganisation_id: int) -> HttpResponse:
    actor = request.actor
    rows = reports.reorganisations_shown_to(actor).select_related(*_WHOLE)
    row = get_object_or_404(rows, pk=reorganisation_id)
    open_moves = REORGANISING.open_from(row.stage)

    def may(move: str, permission: Permission) -> bool:
        return move in open_moves and reports.may_on(actor, permission, path=row.team.place.path)

    context: dict[str, Any] = {
        "file": reports.reorganisation_file(row, actor),
        "row": row,
        "today": clock.today(),
        "failure": say(row.failure, **row.failure_facts) if row.failure else "",
        "may": {
            "approve": may("approve", Permission.APPROVE_REORGANISATION) and row.ordered_by_id != actor.person_id,
            "cancel": may("cancel", Permission.CANCEL_REORGANISATION),
        },
    }
    return page(request, "teams/show_reorganisation.html", context)


@require_POST
@answering_refusals
def approve_reorganisation(request: Request, reorganisation_id: int) -> HttpResponse:
    commands.approve_reorganisation(actor=request.actor, reorganisation_id=reorganisation_id, at=clock.now())
    return done(request, "teams:show-reorganisation", reorganisation_id=reorganisation_id)


@require_http_methods(["GET", "POST"])
def cancel_reorganisation(request: Request, reorganisation_id: int) -> HttpResponse:
    rows = Reorganisation.objects.visible_to(request.actor, Permission.CANCEL_REORGANISATION)
    row = get_object_or_404(rows.select_related("team"), pk=reorganisation_id)
    form = ReasonForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.cancel_reorganisation(
                actor=request.actor,
                reorganisation_id=reorganisation_id,
                reason=form.cleaned_data["reason"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-reorganisation", reorganisation_id=reorganisation_id)

    return page(request, "teams/cancel_reorganisation.html", {"row": row, "form": form}, status=form.status)
