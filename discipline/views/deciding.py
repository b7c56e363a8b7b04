"""What others decide about a rectification: the head, the office, and whoever looks again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from discipline import commands
from discipline.access import Permission
from discipline.forms.rectifications import (
    AcceptanceForm,
    ExtensionDecisionForm,
    LimitForm,
    RecheckerForm,
    SendBackForm,
    WithdrawalForm,
)
from discipline.models import Rectification
from discipline.reports.recheckers import recheckers
from patrol_ops.core import clock
from patrol_ops.core.html import Request, done, page
from patrol_ops.core.refusals import Refused


def _within_reach(request: Request, rectification_id: int, permission: str) -> Rectification:
    rows = Rectification.objects.visible_to(request.actor, permission)
    row: Rectification = get_object_or_404(
        rows.select_related("team", "extension_asked_by", "submitted_by"), pk=rectification_id
    )
    return row


@require_http_methods(["GET", "POST"])
def decide_extension(request: Request, rectification_id: int) -> HttpResponse:
    row = _within_reach(request, rectification_id, Permission.DECIDE_EXTENSION)
    form = ExtensionDecisionForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.decide_extension(
                actor=request.actor,
                rectification_id=rectification_id,
                granted=said["granted"],
                reason=said["reason"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-rectification", rectification_id=rectification_id)

    return page(request, "discipline/decide_extension.html", {"row": row, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def limit_rectification(request: Request, rectification_id: int) -> HttpResponse:
    row = _within_reach(request, rectification_id, Permission.LIMIT_RECTIFICATION)
    form = LimitForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.limit_rectification(
                actor=request.actor,
                rectification_id=rectification_id,
                until=said["until"],
                reason=said["reason"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-rectification", rectification_id=rectification_id)

    return page(request, "discipline/limit_rectification.html", {"row": row, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def withdraw_rectification(request: Request, rectification_id: int) -> HttpResponse:
    row = _within_reach(request, rectification_id, Permission.WITHDRAW_RECTIFICATION)
    form = WithdrawalForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.withdraw_rectification(
                actor=request.actor,
                rectification_id=rectification_id,
                reason=form.cleaned_data["reason"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-rectification", rectification_id=rectification_id)

    return page(request, "discipline/withdraw_rectification.html", {"row": row, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def assign_rechecker(request: Request, rectification_id: int) -> HttpResponse:
    row, now = _within_reach(request, rectification_id, Permission.ASSIGN_RECHECKER), clock.now()
    form = RecheckerForm(request.POST or None, initial={"rechecker_id": row.rechecker_id})
    people = recheckers(row.path, now.date())
    form.offer("rechecker_id", [(pk, name) for pk, name in people.items() if pk != row.issued_by_id])

    if request.method == "POST" and form.is_valid():
        try:
            commands.assign_rechecker(
                actor=request.actor,
                rectification_id=rectification_id,
                rechecker_id=form.cleaned_data["rechecker_id"],
                at=now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-rectification", rectification_id=rectification_id)

    return page(request, "discipline/assign_rechecker.html", {"row": row, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def accept_rectification(request: Request, rectification_id: int) -> HttpResponse:
    row = _within_reach(request, rectification_id, Permission.RECHECK_RECTIFICATION)
    form = AcceptanceForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.accept_rectification(
                actor=request.actor,
                rectification_id=rectification_id,
                text=form.cleaned_data["text"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-rectification", rectification_id=rectification_id)

    context = {"row": row, "form": form, "result": _result(row)}
    return page(request, "discipline/accept_rectification.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def send_back_rectification(request: Request, rectification_id: int) -> HttpResponse:
    row = _within_reach(request, rectification_id, Permission.RECHECK_RECTIFICATION)
    form = SendBackForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.send_back_rectification(
                actor=request.actor,
                rectification_id=rectification_id,
                reason=form.cleaned_data["reason"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-rectification", rectification_id=rectification_id)

    context = {"row": row, "form": form, "result": _result(row)}
    return page(request, "discipline/send_back_rectification.html", context, status=form.status)


def _result(row: Rectification) -> str:
    """What the team says it has done."""
    step = row.steps.filter(move="submit").order_by("at", "pk").last()
    return step.text if step else ""
