"""How many leave and how many stay, by place and by class."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from patrol_ops.core import clock
from patrol_ops.core.html import Request, page
from patrol_ops.core.refusals import Refused
from teams import reports
from teams.access import Permission
from teams.forms import TurnoverFilter


@require_safe
def turnover(request: Request) -> HttpResponse:
    actor, today = request.actor, clock.today()
    if not actor.may(Permission.VIEW_TURNOVER):
        raise Http404
    places = reports.place_choices(actor, Permission.VIEW_TURNOVER)
    place = request.GET.get("place") or (places[0].path if places else "")
    form = TurnoverFilter({**request.GET.dict(), "place": place})
    context: dict[str, Any] = {"form": form, "places": places, "place": place, "table": None}
    try:
        asked = form.asked(today)
    except Refused as refused:
        form.refuse(refused)
    else:
        context["table"] = reports.turnover(actor, asked.place, asked.first, asked.last)
        days = {"place": asked.place, "first": asked.first.isoformat(), "last": asked.last.isoformat()}
        context["form"] = TurnoverFilter(days)
    return page(request, "teams/turnover.html", context, part="turnover", status=form.status)
