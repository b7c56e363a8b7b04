"""What a team is told of inspections to come: those that are announced, and nothing else (INS-04)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from discipline.access import Permission
from discipline.models import Visit
from discipline.reports import calendar
from patrol_ops.core import clock
from patrol_ops.core.html import Request, page


@require_safe
def list_coming(request: Request) -> HttpResponse:
    """No number, no link to a visit. A leader who is sent elsewhere is shown the way to the own visits."""
    actor, today = request.actor, clock.today()
    if not actor.may(Permission.VIEW_COMING):
        raise Http404
    context = {
        "coming": calendar.coming_to(actor, today),
        "today": today,
        "reads_records": actor.may(Permission.VIEW_INSPECTION),
        "reads_orders": actor.may(Permission.VIEW_RECTIFICATION),
        "sent": Visit.objects.visible_to(actor, Permission.VIEW_VISIT).planned().exists(),
    }
    return page(request, "discipline/list_coming.html", context)
