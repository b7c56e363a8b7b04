"""Lists of old teams: handed in, looked through, decided upon, confirmed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock, files, idempotency
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.refusals import Refused
from patrol_ops.core.wording import say
from teams import commands, reports
from teams.access import Permission
from teams.forms import (
    CorrectRosterForm,
    DecideRosterRowForm,
    DecideRosterUnitForm,
    RosterRowFilter,
    UploadRosterForm,
)
from teams.models import LegacyUnit, Roster, RosterRow
from teams.rules import Role
from teams.rules.rosters import RosterStage, judge_confirming


@require_safe
def list_rosters(request: Request) -> HttpResponse:
    if not request.actor.may(Permission.VIEW_ROSTER):
        raise Http404
    rosters = Roster.objects.visible_to(request.actor, Permission.VIEW_ROSTER)
    rosters = rosters.select_related("uploaded_by", "confirmed_by", "job").order_by("-uploaded_at", "-pk")
    context = {**paged(request, rosters), "may_upload": request.actor.may(Permission.UPLOAD_ROSTER)}
    return page(request, "teams/list_rosters.html", context)


@require_http_methods(["GET", "POST"])
def upload_roster(request: Request) -> HttpResponse:
    places = reports.roots_of(request.actor, Permission.UPLOAD_ROSTER)
    if not places:
        raise Http404
    form = UploadRosterForm(request.POST or None, request.FILES or None)
    form.offer("place", places)

    if files.too_large(request):
        form.refuse_the_size()
    elif request.method == "POST" and form.is_valid():
        now, place_id, digest = clock.now(), form.cleaned_data["place"], form.digest()
        try:
            sheets = form.sheets()
            answer = idempotency.once(
                actor=request.actor,
                key=form.key,
                door="teams.upload_roster",
                body=[place_id, digest],
                at=now,
                act=lambda: commands.upload_roster(
                    actor=request.actor, place_id=place_id, title=form.title, digest=digest, sheets=sheets, at=now
                ),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-roster", roster_id=answer.subject_id)

    return page(request, "teams/upload_roster.html", {"form": form}, status=form.status)


@require_safe
def show_roster(request: Request, roster_id: int) -> HttpResponse:
    rosters = Roster.objects.visible_to(request.actor, Permission.VIEW_ROSTER)
    roster = get_object_or_404(rosters.select_related("uploaded_by", "confirmed_by", "job"), pk=roster_id)
    rows = RosterRow.objects.visible_to(request.actor, Permission.VIEW_ROSTER).filter(roster=roster)
    found = RosterRowFilter(request.GET, queryset=rows.select_related("unit").order_by("sheet", "row"))
    paging = paged(request, found.qs if found.is_valid() else rows.none(), size=30)
    figures = reports.roster_figures(roster)
    waits = roster.stage == RosterStage.PREVIEW

    def may(permission: Permission) -> bool:
        return reports.may_on(request.actor, permission, path=roster.path)

    context = {
        "roster": roster,
        "figures": [(verdict, number) for verdict, number in figures.items() if number],
        "total": sum(figures.values()),
        "verdict": request.GET.get("verdict", ""),
        **paging,
        "lines": reports.roster_lines(roster, paging["page"].object_list, request.actor),
        "units": reports.roster_units(roster),
        "left_headings": reports.headings_left(roster),
        "open_rows": figures["DECIDE"],
        "coming": figures["NEW"] + figures["CHANGED"],
        "problems": _problems(request, roster) if roster.job_id else None,
        "history": reports.roster_history(roster),
        "above": reports.names_of_above(roster),
        "before": reports.last_import_of(roster.digest, roster.path) if waits else None,
        "in_full": roster.uploaded_by_id == request.actor.person_id,
        "waits": waits,
        "may": {
            "edit": waits and may(Permission.UPLOAD_ROSTER),
            "confirm": waits and may(Permission.CONFIRM_ROSTER),
            "discard": waits and may(Permission.DISCARD_ROSTER),
        },
        "not_yet": _not_yet(request, roster, figures) if waits else "",
    }
    return page(request, "teams/show_roster.html", context, part=("roster-rows", "roster-state"))


def _problems(request: Request, roster: Roster) -> dict[str, Any]:
    paging = paged(request, reports.rows_left(roster))
    rows = paging["page"].object_list
    return {**paging, "lines": [{"row": row.row, "text": say(row.code, **row.facts)} for row in rows]}


def _not_yet(request: Request, roster: Roster, figures: dict[str, int]) -> str:
    """Why this person cannot confirm it now, in words; empty where they can."""
    try:
        judge_confirming(
            makes_teams=roster.makes_teams,
            heads_the_office=request.actor.holds(Role.GOVERNANCE_HEAD),
            uploaded_by=roster.uploaded_by_id,
            confirmed_by=request.actor.person_id,
            open_questions=figures["DECIDE"],
            to_bring_in=figures["NEW"] + figures["CHANGED"],
        )
    except Refused as refused:
        return say(refused.code, **refused.facts)
    return ""


def _open(request: Request, roster_id: int) -> Any:
    rosters = Roster.objects.visible_to(request.actor, Permission.UPLOAD_ROSTER)
    return get_object_or_404(rosters.filter(stage=RosterStage.PREVIEW), pk=roster_id)


@require_http_methods(["GET", "POST"])
def correct_roster(request: Request, roster_id: int) -> HttpResponse:
    roster = _open(request, roster_id)
    initial = {"report_on": roster.report_on, "default_class": roster.default_class}
    form = CorrectRosterForm(request.POST or None, request.FILES or None, initial=initial)
    form.offer_columns(roster.sheets)

    if files.too_large(request):
        form.refuse_the_size()
    elif request.method == "POST" and form.is_valid():
        try:
            again = form.cleaned_data["file"]
            commands.correct_roster(
                actor=request.actor,
                roster_id=roster_id,
                correction=form.correction(),
                sheets=form.sheets() if again else None,
                digest=form.digest() if again else "",
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-roster", roster_id=roster_id)

    return page(request, "teams/correct_roster.html", {"roster": roster, "form": form}, status=form.status)


def _back(request: Request, roster_id: int) -> HttpResponse:
    """To the rows one was looking at."""
    verdict = request.POST.get("verdict", "")
    asked = f"?verdict={verdict}" if verdict.isalpha() else ""
    return done(request, f"{reverse('teams:show-roster', args=[roster_id])}{asked}#roster-rows")


@require_POST
@answering_refusals
def decide_roster_row(request: Request, roster_id: int, row_id: int) -> HttpResponse:
    form = DecideRosterRowForm(request.POST)
    answers = form.answers() if form.is_valid() else {}
    commands.decide_roster_row(actor=request.actor, roster_id=roster_id, row_id=row_id, answers=answers, at=clock.now())
    return _back(request, roster_id)


@require_http_methods(["GET", "POST"])
def decide_roster_unit(request: Request, roster_id: int, roster_unit_id: int) -> HttpResponse:
    roster = _open(request, roster_id)
    unit = next((line for line in reports.roster_units(roster) if line.row.pk == roster_unit_id), None)
    if unit is None:
        raise Http404
    form = DecideRosterUnitForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.decide_roster_unit(
                actor=request.actor,
                roster_id=roster_id,
                unit_id=roster_unit_id,
                answer=said["answer"],
                hamlet=said["hamlet"],
                form=said["form"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-roster", roster_id=roster_id)

    context = {"roster": roster, "unit": unit.row, "form": form}
    return page(request, "teams/decide_roster_unit.html", context, status=form.status)


@require_POST
@answering_refusals
def leave_open_rows_out(request: Request, roster_id: int) -> HttpResponse:
    commands.leave_open_rows_out(actor=request.actor, roster_id=roster_id, at=clock.now())
    return done(request, "teams:show-roster", roster_id=roster_id)


@require_POST
@answering_refusals
def confirm_roster(request: Request, roster_id: int) -> HttpResponse:
    commands.confirm_roster(actor=request.actor, roster_id=roster_id, at=clock.now())
    return done(request, "teams:show-roster", roster_id=roster_id)


@require_POST
@answering_refusals
def discard_roster(request: Request, roster_id: int) -> HttpResponse:
    commands.discard_roster(actor=request.actor, roster_id=roster_id, at=clock.now())
    return done(request, "teams:list-rosters")


@require_safe
def list_legacy_units(request: Request) -> HttpResponse:
    """ORG-04: the consolidation register, on a page and on paper."""
    lines = LegacyUnit.objects.visible_to(request.actor, Permission.VIEW_TEAM)
    lines = lines.select_related("team", "absorbed_by").order_by("path", "absorbed_at", "pk")
    places = reports.place_choices(request.actor)
    place = request.GET.get("place", "")
    if place and any(choice.path == place for choice in places):
        lines = lines.under(place)
    context = {**paged(request, lines), "places": places, "place": place}
    return page(request, "teams/list_legacy_units.html", context)
