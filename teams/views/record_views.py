"""Who looked at my file."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from patrol_ops.core import clock
from patrol_ops.core.html import Request, page, paged
from teams import reports

# As many lines as a sheet for the file holds; whoever asks for more is told the newest.
PRINTED = 200


@require_safe
def list_record_views(request: Request, member_id: int) -> HttpResponse:
    member = get_object_or_404(reports.whose_views(request.actor), pk=member_id)
    paging = paged(request, reports.views_of(member))
    context = {
        "member": member,
        **paging,
        "lines": reports.view_lines(paging["page"].object_list),
        "own": member.pk == request.actor.member_id,
    }
    return page(request, "teams/list_record_views.html", context)


@require_safe
def print_record_views(request: Request, member_id: int) -> HttpResponse:
    member: Any = get_object_or_404(reports.whose_views(request.actor), pk=member_id)
    context = {
        "member": member,
        "lines": reports.view_lines(reports.views_of(member)[:PRINTED]),
        "day": clock.today(),
    }
    return page(request, "teams/print_record_views.html", context)
