"""What units have to coordinate or supervise, and what became of it (INS-16)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from discipline import commands
from discipline.access import Permission
from discipline.forms.reviews import CoordinationFilter, CoordinationForm, FollowUpForm
from discipline.models import CoordinationDuty
from discipline.reports import reviews as reports
from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.refusals import Refused
from teams.reports import place_choices


@require_safe
def list_coordination(request: Request) -> HttpResponse:
    actor, today = request.actor, clock.today()
    if not actor.may(Permission.VIEW_COORDINATION):
        raise Http404
    rows = reports.duties_shown_to(actor)
    found = CoordinationFilter(request.GET, queryset=rows)
    valid = found.is_valid()
    paging = paged(request, found.qs if valid else rows.none(), size=30)
    context = {
        "filter": found,
        **paging,
        "lines": [
            {"duty": duty, "quiet": reports.quiet_days(duty, today), "may_record": reports.may_record(actor, duty)}
            for duty in paging["page"]
        ],
        "places": [] if request.htmx else place_choices(actor, Permission.VIEW_COORDINATION),
        "place": request.GET.get("place", ""),
        "may_record": actor.may(Permission.RECORD_COORDINATION),
    }
    return page(
        request, "discipline/list_coordination.html", context, part="coordination-list", status=200 if valid else 422
    )


@require_http_methods(["GET", "POST"])
def record_coordination(request: Request) -> HttpResponse:
    actor, now = request.actor, clock.now()
    if not actor.may(Permission.RECORD_COORDINATION):
        raise Http404
    form = CoordinationForm(request.POST or None, initial={"since": now.date()})
    form.offer("unit_id", reports.units_to_charge(actor))

    if request.method == "POST" and form.is_valid():
        unit_id, draft = form.cleaned_data["unit_id"], form.draft()
        try:
            idempotency.once(
                actor=actor,
                key=form.key,
                door="discipline.record_coordination",
                body=[unit_id, draft],
                at=now,
                act=lambda: commands.record_coordination(actor=actor, unit_id=unit_id, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:list-coordination")

    return page(request, "discipline/record_coordination.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def follow_up_coordination(request: Request, duty_id: int) -> HttpResponse:
    actor, now = request.actor, clock.now()
    duties = CoordinationDuty.objects.visible_to(actor, Permission.RECORD_COORDINATION).select_related("unit__place")
    duty = get_object_or_404(duties, pk=duty_id)
    form = FollowUpForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            idempotency.once(
                actor=actor,
                key=form.key,
                door="discipline.follow_up_coordination",
                body=[duty_id, text],
                at=now,
                act=lambda: commands.follow_up_coordination(actor=actor, duty_id=duty_id, text=text, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:list-coordination")

    told = duty.follow_ups.select_related("by").order_by("-at", "-pk")
    context = {"duty": duty, "form": form, "told": told}
    return page(request, "discipline/follow_up_coordination.html", context, status=form.status)


@require_POST
@answering_refusals
def end_coordination(request: Request, duty_id: int) -> HttpResponse:
    commands.end_coordination(actor=request.actor, duty_id=duty_id, at=clock.now())
    return done(request, "discipline:list-coordination")
