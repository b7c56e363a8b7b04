"""Bodies, and who answers for them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, done, page, paged
from patrol_ops.core.refusals import Refused
from teams import commands, reports
from teams.access import Permission
from teams.forms import AccountableFilter, AccountableForm, EndAccountableForm
from teams.models import Unit, UnitPost


@require_safe
def list_units(request: Request) -> HttpResponse:
    if not request.actor.may(Permission.VIEW_UNIT):
        raise Http404
    units = Unit.objects.visible_to(request.actor, Permission.VIEW_UNIT).select_related("place")
    found = AccountableFilter(request.GET, queryset=units.order_by("place__path", "name"))
    paging = paged(request, found.qs if found.is_valid() else units.none())
    context = {
        "filter": found,
        **paging,
        "lines": [
            (line, reports.may_on(request.actor, Permission.NAME_ACCOUNTABLE, path=line.unit.place.path))
            for line in reports.unit_lines(paging["page"].object_list, clock.today())
        ],
        "places": reports.place_choices(request.actor),
        "place": request.GET.get("place", ""),
        "may_found": request.actor.may(Permission.FOUND_UNIT),
    }
    return page(request, "teams/list_units.html", context, part="unit-list")


@require_http_methods(["GET", "POST"])
def name_accountable(request: Request, unit_id: int) -> HttpResponse:
    units = Unit.objects.visible_to(request.actor, Permission.NAME_ACCOUNTABLE).select_related("place")
    unit = get_object_or_404(units, pk=unit_id)
    form = AccountableForm(request.POST or None, initial={"kind": request.GET.get("post"), "since": clock.today()})

    if request.method == "POST" and form.is_valid():
        draft, now = form.draft(), clock.now()
        try:
            idempotency.once(
                actor=request.actor,
                key=form.key,
                door=f"teams.name_accountable/{unit_id}",
                body=[draft],
                at=now,
                act=lambda: commands.name_accountable(actor=request.actor, unit_id=unit_id, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, f"{reverse('teams:list-units')}?place={unit.place.path}")

    context = {"unit": unit, "form": form, "history": reports.accountable_history(unit)}
    return page(request, "teams/name_accountable.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def end_accountable(request: Request, accountable_id: int) -> HttpResponse:
    posts = UnitPost.objects.visible_to(request.actor, Permission.NAME_ACCOUNTABLE).select_related("unit__place")
    post = get_object_or_404(posts, pk=accountable_id)
    form = EndAccountableForm(request.POST or None, initial={"until": clock.today()})

    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        try:
            commands.end_accountable(actor=request.actor, accountable_id=accountable_id, until=until, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, f"{reverse('teams:list-units')}?place={post.unit.place.path}")

    return page(request, "teams/end_accountable.html", {"post": post, "form": form}, status=form.status)
