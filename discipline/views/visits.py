"""Visits: the shared calendar, one of them, moving it and taking it off (INS-01, INS-03, INS-05, X06)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from discipline import commands
from discipline.access import Permission
from discipline.forms.asked import day_in
from discipline.forms.visits import MomentForm, VisitFilter, VisitReasonForm
from discipline.models import Visit
from discipline.reports import calendar, planning
from discipline.reports.rounds import round_of
from discipline.reports.series import reads_series
from discipline.rules import VisitStage
from patrol_ops.core import clock
from patrol_ops.core.html import Request, done, page, paged
from patrol_ops.core.refusals import Refused
from teams.reports import place_choices

# Of the own visits so many stand on top of the calendar.
MOST_OWN = 5


@require_safe
def list_visits(request: Request) -> HttpResponse:
    """``?span=week`` or ``month``, ``?day=`` in it; the own ones that are still to be made come first."""
    actor, today = request.actor, clock.today()
    if not actor.may(Permission.VIEW_VISIT):
        raise Http404
    visits, others = calendar.visits_shown_to(actor), calendar.sees_others(actor)
    span = calendar.span_of(request.GET.get("span", ""), day_in(request.GET.get("day", "")) or today)
    found = VisitFilter(request.GET, queryset=visits, inspectors=calendar.inspectors_of(visits) if others else [])
    rows: Any = found.qs if found.is_valid() else visits.none()
    late = bool(found.is_valid() and found.form.cleaned_data["overdue"])
    if not late:
        rows = rows.between(clock.start_of(span.first), clock.start_of(span.after))
    paging = paged(request, rows, size=100)
    own = Visit.objects.none() if request.htmx else visits.planned().filter(inspector=actor.person_id)
    context = {
        "filter": found,
        **paging,
        "days": calendar.by_day(calendar.shown(paging["page"].object_list, actor, today)),
        "own": calendar.shown(own[:MOST_OWN], actor, today),
        "late": late,
        "span": span,
        "today": today,
        "others": others,
        **_around(request, span, today),
        "places": place_choices(actor, Permission.VIEW_VISIT) if others and not request.htmx else [],
        "place": request.GET.get("place", ""),
        "may_plan": actor.may(Permission.PLAN_VISIT),
        "plan_url": reverse("discipline:plan-visit"),
        "sees_rounds": actor.may(Permission.VIEW_ROUND),
        "sees_series": reads_series(actor),
        "sees_checklists": actor.may(Permission.VIEW_CHECKLIST),
    }
    status = 200 if found.is_valid() else 422
    return page(request, "discipline/list_visits.html", context, part="visit-list", status=status)


def _around(request: Request, span: calendar.Span, today: Any) -> dict[str, str]:
    """The addresses of the spans beside this one; the filter stays."""

    def address(kind: str, day: Any) -> str:
        asked = request.GET.copy()
        asked.pop("page", None)
        asked["span"], asked["day"] = kind, day.isoformat()
        return f"?{asked.urlencode()}"

    here = today if span.first <= today <= span.last else span.first
    return {
        "before": address(span.kind, span.before),
        "after": address(span.kind, span.after),
        "as_week": address("week", here),
        "as_month": address("month", here),
    }


@require_safe
def show_visit(request: Request, visit_id: int) -> HttpResponse:
    actor = request.actor
    visit = get_object_or_404(calendar.visits_shown_to(actor), pk=visit_id)
    context = {
        "visit": visit,
        "shown": calendar.shown([visit], actor, clock.today())[0],
        "acts": calendar.acts_on(visit, actor),
        "record": calendar.record_of(visit, actor) if visit.stage == VisitStage.DONE else None,
        "sees_team": actor.may("teams.view_team"),
        "sees_checklist": actor.may(Permission.VIEW_CHECKLIST),
        "round": round_of(visit, actor),
        "history": calendar.history_of(visit),
    }
    return page(request, "discipline/show_visit.html", context)


def _mine(request: Request, visit_id: int) -> Any:
    """A visit this actor may move or take off, for they plan in its name: the command judges the same."""
    visit = get_object_or_404(calendar.planned_by(request.actor), pk=visit_id)
    if not calendar.plans(visit, request.actor):
        raise Http404
    return visit


@require_http_methods(["GET", "POST"])
def reschedule_visit(request: Request, visit_id: int) -> HttpResponse:
    actor, now = request.actor, clock.now()
    visit = _mine(request, visit_id)
    if visit.stage != VisitStage.PLANNED and request.method != "POST":
        return done(request, "discipline:show-visit", visit_id=visit_id)
    begins = clock.local(visit.starts_at)
    initial = {"day": begins.date(), "hour": begins.time(), "inspector_id": visit.inspector_id}
    form = MomentForm(request.POST or None, initial=initial)
    form.offer_people(planning.candidates_for(visit.team, now.date(), method=visit.method, round_=visit.round))

    if request.method == "POST" and form.is_valid():
        try:
            commands.reschedule_visit(
                actor=actor,
                visit_id=visit_id,
                starts_at=form.starts_at,
                inspector_id=form.cleaned_data["inspector_id"],
                at=now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-visit", visit_id=visit_id)

    taken = planning.days_taken(actor, visit.team_id, now.date(), but=visit.pk) if visit.announced else []
    context = {"visit": visit, "form": form, "taken": taken}
    return page(request, "discipline/reschedule_visit.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def cancel_visit(request: Request, visit_id: int) -> HttpResponse:
    visit = _mine(request, visit_id)
    if visit.stage != VisitStage.PLANNED and request.method != "POST":
        return done(request, "discipline:show-visit", visit_id=visit_id)
    form = VisitReasonForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            commands.cancel_visit(actor=request.actor, visit_id=visit_id, reason=reason, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-visit", visit_id=visit_id)

    return page(request, "discipline/cancel_visit.html", {"visit": visit, "form": form}, status=form.status)
