"""The record's page, and what both sides do with it: sign, take back, countersign, refuse, decide (LOG-04)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from discipline import commands
from discipline.access import Permission
from discipline.forms.signing import DecisionForm, PhotoForm, SeenForm, StatementForm
from discipline.models import Inspection
from discipline.reports import records as reports
from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, page, refusal
from patrol_ops.core.refusals import Refused, WrongStage


@require_safe
def show_inspection(request: Request, inspection_id: int) -> HttpResponse:
    return drawn(request, inspection_id)


def drawn(request: Request, inspection_id: int, *, photo: PhotoForm | None = None) -> HttpResponse:
    """The record as this reader sees it; ``photo`` is a form that was refused."""
    row = get_object_or_404(reports.records_in_full(request.actor), pk=inspection_id)
    acts = reports.acts_on(row, request.actor, clock.today())
    context = {
        **_record(request, row),
        "acts": acts,
        "photo": (photo or PhotoForm(photos="photo" in acts)) if "attach" in acts else None,
        "history": reports.history_of(row),
    }
    return page(request, "discipline/show_inspection.html", context, status=photo.status if photo else 200)


def _record(request: Request, row: Any) -> dict[str, Any]:
    return {"row": row, "record": reports.record_shown(row, request.actor)}


def _seen(request: Request) -> str:
    """The digest of what was read; a form without one has read nothing."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Refused("core.malformed")
    return str(form.cleaned_data["seen"])


@require_POST
@answering_refusals
def sign_inspection(request: Request, inspection_id: int) -> HttpResponse:
    _reached(request, inspection_id, Permission.SIGN_INSPECTION)
    commands.sign_inspection(actor=request.actor, inspection_id=inspection_id, seen=_seen(request), at=clock.now())
    messages.success(request, _("您已签字。队长会收到通知，签字后记录生效。"))
    return done(request, "discipline:show-inspection", inspection_id=inspection_id)


@require_POST
@answering_refusals
def take_back_signature(request: Request, inspection_id: int) -> HttpResponse:
    commands.take_back_signature(actor=request.actor, inspection_id=inspection_id, at=clock.now())
    messages.success(request, _("签字已撤回，可以修改记录。"))
    return done(request, "discipline:show-inspection", inspection_id=inspection_id)


@require_POST
@answering_refusals
def countersign_inspection(request: Request, inspection_id: int) -> HttpResponse:
    """The leader has read all of it."""
    _reached(request, inspection_id, Permission.COUNTERSIGN_INSPECTION)
    commands.countersign_inspection(
        actor=request.actor, inspection_id=inspection_id, seen=_seen(request), at=clock.now()
    )
    messages.success(request, _("双方已签字，检查记录生效。"))
    return done(request, "discipline:show-inspection", inspection_id=inspection_id)


def _reached(request: Request, inspection_id: int, permission: Permission) -> None:
    """Out of reach is told before a form is read; the command guards."""
    if not Inspection.objects.visible_to(request.actor, permission).filter(pk=inspection_id).exists():
        raise Http404


def _to_write_on(request: Request, inspection_id: int, permission: Permission, move: str, act: str) -> Any:
    """The record in full, where this reader may do this; or why not now."""
    _reached(request, inspection_id, permission)
    row = get_object_or_404(reports.records_in_full(request.actor), pk=inspection_id)
    if request.method == "GET" and act not in reports.acts_on(row, request.actor, clock.today()):
        raise WrongStage(move, row.stage)
    return row


@require_http_methods(["GET", "POST"])
def refuse_signature(request: Request, inspection_id: int) -> HttpResponse:
    """The leader says why not; the record stands below what they write."""
    try:
        row = _to_write_on(request, inspection_id, Permission.COUNTERSIGN_INSPECTION, "refuse", "refuse")
    except WrongStage as refused:
        return refusal(request, refused)
    form = StatementForm(request.POST or None, initial={"seen": row.digest})

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.refuse_signature(
                actor=request.actor,
                inspection_id=inspection_id,
                statement=said["statement"],
                seen=said["seen"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
            form.show_again(row.digest)
        else:
            messages.success(request, _("异议已提交，由综治办主任裁定。"))
            return done(request, "discipline:show-inspection", inspection_id=inspection_id)

    context = {**_record(request, row), "form": form}
    return page(request, "discipline/refuse_signature.html", context, part="statement-form", status=form.status)


@require_http_methods(["GET", "POST"])
def decide_dispute(request: Request, inspection_id: int) -> HttpResponse:
    try:
        row = _to_write_on(request, inspection_id, Permission.DECIDE_DISPUTE, "uphold", "decide")
    except WrongStage as refused:
        return refusal(request, refused)
    form = DecisionForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.decide_dispute(
                actor=request.actor,
                inspection_id=inspection_id,
                upheld=said["upheld"],
                decision=said["decision"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-inspection", inspection_id=inspection_id)

    context = {**_record(request, row), "form": form}
    return page(request, "discipline/decide_dispute.html", context, part="decision-form", status=form.status)
