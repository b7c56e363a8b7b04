"""Marks, the ranking, the reserve, and what the police ask for."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, page
from patrol_ops.core.refusals import Refused
from recruitment import commands
from recruitment.access import Permission
from recruitment.forms import ConfirmForm, FactsForm, ScoreForm
from recruitment.models import Applicant, Campaign, ScoreSheet
from recruitment.reports import applicants as reports
from recruitment.rules import Stage


@require_http_methods(["GET", "POST"])
def score_applicant(request: Request, score_sheet_id: int) -> HttpResponse:
    """An assessor's own sheet: to fill in, or to read once it is handed in."""
    sheets = ScoreSheet.objects.visible_to(request.actor, Permission.SCORE_APPLICANT)
    related = ("applicant__campaign__place", "applicant__post__team")
    sheet = get_object_or_404(sheets.select_related(*related), pk=score_sheet_id)
    applicant, campaign = sheet.applicant, sheet.applicant.campaign
    form = ScoreForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.submit_score_sheet(
                actor=request.actor, score_sheet_id=score_sheet_id, draft=form.draft(), at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            following = reports.next_sheet(request.actor, campaign.pk) or score_sheet_id
            return done(request, "recruitment:score-applicant", score_sheet_id=following)

    handed_in, all_sheets = reports.sheets_done(request.actor, campaign.pk)
    shown = reports.sheets_shown(applicant, request.actor)
    context = {
        "sheet": sheet,
        "shown": shown,
        "complete": all(line.handed_in for line in shown),
        "line": reports.line_of(applicant),
        "applicant": applicant,
        "campaign": campaign,
        "form": form,
        "handed_in": handed_in,
        "all_sheets": all_sheets,
        "is_open": sheet.submitted_at is None and applicant.stage == Stage.SHORTLISTED,
        "too_early": clock.today() < campaign.assess_on,
        "next_sheet": reports.next_sheet(request.actor, campaign.pk) if sheet.submitted_at else None,
    }
    return page(request, "recruitment/score_applicant.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def select_recruits(request: Request, campaign_id: int) -> HttpResponse:
    """What the ranking would do, before it is confirmed."""
    campaigns = Campaign.objects.visible_to(request.actor, Permission.SELECT_RECRUITS).select_related("place")
    campaign = get_object_or_404(campaigns, pk=campaign_id)
    form = ConfirmForm(request.POST if request.method == "POST" else None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.select_recruits(actor=request.actor, campaign_id=campaign_id, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "recruitment:show-campaign", campaign_id=campaign_id)

    context = {"campaign": campaign, "form": form, "ranking": reports.ranking_of(campaign, clock.today())}
    return page(request, "recruitment/select_recruits.html", context, status=form.status)


@require_POST
@answering_refusals
def call_up_reserve(request: Request, applicant_id: int) -> HttpResponse:
    commands.call_up_reserve(actor=request.actor, applicant_id=applicant_id, at=clock.now())
    return done(request, "recruitment:show-applicant", applicant_id=applicant_id)


@require_POST
@answering_refusals
def vet_again(request: Request, applicant_id: int) -> HttpResponse:
    commands.vet_again(actor=request.actor, applicant_id=applicant_id, at=clock.now())
    return done(request, "recruitment:show-applicant", applicant_id=applicant_id)


@require_POST
@answering_refusals
def reject_recruit(request: Request, applicant_id: int) -> HttpResponse:
    commands.reject_recruit(actor=request.actor, applicant_id=applicant_id, at=clock.now())
    return done(request, "recruitment:show-applicant", applicant_id=applicant_id)


@require_http_methods(["GET", "POST"])
def supply_facts(request: Request, applicant_id: int) -> HttpResponse:
    applicants = Applicant.objects.visible_to(request.actor, Permission.SUPPLY_FACTS)
    applicant: Any = get_object_or_404(applicants.select_related("campaign", "post__team"), pk=applicant_id)
    form = FactsForm(request.POST or None)
    if applicant.stage != Stage.FACTS_NEEDED and request.method != "POST":
        return done(request, "recruitment:show-applicant", applicant_id=applicant_id)

    if request.method == "POST" and form.is_valid():
        try:
            commands.supply_facts(
                actor=request.actor, applicant_id=applicant_id, facts=form.cleaned_data["facts"], at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "recruitment:show-applicant", applicant_id=applicant_id)

    context = {"applicant": applicant, "line": reports.line_of(applicant), "form": form}
    return page(request, "recruitment/supply_facts.html", context, status=form.status)
