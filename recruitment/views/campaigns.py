"""Campaigns: the list, one of them, planning and mending it, and its poster."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, done, drawn, page, paged
from patrol_ops.core.refusals import Refused
from recruitment import commands
from recruitment.access import Permission
from recruitment.forms import CampaignFilter, CampaignForms, as_it_stands, beginning, rows_of, with_row_added
from recruitment.models import Campaign
from recruitment.reports import applicants as cases
from recruitment.reports import campaigns as reports
from recruitment.reports.standards import criteria_of
from recruitment.rules import MAX_POSTS, PUBLIC_STAGES, CampaignStage, Stage
from recruitment.views.needs import needs_of
from teams.reports import place_choices
from teams.reports.places import PlaceChoice

# What stands in the list beside a campaign, and with what the first button is chosen.
_FIRST = (
    "submit-campaign",
    "approve-campaign-police",
    "approve-campaign",
    "select-recruits",
    "prepare-notice",
    "finalise-campaign",
)
_BESIDE = ("redraft-campaign", "return-campaign", "name-assessor", "print-poster")
# Posting these is the act itself; the others open a page.
_AT_ONCE = ("submit-campaign", "approve-campaign-police", "approve-campaign", "prepare-notice", "finalise-campaign")
_LIVE_ORDER = [stage.value for stage in Stage]


def _whole(request: Request, permission: str) -> Any:
    rows = Campaign.objects.visible_to(request.actor, permission)
    return rows.select_related("place", "standard", "planned_by", "police_approved_by", "approved_by", "ranked_by")


@require_safe
def list_campaigns(request: Request) -> HttpResponse:
    actor = request.actor
    if not actor.may(Permission.VIEW_CAMPAIGN):
        raise Http404
    campaigns = Campaign.objects.visible_to(actor, Permission.VIEW_CAMPAIGN).select_related("place")
    found = CampaignFilter(request.GET, queryset=campaigns.with_numbers().order_by("-year", "-serial", "-pk"))
    context = {
        "filter": found,
        **paged(request, found.qs if found.is_valid() else campaigns.none()),
        "places": place_choices(actor, Permission.VIEW_CAMPAIGN),
        "place": request.GET.get("place", ""),
        "may_plan": actor.may(Permission.PLAN_CAMPAIGN),
        "may_see_standard": actor.may(Permission.VIEW_STANDARD),
    }
    return page(request, "recruitment/list_campaigns.html", context, part="campaign-list")


@require_safe
def show_campaign(request: Request, campaign_id: int) -> HttpResponse:
    actor, day = request.actor, clock.today()
    campaign = get_object_or_404(reports.with_marks(_whole(request, Permission.VIEW_CAMPAIGN)), pk=campaign_id)
    seen = cases.seen_by(actor).filter(campaign=campaign)
    numbers = reports.numbers_of(campaign, seen, day)
    posts, assessors = reports.posts_of(campaign), reports.assessors_of(campaign)
    notices = reports.notices_of(campaign)
    acts = reports.acts_on(campaign, actor, numbers, scored=campaign.scored, notices=notices)
    history = reports.history_of(campaign, assessors)
    first = next((stem for stem in _FIRST if stem in acts), "")
    context = {
        "campaign": campaign,
        "posts": posts,
        "wanted": sum(post.row.number for post in posts),
        "assessors": assessors,
        "numbers": numbers,
        "stages": [(stage, numbers.by_stage[stage]) for stage in _LIVE_ORDER if numbers.by_stage.get(stage)],
        "needs": needs_of(campaign, actor, numbers, posts, assessors, notices, acts),
        "averages": reports.averages_of(campaign, day) if actor.may(Permission.VIEW_APPLICANT_MASKED) else None,
        "returned": reports.why_returned(history, campaign),
        "history": history,
        "first": first,
        "at_once": first in _AT_ONCE,
        "beside": [stem for stem in _BESIDE if stem in acts],
        "may_cancel": "cancel-campaign" in acts,
        "sees_applicants": actor.may(Permission.VIEW_APPLICANT_MASKED) or actor.may(Permission.VIEW_APPLICANT),
        "is_public": campaign.stage in PUBLIC_STAGES,
    }
    return page(request, "recruitment/show_campaign.html", context)


@require_http_methods(["GET", "POST"])
def plan_campaign(request: Request) -> HttpResponse:
    places = [spot for spot in place_choices(request.actor, Permission.PLAN_CAMPAIGN) if spot.level < 2]
    if not places:
        raise Http404
    asked = request.GET.get("place", "")
    spot = next((spot for spot in places if asked[:9] == spot.path), places[0])
    day = clock.today()
    free = reports.places_in(spot.path, day)
    planned_here = Campaign.objects.visible_to(request.actor, Permission.PLAN_CAMPAIGN).filter(place=spot.place_id)
    initial = {} if request.method == "POST" else beginning(spot.text, day, planned_here.order_by("-pk").first())
    grown = with_row_added(request.POST, "posts", MAX_POSTS)
    form = CampaignForms(grown or request.POST or None, initial=initial, posts=[], free=free)

    if grown is not None:
        form.leave_unchecked()
    elif request.method == "POST" and form.is_valid():
        draft, now = form.draft(), clock.now()
        try:
            answer = idempotency.once(
                actor=request.actor,
                key=form.main.key,
                door="recruitment.plan_campaign",
                body=[spot.place_id, draft],
                at=now,
                act=lambda: commands.plan_campaign(actor=request.actor, place_id=spot.place_id, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "recruitment:show-campaign", campaign_id=answer.subject_id)

    return _drawn(request, "recruitment/plan_campaign.html", form, grown is not None, free, spot, places)


@require_http_methods(["GET", "POST"])
def redraft_campaign(request: Request, campaign_id: int) -> HttpResponse:
    drafts = Campaign.objects.visible_to(request.actor, Permission.PLAN_CAMPAIGN).filter(stage=CampaignStage.DRAFT)
    campaign = get_object_or_404(drafts.select_related("place"), pk=campaign_id)
    free = reports.places_in(campaign.place.path, clock.today(), besides=campaign.pk)
    grown = with_row_added(request.POST, "posts", MAX_POSTS)
    form = CampaignForms(
        grown or request.POST or None, initial=as_it_stands(campaign), posts=rows_of(campaign), free=free
    )

    if grown is not None:
        form.leave_unchecked()
    elif request.method == "POST" and form.is_valid():
        try:
            commands.redraft_campaign(actor=request.actor, campaign_id=campaign_id, draft=form.draft(), at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "recruitment:show-campaign", campaign_id=campaign_id)

    spot = PlaceChoice(campaign.place.path, campaign.place.name, 0, campaign.place_id)
    return _drawn(
        request, "recruitment/redraft_campaign.html", form, grown is not None, free, spot, [], campaign=campaign
    )


def _drawn(
    request: Request,
    template: str,
    form: CampaignForms,
    growing: bool,
    free: list[tuple[int, str, int]],
    spot: PlaceChoice,
    places: list[PlaceChoice],
    **more: Any,
) -> HttpResponse:
    context = {"forms": form, "form": form.main, "free": free, "place": spot.path, "spot": spot, "places": places}
    return page(request, template, {**context, **more}, status=200 if growing else form.status)


@require_safe
def print_poster(request: Request, campaign_id: int) -> HttpResponse:
    """REC-02 on paper: everything the public reads, with a way to the page on which one applies."""
    printable = (CampaignStage.APPROVED, *PUBLIC_STAGES)
    campaigns = _whole(request, Permission.VIEW_CAMPAIGN).filter(stage__in=printable)
    campaign = get_object_or_404(campaigns, pk=campaign_id)
    posts = reports.posts_of(campaign)
    address = request.build_absolute_uri(f"/public/campaigns/{campaign.pk}/")
    context = {
        "campaign": campaign,
        "posts": posts,
        "wanted": sum(post.row.number for post in posts),
        "criteria": criteria_of(campaign.standard_id, {post.row.kind for post in posts}),
        "address": address,
        "code": drawn(address),
        "day": clock.today(),
    }
    return page(request, "recruitment/print_poster.html", context)
