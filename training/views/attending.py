"""The day itself: the roll by hand and by the code on the wall, results, the end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, drawn, page
from patrol_ops.core.refusals import Refused
from training import commands
from training.forms import CheckInForm, ResultsForm, RollForm
from training.models import Session
from training.reports import rolls
from training.reports import sessions as reports
from training.rules import EnrolmentStage, SessionStage


def _trained(request: Request, session_id: int) -> Session:
    session: Session = get_object_or_404(reports.run_by(request.actor), pk=session_id)
    return session


@require_POST
@answering_refusals
def begin_session(request: Request, session_id: int) -> HttpResponse:
    commands.begin_session(actor=request.actor, session_id=session_id, at=clock.now())
    return done(request, "training:call-roll", session_id=session_id)


@require_http_methods(["GET", "POST"])
def call_roll(request: Request, session_id: int) -> HttpResponse:
    session = _trained(request, session_id)
    if session.stage != SessionStage.RUNNING and request.method != "POST":
        return done(request, "training:show-session", session_id=session_id)
    people = rolls.participants(session, request.actor)
    form = RollForm(request.POST if request.method == "POST" else None, people)

    if request.method == "POST" and form.is_valid():
        present, absent = form.draft(everybody="everybody" in request.POST)
        try:
            commands.call_roll(
                actor=request.actor, session_id=session_id, present=present, absent=absent, at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("点名已保存。"))
            return done(request, "training:call-roll", session_id=session_id)

    context = {
        "session": session,
        "form": form,
        "lines": form.lines,
        "come": sum(person.came for person in people),
        "enrolled": len(people),
    }
    return page(request, "training/call_roll.html", context, status=form.status)


@require_safe
@never_cache
def show_check_in_code(request: Request, session_id: int) -> HttpResponse:
    """For the screen of the hall: a code that is good for this minute and the next."""
    session = _trained(request, session_id)
    if session.stage != SessionStage.RUNNING:
        return done(request, "training:show-session", session_id=session_id)
    wall = rolls.wall_of(session, clock.now())
    there = f"{reverse('training:check-in', args=[session.pk])}?code={wall.code}"
    context = {
        "session": session,
        "wall": wall,
        "groups": (wall.code[:5], wall.code[5:]),
        "code": drawn(request.build_absolute_uri(there)),
    }
    return page(request, "training/show_check_in_code.html", context, part="check-in-code")


@require_http_methods(["GET", "POST"])
@never_cache
def check_in(request: Request, session_id: int) -> HttpResponse:
    """Where the code on the wall leads. Whoever has no place there is told so, the same for every session."""
    place = rolls.own_place(request.actor, session_id)
    if place is None:
        return page(request, "training/check_in.html", {"place": None}, status=404)
    initial = {"code": request.GET.get("code", "")[:20]}
    form = CheckInForm(request.POST or None, initial=initial)

    if request.method == "POST" and form.is_valid():
        try:
            commands.check_in(
                actor=request.actor, session_id=session_id, code=form.cleaned_data["code"], at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "training:check-in", session_id=session_id)

    session = place.session
    context = {
        "place": place,
        "session": session,
        "title": session.revision.title if session.revision else session.subject,
        "form": form,
        "is_here": place.stage in (EnrolmentStage.ATTENDED, EnrolmentStage.PASSED, EnrolmentStage.FAILED),
        "running": session.stage == SessionStage.RUNNING,
        "ahead": session.stage == SessionStage.PLANNED,
    }
    return page(request, "training/check_in.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def record_results(request: Request, session_id: int) -> HttpResponse:
    session = _trained(request, session_id)
    if session.stage != SessionStage.RUNNING and request.method != "POST":
        return done(request, "training:show-session", session_id=session_id)
    revision = session.revision
    people = rolls.participants(session, request.actor)
    marked = revision is not None and revision.pass_mark is not None
    form = ResultsForm(request.POST if request.method == "POST" else None, people, total=session.minutes, marked=marked)

    if request.method == "POST" and form.is_valid():
        try:
            commands.record_results(actor=request.actor, session_id=session_id, results=form.draft(), at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("结果已保存。"))
            return done(request, "training:show-session", session_id=session_id)

    context = {"session": session, "form": form, "lines": form.lines, "marked": marked,
               "theory": revision is not None and revision.theory,
               "enough": -(-session.minutes * 4 // 5)}  # fmt: skip
    return page(request, "training/record_results.html", context, status=form.status)


@require_POST
@answering_refusals
def complete_session(request: Request, session_id: int) -> HttpResponse:
    commands.complete_session(actor=request.actor, session_id=session_id, at=clock.now())
    messages.success(request, _("培训已结束，等待公安机关确认。"))
    return done(request, "training:show-session", session_id=session_id)
