"""What one is told."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from patrol_ops.core import clock
from patrol_ops.core import notices as core_notices
from patrol_ops.core.html import Request, done, page, paged
from patrol_ops.office.reports import desk as report

NOTICES = 30


@require_safe
def notices(request: Request) -> HttpResponse:
    """My notices, newest first; reading the page marks nothing."""
    paging = paged(request, report.notices_of(request.actor), NOTICES)
    told = report.said(paging["page"].object_list, request.actor)
    context = {**paging, "told": told, "unread": any(line.notice.read_at is None for line in told)}
    return page(request, "office/notices.html", context)


@require_POST
def mark_notices_read(request: Request) -> HttpResponse:
    if request.actor.person_id is not None:
        core_notices.mark_read(user_id=request.actor.person_id, at=clock.now())
    return done(request, "office:notices")
