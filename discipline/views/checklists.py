"""Checklists: the list, one of them with its versions, proposing, agreeing, retiring (INS-07 to INS-09, ORG-21)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from discipline import commands
from discipline.access import Permission
from discipline.forms.asked import number_in
from discipline.forms.checklists import ChecklistForms
from discipline.reports import checklists as reports
from discipline.rules import MOST_ITEMS, TEMPLATES, ChecklistDraft, ChecklistKind, template_of
from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.refusals import Refused
from patrol_ops.core.rows import with_row_added
from teams.models import Place
from teams.rules import PlaceTier


@require_safe
def list_checklists(request: Request) -> HttpResponse:
    actor = request.actor
    if not actor.may(Permission.VIEW_CHECKLIST):
        raise Http404
    paging = paged(request, reports.checklists_shown_to(actor))
    context = {
        **paging,
        "lines": [reports.checklist_line(row) for row in paging["page"].object_list],
        "may_propose": actor.may(Permission.PROPOSE_CHECKLIST),
    }
    return page(request, "discipline/list_checklists.html", context)


@require_safe
def show_checklist(request: Request, checklist_id: int) -> HttpResponse:
    row = get_object_or_404(reports.checklists_shown_to(request.actor), pk=checklist_id)
    line = reports.checklist_line(row)
    context = {
        "line": line,
        "acts": reports.acts_on(line, request.actor),
        "revise_url": f"{reverse('discipline:propose-checklist')}?checklist={row.pk}",
        "history": reports.history_of(line),
    }
    return page(request, "discipline/show_checklist.html", context)


@require_http_methods(["GET", "POST"])
def propose_checklist(request: Request) -> HttpResponse:
    """``?checklist=``: the next version of one; ``?template=``: a new one that begins with a template."""
    actor = request.actor
    places = Place.objects.visible_to(actor, Permission.PROPOSE_CHECKLIST).filter(tier=PlaceTier.DISTRICT)
    district = places.order_by("path").first()
    if district is None:
        raise Http404
    line = _revised(request)
    template = template_of(request.GET.get("template", ""))
    begins: ChecklistDraft | None = None
    if line is not None:
        begins = reports.draft_of(line.revisions[0], line.row.kind)
    elif template is not None:
        begins = reports.draft_from(template)
    grown = with_row_added(request.POST, "items", MOST_ITEMS)
    form = ChecklistForms(
        grown or request.POST or None, begins=begins, kind=ChecklistKind(line.row.kind) if line else None
    )

    if grown is not None:
        form.leave_unchecked()
    elif request.method == "POST" and form.is_valid():
        draft, now, own = form.draft(), clock.now(), line.row.pk if line else None
        try:
            answer = idempotency.once(
                actor=actor,
                key=form.main.key,
                door="discipline.propose_checklist",
                body=[district.pk, own, draft],
                at=now,
                act=lambda: (
                    commands.propose_checklist(
                        actor=actor, place_id=district.pk, draft=draft, at=now, checklist_id=own
                    ).checklist
                ),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-checklist", checklist_id=answer.subject_id)

    context = {
        "forms": form,
        "form": form.main,
        "new_row": form.new_row,
        "line": line,
        "templates": [] if line else TEMPLATES,
        "template": template,
    }
    return page(request, "discipline/propose_checklist.html", context, status=200 if grown is not None else form.status)


def _revised(request: Request) -> reports.ChecklistLine | None:
    if "checklist" not in request.GET:
        return None
    rows = reports.checklists_shown_to(request.actor).filter(retired_at__isnull=True)
    return reports.checklist_line(get_object_or_404(rows, pk=number_in(request.GET["checklist"])))


@require_POST
@answering_refusals
def agree_checklist(request: Request, checklist_id: int) -> HttpResponse:
    commands.agree_checklist(actor=request.actor, checklist_id=checklist_id, at=clock.now())
    return done(request, "discipline:show-checklist", checklist_id=checklist_id)


@require_POST
@answering_refusals
def retire_checklist(request: Request, checklist_id: int) -> HttpResponse:
    commands.retire_checklist(actor=request.actor, checklist_id=checklist_id, at=clock.now())
    return done(request, "discipline:show-checklist", checklist_id=checklist_id)
