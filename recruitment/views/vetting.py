"""The desk of the police: recruits who wait for its word, decided one by one or several at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, done, page, paged
from patrol_ops.core.refusals import Refused
from patrol_ops.core.wording import say
from recruitment import commands
from recruitment.access import Permission
from recruitment.forms import PoliceReviewForm
from recruitment.models import Applicant
from recruitment.reports import vetting as reports
from recruitment.rules import VerdictCode, VerdictDraft

AT_ONCE = 50
_NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass
class Outcome:
    """What became of several that were decided at once."""

    accepted: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    picked: frozenset[int] = frozenset()
    declared: bool = False

    @property
    def said(self) -> str:
        return _("已记录适合 {n} 人：{names}").format(n=len(self.accepted), names=_("、").join(self.accepted))


@require_safe
def list_vetting(request: Request) -> HttpResponse:
    if not request.actor.may(Permission.RECORD_POLICE_REVIEW):
        raise Http404
    return page(request, "recruitment/list_vetting.html", _queue(request), part="vetting-list")


def _queue(request: Request, outcome: Outcome | None = None) -> dict[str, Any]:
    paging = paged(request, reports.vetting_queue(request.actor))
    now, here = clock.now(), reverse("recruitment:list-vetting")
    lines = reports.vetting_lines(paging["page"].object_list)
    return {
        **paging,
        # The answer to a decision stands at another address than the list.
        "previous": paging["previous"] and here + paging["previous"],
        "next": paging["next"] and here + paging["next"],
        "lines": lines,
        "overdue": sum(1 for line in lines if line.due_at and line.due_at <= now),
        "outcome": outcome,
    }


@require_POST
def record_police_reviews(request: Request) -> HttpResponse:
    """Suitable, of one or of several: each a command of its own, so that one refusal holds up no other."""
    if not request.actor.may(Permission.RECORD_POLICE_REVIEW):
        raise Http404
    outcome = _recorded(request)
    if request.htmx or not outcome.accepted:
        status = 200 if outcome.accepted else 422
        return _answered(request, outcome, status)
    for sentence in outcome.refused:
        messages.error(request, sentence)
    messages.success(request, outcome.said)
    return done(request, "recruitment:list-vetting")


def _answered(request: Request, outcome: Outcome, status: int) -> HttpResponse:
    return page(request, "recruitment/list_vetting.html", _queue(request, outcome), part="vetting-list", status=status)


def _recorded(request: Request) -> Outcome:
    sent = [request.POST["one"]] if "one" in request.POST else request.POST.getlist("applicant")[:AT_ONCE]
    picked = [int(pk) for pk in dict.fromkeys(sent) if _NUMBER.fullmatch(pk)]
    declared = request.POST.get("unrelated") == "on"
    outcome = Outcome(picked=frozenset(picked), declared=declared)
    if not picked:
        outcome.refused.append(_("请先勾选审核合格的人。"))
        return outcome
    if not declared:
        outcome.refused.append(_("请先勾选上面的亲属关系声明，再记录意见。"))
        return outcome
    names = {row.pk: reports.named(row) for row in reports.vetting_cases(request.actor).filter(pk__in=picked)}
    draft = VerdictDraft(code=VerdictCode.SUITABLE, unrelated=declared)
    for pk in picked:
        try:
            commands.record_police_review(actor=request.actor, applicant_id=pk, draft=draft, at=clock.now())
        except Refused as refused:
            why = say(refused.code, **refused.facts)
            name = names.get(pk)
            outcome.refused.append(_("没有记录 {name}：{why}").format(name=name, why=why) if name else why)
        else:
            outcome.accepted.append(names[pk])
    return outcome


@require_http_methods(["GET", "POST"])
def record_police_review(request: Request, applicant_id: int) -> HttpResponse:
    """One case in full; decided cases are read here, too. Whoever is only told that it is late reads it masked."""
    row = reports.vetting_cases(request.actor).filter(pk=applicant_id).first()
    if row is None and request.method == "POST":
        raise Http404
    if row is None:
        masked = Applicant.objects.visible_to(request.actor, Permission.VIEW_APPLICANT_MASKED)
        get_object_or_404(masked, pk=applicant_id)
        return done(request, "recruitment:show-applicant", applicant_id=applicant_id)
    case = reports.vetting_case(request.actor, row, clock.today())
    form = PoliceReviewForm(request.POST or None, initial={"holds_until": case.longest})

    if request.method == "POST" and form.is_valid():
        now, draft = clock.now(), form.draft()
        try:
            idempotency.once(
                actor=request.actor,
                key=form.key,
                door=f"recruitment.record_police_review/{applicant_id}",
                body=draft,
                at=now,
                act=lambda: commands.record_police_review(
                    actor=request.actor, applicant_id=applicant_id, draft=draft, at=now
                ),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            verdict = say(f"verdict.{draft.code}")
            messages.success(request, _("已记录 {name}：{verdict}").format(name=reports.named(row), verdict=verdict))
            return done(request, "recruitment:list-vetting")

    return page(request, "recruitment/record_police_review.html", {"case": case, "form": form}, status=form.status)
