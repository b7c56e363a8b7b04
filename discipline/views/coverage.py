"""Coverage: which teams were inspected in their period and which were not (INS-01), counted from records alone."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from discipline.access import Permission
from discipline.forms.coverage import CoverageFilter, organiser_in
from discipline.reports import coverage as reports
from patrol_ops.core import clock
from patrol_ops.core.html import Request, page, paged
from teams.reports import may_on, place_choices
from teams.rules import Tier


@require_safe
def show_coverage(request: Request) -> HttpResponse:
    """``?place=``; without a state those that wait: not inspected in this period."""
    actor, today = request.actor, clock.today()
    places = place_choices(actor, Permission.VIEW_VISIT)
    if not places:
        raise Http404
    asked = request.GET.copy()
    spot = next((spot for spot in places if spot.path == asked.get("place", "")), places[0])
    asked["place"] = spot.path
    asked.setdefault("state", "left")
    organiser = organiser_in(asked.get("organiser", ""))
    teams = reports.looked_at(actor, Permission.VIEW_VISIT, spot.path, today, organiser)
    lines = reports.coverage_lines(teams, spot.path, {one.path: one.text for one in places})
    found = CoverageFilter(asked, queryset=teams.order_by(*reports.LONGEST_AGO))
    paging = paged(request, found.qs if found.is_valid() else teams.none(), size=20)
    shown = paging["page"].object_list
    ahead = reports.next_visits(actor, [team.pk for team in shown], today)
    context = {
        "filter": found,
        **paging,
        "teams": [(team, ahead.get(team.pk), _may_plan(actor, team)) for team in shown],
        "state": asked["state"],
        "lines": [(line, _address(asked, place=line.path, tier=line.tier)) for line in lines],
        "totals": _totals(lines),
        "here": _address(asked, place=spot.path, tier=asked.get("tier", "")),
        "periods": _periods(today, spot.path, {line.tier for line in lines}),
        "places": [] if request.htmx else places,
        "place": spot.path,
        "spot": spot,
        "sees_teams": actor.may("teams.view_team"),
    }
    status = 200 if found.is_valid() else 422
    return page(request, "discipline/show_coverage.html", context, part="coverage", status=status)


def _may_plan(actor: Any, team: Any) -> bool:
    return may_on(actor, Permission.PLAN_VISIT, path=team.place.path)


def _address(asked: Any, *, place: str, tier: str) -> str:
    """Up to the state, which each number adds."""
    return "?" + urlencode({"place": place, "tier": tier, "organiser": asked.get("organiser", ""), "state": ""})


def _totals(lines: list[reports.CoverageLine]) -> dict[str, int]:
    teams, covered = sum(line.teams for line in lines), sum(line.covered for line in lines)
    share = 100 * covered // teams if teams else 0
    never = sum(line.never for line in lines)
    return {"teams": teams, "covered": covered, "left": teams - covered, "never": never, "share": share}


def _periods(today: Any, path: str, tiers: set[str]) -> list[tuple[str, Any, Any]]:
    """Of the tiers that are there: from when to when this period lasts."""
    spans = reports.spans(today, path[:6])
    return [(f"tier.{tier}", *spans[tier]) for tier in Tier if tier in tiers]
