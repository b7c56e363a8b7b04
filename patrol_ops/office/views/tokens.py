"""Tokens for machines: which there are, a new one shown once, an old one ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock, idempotency, tokens
from patrol_ops.core.access import Permission
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.refusals import Refused
from patrol_ops.office.forms import TokenForm
from patrol_ops.office.reports import tokens as report

PAGE, USUAL_DAYS = 30, 30


@require_safe
def list_tokens(request: Request) -> HttpResponse:
    """One's own, whatever post one holds today; for the administrator those of the district too."""
    paging = paged(request, report.tokens_of(request.actor), PAGE)
    context = {
        **paging,
        "lines": report.token_lines(paging["page"].object_list, request.actor, clock.now()),
        "may_issue": request.actor.may(Permission.ISSUE_TOKEN),
        "of_others": request.actor.may(Permission.REVOKE_TOKEN),
    }
    return page(request, "office/list_tokens.html", context)


@require_http_methods(["GET", "POST"])
def issue_token(request: Request) -> HttpResponse:
    """The token itself is shown in the answer and nowhere else: it stands in no address, no cookie and no log."""
    if not request.actor.may(Permission.ISSUE_TOKEN):
        raise Http404
    most = tokens.MAX_DAYS.on(clock.today())
    groups = report.permission_groups(tokens.grantable(request.actor))
    form = TokenForm(request.POST or None, groups=groups, most=most, initial={"days": min(USUAL_DAYS, most)})
    context: dict[str, Any] = {"form": form}

    if request.method == "POST" and form.is_valid():
        draft, now = form.draft(), clock.now()
        made: list[tokens.IssuedToken] = []

        def act() -> Any:
            made.append(tokens.issue_token(actor=request.actor, draft=draft, at=now))
            return made[0]

        try:
            idempotency.once(actor=request.actor, key=form.key, door="office.issue_token", body=draft, at=now, act=act)
        except Refused as refused:
            form.refuse(refused)
        else:
            context = {"sent": True, "issued": made[0] if made else None}

    response = page(request, "office/issue_token.html", context, status=form.status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@answering_refusals
def revoke_token(request: Request, token_id: int) -> HttpResponse:
    token = tokens.revoke_token(actor=request.actor, token_id=token_id, at=clock.now())
    messages.success(request, _("已停用「{name}」，用它的系统从现在起打不开。").format(name=token.name))
    return done(request, "office:list-tokens")
