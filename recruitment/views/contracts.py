"""From the offer to the contract, and contracts afterwards (CON-01)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock, files, idempotency
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.refusals import Refused
from recruitment import commands
from recruitment.access import Permission
from recruitment.forms import ContractFilter, ContractForm
from recruitment.forms.contracts import as_usual
from recruitment.reports import contracts as reports
from recruitment.rules import Stage
from teams.access import Permission as Teams
from teams.models import Team
from teams.reports import members_shown_to, place_choices
from teams.rules import EmploymentClass


@require_POST
@answering_refusals
def offer_post(request: Request, applicant_id: int) -> HttpResponse:
    commands.offer_post(actor=request.actor, applicant_id=applicant_id, at=clock.now())
    return done(request, "recruitment:sign-contract", applicant_id=applicant_id)


@require_http_methods(["GET", "POST"])
def sign_contract(request: Request, applicant_id: int) -> HttpResponse:
    row = get_object_or_404(reports.offers(request.actor), pk=applicant_id)
    employment_class = EmploymentClass(row.post.employment_class)
    initial = as_usual(employment_class, clock.today())
    form = ContractForm(request.POST or None, request.FILES or None, initial=initial)
    form.offer(employment_class)

    if files.too_large(request):
        form.refuse_the_size()
    elif request.method == "POST" and form.is_valid():
        now, draft, scan = clock.now(), form.draft(), form.scan
        try:
            answer = idempotency.once(
                actor=request.actor,
                key=form.key,
                door=f"recruitment.sign_contract/{applicant_id}",
                body=[draft, form.digest()],
                at=now,
                act=lambda: commands.sign_contract(
                    actor=request.actor, applicant_id=applicant_id, draft=draft, scan=scan, at=now
                ),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "recruitment:show-contract", contract_id=answer.subject_id)

    context = {
        "recruit": reports.recruit_line(row),
        "employment_class": f"class.{employment_class}",
        "notice_last_day": row.notice.last_day if row.notice else None,
        "offered": row.stage == Stage.OFFERED,
        "cleared": row.stage == Stage.CLEARED,
        "form": form,
    }
    return page(request, "recruitment/sign_contract.html", context, status=form.status)


@require_safe
def list_contracts(request: Request) -> HttpResponse:
    if not request.actor.may(Permission.VIEW_CONTRACT):
        raise Http404
    rows = reports.contracts_shown_to(request.actor)
    found = ContractFilter(request.GET, queryset=rows)
    paging = paged(request, found.qs if found.is_valid() else rows.none())
    places = [] if request.htmx else place_choices(request.actor, Permission.VIEW_CONTRACT)
    context = {
        "filter": found,
        "places": places,
        "place": request.GET.get("place") or (places[0].path if places else ""),
        **paging,
        "lines": reports.contract_lines(paging["page"].object_list, clock.today()),
    }
    status = 200 if found.is_valid() else 422
    return page(request, "recruitment/list_contracts.html", context, part="contract-list", status=status)


@require_safe
def show_contract(request: Request, contract_id: int) -> HttpResponse:
    row = get_object_or_404(reports.contracts_shown_to(request.actor), pk=contract_id)
    file = reports.contract_file(request.actor, row, clock.today())
    context = {
        "file": file,
        "line": file.line,
        "may_renew": row.ends_on is not None and not file.end_reason and request.actor.may(Permission.RENEW_CONTRACT),
        "may_end": not file.end_reason and request.actor.may(Permission.END_CONTRACT),
        "may_confirm": file.probation_until is not None
        and file.confirmed_on is None
        and not file.end_reason
        and request.actor.may(Permission.END_PROBATION),
        "sees_member": request.actor.may(Teams.VIEW_MEMBER) or request.actor.may(Teams.VIEW_MEMBER_MASKED),
    }
    return page(request, "recruitment/show_contract.html", context)


@require_safe
def member_contracts(request: Request, member_id: int) -> HttpResponse:
    """The panel on a member's page."""
    get_object_or_404(members_shown_to(request.actor), pk=member_id)
    rows = reports.contracts_shown_to(request.actor).filter(member=member_id)
    context = {"lines": reports.contract_lines(rows, clock.today())}
    return _panel(request, "recruitment/member_contracts.html", "member-contracts", context)


@require_safe
def team_recruits(request: Request, team_id: int) -> HttpResponse:
    """The panel on the team page: who is on the way."""
    get_object_or_404(Team.objects.visible_to(request.actor, Teams.VIEW_TEAM), pk=team_id)
    context = {"lines": reports.recruits_of(request.actor, team_id)}
    return _panel(request, "recruitment/team_recruits.html", "team-recruits", context)


def _panel(request: Request, template: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """Whatever the element is called on the page that fetches it."""
    return render(request, f"{template}#{part}" if request.htmx else template, context)
