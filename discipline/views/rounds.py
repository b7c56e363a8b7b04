"""Rounds of the supervision group and others: registered, looked at, reported, called off (INS-02, INS-14)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from discipline import commands
from discipline.access import Permission
from discipline.forms.rounds import ReportForm, RoundFilter, RoundForms, RoundReasonForm
from discipline.models import SupervisionRound
from discipline.reports import calendar, planning
from discipline.reports import rounds as reports
from discipline.reports.checklists import usable_checklists
from discipline.rules import MOST_INSPECTORS, Method, RoundStage
from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, done, page, paged
from patrol_ops.core.refusals import Refused
from patrol_ops.core.rows import with_row_added
from teams.reports import place_choices


@require_safe
def list_rounds(request: Request) -> HttpResponse:
    actor = request.actor
    if not actor.may(Permission.VIEW_ROUND):
        raise Http404
    rounds = reports.rounds_shown_to(actor)
    found = RoundFilter(request.GET, queryset=rounds)
    context = {
        "filter": found,
        **paged(request, found.qs if found.is_valid() else rounds.none(), size=20),
        "places": [] if request.htmx else place_choices(actor, Permission.VIEW_ROUND),
        "place": request.GET.get("place", ""),
        "may_plan": actor.may(Permission.PLAN_ROUND),
    }
    status = 200 if found.is_valid() else 422
    return page(request, "discipline/list_rounds.html", context, part="round-list", status=status)


@require_safe
def show_round(request: Request, round_id: int) -> HttpResponse:
    actor = request.actor
    round_ = get_object_or_404(reports.rounds_shown_to(actor), pk=round_id)
    context = {
        "round": round_,
        "inspectors": reports.lent_to(round_),
        "visits": calendar.shown(reports.visits_of(round_, actor), actor, clock.today()),
        "acts": reports.acts_on(round_, actor),
        "plan_url": f"{reverse('discipline:plan-visit')}?round={round_.pk}",
        "history": reports.history_of(round_),
    }
    return page(request, "discipline/show_round.html", context)


@require_http_methods(["GET", "POST"])
def plan_round(request: Request) -> HttpResponse:
    actor, today = request.actor, clock.today()
    places = place_choices(actor, Permission.PLAN_ROUND)
    if not places:
        raise Http404
    asked = request.GET.get("place", "")
    spot = next((spot for spot in places if spot.path == asked), places[0])
    organisers = planning.organisers_for(actor, spot.path)
    checklists = usable_checklists(spot.path)
    begins: dict[str, Any] = {
        "organised_by": organisers[0],
        "method": Method.ROUTINE,
        "starts_on": today,
        "last_day": today + dt.timedelta(days=14),
    }
    grown = with_row_added(request.POST, "inspectors", MOST_INSPECTORS)
    form = RoundForms(
        grown or request.POST or None,
        begins=begins,
        organisers=organisers,
        methods=planning.methods_for(organisers),
        checklists=checklists,
        people=planning.people_to_send(spot.path, today),
        streets=planning.streets_of(spot.path),
    )

    if grown is not None:
        form.leave_unchecked()
    elif request.method == "POST" and form.is_valid():
        draft, now = form.draft(), clock.now()
        try:
            answer = idempotency.once(
                actor=actor,
                key=form.main.key,
                door="discipline.plan_round",
                body=[spot.place_id, draft],
                at=now,
                act=lambda: commands.plan_round(actor=actor, place_id=spot.place_id, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-round", round_id=answer.subject_id)

    context = {
        "forms": form,
        "form": form.main,
        "new_row": form.new_row,
        "places": places,
        "place": spot.path,
        "spot": spot,
        "checklists": checklists,
        "may_propose": actor.may(Permission.PROPOSE_CHECKLIST),
    }
    return page(request, "discipline/plan_round.html", context, status=200 if grown is not None else form.status)


def _mine(request: Request, round_id: int) -> SupervisionRound:
    """A round this actor may end, for they plan in its name: the command judges the same."""
    rows = SupervisionRound.objects.visible_to(request.actor, Permission.PLAN_ROUND).select_related("place")
    round_: SupervisionRound = get_object_or_404(rows, pk=round_id)
    if not reports.plans_in_the_name_of(request.actor, round_.organised_by, round_.path, Permission.PLAN_ROUND):
        raise Http404
    return round_


@require_http_methods(["GET", "POST"])
def report_round(request: Request, round_id: int) -> HttpResponse:
    round_ = _mine(request, round_id)
    if round_.stage != RoundStage.OPEN and request.method != "POST":
        return done(request, "discipline:show-round", round_id=round_id)
    form = ReportForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        report = form.cleaned_data["report"]
        try:
            commands.report_round(actor=request.actor, round_id=round_id, report=report, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-round", round_id=round_id)

    return page(request, "discipline/report_round.html", {"round": round_, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def cancel_round(request: Request, round_id: int) -> HttpResponse:
    round_ = _mine(request, round_id)
    if round_.stage != RoundStage.OPEN and request.method != "POST":
        return done(request, "discipline:show-round", round_id=round_id)
    form = RoundReasonForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            commands.cancel_round(actor=request.actor, round_id=round_id, reason=reason, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-round", round_id=round_id)

    return page(request, "discipline/cancel_round.html", {"round": round_, "form": form}, status=form.status)
