"""What becomes of a contract: the next term, the end of probation, the end."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, page
from patrol_ops.core.refusals import Refused
from recruitment import commands
from recruitment.access import Permission
from recruitment.forms import EndContractForm, RenewContractForm
from recruitment.reports import contracts as reports
from recruitment.rules import months_after


@require_http_methods(["GET", "POST"])
def renew_contract(request: Request, contract_id: int) -> HttpResponse:
    row = get_object_or_404(reports.contracts_for(request.actor, Permission.RENEW_CONTRACT), pk=contract_id)
    today = clock.today()
    file = reports.contract_file(request.actor, row, today)
    usual = {"signed_on": today}
    if row.ends_on is not None and not file.asks_for_fixed:
        usual["ends_on"] = months_after(row.ends_on + dt.timedelta(days=1), 24) - dt.timedelta(days=1)
    form = RenewContractForm(request.POST or None, initial=usual)
    form.ask(file.asks_for_fixed)

    if request.method == "POST" and form.is_valid():
        try:
            commands.renew_contract(actor=request.actor, contract_id=contract_id, draft=form.draft(), at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "recruitment:show-contract", contract_id=contract_id)

    context = {"file": file, "line": file.line, "form": form}
    return page(request, "recruitment/renew_contract.html", context, status=form.status)


@require_POST
@answering_refusals
def end_probation(request: Request, contract_id: int) -> HttpResponse:
    commands.end_probation(actor=request.actor, contract_id=contract_id, at=clock.now())
    return done(request, "recruitment:show-contract", contract_id=contract_id)


@require_http_methods(["GET", "POST"])
def end_contract(request: Request, contract_id: int) -> HttpResponse:
    row = get_object_or_404(reports.contracts_for(request.actor, Permission.END_CONTRACT), pk=contract_id)
    today = clock.today()
    (line,) = reports.contract_lines([row], today)
    form = EndContractForm(request.POST or None, initial={"last_day": row.ends_on or today})

    if request.method == "POST" and form.is_valid():
        try:
            commands.end_contract(actor=request.actor, contract_id=contract_id, draft=form.draft(), at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "recruitment:show-contract", contract_id=contract_id)

    return page(request, "recruitment/end_contract.html", {"line": line, "form": form}, status=form.status)
