"""Number badges of a member: allocated, handed over, taken back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, page
from patrol_ops.core.refusals import Refused
from teams import commands, reports
from teams.access import Permission
from teams.forms import RevokeBadgeForm
from teams.models import Team


@require_POST
@answering_refusals
def allocate_badge(request: Request, team_id: int, member_id: int) -> HttpResponse:
    commands.allocate_badge(actor=request.actor, team_id=team_id, member_id=member_id, at=clock.now())
    return done(request, "teams:show-member", member_id=member_id)


@require_POST
@answering_refusals
def hand_over_badge(request: Request, team_id: int, member_id: int) -> HttpResponse:
    commands.hand_over_badge(actor=request.actor, team_id=team_id, member_id=member_id, at=clock.now())
    return done(request, "teams:show-member", member_id=member_id)


@require_http_methods(["GET", "POST"])
def revoke_badge(request: Request, team_id: int, member_id: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.actor, Permission.ALLOCATE_BADGE), pk=team_id)
    member = get_object_or_404(reports.crew_shown_to(request.actor, team, clock.today()), pk=member_id)
    form = RevokeBadgeForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.revoke_badge(
                actor=request.actor,
                team_id=team_id,
                member_id=member_id,
                why=form.cleaned_data["why"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-member", member_id=member_id)

    context = {"team": team, "name": reports.name_of(member), "badge": member.badge, "form": form}
    return page(request, "teams/revoke_badge.html", context, status=form.status)
