"""The hiring standard: its versions, the next one, and the police's agreement."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.refusals import Refused
from recruitment import commands
from recruitment.access import Permission
from recruitment.forms import StandardForms, with_row_added
from recruitment.reports.standards import criteria_before, standards_shown_to
from recruitment.rules import MAX_CRITERIA
from teams.models import Place
from teams.reports import may_on
from teams.rules import PlaceTier


@require_safe
def list_standards(request: Request) -> HttpResponse:
    actor = request.actor
    if not actor.may(Permission.VIEW_STANDARD):
        raise Http404
    paging = paged(request, standards_shown_to(actor), size=10)
    lines = [
        {
            "row": row,
            "may_agree": row.agreed_at is None
            and row.proposed_by_id != actor.person_id
            and may_on(actor, Permission.AGREE_STANDARD, path=row.place.path),
        }
        for row in paging["page"].object_list
    ]
    waits = any(line["row"].agreed_at is None for line in lines)
    to_agree = next((line["row"] for line in lines if line["may_agree"]), None)
    may_propose = actor.may(Permission.PROPOSE_STANDARD) and not waits
    context = {**paging, "lines": lines, "may_propose": may_propose, "to_agree": to_agree}
    return page(request, "recruitment/list_standards.html", context)


@require_http_methods(["GET", "POST"])
def propose_standard(request: Request) -> HttpResponse:
    places = Place.objects.visible_to(request.actor, Permission.PROPOSE_STANDARD).filter(tier=PlaceTier.DISTRICT)
    district = places.order_by("path").first()
    if district is None:
        raise Http404
    grown = with_row_added(request.POST, "criteria", MAX_CRITERIA)
    form = StandardForms(grown or request.POST or None, criteria_before(district.path))

    if grown is not None:
        form.leave_unchecked()
    elif request.method == "POST" and form.is_valid():
        draft, now = form.draft(), clock.now()
        try:
            idempotency.once(
                actor=request.actor,
                key=form.main.key,
                door="recruitment.propose_standard",
                body=[district.pk, draft],
                at=now,
                act=lambda: commands.propose_standard(actor=request.actor, place_id=district.pk, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "recruitment:list-standards")

    context = {"forms": form, "form": form.main, "new_row": form.rows.added()}
    return page(request, "recruitment/propose_standard.html", context, status=200 if grown is not None else form.status)


@require_POST
@answering_refusals
def agree_standard(request: Request, standard_id: int) -> HttpResponse:
    commands.agree_standard(actor=request.actor, standard_id=standard_id, at=clock.now())
    return done(request, "recruitment:list-standards")
