"""A team's equipment: what it has and lacks, who bears what, and everything that is done about it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, done, page
from patrol_ops.core.refusals import Refused
from patrol_ops.core.wording import say
from teams import commands, reports
from teams.access import Permission
from teams.forms import IssueForm, MoveEquipmentForm, ScrapForm, StockForm, TakeBackForm, alike
from teams.models import Team
from teams.policy import RESTRICTED_ENABLED
from teams.rules import FINAL
from teams.views.choosing import offer_teams

# How far back the printed ledger goes with what has come back.
LATELY = dt.timedelta(days=366)


def _team(request: Request, permission: Permission, team_id: int) -> Team:
    teams = Team.objects.visible_to(request.actor, permission).select_related("place")
    team: Team = get_object_or_404(teams, pk=team_id)
    return team


def _asked_member(request: Request) -> int | None:
    """The member a link came from: ``?member=7``."""
    asked = request.GET.get("member", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None


@require_safe
def team_equipment(request: Request, team_id: int) -> HttpResponse:
    actor, day = request.actor, clock.today()
    team = _team(request, Permission.VIEW_EQUIPMENT, team_id)
    gap = reports.gap_of(team, day)

    def may(permission: Permission) -> bool:
        return team.stage not in FINAL and reports.may_on(actor, permission, path=team.place.path, team_id=team.pk)

    context = {
        "team": team,
        "gap": gap,
        "readiness": f"readiness.{gap.readiness}",
        "lines": reports.kind_lines(gap),
        "issues": reports.issued_by_team(actor, team),
        "authorisations": reports.authorisation_lines(reports.authorisations_shown_to(actor).filter(team=team), day)
        if gap.kit_enabled
        else [],
        "day": day,
        "sees_members": actor.may(Permission.VIEW_MEMBER) or actor.may(Permission.VIEW_MEMBER_MASKED),
        "may": {
            "stock": may(Permission.STOCK_EQUIPMENT),
            "issue": may(Permission.ISSUE_EQUIPMENT),
            "authorise": gap.kit_enabled and may(Permission.AUTHORISE_KIT),
            "see_team": actor.may(Permission.VIEW_TEAM),
        },
    }
    return page(request, "teams/team_equipment.html", context, part="team-equipment")


@require_http_methods(["GET", "POST"])
def stock_equipment(request: Request, team_id: int) -> HttpResponse:
    team = _team(request, Permission.STOCK_EQUIPMENT, team_id)
    form = StockForm(request.POST or None, initial={"number": 1, "acquired_on": clock.today()})
    form.offer_kinds(restricted=RESTRICTED_ENABLED.on(clock.today(), team.place.path))

    if request.method == "POST" and form.is_valid():
        draft, now = form.draft(), clock.now()
        try:
            idempotency.once(
                actor=request.actor,
                key=form.key,
                door=f"teams.stock_equipment/{team_id}",
                body=[team_id, draft],
                at=now,
                act=lambda: commands.stock_equipment(actor=request.actor, team_id=team_id, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:team-equipment", team_id=team_id)

    return page(request, "teams/stock_equipment.html", {"team": team, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def issue_equipment(request: Request, team_id: int) -> HttpResponse:
    team = _team(request, Permission.ISSUE_EQUIPMENT, team_id)
    form = IssueForm(request.POST or None, initial={"member": _asked_member(request)})
    crew = reports.crew(team.pk, clock.today(), shown_to=request.actor)
    form.offer("member", [(person.member_id, person.label) for person in crew])
    pieces = alike(reports.pieces_in_stock(team))
    form.offer_pieces([(first, text) for first, text, _ids in pieces])

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.issue_equipment(
                actor=request.actor,
                team_id=team_id,
                member_id=said["member"],
                equipment_ids=said["equipment"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:team-equipment", team_id=team_id)

    context = {"team": team, "form": form, "empty": not pieces}
    return page(request, "teams/issue_equipment.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def take_back_equipment(request: Request, team_id: int) -> HttpResponse:
    team = _team(request, Permission.ISSUE_EQUIPMENT, team_id)
    asked = _asked_member(request)
    lines = [line for line in reports.issued_by_team(request.actor, team) if asked is None or line.member_id == asked]
    chosen = [line.issue_id for line in lines] if asked is not None else []
    form = TakeBackForm(request.POST or None, initial={"equipment": chosen})
    form.offer_lines(lines)

    if request.method == "POST" and form.is_valid():
        try:
            commands.take_back_equipment(
                actor=request.actor,
                team_id=team_id,
                issue_ids=form.cleaned_data["equipment"],
                draft=form.draft(),
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:team-equipment", team_id=team_id)

    context = {"team": team, "form": form, "empty": not lines}
    return page(request, "teams/take_back_equipment.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def scrap_equipment(request: Request, team_id: int) -> HttpResponse:
    team = _team(request, Permission.STOCK_EQUIPMENT, team_id)
    pieces = alike(reports.pieces_in_stock(team, usable=False))
    form = ScrapForm(request.POST or None)
    form.offer_alike(pieces)

    if request.method == "POST" and form.is_valid():
        try:
            commands.scrap_equipment(
                actor=request.actor,
                team_id=team_id,
                equipment_ids=form.chosen(),
                reason=form.cleaned_data["reason"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:team-equipment", team_id=team_id)

    context = {"team": team, "form": form, "empty": not pieces}
    return page(request, "teams/scrap_equipment.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def move_equipment(request: Request, team_id: int) -> HttpResponse:
    actor = request.actor
    team = _team(request, Permission.STOCK_EQUIPMENT, team_id)
    pieces = alike(reports.pieces_in_stock(team, usable=False))
    others = Team.objects.visible_to(actor, Permission.STOCK_EQUIPMENT).unfinished().exclude(pk=team_id)
    form = MoveEquipmentForm(request.POST or None)
    choice = offer_teams(request, form, "to_team", others, near=team)
    form.offer_alike(pieces)

    if request.method == "POST" and form.is_valid():
        try:
            commands.move_equipment(
                actor=actor,
                team_id=team_id,
                to_team_id=form.cleaned_data["to_team"],
                equipment_ids=form.chosen(),
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:team-equipment", team_id=team_id)

    context = {"team": team, "form": form, "empty": not pieces, **choice}
    return page(request, "teams/move_equipment.html", context, status=form.status)


@require_safe
def print_equipment(request: Request, team_id: int) -> HttpResponse:
    """The ledger on paper, A4; names as on the page."""
    day = clock.today()
    team = _team(request, Permission.VIEW_EQUIPMENT, team_id)
    stock: list[dict[str, Any]] = [
        {"text": text, "number": len(ids)} for _first, text, ids in alike(reports.pieces_in_stock(team, usable=False))
    ]
    context = {
        "team": team,
        "day": day,
        "stock": stock,
        "issues": reports.issued_lately(request.actor, team, day - LATELY),
        "signed": [{"text": say("teams.ledger-filled-by")}, {"text": say("teams.ledger-checked-by")}],
    }
    response = page(request, "teams/print_equipment.html", context)
    response["Cache-Control"] = "no-store"
    return response
