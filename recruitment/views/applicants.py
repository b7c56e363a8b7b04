"""Applicants: the list of a campaign, a case without a name, and the office's screening."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from patrol_ops.core import clock
from patrol_ops.core.html import Request, done, page, paged
from patrol_ops.core.refusals import Refused
from recruitment import commands
from recruitment.access import Permission
from recruitment.forms import ApplicantFilter, ScreeningForm
from recruitment.models import Applicant, Campaign
from recruitment.reports import applicants as reports
from recruitment.rules import MOVES, CampaignStage, Stage

_CASE = ("campaign__place", "campaign__ranked_by", "post__team__place", "failed_criterion", "screened_by",
         "vetting_asked_by", "reviewed_by", "offered_by")  # fmt: skip


@require_safe
def list_applicants(request: Request, campaign_id: int) -> HttpResponse:
    campaigns = Campaign.objects.visible_to(request.actor, Permission.VIEW_CAMPAIGN)
    campaign = get_object_or_404(campaigns, pk=campaign_id)
    if not (request.actor.may(Permission.VIEW_APPLICANT_MASKED) or request.actor.may(Permission.VIEW_APPLICANT)):
        raise Http404
    rows = reports.seen_by(request.actor).filter(campaign=campaign).select_related("post__team")
    found = ApplicantFilter(request.GET, queryset=rows.order_by("case_number"))
    paging = paged(request, found.qs if found.is_valid() else rows.none())
    context = {
        "campaign": campaign,
        "filter": found,
        **paging,
        "lines": [reports.line_of(row) for row in paging["page"].object_list],
    }
    return page(request, "recruitment/list_applicants.html", context, part="applicant-list")


@require_safe
def show_applicant(request: Request, applicant_id: int) -> HttpResponse:
    actor, day = request.actor, clock.today()
    applicant = get_object_or_404(reports.seen_by(actor).select_related(*_CASE), pk=applicant_id)
    file = reports.applicant_file(applicant, actor, day)
    context = {
        "applicant": applicant,
        "campaign": applicant.campaign,
        "file": file,
        "line": file.line,
        "own_sheet": next((line for line in file.sheets if line.own and not line.handed_in), None),
        "waiting": sum(not line.handed_in for line in file.sheets),
        "lapsed": _lapsed(applicant),
        "may": _acts(request, applicant),
    }
    return page(request, "recruitment/show_applicant.html", context)


def _lapsed(applicant: Applicant) -> bool:
    waits = applicant.stage in (Stage.PROPOSED, Stage.CLEARED, Stage.OFFERED)
    return waits and applicant.suitable_until is not None and applicant.suitable_until < clock.today()


def _acts(request: Request, applicant: Applicant) -> dict[str, bool]:
    """Exactly what would be done if it were pressed; the command decides for itself."""
    moves, lapsed = MOVES.open_from(applicant.stage), _lapsed(applicant)

    def may(permission: Permission) -> bool:
        return reports.may_on(request.actor, permission, applicant)

    turn = applicant.stage == Stage.RESERVE and applicant.campaign.stage == CampaignStage.SELECTING
    return {
        "screen": "shortlist" in moves and may(Permission.SCREEN_APPLICANT),
        "supply": "supply_facts" in moves and may(Permission.SUPPLY_FACTS),
        "vet": "vet" in moves
        and may(Permission.RECORD_POLICE_REVIEW)
        and applicant.screened_by_id != request.actor.person_id,
        "call_up": turn
        and may(Permission.SELECT_RECRUITS)
        and reports.next_of_reserve(applicant.campaign).get(applicant.post_id) == applicant.pk,
        "vet_again": lapsed and "vet_again" in moves and may(Permission.SELECT_RECRUITS),
        "contract": applicant.stage in (Stage.CLEARED, Stage.OFFERED) and may(Permission.SIGN_CONTRACT),
        "reject": lapsed and may(Permission.SELECT_RECRUITS),
    }


@require_http_methods(["GET", "POST"])
def screen_applicant(request: Request, applicant_id: int) -> HttpResponse:
    applicants = Applicant.objects.visible_to(request.actor, Permission.SCREEN_APPLICANT)
    applicant = get_object_or_404(applicants.select_related(*_CASE), pk=applicant_id)
    open_now = "shortlist" in MOVES.open_from(applicant.stage)
    if not open_now and request.method != "POST":
        return done(request, "recruitment:show-applicant", applicant_id=applicant_id)
    form = ScreeningForm(request.POST or None)
    form.about(applicant, reports.criteria_to_check(applicant))

    if request.method == "POST" and form.is_valid():
        try:
            commands.screen_applicant(
                actor=request.actor, applicant_id=applicant_id, draft=form.draft(), at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "recruitment:show-applicant", applicant_id=applicant_id)

    context: dict[str, Any] = {
        "applicant": applicant,
        "campaign": applicant.campaign,
        "file": reports.applicant_file(applicant, request.actor, clock.today()),
        "form": form,
    }
    return page(request, "recruitment/screen_applicant.html", context, status=form.status)
