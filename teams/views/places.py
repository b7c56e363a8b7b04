"""Divisions, bodies and patrol areas."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, done, page, paged
from patrol_ops.core.refusals import Refused
from teams import commands, reports
from teams.access import Permission
from teams.forms import AreaFilter, DesignateAreaForm, DrawAreaForm, FoundUnitForm, PlaceFilter
from teams.models import PatrolArea, Place
from teams.rules import PlaceTier


@require_safe
def list_places(request: Request) -> HttpResponse:
    places = Place.objects.visible_to(request.actor, Permission.VIEW_PLACE).order_by("path")
    found = PlaceFilter(request.GET, queryset=places)
    context = {
        "filter": found,
        **paged(request, found.qs if found.is_valid() else places.none(), size=100),
        "places": reports.place_choices(request.actor),
        "place": request.GET.get("place", ""),
        "may_found": request.actor.may(Permission.FOUND_UNIT),
        "may_draw": request.actor.may(Permission.DRAW_AREA),
        "may_see_teams": request.actor.may(Permission.VIEW_TEAM),
        "may_see_areas": request.actor.may(Permission.VIEW_AREA),
    }
    return page(request, "teams/list_places.html", context, part="place-list")


@require_safe
def list_areas(request: Request) -> HttpResponse:
    areas = PatrolArea.objects.visible_to(request.actor, Permission.VIEW_AREA)
    areas = areas.select_related("place", "parent", "responsible_team", "responsible_unit").with_contact(clock.today())
    found = AreaFilter(request.GET, queryset=areas.order_by("path"))
    places = reports.place_choices(request.actor)
    here = next((spot for spot in places if spot.path == request.GET.get("place")), None)
    context = {
        "filter": found,
        **paged(request, found.qs if found.is_valid() else areas.none()),
        "places": places,
        "place": request.GET.get("place", ""),
        "draw_at": here.place_id if here and here.level == 2 and request.actor.may(Permission.DRAW_AREA) else None,
        "may_draw": request.actor.may(Permission.DRAW_AREA),
        "may_designate": request.actor.may(Permission.DESIGNATE_AREA),
    }
    return page(request, "teams/list_areas.html", context, part="area-list")


@require_http_methods(["GET", "POST"])
def draw_area(request: Request, place_id: int) -> HttpResponse:
    places = Place.objects.visible_to(request.actor, Permission.DRAW_AREA).filter(tier=PlaceTier.COMMUNITY)
    place = get_object_or_404(places, pk=place_id)
    parents = PatrolArea.objects.visible_to(request.actor, Permission.VIEW_AREA).filter(place=place)
    teams, units = reports.teams_over(place.path), reports.units_around(place.path)
    nearest = {"responsible_team": teams[0][0] if teams else None, "responsible_unit": units[-1][0] if units else None}
    form = DrawAreaForm(request.POST or None, initial=nearest)
    form.offer("parent", parents.order_by("path").values_list("pk", "name"))
    form.offer("responsible_team", teams)
    form.offer("responsible_unit", units)

    if request.method == "POST" and form.is_valid():
        draft, facts, now = form.draft(), form.facts(), clock.now()
        try:
            idempotency.once(
                actor=request.actor,
                key=form.key,
                door=f"teams.draw_area/{place_id}",
                body=[draft, facts],
                at=now,
                act=lambda: commands.draw_area(actor=request.actor, place_id=place_id, draft=draft, at=now, **facts),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, f"{_areas()}?place={place.path}")

    return page(request, "teams/draw_area.html", {"place_row": place, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def designate_area(request: Request, area_id: int) -> HttpResponse:
    areas = PatrolArea.objects.visible_to(request.actor, Permission.DESIGNATE_AREA).select_related("place")
    area = get_object_or_404(areas, pk=area_id)
    form = DesignateAreaForm(request.POST or None)
    form.offer("team", reports.teams_over(area.place.path))

    if request.method == "POST" and form.is_valid():
        try:
            commands.designate_area(
                actor=request.actor, area_id=area_id, team_id=form.cleaned_data["team"], at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, f"{_areas()}?place={area.place.path}")

    context = {"area": area, "form": form, "designations": reports.designations(area)}
    return page(request, "teams/designate_area.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def found_unit(request: Request) -> HttpResponse:
    places = (
        Place.objects.visible_to(request.actor, Permission.FOUND_UNIT)
        .order_by("path")
        .values_list("pk", "path", "name")
    )
    rows = list(places)
    asked = next((pk for pk, path, _ in rows if path == request.GET.get("place")), None)
    form = FoundUnitForm(request.POST or None, initial={"place": asked})
    form.offer("place", [(pk, "\u3000" * ((len(path) - 6) // 3) + name) for pk, path, name in rows])

    if request.method == "POST" and form.is_valid():
        said, now = form.cleaned_data, clock.now()
        try:
            idempotency.once(
                actor=request.actor,
                key=form.key,
                door="teams.found_unit",
                body=[said["place"], said["kind"], said["name"]],
                at=now,
                act=lambda: commands.found_unit(
                    actor=request.actor, place_id=said["place"], kind=said["kind"], name=said["name"], at=now
                ),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:list-places")

    return page(request, "teams/found_unit.html", {"form": form}, status=form.status)


def _areas() -> str:
    return reverse("teams:list-areas")
