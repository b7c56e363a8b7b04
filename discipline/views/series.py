"""Plans that repeat: which run, beginning one, ending one; the visits themselves the clock plans (INS-01, INS-05)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from discipline import commands
from discipline.access import Permission
from discipline.forms.series import SeriesForm
from discipline.reports import planning, sent_from
from discipline.reports import series as reports
from discipline.reports.checklists import usable_checklists
from discipline.reports.coverage import spans
from discipline.rules import Organiser
from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.refusals import Refused
from teams.reports import place_choices
from teams.rules import Tier


@require_safe
def list_series(request: Request) -> HttpResponse:
    actor = request.actor
    if not reports.reads_series(actor):
        raise Http404
    paging = paged(request, reports.series_shown_to(actor), size=20)
    context = {
        **paging,
        "lines": [(row, reports.may_end(row, actor)) for row in paging["page"].object_list],
        "may_plan": actor.may(Permission.PLAN_VISIT),
    }
    return page(request, "discipline/list_series.html", context)


@require_http_methods(["GET", "POST"])
def begin_series(request: Request) -> HttpResponse:
    actor, today = request.actor, clock.today()
    places = place_choices(actor, Permission.PLAN_VISIT)
    if not places:
        raise Http404
    asked = request.GET.get("place", "")
    spot = next((spot for spot in places if spot.path == asked), places[0])
    organisers, checklists = planning.organisers_for(actor, spot.path), usable_checklists(spot.path)
    # INS-05: a township looks after its village teams; the others begin with those of the township.
    tier = Tier.DETACHMENT if organisers[0] == Organiser.TOWNSHIP else Tier.SQUADRON
    begins = {
        "organised_by": organisers[0], "tier": tier, "announced": "yes", "inspector_ids": [actor.person_id],
    }  # fmt: skip
    form = SeriesForm(request.POST or None, initial=begins)
    form.offer(organisers, checklists, sent_from(spot.path, today))

    if request.method == "POST" and form.is_valid():
        draft, now = form.draft(), clock.now()
        try:
            idempotency.once(
                actor=actor,
                key=form.key,
                door="discipline.begin_series",
                body=[spot.place_id, draft.organised_by, draft.tier, draft.checklist_id, draft.announced,
                      sorted(draft.inspector_ids)],
                at=now,
                act=lambda: commands.begin_series(actor=actor, place_id=spot.place_id, draft=draft, at=now),
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("已经开始，今天夜里自动安排本期的检查。"))
            return done(request, "discipline:list-series")

    context = {
        "form": form,
        "periods": [(f"tier.{tier}", *span) for tier, span in spans(today, spot.path[:6]).items()],
        "places": places,
        "place": spot.path,
        "spot": spot,
        "checklists": checklists,
        "may_propose": actor.may(Permission.PROPOSE_CHECKLIST),
    }
    return page(request, "discipline/begin_series.html", context, status=form.status)


@require_POST
@answering_refusals
def end_series(request: Request, series_id: int) -> HttpResponse:
    commands.end_series(actor=request.actor, series_id=series_id, at=clock.now())
    messages.success(request, _("已经停止。安排好的检查照常进行。"))
    return done(request, "discipline:list-series")
