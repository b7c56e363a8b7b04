"""Who lacks training, and what to do next (TRN-02, TRN-03)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from patrol_ops.core import clock
from patrol_ops.core.html import Request, page, paged
from teams.reports import place_choices
from training.access import Permission
from training.forms import ShortageFilter
from training.reports import shortages as reports


@require_safe
def list_shortages(request: Request) -> HttpResponse:
    actor, day = request.actor, clock.today()
    if not actor.may(Permission.VIEW_ENROLMENT):
        raise Http404
    form = ShortageFilter(request.GET)
    asked = form.question()
    lines = reports.shortages(actor, day, **asked) if asked is not None else None
    paging = paged(request, lines or [])
    newcomers = lines.newcomers if lines else 0
    context = {
        "form": form,
        "places": [] if request.htmx else place_choices(actor, Permission.VIEW_ENROLMENT),
        "place": request.GET.get("place", ""),
        **paging,
        "lines": reports.with_coming(paging["page"].object_list, actor, clock.now()),
        "newcomers": newcomers,
        "short": len(lines or ()) - newcomers,
        "of_team": paging["page"].object_list[0].team if asked and asked["team_id"] and lines else "",
        "may_plan": actor.may(Permission.PLAN_SESSION),
        "today": day,
    }
    status = 200 if asked is not None else 422
    return page(request, "training/list_shortages.html", context, part="shortage-list", status=status)
