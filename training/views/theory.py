"""The online test on the own phone: what it is, the questions, the result at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, page
from patrol_ops.core.refusals import Refused
from training import commands
from training.forms import AnswersForm
from training.models import Enrolment
from training.reports import theory as reports


def _place(request: Request, session_id: int) -> Enrolment:
    place: Enrolment = get_object_or_404(reports.places_to_test(request.actor), session__pk=session_id)
    return place


@require_safe
def take_theory_test(request: Request, session_id: int) -> HttpResponse:
    """What the test asks and how often one may still try; an open one goes on."""
    place = _place(request, session_id)
    standing = reports.standing(request.actor, place, clock.now())
    context = {"session": place.session, "standing": standing}
    return page(request, "training/take_theory_test.html", context)


@require_POST
@answering_refusals
def start_theory_test(request: Request, session_id: int) -> HttpResponse:
    _place(request, session_id)
    attempt = commands.start_theory_test(actor=request.actor, session_id=session_id, at=clock.now())
    return done(request, "training:submit-theory-test", session_id=session_id, attempt_id=attempt.pk)


@require_http_methods(["GET", "POST"])
@never_cache
def submit_theory_test(request: Request, session_id: int, attempt_id: int) -> HttpResponse:
    """The questions; handed in with a gap only by whoever says so twice."""
    now = clock.now()
    attempt: Any = get_object_or_404(reports.attempts_of(request.actor), pk=attempt_id)
    if attempt.submitted_at is not None and request.method != "POST":
        return done(request, "training:take-theory-test", session_id=session_id)
    form = AnswersForm(request.POST if request.method == "POST" else None, reports.questions_of(attempt))
    gaps = 0

    if request.method == "POST" and form.is_valid():
        gaps = form.unanswered
        if gaps and "anyway" not in request.POST and attempt.ends_at > now:
            form.add_error(None, _("还有 {n} 题没有答。可以补答，也可以直接交卷。").format(n=gaps))
        else:
            try:
                commands.submit_theory_test(actor=request.actor, attempt_id=attempt_id, answers=form.draft(), at=now)
            except Refused as refused:
                form.refuse(refused)
            else:
                return done(request, "training:take-theory-test", session_id=session_id)

    context = {"attempt": attempt, "form": form, "session_id": session_id, "gaps": gaps,
               "is_late": attempt.ends_at <= now}  # fmt: skip
    return page(request, "training/submit_theory_test.html", context, part="time-left", status=form.status)
