"""Teams: the list, the team page, and what is decided about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from patrol_ops.core import clock, idempotency, sockets
from patrol_ops.core.html import Request, done, page, paged
from patrol_ops.core.refusals import Refused
from patrol_ops.core.wording import say
from teams import commands, reports
from teams.access import Permission
from teams.forms import PlanTeamForm, PlaqueForm, RelateUnitForm, StrengthForm, TeamFilter
from teams.models import Place, Team
from teams.reports import Surroundings
from teams.rules import FINAL, MOVES, Form, PlaceTier, Stage, Tier, place_tier_of
from teams.views.dormancy import asleep
from teams.views.gaps import Gap, gaps_of
from teams.views.reorganisations import orders_on

# Which permission opens which move; a move with a reason has a page of its own.
_MOVE: dict[str, tuple[Permission, bool]] = {
    "submit": (Permission.SUBMIT_TEAM, False),
    "activate": (Permission.ACTIVATE_TEAM, False),
    "return": (Permission.ACTIVATE_TEAM, True),
    "suspend": (Permission.SUSPEND_TEAM, True),
    "resume": (Permission.SUSPEND_TEAM, False),
}
_TIER_AT = {place_tier_of(tier): tier for tier in Tier}


@require_safe
def list_teams(request: Request) -> HttpResponse:
    day = clock.today()
    teams = Team.objects.visible_to(request.actor, Permission.VIEW_TEAM).select_related("place")
    teams = teams.with_strength(day).with_leader(day).order_by("place__path", "hamlet")
    found = TeamFilter(request.GET, queryset=teams)
    paging = paged(request, found.qs if found.is_valid() else teams.none())
    strengths = reports.strengths(paging["page"].object_list, day)
    context = {
        "filter": found,
        **paging,
        "lines": [(team, strengths[team.pk]) for team in paging["page"].object_list],
        "places": reports.place_choices(request.actor, Permission.VIEW_PLACE),
        "place": request.GET.get("place", ""),
        "may_plan": request.actor.may(Permission.PLAN_TEAM),
        "asked": request.GET.urlencode(),
    }
    return page(request, "teams/list_teams.html", context, part="team-list")


@require_safe
def show_team(request: Request, team_id: int) -> HttpResponse:
    day, actor = clock.today(), request.actor
    teams = Team.objects.visible_to(actor, Permission.VIEW_TEAM).with_strength(day).with_sleep()
    team = get_object_or_404(teams.select_related("place__parent__parent", "parent"), pk=team_id)

    def may(permission: Permission) -> bool:
        return reports.may_on(actor, permission, path=team.place.path, team_id=team.pk)

    crew = reports.crew(team.pk, day, shown_to=actor)
    in_charge, around = reports.in_charge(team, day), reports.surroundings(team)
    history, gaps = reports.team_history(team), gaps_of(team, in_charge, around, offers=may)
    context = {
        "team": team,
        "trail": [*reports.trail_of(team.place, actor), {"text": say(f"tier.{team.tier}"), "url": ""}],
        "strength": reports.strengths([team], day)[team.pk],
        "crew": crew,
        "crew_in_order": sorted(crew, key=lambda person: person.fit),
        "fit": [person for person in crew if person.fit],
        "transition": min((p.transition_until for p in crew if p.transition_until), default=None),
        "in_charge": in_charge,
        "around": around,
        "gaps": gaps,
        "history": history,
        "returned": history[-1]["note"] if team.stage == Stage.RETURNED and history else "",
        "moves": [
            {"move": move, "url": reverse(f"teams:{move}-team", args=[team.pk]), "page": has_page}
            for move, (permission, has_page) in _MOVE.items()
            if move in MOVES.open_from(team.stage) and may(permission) and not _in_vain(request, team, move, gaps)
        ],
        "may": {
            "see_members": actor.may(Permission.VIEW_MEMBER) or actor.may(Permission.VIEW_MEMBER_MASKED),
            "authorise": may(Permission.AUTHORISE_STRENGTH),
            "relate": may(Permission.RELATE_UNIT),
            "propose": may(Permission.APPOINT_LEADER),
            "households": may(Permission.MANAGE_HOUSEHOLD_UNIT)
            and (team.form, team.stage) == (Form.VOLUNTARY_PATROL, Stage.ACTIVE),
            "see_areas": actor.may(Permission.VIEW_AREA),
        },
        "asleep": asleep(team, around, may),
        "more": _more(team, may, around),
        "finished": team.stage in FINAL,
        "panels": [
            {
                "title": say(panel.title),
                "url": reverse(panel.url_name, args=[team.pk]),
                "part": panel.url_name.split(":")[1],
            }
            for panel in sockets.panels("team", actor)
        ],
    }
    return page(request, "teams/show_team.html", context)


def _more(team: Team, may: Callable[[Permission], bool], around: Surroundings) -> list[dict[str, str]]:
    """What is done rarely: suspending, and every order that changes what the team is."""
    acts = []
    if "suspend" in MOVES.open_from(team.stage) and may(Permission.SUSPEND_TEAM):
        acts.append({"url": reverse("teams:suspend-team", args=[team.pk]), "text": say("team-move.suspend")})
    return [*acts, *(orders_on(team) if may(Permission.ORDER_REORGANISATION) and not around.ordered else [])]


def _in_vain(request: Request, team: Team, move: str, gaps: list[Gap]) -> bool:
    """What is refused anyway is not offered: approving what one submitted, submitting without the police unit."""
    if move == "submit":
        return bool(gaps)
    return move == "activate" and team.submitted_by_id == request.actor.person_id


@require_http_methods(["GET", "POST"])
def plan_team(request: Request) -> HttpResponse:
    day = clock.today()
    plannable = Place.objects.visible_to(request.actor, Permission.PLAN_TEAM).order_by("path")
    places = list(plannable.values_list("pk", "path", "name", "tier"))
    asked = next((row for row in places if row[1] == request.GET.get("place")), None)
    initial: dict[str, Any] = {}
    if asked is not None:
        tier = _TIER_AT[PlaceTier(asked[3])]
        initial = {"place": asked[0], "authorised": reports.standard_strength(tier, asked[1], day)}
    form = PlanTeamForm(request.POST or None, initial=initial)
    form.offer("place", [(pk, _indented(name, tier)) for pk, _, name, tier in places])

    if request.method == "POST" and form.is_valid():
        place_id, now, draft = form.cleaned_data["place"], clock.now(), form.draft()
        tier = next(_TIER_AT[PlaceTier(tier)] for pk, _, _, tier in places if pk == place_id)
        try:
            answer = idempotency.once(
                actor=request.actor,
                key=form.key,
                door="teams.plan_team",
                body=[place_id, draft],
                at=now,
                act=lambda: commands.plan_team(actor=request.actor, place_id=place_id, tier=tier, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-team", team_id=answer.subject_id)

    return page(request, "teams/plan_team.html", {"form": form}, status=form.status)


def _indented(name: str, tier: str) -> str:
    return {"DISTRICT": "", "STREET": "\u3000", "COMMUNITY": "\u3000\u3000"}[tier] + name


@require_http_methods(["GET", "POST"])
def authorise_strength(request: Request, team_id: int) -> HttpResponse:
    teams = Team.objects.visible_to(request.actor, Permission.AUTHORISE_STRENGTH)
    team = get_object_or_404(teams.select_related("place"), pk=team_id)
    form = StrengthForm(request.POST or None, initial={"authorised": team.authorised})

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.authorise_strength(
                actor=request.actor,
                team_id=team_id,
                authorised=said["authorised"],
                reason=said["reason"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-team", team_id=team_id)

    standard = reports.standard_strength(Tier(team.tier), team.place.path, clock.today())
    context = {"team": team, "form": form, "standard": standard}
    return page(request, "teams/authorise_strength.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def hang_plaque(request: Request, team_id: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.actor, Permission.HANG_PLAQUE), pk=team_id)
    form = PlaqueForm(request.POST or None, initial={"hung_on": team.plaque_hung_on or clock.today()})

    if request.method == "POST" and form.is_valid():
        hung_on = form.cleaned_data["hung_on"]
        try:
            commands.hang_plaque(actor=request.actor, team_id=team_id, hung_on=hung_on, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-team", team_id=team_id)

    return page(request, "teams/hang_plaque.html", {"team": team, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def relate_unit(request: Request, team_id: int) -> HttpResponse:
    teams = Team.objects.visible_to(request.actor, Permission.RELATE_UNIT)
    team = get_object_or_404(teams.select_related("place"), pk=team_id)
    form = RelateUnitForm(request.POST or None, initial={"relation": request.GET.get("relation")})
    form.offer("unit", reports.units_around(team.place.path))

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.relate_unit(
                actor=request.actor,
                team_id=team_id,
                unit_id=said["unit"],
                relation=said["relation"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-team", team_id=team_id)

    return page(request, "teams/relate_unit.html", {"team": team, "form": form}, status=form.status)
