"""Who takes part: whole teams, members by name, staff, or whoever lacks it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, page
from patrol_ops.core.refusals import Refused
from training import commands
from training.access import Permission
from training.forms import EnrolForm
from training.reports import rolls
from training.reports import sessions as reports
from training.rules import SessionStage


@require_http_methods(["GET", "POST"])
def enrol_members(request: Request, session_id: int) -> HttpResponse:
    actor, now = request.actor, clock.now()
    session = get_object_or_404(reports.over_whom(actor, Permission.ENROL).with_numbers(), pk=session_id)
    if session.stage != SessionStage.PLANNED and request.method != "POST":
        return done(request, "training:show-session", session_id=session_id)
    asked = (request.POST.get("q") or request.GET.get("q") or "").strip()[:30]
    form = EnrolForm(request.POST if request.method == "POST" else None)
    form.offer(
        rolls.teams_to_enrol(session, now.date()),
        rolls.members_to_enrol(session, actor, asked, now.date()),
        rolls.staff_to_enrol(session, now.date()),
    )

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            number = commands.enrol_members(
                actor=actor,
                session_id=session_id,
                member_ids=said["members"],
                team_ids=said["teams"],
                user_ids=[said["user"]] if said["user"] else [],
                at=now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("已报名，现在一共 {n} 人。").format(n=number))
            return done(request, "training:enrol-members", session_id=session_id)

    people = rolls.participants(session, actor)
    context = {
        "session": session,
        "form": form,
        "asked": asked,
        "people": people,
        "taken": session.taking,
        "room": max(session.capacity - session.taking, 0),
    }
    return page(request, "training/enrol_members.html", context, status=form.status)


@require_POST
@answering_refusals
def enrol_lacking(request: Request, session_id: int) -> HttpResponse:
    number = commands.enrol_lacking(actor=request.actor, session_id=session_id, at=clock.now())
    messages.success(request, _("自动报名 {n} 人。").format(n=number))
    return done(request, "training:enrol-members", session_id=session_id)


@require_POST
@answering_refusals
def withdraw_enrolment(request: Request, enrolment_id: int) -> HttpResponse:
    session_id = commands.withdraw_enrolment(actor=request.actor, enrolment_id=enrolment_id, at=clock.now())
    return done(request, "training:enrol-members", session_id=session_id)
