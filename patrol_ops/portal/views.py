"""The public pages: each is drawn for nobody in particular and kept for a minute (core.public)."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from patrol_ops.core.html import Request, page, paged
from patrol_ops.core.public import public_page
from patrol_ops.portal.reports import directory

TEAMS_A_PAGE = 100


@public_page()
def home(request: Request) -> HttpResponse:
    return page(request, "portal/home.html", {"teams": directory.team_count(request.actor)})


@public_page("street", "page")
def teams(request: Request) -> HttpResponse:
    """Active teams by street, or those of one street."""
    names, street = directory.streets(), request.GET.get("street", "")
    if street and street not in names:
        raise Http404
    pages = paged(request, directory.public_teams(request.actor, street), TEAMS_A_PAGE)
    context = {"streets": directory.by_street(pages["page"], names), "names": names, "street": street}
    return page(request, "portal/teams.html", {**context, **pages})
