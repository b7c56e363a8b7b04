"""The record book: a list with its questions, the same as a workbook, a panel on the team's page, and on paper."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from discipline.access import Permission
from discipline.forms.book import BookForm, InspectionFilter
from discipline.reports import book
from discipline.reports import records as reports
from patrol_ops.core import clock
from patrol_ops.core.html import Request, page, paged
from patrol_ops.core.sheets import writing
from patrol_ops.core.wording import say
from teams.access import Permission as Teams
from teams.models import Team
from teams.reports import place_choices


def _found(request: Request) -> tuple[InspectionFilter, Any]:
    if not request.actor.may(Permission.VIEW_INSPECTION):
        raise Http404
    rows = reports.with_counts(reports.records_shown_to(request.actor))
    found = InspectionFilter(request.GET, queryset=rows)
    return found, found.qs if found.is_valid() else rows.none()


@require_safe
def list_inspections(request: Request) -> HttpResponse:
    found, rows = _found(request)
    places = [] if request.htmx else place_choices(request.actor, Permission.VIEW_INSPECTION)
    context = {
        "filter": found,
        "places": places,
        "place": request.GET.get("place") or (places[0].path if places else ""),
        **paged(request, rows),
        "asked": request.GET.urlencode(),
        "narrowed": any(request.GET.get(name) for name in found.filters),
    }
    status = 200 if found.is_valid() else 422
    return page(request, "discipline/list_inspections.html", context, part="inspection-list", status=status)


@require_safe
def export_inspections(request: Request) -> HttpResponseBase:
    """What the list shows, as a workbook. It names places and teams, nobody's name."""
    _filter, rows = _found(request)
    day = clock.today()
    sheets = book.sheets_of(rows, day)
    return writing.download(sheets, name=f"{say('discipline.record-book')} {day.isoformat()}", at=clock.now())


@require_safe
def team_inspections(request: Request, team_id: int) -> HttpResponse:
    """The panel on the team's page: the last records, and what waits."""
    if not request.actor.may(Permission.VIEW_INSPECTION):
        raise Http404
    team = get_object_or_404(Team.objects.visible_to(request.actor, Teams.VIEW_TEAM), pk=team_id)
    rows = reports.records_shown_to(request.actor).filter(team__pk=team_id)
    context = {"team": team, "rows": rows[:5], "year": clock.today().year}
    template = "discipline/team_inspections.html"
    return render(request, f"{template}#team-inspections" if request.htmx else template, context)


@require_safe
def print_inspection(request: Request, inspection_id: int) -> HttpResponse:
    """A page of 《巡防检查记录簿》."""
    row = get_object_or_404(reports.records_in_full(request.actor), pk=inspection_id)
    record = reports.record_shown(row, request.actor)
    return page(request, "discipline/print_inspection.html", {"row": row, "record": record})


@require_safe
def print_inspections(request: Request, team_id: int) -> HttpResponse:
    """The book of a team, of a month or a year: ``?year=2026&month=11``."""
    if not request.actor.may(Permission.VIEW_INSPECTION):
        raise Http404
    team = get_object_or_404(Team.objects.visible_to(request.actor, Teams.VIEW_TEAM), pk=team_id)
    form = BookForm(request.GET)
    if not form.is_valid():
        raise Http404
    first, last = form.span(clock.today())
    records = book.book_of(request.actor, team.pk, first, last)
    context = {"team": team, "first": first, "last": last, "records": records, "whole_year": first.month != last.month}
    return page(request, "discipline/print_inspections.html", context)
