"""The notice board, and objecting to somebody on it (REC-06, PUB-04)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from patrol_ops.core import clock, public
from patrol_ops.core.html import Request, done, drawn, page, paged
from patrol_ops.core.limits import Knock, origin_of
from patrol_ops.core.public import public_form, public_page
from patrol_ops.core.refusals import Refused
from patrol_ops.portal import policy
from patrol_ops.portal.forms import ObjectionForm, key_of
from patrol_ops.portal.reports import board
from patrol_ops.portal.reports.applications import own_objection
from recruitment import commands
from recruitment.reports.links import secret_for

NOTICES_A_PAGE = 100
NAMES_A_PAGE = 100


@public_page("page")
def list_notices(request: Request) -> HttpResponse:
    pages = paged(request, board.public_notices(request.actor, clock.today()), NOTICES_A_PAGE)
    return page(
        request, "portal/list_notices.html", {"notices": [board.sheet_of(row) for row in pages["page"]], **pages}
    )


def _notice(request: Request, notice_id: int) -> Any:
    row = board.notice_of(request.actor, notice_id)
    if row is None:
        raise Http404
    return row


@public_page("page")
def show_notice(request: Request, notice_id: int) -> HttpResponse:
    """Masked names, post and team; from when to when, and what was corrected since."""
    row = _notice(request, notice_id)
    sheet = board.sheet_of(row, board.steps_of(row))
    context: dict[str, Any] = {"notice": sheet, "in_time": sheet.is_running and clock.today() <= sheet.last_day}
    if not sheet.is_withdrawn:
        pages = paged(request, board.listed_on(row), NAMES_A_PAGE)
        context |= {"lines": board.listed_lines(pages["page"]), **pages}
    return page(request, "portal/show_notice.html", context)


@public_form
@sensitive_post_parameters()
def lodge_objection(request: Request, notice_id: int) -> HttpResponse:
    """Against one of the list, while the notice runs; a form that was sent twice is one objection."""
    now = clock.now()
    row = _notice(request, notice_id)
    sheet = board.sheet_of(row)
    lines = board.listed_lines(board.listed_on(row)) if sheet.is_running else []
    form = ObjectionForm(request.POST or None, lines=lines, initial={"applicant": request.GET.get("about")})
    if request.method == "POST" and form.is_valid():
        key, draft = key_of(form), form.draft()
        secret = secret_for(key, "objection")
        knock = Knock(request.actor, origin_of(request), now, policy.OBJECTIONS_AN_HOUR.on(now.date()))
        try:
            knock.once(
                "portal.lodge_objection",
                notice_id,
                key=key,
                body=draft,
                act=lambda: commands.lodge_objection(
                    actor=request.actor, notice_id=notice_id, draft=draft, secret=secret, at=now
                ),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "portal:follow-objection", secret=secret)

    in_time = sheet.is_running and now.date() <= sheet.last_day
    context = {"notice": sheet, "form": form, "in_time": in_time}
    return page(request, "portal/lodge_objection.html", context, status=form.status)


@public_form
@require_safe
def follow_objection(request: Request, secret: str) -> HttpResponse:
    own = own_objection(request.actor, secret)
    if own is None:
        raise Http404
    address = public.in_language(reverse("portal:follow-objection", args=[secret]))
    link = request.build_absolute_uri(address)
    return page(request, "portal/follow_objection.html", {"own": own, "link": link, "drawing": drawn(link)})
