"""Ledgers on paper and as workbooks, and who took them out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from patrol_ops.core import clock
from patrol_ops.core.html import Request, done, page, paged
from patrol_ops.core.refusals import Refused
from patrol_ops.core.sheets import writing
from patrol_ops.core.wording import say
from teams import commands, reports
from teams.access import Permission
from teams.forms import ExportFilter, ExportForm, MemberFilter, TeamFilter
from teams.models import Export, Member, Team
from teams.rules import WORKBOOK_AT_ONCE, WORKBOOK_KEPT, ExportKind


@require_safe
def print_teams(request: Request) -> HttpResponse:
    day = clock.today()
    context = {
        "streets": [(street, list(lines)) for street, lines in reports.by_street(reports.team_lines(_teams(request)))],
        "day": day,
        "signed": _signed(),
        "asked": request.GET.urlencode(),
    }
    return page(request, "teams/print_teams.html", context)


@require_safe
def export_teams(request: Request) -> HttpResponseBase:
    day = clock.today()
    sheets = reports.team_sheets(_teams(request), day)
    return writing.download(sheets, name=f"{say('teams.ledger-of-teams')} {day.isoformat()}", at=clock.now())


def _teams(request: Request) -> Any:
    """The teams of the list, by the same filter."""
    day = clock.today()
    teams = Team.objects.visible_to(request.actor, Permission.VIEW_TEAM).with_strength(day).with_leader(day)
    found = TeamFilter(request.GET, queryset=teams)
    return found.qs if found.is_valid() else teams.none()


def _signed() -> list[dict[str, str]]:
    return [{"text": say("teams.ledger-filled-by")}, {"text": say("teams.ledger-checked-by")}]


@require_http_methods(["GET", "POST"])
def export_members(request: Request) -> HttpResponseBase:
    """Asks why, then answers with the workbook or the paper itself, and nothing is kept; a long workbook is a job's."""
    actor, now = request.actor, clock.now()
    if not actor.may(Permission.EXPORT_MEMBERS):
        raise Http404
    question = MemberFilter(request.GET, queryset=Member.objects.none()).question()
    form = ExportForm(request.POST or None)
    extent = reports.ledger_extent(actor, question, now.date())

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if said["kind"] == ExportKind.WORKBOOK and extent.lines > WORKBOOK_AT_ONCE:
                job = commands.begin_export(actor=actor, question=question, reason=said["reason"], at=now)
                return done(request, "office:show-job", job_id=job.pk)
            export = commands.export_members(
                actor=actor, question=question, kind=said["kind"], reason=said["reason"], at=now
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return _handed_out(request, export)

    context = {
        "form": form,
        "extent": extent,
        "at_once": extent.lines <= WORKBOOK_AT_ONCE,
        "kept_hours": WORKBOOK_KEPT // dt.timedelta(hours=1),
        "place": reports.place_name(question.place),
        "asked": request.GET.urlencode(),
    }
    return page(request, "teams/export_members.html", context, status=form.status)


def _handed_out(request: Request, export: Export) -> HttpResponseBase:
    if export.kind == ExportKind.WORKBOOK:
        name = say("teams.ledger-of-members", title="teams.member-title")
        return writing.download(
            reports.member_sheets(export), name=f"{name} {export.made_at.date().isoformat()}", at=export.made_at
        )
    context = {
        "export": export,
        "streets": [(street, list(lines)) for street, lines in reports.by_street(reports.ledger_lines(export))],
        "signed": _signed(),
        "asked": request.GET.urlencode(),
    }
    response = page(request, "teams/print_members.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def list_exports(request: Request) -> HttpResponse:
    if not request.actor.may(Permission.VIEW_EXPORT):
        raise Http404
    exports = Export.objects.visible_to(request.actor, Permission.VIEW_EXPORT).select_related("made_by")
    found = ExportFilter(request.GET, queryset=exports.order_by("-made_at", "-pk"))
    paging = paged(request, found.qs if found.is_valid() else exports.none())
    context = {
        "filter": found,
        **paging,
        "lines": reports.export_lines(paging["page"].object_list),
        "places": reports.place_choices(request.actor),
        "place": request.GET.get("place", ""),
    }
    return page(request, "teams/list_exports.html", context, part="export-list")
