"""What teams lack by street, and the standard it is counted by."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.refusals import Refused
from patrol_ops.core.rows import with_row_added
from teams import commands, reports
from teams.access import Permission
from teams.forms import EquipmentStandardForms, GapFilter
from teams.models import Place
from teams.rules import PlaceTier
from teams.rules.equipment_needs import MOST_LINES


@require_safe
def list_equipment_gaps(request: Request) -> HttpResponse:
    """What is missing, street by street, the teams that lack most first; a kind narrows it. Sums are of all pages."""
    actor, day = request.actor, clock.today()
    if not actor.may(Permission.VIEW_EQUIPMENT):
        raise Http404
    found = GapFilter(request.GET)
    asked = found.asked()
    place, kind = asked or ("", "")
    gaps = reports.gaps_shown_to(actor, place, day) if asked is not None else []
    if kind:
        gaps = [gap for gap in gaps if gap.gaps.get(kind)]
    missing: Counter[str] = Counter()
    for gap in gaps:
        missing[gap.street] += gap.gaps[kind] if kind else gap.missing
    paging = paged(request, sorted(gaps, key=lambda gap: (gap.street, -gap.missing, gap.path)))
    places = reports.place_choices(actor)
    names = {choice.path: choice.text for choice in places}
    streets = [
        {
            "name": names.get(path, ""),
            "path": path,
            "missing": missing[path],
            "lines": [
                {
                    "gap": gap,
                    "readiness": f"readiness.{gap.readiness}",
                    "missing": [(f"equipment-kind.{what}", n) for what, n in gap.gaps.items() if kind in ("", what)],
                }
                for gap in teams
            ],
        }
        for path, teams in groupby(paging["page"].object_list, key=lambda gap: gap.street)
    ]
    context = {
        **paging,
        "filter": found,
        "streets": streets,
        "total": missing.total(),
        "places": places,
        "place": place or (places[0].path if places else ""),
        "sees_standard": actor.may(Permission.VIEW_EQUIPMENT_STANDARD),
    }
    return page(request, "teams/list_equipment_gaps.html", context, part="gap-list")


@require_safe
def list_equipment_standards(request: Request) -> HttpResponse:
    actor = request.actor
    if not actor.may(Permission.VIEW_EQUIPMENT_STANDARD):
        raise Http404
    paging = paged(request, reports.equipment_standards_shown_to(actor), size=10)
    lines = [
        {
            "row": row,
            "may_agree": row.agreed_at is None
            and row.proposed_by_id != actor.person_id
            and reports.may_on(actor, Permission.AGREE_EQUIPMENT_STANDARD, path=row.place.path),
        }
        for row in paging["page"].object_list
    ]
    waits = any(line["row"].agreed_at is None for line in lines)
    context = {
        **paging,
        "lines": lines,
        "may_propose": actor.may(Permission.PROPOSE_EQUIPMENT_STANDARD) and not waits,
        "to_agree": next((line["row"] for line in lines if line["may_agree"]), None),
    }
    return page(request, "teams/list_equipment_standards.html", context)


@require_http_methods(["GET", "POST"])
def propose_equipment_standard(request: Request) -> HttpResponse:
    places = Place.objects.visible_to(request.actor, Permission.PROPOSE_EQUIPMENT_STANDARD)
    district = places.filter(tier=PlaceTier.DISTRICT).order_by("path").first()
    if district is None:
        raise Http404
    grown = with_row_added(request.POST, "lines", MOST_LINES)
    form = EquipmentStandardForms(grown or request.POST or None, reports.equipment_lines_before(district.path))

    if grown is not None:
        form.leave_unchecked()
    elif request.method == "POST" and form.is_valid():
        actor, draft, now = request.actor, form.draft(), clock.now()
        try:
            idempotency.once(
                actor=actor,
                key=form.main.key,
                door="teams.propose_equipment_standard",
                body=[district.pk, draft],
                at=now,
                act=lambda: commands.propose_equipment_standard(actor=actor, place_id=district.pk, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:list-equipment-standards")

    context = {"forms": form, "form": form.main, "new_row": form.rows.added()}
    status = 200 if grown is not None else form.status
    return page(request, "teams/propose_equipment_standard.html", context, status=status)


@require_POST
@answering_refusals
def agree_equipment_standard(request: Request, equipment_standard_id: int) -> HttpResponse:
    commands.agree_equipment_standard(actor=request.actor, equipment_standard_id=equipment_standard_id, at=clock.now())
    return done(request, "teams:list-equipment-standards")
