"""People move between teams and classes, take second posts, and go on leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, page
from patrol_ops.core.refusals import Refused
from teams import commands, reports
from teams.access import Permission
from teams.forms import ClassForm, EndLeaveForm, LeaveForm, SecondPostForm, TransferForm
from teams.models import Membership, Team
from teams.policy import CONCURRENT_WARN
from teams.rules import concurrent
from teams.views.choosing import offer_teams


def acts_on(row: Membership, may: Callable[[Permission, Team], bool]) -> list[dict[str, str]]:
    """What may be done about one service of a member, for the folded list on the member's page."""
    offered = (
        ("transfer-member", _("调动"), Permission.TRANSFER_MEMBER),
        ("change-class", _("变更身份"), Permission.CHANGE_CLASS),
        ("add-second-post", _("兼任"), Permission.ADD_SECOND_POST),
        ("end-membership", _("办理离队"), Permission.END_MEMBERSHIP),
    )
    args = [row.team_id, row.member_id]
    return [
        {"url": reverse(f"teams:{name}", args=args), "text": text}
        for name, text, permission in offered
        if may(permission, row.team)
    ]


def _found(request: Request, permission: Permission, team_id: int, member_id: int) -> tuple[Team, Any]:
    """The team within reach of ``permission``, and somebody who serves in it today."""
    teams = Team.objects.visible_to(request.actor, permission).select_related("place")
    team = get_object_or_404(teams, pk=team_id)
    return team, get_object_or_404(reports.crew_shown_to(request.actor, team, clock.today()), pk=member_id)


def _about(team: Team, member: Any, form: Any, **more: Any) -> dict[str, Any]:
    return {"team": team, "name": reports.name_of(member), "member_id": member.pk, "form": form, **more}


def _as_now(team: Team, member_id: int) -> dict[str, Any]:
    """What is known is filled in: from today, as what somebody serves now."""
    return {"on": clock.today(), "employment_class": reports.class_in(team, member_id)}


@require_http_methods(["GET", "POST"])
def transfer_member(request: Request, team_id: int, member_id: int) -> HttpResponse:
    team, member = _found(request, Permission.TRANSFER_MEMBER, team_id, member_id)
    form = TransferForm(request.POST or None, initial=_as_now(team, member_id))
    joinable = reports.teams_to_join(request.actor, Permission.TRANSFER_MEMBER, team)
    choice = offer_teams(request, form, "to_team", joinable, near=team)
    form.ask_identity(member.identity is None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.transfer_member(
                actor=request.actor,
                team_id=team_id,
                member_id=member_id,
                to_team_id=form.cleaned_data["to_team"],
                draft=form.draft(),
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-member", member_id=member_id)

    return page(request, "teams/transfer_member.html", _about(team, member, form, **choice), status=form.status)


@require_http_methods(["GET", "POST"])
def change_class(request: Request, team_id: int, member_id: int) -> HttpResponse:
    team, member = _found(request, Permission.CHANGE_CLASS, team_id, member_id)
    form = ClassForm(request.POST or None, initial={"on": clock.today()})
    form.ask_identity(member.identity is None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.change_class(
                actor=request.actor, team_id=team_id, member_id=member_id, draft=form.draft(), at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-member", member_id=member_id)

    return page(request, "teams/change_class.html", _about(team, member, form), status=form.status)


@require_http_methods(["GET", "POST"])
def add_second_post(request: Request, team_id: int, member_id: int) -> HttpResponse:
    team, member = _found(request, Permission.ADD_SECOND_POST, team_id, member_id)
    form = SecondPostForm(request.POST or None, initial=_as_now(team, member_id))
    joinable = reports.teams_to_join(request.actor, Permission.ADD_SECOND_POST, team)
    choice = offer_teams(request, form, "to_team", joinable, near=team)
    form.ask_identity(member.identity is None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.add_second_post(
                actor=request.actor,
                team_id=team_id,
                member_id=member_id,
                to_team_id=form.cleaned_data["to_team"],
                draft=form.draft(),
                seen=form.cleaned_data["seen"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-member", member_id=member_id)

    names = reports.names_served_in(member_id, clock.today())
    limit = CONCURRENT_WARN.on(clock.today(), team.place.path)
    context = _about(
        team,
        member,
        form,
        names=names,
        after=len(names) + 1,
        limit=limit,
        warned=concurrent(len(names) + 1, limit),
        **choice,
    )
    return page(request, "teams/add_second_post.html", context, status=form.status)


@require_POST
@answering_refusals
def choose_main_membership(request: Request, team_id: int, member_id: int) -> HttpResponse:
    commands.choose_main_membership(actor=request.actor, team_id=team_id, member_id=member_id, at=clock.now())
    return done(request, "teams:show-member", member_id=member_id)


@require_http_methods(["GET", "POST"])
def grant_leave(request: Request, team_id: int, member_id: int) -> HttpResponse:
    team, member = _found(request, Permission.GRANT_LEAVE, team_id, member_id)
    form = LeaveForm(request.POST or None, initial={"since": clock.today()})

    if request.method == "POST" and form.is_valid():
        try:
            commands.grant_leave(
                actor=request.actor, team_id=team_id, member_id=member_id, draft=form.draft(), at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-member", member_id=member_id)

    return page(request, "teams/grant_leave.html", _about(team, member, form), status=form.status)


@require_http_methods(["GET", "POST"])
def end_leave(request: Request, team_id: int, member_id: int, hold_id: int) -> HttpResponse:
    team, member = _found(request, Permission.GRANT_LEAVE, team_id, member_id)
    leave = get_object_or_404(reports.leaves_of(member_id, clock.today()), pk=hold_id)
    form = EndLeaveForm(request.POST or None, initial={"until": clock.today()})

    if request.method == "POST" and form.is_valid():
        try:
            commands.end_leave(
                actor=request.actor,
                team_id=team_id,
                member_id=member_id,
                hold_id=hold_id,
                until=form.cleaned_data["until"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-member", member_id=member_id)

    return page(request, "teams/end_leave.html", _about(team, member, form, leave=leave), status=form.status)
