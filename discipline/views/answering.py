"""The team's answers to a rectification: it is the leader who has the phone in the hand."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from discipline import commands, policy
from discipline.access import Permission
from discipline.forms.rectifications import EvidenceForm, ExtensionForm, PlanForm, ProgressForm, ResultForm
from discipline.models import Rectification
from patrol_ops.core import clock, files, idempotency
from patrol_ops.core.html import Request, done, page
from patrol_ops.core.refusals import Refused


def _answered_by(request: Request, rectification_id: int) -> Rectification:
    rows = Rectification.objects.visible_to(request.actor, Permission.ANSWER_RECTIFICATION).select_related("team")
    row: Rectification = get_object_or_404(rows, pk=rectification_id)
    return row


@require_http_methods(["GET", "POST"])
def acknowledge_rectification(request: Request, rectification_id: int) -> HttpResponse:
    row = _answered_by(request, rectification_id)
    form = PlanForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.acknowledge_rectification(
                actor=request.actor,
                rectification_id=rectification_id,
                plan=form.cleaned_data["plan"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-rectification", rectification_id=rectification_id)

    return page(request, "discipline/acknowledge_rectification.html", {"row": row, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def note_progress(request: Request, rectification_id: int) -> HttpResponse:
    row = _answered_by(request, rectification_id)
    form = ProgressForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        text, now = form.cleaned_data["text"], clock.now()
        try:
            idempotency.once(
                actor=request.actor,
                key=form.key,
                door="discipline.note_progress",
                body=[rectification_id, text],
                at=now,
                act=lambda: commands.note_progress(
                    actor=request.actor, rectification_id=rectification_id, text=text, at=now
                ),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-rectification", rectification_id=rectification_id)

    return page(request, "discipline/note_progress.html", {"row": row, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def attach_evidence(request: Request, rectification_id: int) -> HttpResponse:
    row = _answered_by(request, rectification_id)
    form = EvidenceForm(request.POST or None, request.FILES or None)

    if request.method == "POST" and files.too_large(request):
        form.refuse_the_size()
    elif request.method == "POST" and form.is_valid():
        said, now = form.cleaned_data, clock.now()
        try:
            idempotency.once(
                actor=request.actor,
                key=form.key,
                door="discipline.attach_evidence",
                body=[rectification_id, said["title"], said["file"].size],
                at=now,
                act=lambda: commands.attach_evidence(
                    actor=request.actor,
                    rectification_id=rectification_id,
                    upload=said["file"],
                    title=said["title"],
                    at=now,
                ),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-rectification", rectification_id=rectification_id)

    return page(request, "discipline/attach_evidence.html", {"row": row, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def ask_extension(request: Request, rectification_id: int) -> HttpResponse:
    row, today = _answered_by(request, rectification_id), clock.today()
    form = ExtensionForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        try:
            commands.ask_extension(
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

    most = policy.EXTENSION_DAYS.on(today, row.path)
    context = {"row": row, "form": form, "most": most}
    return page(request, "discipline/ask_extension.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def submit_rectification(request: Request, rectification_id: int) -> HttpResponse:
    row = _answered_by(request, rectification_id)
    form = ResultForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.submit_rectification(
                actor=request.actor,
                rectification_id=rectification_id,
                result=form.cleaned_data["result"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-rectification", rectification_id=rectification_id)

    return page(request, "discipline/submit_rectification.html", {"row": row, "form": form}, status=form.status)
