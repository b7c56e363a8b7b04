"""Emergencies: somebody walks although their papers are not in order, by an act of the managing police."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.refusals import Refused
from teams import commands, reports
from teams.access import Permission
from teams.forms import OverrideForm
from teams.views.moving import _about, _found


@require_http_methods(["GET", "POST"])
def override_fitness(request: Request, team_id: int, member_id: int) -> HttpResponse:
    team, member = _found(request, Permission.OVERRIDE_FITNESS, team_id, member_id)
    today = clock.today()
    form = OverrideForm(request.POST or None, initial={"since": today, "until": today + dt.timedelta(days=1)})

    if request.method == "POST" and form.is_valid():
        try:
            commands.override_fitness(
                actor=request.actor, team_id=team_id, member_id=member_id, draft=form.draft(), at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-member", member_id=member_id)

    about = _about(team, member, form, fitness=reports.fitness_of(member_id, today))
    return page(request, "teams/override_fitness.html", about, status=form.status)


@require_POST
@answering_refusals
def withdraw_override(request: Request, override_id: int) -> HttpResponse:
    override = commands.withdraw_override(actor=request.actor, override_id=override_id, at=clock.now())
    return done(request, "teams:show-member", member_id=override.member_id)


@require_safe
def list_overrides(request: Request) -> HttpResponse:
    """Who walks, walked or will walk in spite of something: everybody within reach, the newest first."""
    if not request.actor.may(Permission.VIEW_OVERRIDE):
        raise Http404
    places = reports.place_choices(request.actor, Permission.VIEW_OVERRIDE)
    place = request.GET.get("place", "")
    paging = paged(request, reports.overrides_shown_to(request.actor, place))
    context = {
        **paging,
        "lines": reports.override_lines(paging["page"].object_list, clock.today()),
        "places": places,
        "place": place or (places[0].path if places else ""),
        "may_withdraw": request.actor.may(Permission.OVERRIDE_FITNESS),
        "sees_member": request.actor.may(Permission.VIEW_MEMBER) or request.actor.may(Permission.VIEW_MEMBER_MASKED),
    }
    return page(request, "teams/list_overrides.html", context)
