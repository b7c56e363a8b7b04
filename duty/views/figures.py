"""The figures of teams over some days."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from duty import reports
from duty.access import Permission
from duty.forms import FiguresForm
from patrol_ops.core import clock
from patrol_ops.core.html import Request, page, paged
from teams.reports import place_choices

PAGE = 50


@require_safe
def list_team_figures(request: Request) -> HttpResponse:
    """What each team did: of the last thirty days, by the teams as they are now, unless asked otherwise.

    The sum is that of all pages.
    """
    places = place_choices(request.actor, Permission.VIEW_PATROL_LOG)
    if not places:
        raise Http404
    today = clock.today()
    usual = {"first": today - dt.timedelta(days=29), "last": today, "structure": "new", "place": places[0].path}
    form = FiguresForm({**usual, **{name: value for name, value in request.GET.items() if value}})
    here = next((spot for spot in places if spot.path == form.data["place"]), None)
    if here is None:
        raise Http404
    ledger, paging = None, {}
    if form.is_valid():
        said = form.cleaned_data
        ledger = reports.team_ledger(here.path, said["first"], said["last"], by_heirs=said["structure"] == "new")
        paging = paged(request, ledger.lines, PAGE)
    context = {**paging, "filter": form, "places": places, "place": here.path, "ledger": ledger}
    status = 200 if ledger is not None else 422
    return page(request, "duty/list_team_figures.html", context, part="figure-list", status=status)
