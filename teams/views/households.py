"""Ten-household units: the list in numbers, one unit, and what its managers do."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.refusals import Refused
from teams import commands, reports
from teams.access import Permission
from teams.forms import (
    DutyForm,
    HouseholdUnitFilter,
    HouseholdUnitForm,
    RosterForm,
    VolunteerForm,
    WithdrawForm,
)
from teams.models import HouseholdVolunteer, Team, TenHouseholdUnit


def _units(request: Request, permission: Permission) -> Any:
    units = TenHouseholdUnit.objects.visible_to(request.actor, permission).select_related("team__place")
    return units.with_counts(*reports.days_ahead(clock.today()))


@require_safe
def list_household_units(request: Request) -> HttpResponse:
    if not request.actor.may(Permission.VIEW_HOUSEHOLD_UNIT):
        raise Http404
    units = _units(request, Permission.VIEW_HOUSEHOLD_UNIT).order_by("team__place__path", "name", "pk")
    found = HouseholdUnitFilter(request.GET, queryset=units)
    context = {
        "filter": found,
        **paged(request, found.qs if found.is_valid() else units.none()),
        "places": reports.place_choices(request.actor),
        "place": request.GET.get("place", ""),
    }
    return page(request, "teams/list_household_units.html", context)


@require_safe
def show_household_unit(request: Request, household_unit_id: int) -> HttpResponse:
    unit = get_object_or_404(_units(request, Permission.VIEW_HOUSEHOLD_UNIT), pk=household_unit_id)
    context = {"file": reports.household_file(request.actor, unit, clock.today()), "unit": unit}
    return page(request, "teams/show_household_unit.html", context)


@require_http_methods(["GET", "POST"])
def found_household_unit(request: Request, team_id: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.actor, Permission.MANAGE_HOUSEHOLD_UNIT), pk=team_id)
    form = HouseholdUnitForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        name, now = form.cleaned_data["name"], clock.now()
        try:
            answer = idempotency.once(
                actor=request.actor,
                key=form.key,
                door=f"teams.found_household_unit/{team_id}",
                body=[name],
                at=now,
                act=lambda: commands.found_household_unit(actor=request.actor, team_id=team_id, name=name, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-household-unit", household_unit_id=answer.subject_id)

    return page(request, "teams/found_household_unit.html", {"team": team, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def add_household_volunteer(request: Request, household_unit_id: int) -> HttpResponse:
    unit = get_object_or_404(_units(request, Permission.MANAGE_HOUSEHOLD_UNIT), pk=household_unit_id)
    form = VolunteerForm(request.POST or None, initial={"consented_on": clock.today()})

    if request.method == "POST" and form.is_valid():
        draft, now = form.draft(), clock.now()
        try:
            idempotency.once(
                actor=request.actor,
                key=form.key,
                door=f"teams.add_household_volunteer/{household_unit_id}",
                body=[draft],
                at=now,
                act=lambda: commands.add_household_volunteer(
                    actor=request.actor, household_unit_id=household_unit_id, draft=draft, at=now
                ),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-household-unit", household_unit_id=household_unit_id)

    return page(request, "teams/add_household_volunteer.html", {"unit": unit, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def withdraw_household_consent(request: Request, volunteer_id: int) -> HttpResponse:
    volunteers = HouseholdVolunteer.objects.visible_to(request.actor, Permission.MANAGE_HOUSEHOLD_UNIT)
    volunteer = get_object_or_404(volunteers.select_related("unit"), pk=volunteer_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.withdraw_household_consent(actor=request.actor, volunteer_id=volunteer_id, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-household-unit", household_unit_id=volunteer.unit_id)

    context = {"volunteer": volunteer, "form": form}
    return page(request, "teams/withdraw_household_consent.html", context, status=form.status)


@require_POST
@answering_refusals
def name_household_coordinator(request: Request, volunteer_id: int) -> HttpResponse:
    row = commands.name_household_coordinator(actor=request.actor, volunteer_id=volunteer_id, at=clock.now())
    return done(request, "teams:show-household-unit", household_unit_id=row.unit_id)


@require_http_methods(["GET", "POST"])
def roster_household_days(request: Request, household_unit_id: int) -> HttpResponse:
    unit = get_object_or_404(_units(request, Permission.MANAGE_HOUSEHOLD_UNIT), pk=household_unit_id)
    form = RosterForm(request.POST or None, initial={"first": clock.today()})

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.roster_household_days(
                actor=request.actor,
                household_unit_id=household_unit_id,
                first=said["first"],
                days=said["days"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-household-unit", household_unit_id=household_unit_id)

    return page(request, "teams/roster_household_days.html", {"unit": unit, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def change_household_duty(request: Request, household_unit_id: int) -> HttpResponse:
    unit = get_object_or_404(_units(request, Permission.MANAGE_HOUSEHOLD_UNIT), pk=household_unit_id)
    form = DutyForm(request.POST or None, initial={"day": request.GET.get("day")})
    volunteers = HouseholdVolunteer.objects.visible_to(request.actor, Permission.MANAGE_HOUSEHOLD_UNIT)
    form.offer("volunteer", volunteers.filter(unit=unit).order_by("pk").values_list("pk", "name"))

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.change_household_duty(
                actor=request.actor,
                household_unit_id=household_unit_id,
                day=said["day"],
                volunteer_id=said["volunteer"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-household-unit", household_unit_id=household_unit_id)

    return page(request, "teams/change_household_duty.html", {"unit": unit, "form": form}, status=form.status)
