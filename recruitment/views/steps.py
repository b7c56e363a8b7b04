"""The steps of a campaign's life, each a button, or a reason and a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, page
from patrol_ops.core.refusals import Refused
from recruitment import commands
from recruitment.access import Permission
from recruitment.forms import AssessorForm, ReasonForm
from recruitment.models import Campaign
from recruitment.reports import campaigns as reports


@require_POST
@answering_refusals
def submit_campaign(request: Request, campaign_id: int) -> HttpResponse:
    commands.submit_campaign(actor=request.actor, campaign_id=campaign_id, at=clock.now())
    return done(request, "recruitment:show-campaign", campaign_id=campaign_id)


@require_POST
@answering_refusals
def approve_campaign_police(request: Request, campaign_id: int) -> HttpResponse:
    commands.approve_campaign_police(actor=request.actor, campaign_id=campaign_id, at=clock.now())
    return done(request, "recruitment:show-campaign", campaign_id=campaign_id)


@require_POST
@answering_refusals
def approve_campaign(request: Request, campaign_id: int) -> HttpResponse:
    commands.approve_campaign(actor=request.actor, campaign_id=campaign_id, at=clock.now())
    return done(request, "recruitment:show-campaign", campaign_id=campaign_id)


@require_POST
@answering_refusals
def finalise_campaign(request: Request, campaign_id: int) -> HttpResponse:
    commands.finalise_campaign(actor=request.actor, campaign_id=campaign_id, at=clock.now())
    return done(request, "recruitment:show-campaign", campaign_id=campaign_id)


@require_http_methods(["GET", "POST"])
def return_campaign(request: Request, campaign_id: int) -> HttpResponse:
    campaign, form, over = _with_reason(request, campaign_id, Permission.RETURN_CAMPAIGN, commands.return_campaign)
    context = {"campaign": campaign, "form": form}
    return over or page(request, "recruitment/return_campaign.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def cancel_campaign(request: Request, campaign_id: int) -> HttpResponse:
    campaign, form, over = _with_reason(request, campaign_id, Permission.CANCEL_CAMPAIGN, commands.cancel_campaign)
    context = {"campaign": campaign, "form": form}
    return over or page(request, "recruitment/cancel_campaign.html", context, status=form.status)


def _with_reason(
    request: Request, campaign_id: int, permission: Permission, command: Callable[..., Any]
) -> tuple[Campaign, ReasonForm, HttpResponse | None]:
    """The shape both share: find in scope, bind the form, one command, and on to the campaign's page."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.actor, permission), pk=campaign_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            command(actor=request.actor, campaign_id=campaign_id, reason=form.cleaned_data["reason"], at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return campaign, form, done(request, "recruitment:show-campaign", campaign_id=campaign_id)
    return campaign, form, None


@require_http_methods(["GET", "POST"])
def name_assessor(request: Request, campaign_id: int) -> HttpResponse:
    campaigns = Campaign.objects.visible_to(request.actor, Permission.NAME_ASSESSOR).select_related("place")
    campaign = get_object_or_404(campaigns, pk=campaign_id)
    form = AssessorForm(request.POST or None)
    form.fields["user"].offer(reports.who_may_assess(campaign, clock.today()))  # type: ignore[attr-defined]

    if request.method == "POST" and form.is_valid():
        try:
            commands.name_assessor(
                actor=request.actor, campaign_id=campaign_id, user_id=form.cleaned_data["user"], at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "recruitment:show-campaign", campaign_id=campaign_id)

    context = {"campaign": campaign, "form": form, "assessors": reports.assessors_of(campaign)}
    return page(request, "recruitment/name_assessor.html", context, status=form.status)
