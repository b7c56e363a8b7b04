"""Planning a visit: first the team, then who goes when, with the days that are taken (INS-03, X06)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from discipline import commands
from discipline.access import Permission
from discipline.forms.asked import day_in, number_in
from discipline.forms.visits import TeamSearch, VisitForm
from discipline.models import SupervisionRound
from discipline.reports import planning
from discipline.reports.checklists import usable_checklists
from discipline.reports.coverage import LONGEST_AGO, looked_at, next_visits
from discipline.reports.rounds import plans_in_the_name_of
from discipline.rules import Method, Organiser
from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, done, page, paged
from patrol_ops.core.refusals import Refused
from teams.models import Team
from teams.reports import place_choices


@require_http_methods(["GET", "POST"])
def plan_visit(request: Request) -> HttpResponse:
    """``?team=``: whom; without it the teams to choose from. ``?round=``: for this round, from which organiser and
    checklist come."""
    actor, now = request.actor, clock.now()
    if not actor.may(Permission.PLAN_VISIT):
        raise Http404
    round_ = _round(request)
    if "team" not in request.GET:
        return _choose(request, round_)
    teams = Team.objects.visible_to(actor, Permission.PLAN_VISIT).active().select_related("place")
    if round_ is not None:
        teams = teams.under(round_.path)
    team = get_object_or_404(teams, pk=number_in(request.GET["team"]))
    path, method = team.place.path, round_.method if round_ else Method.ROUTINE
    organisers, posted = planning.organisers_for(actor, path), request.method == "POST"

    def people(judged: bool) -> list[planning.Candidate]:
        return planning.candidates_for(team, now.date(), method=method, round_=round_, judged=judged)

    form = VisitForm(
        request.POST or None,
        initial=_beginning(request, now, round_, organisers),
        organisers=organisers,
        round_=round_,
    )
    form.offer_people(people(judged=not posted))

    if posted and form.is_valid():
        draft = form.draft(team.pk)
        try:
            answer = idempotency.once(
                actor=actor,
                key=form.key,
                door="discipline.plan_visit",
                body=draft,
                at=now,
                act=lambda: commands.plan_visit(actor=actor, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-visit", visit_id=answer.subject_id)

    checklists = [] if round_ else usable_checklists(path)
    form.offer_checklists(checklists)
    if posted:
        form.offer_people(people(judged=True))
    context = {
        "form": form,
        "team": team,
        "round": round_,
        "taken": planning.days_taken(actor, team.pk, now.date()),
        "usable": bool(checklists) or round_ is not None,
        "may_propose": actor.may(Permission.PROPOSE_CHECKLIST),
        "one_organiser": len(organisers) == 1,
    }
    return page(request, "discipline/plan_visit.html", context, status=form.status)


def _round(request: Request) -> SupervisionRound | None:
    """The round that is asked for: open, and one in whose name this actor plans."""
    if not request.GET.get("round"):
        return None
    rows = SupervisionRound.objects.visible_to(request.actor, Permission.PLAN_ROUND).open()
    round_: SupervisionRound = get_object_or_404(rows, pk=number_in(request.GET["round"]))
    if not plans_in_the_name_of(request.actor, round_.organised_by, round_.path, Permission.PLAN_ROUND):
        raise Http404
    return round_


def _choose(request: Request, round_: SupervisionRound | None) -> HttpResponse:
    """The teams, whoever was not looked at for the longest time first."""
    actor, today = request.actor, clock.today()
    places = place_choices(actor, Permission.PLAN_VISIT)
    asked = request.GET.get("place", "")
    spot = next((spot for spot in places if spot.path == asked), places[0])
    search = TeamSearch(request.GET)
    teams = looked_at(actor, Permission.PLAN_VISIT, spot.path, today)
    if round_ is not None:
        teams = teams.under(round_.path)
    if search.is_valid():
        teams = teams.matching(search.cleaned_data["q"])
    paging = paged(request, teams.order_by("covered", *LONGEST_AGO), size=20)
    ahead = next_visits(actor, [team.pk for team in paging["page"].object_list], today)
    context = {
        "search": search,
        **paging,
        "round": round_,
        "teams": [(team, ahead.get(team.pk)) for team in paging["page"].object_list],
        "places": [] if request.htmx else places,
        "place": spot.path,
    }
    return page(request, "discipline/plan_visit.html", context, part="team-choice")


def _beginning(request: Request, now: dt.datetime, round_: SupervisionRound | None, organisers: Any) -> dict[str, Any]:
    """In a week, in the forenoon, announced; within the round it is for."""
    day = day_in(request.GET.get("day", "")) or now.date() + dt.timedelta(days=7)
    if round_ is not None:
        day = min(max(day, round_.starts_on, now.date()), round_.last_day)
    return {
        "day": day,
        "hour": dt.time(9),
        "announced": "yes",
        "organised_by": organisers[0],
        # The police and a street mostly go themselves; the supervision group sends others.
        "inspector_id": None if organisers[0] == Organiser.SUPERVISION else request.actor.person_id,
    }
