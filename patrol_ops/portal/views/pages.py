"""The public pages: each is drawn for nobody in particular and kept for a minute (core.public)."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from patrol_ops.core import clock
from patrol_ops.core import policy as ground
from patrol_ops.core.html import Request, page, paged
from patrol_ops.core.public import public_page
from patrol_ops.portal.reports import board, campaigns, directory
from recruitment import policy

TEAMS_A_PAGE = 100
CAMPAIGNS_A_PAGE = 100
AT_HOME = 5


@public_page()
def home(request: Request) -> HttpResponse:
    today = clock.today()
    context = {
        "teams": directory.team_count(request.actor),
        "campaigns": campaigns.open_campaigns(request.actor, today, AT_HOME),
        "notices": [board.sheet_of(row) for row in board.public_notices(request.actor, today).running()[:AT_HOME]],
    }
    return page(request, "portal/home.html", context)


@public_page("street", "page")
def teams(request: Request) -> HttpResponse:
    """Active teams by street, or those of one street."""
    names, street = directory.streets(), request.GET.get("street", "")
    if street and street not in names:
        raise Http404
    pages = paged(request, directory.public_teams(request.actor, street), TEAMS_A_PAGE)
    context = {"streets": directory.by_street(pages["page"], names), "names": names, "street": street}
    return page(request, "portal/teams.html", {**context, **pages})


@public_page("page")
def list_campaigns(request: Request) -> HttpResponse:
    """REC-02: open ones first, then those that select, then ended ones."""
    pages, today = paged(request, campaigns.public_campaigns(request.actor), CAMPAIGNS_A_PAGE), clock.today()
    cards = [campaigns.card_of(row, today) for row in pages["page"]]
    return page(request, "portal/list_campaigns.html", {"campaigns": cards, **pages})


@public_page()
def show_campaign(request: Request, campaign_id: int) -> HttpResponse:
    today = clock.today()
    sheet = campaigns.campaign_sheet(request.actor, campaign_id, today)
    if sheet is None:
        raise Http404
    context = {"sheet": sheet, "card": sheet.card, "notice_days": policy.NOTICE_DAYS.on(today)}
    return page(request, "portal/show_campaign.html", context)


@public_page()
def volunteer(request: Request) -> HttpResponse:
    """PUB-09: what is open for volunteers, and whom to call where nothing is."""
    streets = campaigns.volunteer_posts(request.actor, clock.today())
    context = {"streets": streets, "centres": campaigns.centres(request.actor)}
    return page(request, "portal/volunteer.html", context)


@public_page()
def privacy(request: Request) -> HttpResponse:
    """Who keeps what of an applicant, why and for how long."""
    values = ground.values_on(
        clock.today(), "", policy.APPLICANT_MONTHS, policy.RESERVE_MONTHS, policy.OBJECTION_MONTHS
    )
    context = {
        "applicant_months": values[policy.APPLICANT_MONTHS.key],
        "reserve_months": values[policy.RESERVE_MONTHS.key],
        "objection_months": values[policy.OBJECTION_MONTHS.key],
    }
    return page(request, "portal/privacy.html", context)
