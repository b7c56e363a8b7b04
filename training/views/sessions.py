"""Sessions: the list, one of them, planning, calling off, confirming, and what it cost."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.refusals import Refused
from teams.models import Team
from teams.reports import place_choices
from teams.rules import REVIEWER_OF, Role, Tier
from training import commands
from training.access import Permission
from training.forms import CostForm, SessionConfirmForm, SessionFilter, SessionForm, SessionReasonForm
from training.reports import rolls
from training.reports import sessions as reports
from training.rules import EnrolmentStage, SessionStage, responsible

# The act at the bottom of a session's page, the nearest to whoever looks first.
_FIRST = (
    "check-in",
    "begin-session",
    "call-roll",
    "record-results",
    "complete-session",
    "confirm-session",
    "enrol-members",
    "take-theory-test",
)


@require_safe
def list_sessions(request: Request) -> HttpResponse:
    actor = request.actor
    if not actor.may(Permission.VIEW_SESSION):
        raise Http404
    sessions = reports.as_listed(reports.sessions_shown_to(actor))
    found = SessionFilter(request.GET, queryset=sessions)
    leads = Team.objects.visible_to(actor, Permission.HOLD_STUDY)
    context = {
        "filter": found,
        **paged(request, found.qs if found.is_valid() else sessions.none()),
        "places": [] if request.htmx else place_choices(actor, Permission.VIEW_SESSION),
        "place": request.GET.get("place", ""),
        "may_plan": actor.may(Permission.PLAN_SESSION),
        "study_team": None if request.htmx else leads.order_by("pk").values_list("pk", flat=True).first(),
    }
    status = 200 if found.is_valid() else 422
    return page(request, "training/list_sessions.html", context, part="session-list", status=status)


@require_safe
def show_session(request: Request, session_id: int) -> HttpResponse:
    actor, now = request.actor, clock.now()
    session = get_object_or_404(reports.whole(actor), pk=session_id)
    own = reports.own_enrolment(session, actor)
    people = rolls.participants(session, actor)
    acts = reports.acts_on(session, actor, now, own)
    context = {
        "session": session,
        "own": own,
        "people": people,
        "come": sum(person.came for person in people),
        "passed": sum(person.stage == EnrolmentStage.PASSED for person in people),
        "only_own": len(people) == 1 and people[0].own and actor.holds(Role.MEMBER),
        "has_results": session.stage in (SessionStage.COMPLETED, SessionStage.CONFIRMED),
        "role": f"role.{responsible(session.tier)}",
        "first": _first(acts, people),
        "acts": acts,
        "opens_at": session.starts_at - dt.timedelta(hours=1),
        "waits_to_begin": session.stage == SessionStage.PLANNED and reports.is_run_by(session, actor),
        "missing_money": reports.missing_money(session),
        "sees_money": actor.may(Permission.PLAN_SESSION),
        "history": reports.history_of(session),
    }
    return page(request, "training/show_session.html", context)


def _first(acts: list[str], people: list[rolls.Participant]) -> str:
    """While it runs: the roll until somebody has come, results until all who came have theirs, then the end."""
    done = {"call-roll"} if any(person.came for person in people) else set()
    waiting = any(person.stage == EnrolmentStage.ATTENDED for person in people)
    done |= {"record-results"} if done and not waiting else set()
    return next((stem for stem in _FIRST if stem in acts and stem not in done), "")


@require_http_methods(["GET", "POST"])
def plan_session(request: Request) -> HttpResponse:
    places = place_choices(request.actor, Permission.PLAN_SESSION)
    if not places:
        raise Http404
    asked, now = request.GET.get("place", ""), clock.now()
    spot = next((spot for spot in places if spot.path == asked), places[0])
    courses = reports.courses_to_plan(spot.path)
    form = SessionForm(request.POST or None, initial=_beginning(request, now))
    form.offer("course_id", list(courses.items()))
    form.offer("trainer_id", reports.trainers_around(spot.path, now.date()))
    form.offer("plan_line_id", reports.lines_to_hold(spot.path, now.year, courses))

    if request.method == "POST" and form.is_valid():
        draft = form.draft()
        try:
            answer = idempotency.once(
                actor=request.actor,
                key=form.key,
                door="training.plan_session",
                body=[spot.place_id, draft],
                at=now,
                act=lambda: commands.plan_session(actor=request.actor, place_id=spot.place_id, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "training:show-session", session_id=answer.subject_id)

    context = {"form": form, "places": places, "place": spot.path, "spot": spot, "courses": courses}
    return page(request, "training/plan_session.html", context, status=form.status)


def _beginning(request: Request, now: dt.datetime) -> dict[str, Any]:
    """A day in a week, for the tier that whoever plans answers for, trained by themselves."""
    roles = {post.role for post in request.actor.posts}
    tier = next((tier for tier, role in REVIEWER_OF.items() if role in roles), Tier.DETACHMENT)
    return {
        "tier": tier,
        "day": now.date() + dt.timedelta(days=7),
        "starts_at": dt.time(9),
        "ends_at": dt.time(17),
        "capacity": 30,
        "trainer_id": request.actor.person_id,
        "plan_line_id": request.GET.get("line", ""),
        "course_id": request.GET.get("course", ""),
    }


@require_http_methods(["GET", "POST"])
def cancel_session(request: Request, session_id: int) -> HttpResponse:
    sessions = reports.over_whom(request.actor, Permission.PLAN_SESSION)
    session = get_object_or_404(sessions, pk=session_id)
    form = SessionReasonForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            commands.cancel_session(actor=request.actor, session_id=session_id, reason=reason, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "training:show-session", session_id=session_id)

    context = {"session": session, "form": form}
    return page(request, "training/cancel_session.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def confirm_session(request: Request, session_id: int) -> HttpResponse:
    """What will be credited to whom, before another hand says yes (TRN-09)."""
    actor, now = request.actor, clock.now()
    session = get_object_or_404(reports.over_whom(actor, Permission.CONFIRM_SESSION), pk=session_id)
    if responsible(session.tier) not in actor.roles_over(session.path):
        raise Http404
    if session.stage != SessionStage.COMPLETED and request.method != "POST":
        return done(request, "training:show-session", session_id=session_id)
    form = SessionConfirmForm(request.POST if request.method == "POST" else None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.confirm_session(actor=actor, session_id=session_id, at=now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("已确认，学时已经计入。"))
            return done(request, "training:show-session", session_id=session_id)

    factor = rolls.factor_of(session, now.date())
    people = rolls.participants(session, actor, factor=factor)
    context = {
        "session": session,
        "form": form,
        "people": people,
        "passed": sum(person.stage == EnrolmentStage.PASSED for person in people),
        "factor": factor,
        "own_hand": actor.person_id in (session.completed_by_id, session.trainer_id),
    }
    return page(request, "training/confirm_session.html", context, status=form.status)


@require_POST
@answering_refusals
def reopen_session(request: Request, session_id: int) -> HttpResponse:
    commands.reopen_session(actor=request.actor, session_id=session_id, at=clock.now())
    messages.success(request, _("已退回，请教员重新核对。"))
    return done(request, "training:show-session", session_id=session_id)


@require_http_methods(["GET", "POST"])
def note_cost(request: Request, session_id: int) -> HttpResponse:
    session = get_object_or_404(reports.over_whom(request.actor, Permission.PLAN_SESSION), pk=session_id)
    spent = session.cost_planned if session.cost_actual is None else session.cost_actual
    form = CostForm(request.POST or None, initial={"cost": spent, "funded": session.funded})

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.note_cost(
                actor=request.actor, session_id=session_id, cost=said["cost"], funded=said["funded"], at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "training:show-session", session_id=session_id)

    context = {"session": session, "form": form, "missing": reports.missing_money(session)}
    return page(request, "training/note_cost.html", context, status=form.status)
