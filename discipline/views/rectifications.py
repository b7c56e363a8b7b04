"""Rectifications: the list by whose turn it is, the one file of a matter, the notice on paper, and issuing one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from discipline import commands, policy
from discipline.access import Permission
from discipline.forms.rectifications import IssueForm, RectificationFilter, as_found
from discipline.models import Inspection
from discipline.reports import rectifications as reports
from discipline.reports.recheckers import recheckers
from discipline.rules import EFFECTIVE
from discipline.views import links
from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, done, page, paged
from patrol_ops.core.refusals import Refused
from teams.reports import place_choices

_DAY = dt.timedelta(days=1)


@require_safe
def list_rectifications(request: Request) -> HttpResponse:
    """What is late first, then what is due first; what is over, the latest first."""
    actor, today = request.actor, clock.today()
    if not actor.may(Permission.VIEW_RECTIFICATION):
        raise Http404
    rows = reports.shown_to(actor)
    asked = request.GET.copy()
    tab = next((name for name in reports.TABS if name == asked.get("tab")), "")
    found = RectificationFilter(asked, queryset=rows)
    valid = found.is_valid()
    shown = found.qs if valid else rows.none()
    if valid and not tab:
        shown = reports.in_tab(shown, "", today)
    order = ("-rechecked_at", "-pk") if tab == "closed" else ("due_on", "pk")
    within = RectificationFilter(_without(asked, "tab"), queryset=rows)
    paging = paged(request, shown.order_by(*order))
    counts = reports.tab_counts(within.qs if within.is_valid() else rows.none(), today)
    context = {
        "filter": found,
        **paging,
        "lines": [reports.line_of(row, today) for row in paging["page"]],
        "tab": tab,
        "tabs": [_tab(asked, name, counts.get(name, 0), tab) for name in ("", *reports.TABS)],
        "open": counts["team"] + counts["recheck"],
        "places": [] if request.htmx else place_choices(actor, Permission.VIEW_RECTIFICATION),
        "place": asked.get("place", ""),
    }
    return page(
        request, "discipline/list_rectifications.html", context, part="rectification-list", status=200 if valid else 422
    )


def _without(asked: Any, *names: str) -> Any:
    left = asked.copy()
    for name in names:
        left.pop(name, None)
    return left


def _tab(asked: Any, name: str, count: int, current: str) -> dict[str, Any]:
    query = _without(asked, "tab", "page")
    if name:
        query["tab"] = name
    return {"name": name, "count": count, "here": name == current, "url": f"?{query.urlencode()}"}


@require_safe
def show_rectification(request: Request, rectification_id: int) -> HttpResponse:
    actor, today = request.actor, clock.today()
    row = get_object_or_404(_whole(actor), pk=rectification_id)
    acts = reports.acts_on(row, actor, today)
    file = reports.file_of(row, today)
    context = {
        "file": file,
        "row": row,
        "line": file.line,
        "acts": acts,
        "first": next((stem for stem in reports.FIRST if stem in acts), ""),
        "inspection_url": links.address(links.INSPECTION, row.inspection_id) if row.inspection_id else "",
    }
    return page(request, "discipline/show_rectification.html", context)


@require_safe
def print_rectification(request: Request, rectification_id: int) -> HttpResponse:
    """The notice as it is handed over, and behind it the whole file."""
    today = clock.today()
    row = get_object_or_404(_whole(request.actor), pk=rectification_id)
    context = {"file": reports.file_of(row, today), "row": row, "today": today}
    return page(request, "discipline/print_rectification.html", context)


def _whole(actor: Any) -> Any:
    rows = reports.shown_to(actor)
    return rows.select_related(
        "team__place__parent",
        "inspection",
        "issued_by",
        "rechecker",
        "submitted_by",
        "rechecked_by",
        "limited_by",
        "extension_asked_by",
        "extension_decided_by",
    )


@require_http_methods(["GET", "POST"])
def issue_rectification(request: Request, inspection_id: int) -> HttpResponse:
    """Out of a record in effect: what is in no notice yet, and who looks again."""
    actor, now = request.actor, clock.now()
    inspections = Inspection.objects.visible_to(actor, Permission.ISSUE_RECTIFICATION).select_related("team")
    inspection = get_object_or_404(inspections, pk=inspection_id)
    findings = reports.findings_to_issue(inspection)
    form = IssueForm(request.POST or None)
    if not form.is_bound:
        form.initial = as_found(findings, now.date() + policy.RECTIFY_DAYS.on(now.date(), inspection.path) * _DAY)
    form.offer_findings(findings)
    people = recheckers(inspection.path, now.date())
    form.offer("rechecker_id", [(pk, name) for pk, name in people.items() if pk != actor.person_id])

    if request.method == "POST" and form.is_valid():
        draft = form.draft()
        try:
            answer = idempotency.once(
                actor=actor,
                key=form.key,
                door="discipline.issue_rectification",
                body=[inspection_id, draft.matter, draft.demands, draft.due_on, sorted(draft.finding_ids)],
                at=now,
                act=lambda: commands.issue_rectification(actor=actor, inspection_id=inspection_id, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-rectification", rectification_id=answer.subject_id)

    context = {
        "inspection": inspection,
        "inspection_url": links.address(links.INSPECTION, inspection.pk),
        "left": [finding for finding in findings if not finding.ordered],
        "in_effect": inspection.stage in EFFECTIVE,
        "form": form,
    }
    return page(request, "discipline/issue_rectification.html", context, status=form.status)
