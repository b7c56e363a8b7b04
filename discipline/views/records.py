"""Writing a record: on the spot, amended before it is signed, corrected by another one, with pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discipline import commands
from discipline.access import Permission
from discipline.forms.records import RecordForms
from discipline.forms.signing import PhotoForm
from discipline.models import Inspection, Visit
from discipline.reports import parts_of, revision_in_force
from discipline.reports.starts import start_of_record, start_of_visit
from discipline.rules import EFFECTIVE, INSPECTION_MOVES, VISIT_MOVES
from discipline.views.signing import drawn
from patrol_ops.core import clock, files, idempotency
from patrol_ops.core.html import Request, done, page, refusal
from patrol_ops.core.refusals import Refused, WrongStage


@require_http_methods(["GET", "POST"])
def record_inspection(request: Request, visit_id: int) -> HttpResponse:
    """Opened on arrival, filled with what is known; sent when the inspector leaves."""
    visits = Visit.objects.visible_to(request.actor, Permission.RECORD_INSPECTION)
    visit = get_object_or_404(visits.select_related("team"), pk=visit_id)
    now = clock.now()
    if request.method == "GET" and "record" not in VISIT_MOVES.open_from(visit.stage):
        own = Inspection.objects.visible_to(request.actor, Permission.SIGN_INSPECTION)
        made = own.filter(visit=visit, corrects__isnull=True).first()
        if made is None:
            return refusal(request, WrongStage("record", visit.stage))
        messages.info(request, _("这次检查已经有记录，现在是这样的。"))
        return done(request, "discipline:show-inspection", inspection_id=made.pk)
    revision = revision_in_force(visit.checklist_id)
    start = start_of_visit(visit, revision, now)
    forms = RecordForms(request.POST or None, revision=revision, initial=start.initial, rows=start.rows)

    return _written(
        request,
        forms,
        {"visit": visit, "team": visit.team, "revision": revision, "subject": f"{visit.pk}"},
        door=f"discipline.record_inspection/{visit.pk}",
        act=lambda draft: commands.record_inspection(actor=request.actor, visit_id=visit.pk, draft=draft, at=now),
    )


@require_http_methods(["GET", "POST"])
def amend_inspection(request: Request, inspection_id: int) -> HttpResponse:
    row = _own(request, inspection_id)
    if request.method == "GET" and "sign" not in INSPECTION_MOVES.open_from(row.stage):
        return refusal(request, WrongStage("record", row.stage))
    now = clock.now()
    return _written(
        request,
        _forms_of(request, row),
        {"row": row, "team": row.team, "revision": row.revision, "subject": f"{row.pk}:{row.digest[:12]}"},
        door=f"discipline.amend_inspection/{row.pk}",
        act=lambda draft: commands.amend_inspection(actor=request.actor, inspection_id=row.pk, draft=draft, at=now),
    )


@require_http_methods(["GET", "POST"])
def correct_inspection(request: Request, inspection_id: int) -> HttpResponse:
    """Another record beside one in effect, with its reason."""
    row = _own(request, inspection_id)
    if request.method == "GET" and row.stage not in EFFECTIVE:
        return refusal(request, Refused("discipline.not-effective"))
    now = clock.now()
    forms = _forms_of(request, row, reasoned=True)
    return _written(
        request,
        forms,
        {"row": row, "team": row.team, "revision": row.revision, "subject": f"{row.pk}", "correcting": True},
        door=f"discipline.correct_inspection/{row.pk}",
        act=lambda draft: commands.correct_inspection(
            actor=request.actor,
            inspection_id=row.pk,
            draft=draft,
            reason=forms.main.cleaned_data["reason"],
            at=now,
        ),
    )


def _own(request: Request, inspection_id: int) -> Inspection:
    rows = Inspection.objects.visible_to(request.actor, Permission.SIGN_INSPECTION)
    row: Inspection = get_object_or_404(rows.select_related("team", "revision__checklist"), pk=inspection_id)
    return row


def _forms_of(request: Request, row: Inspection, *, reasoned: bool = False) -> RecordForms:
    parts = parts_of(row)
    start = start_of_record(row, parts)
    return RecordForms(
        request.POST or None,
        revision=row.revision,
        initial=start.initial,
        rows=start.rows,
        documents=bool(parts.documents),
        reasoned=reasoned,
    )


def _written(
    request: Request, forms: RecordForms, context: dict[str, Any], *, door: str, act: Callable[[Any], Any]
) -> HttpResponse:
    """One command, once; whatever stands in the way is shown beside what was typed, and nothing of it is lost."""
    if request.method == "POST" and not forms.grown and forms.is_valid():
        now = clock.now()
        try:
            draft = forms.draft(now.replace(tzinfo=None))
            answer = idempotency.once(
                actor=request.actor,
                key=forms.main.key,
                door=door,
                body=forms.body(draft),
                at=now,
                act=lambda: act(draft),
            )
        except Refused as refused:
            forms.refuse(refused)
        else:
            return done(request, "discipline:show-inspection", inspection_id=answer.subject_id)
    context = {"forms": forms, "form": forms.main, **context}
    return page(request, "discipline/record_inspection.html", context, part="record-form", status=forms.status)


@require_POST
def attach_photo(request: Request, inspection_id: int) -> HttpResponse:
    """From the foot of the record; a no comes back on it."""
    row = _own(request, inspection_id)
    form = PhotoForm(request.POST, request.FILES, photos=files.PHOTOS_ALLOWED.on(clock.today(), row.path))
    if files.too_large(request):
        form.refuse_the_size()
    elif form.is_valid():
        said = form.cleaned_data
        try:
            commands.attach_photo(
                actor=request.actor,
                inspection_id=inspection_id,
                upload=said["file"],
                title=said["title"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-inspection", inspection_id=inspection_id)
    return drawn(request, inspection_id, photo=form)
