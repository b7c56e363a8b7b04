"""Objections to a proposed recruit: who handles them, what they say, and how they end (PUB-04)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.refusals import Refused
from recruitment import commands
from recruitment.access import Permission
from recruitment.forms import DecisionForm, ObjectionFilter
from recruitment.reports import objections as reports
from teams.reports import may_on, place_choices


@require_safe
def list_objections(request: Request) -> HttpResponse:
    if not request.actor.may(Permission.VIEW_OBJECTION):
        raise Http404
    rows = reports.objections_shown_to(request.actor)
    found = ObjectionFilter(request.GET, queryset=rows)
    paging = paged(request, found.qs if found.is_valid() else rows.none())
    places = [] if request.htmx else place_choices(request.actor, Permission.VIEW_OBJECTION)
    context = {
        "filter": found,
        "places": places,
        "place": request.GET.get("place") or (places[0].path if places else ""),
        **paging,
        "lines": reports.objection_lines(paging["page"].object_list),
    }
    status = 200 if found.is_valid() else 422
    return page(request, "recruitment/list_objections.html", context, part="objection-list", status=status)


@require_safe
def show_objection(request: Request, objection_id: int) -> HttpResponse:
    row = get_object_or_404(reports.objections_shown_to(request.actor), pk=objection_id)
    file, path = reports.objection_file(request.actor, row), row.notice.campaign.place.path
    context = {
        "file": file,
        "line": file.line,
        "may_take": file.may_take and may_on(request.actor, Permission.TAKE_OBJECTION, path=path),
        "may_decide": file.may_decide and may_on(request.actor, Permission.DECIDE_OBJECTION, path=path),
    }
    return page(request, "recruitment/show_objection.html", context)


@require_POST
@answering_refusals
def take_objection(request: Request, objection_id: int) -> HttpResponse:
    commands.take_objection(actor=request.actor, objection_id=objection_id, at=clock.now())
    return done(request, "recruitment:show-objection", objection_id=objection_id)


@require_http_methods(["GET", "POST"])
def decide_objection(request: Request, objection_id: int) -> HttpResponse:
    rows = reports.objections_shown_to(request.actor, Permission.DECIDE_OBJECTION)
    row = get_object_or_404(rows, pk=objection_id)
    file = reports.objection_file(request.actor, row)
    if request.method == "GET" and not file.may_decide:
        return done(request, "recruitment:show-objection", objection_id=objection_id)
    form = DecisionForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.decide_objection(
                actor=request.actor, objection_id=objection_id, draft=form.draft(), at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "recruitment:show-objection", objection_id=objection_id)

    context = {"file": file, "line": file.line, "form": form}
    return page(request, "recruitment/decide_objection.html", context, status=form.status)
