"""Posts and logins: who leads, who is appointed, and the slip that opens a login."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, answering_refusals, done, drawn, page, paged
from patrol_ops.core.refusals import Refused
from teams import commands, reports
from teams.access import Permission
from teams.commands.logins import Slip
from teams.forms import AppointForm, AppointmentFilter, EndAppointmentForm, OpenLoginForm, ProposeForm
from teams.models import Appointment, PatrolArea, Place, Team
from teams.rules import REVIEWER_OF, TEAM_ROLES

# Each table joined costs the planner more than the one before: a list takes no more than it shows.
_LISTED = ("user", "member", "team", "area", "place")
_WHOLE = ("user", "member__user", "team__place", "area", "place", "proposed_by", "approved_by", "ended_by")


@require_safe
def list_appointments(request: Request) -> HttpResponse:
    posts = Appointment.objects.visible_to(request.actor, Permission.VIEW_APPOINTMENT)
    found = AppointmentFilter(request.GET, queryset=posts.select_related(*_LISTED).order_by("path", "role", "pk"))
    paging = paged(request, found.qs if found.is_valid() else posts.none())
    context = {
        "filter": found,
        **paging,
        "lines": reports.post_lines(paging["page"].object_list, request.actor, clock.today()),
        "places": reports.place_choices(request.actor),
        "place": request.GET.get("place", ""),
        "may_appoint": request.actor.may(Permission.APPOINT_STAFF),
    }
    return page(request, "teams/list_appointments.html", context, part="appointment-list")


@require_safe
def show_appointment(request: Request, appointment_id: int) -> HttpResponse:
    actor = request.actor
    posts = Appointment.objects.visible_to(actor, Permission.VIEW_APPOINTMENT).select_related(*_WHOLE)
    post = get_object_or_404(posts, pk=appointment_id)
    (line,) = reports.post_lines([post], actor, clock.today())
    of_team = post.role in TEAM_ROLES

    def may(permission: Permission) -> bool:
        return reports.may_on(actor, permission, path=post.path, team_id=post.team_id)

    waiting = line.stage == "waiting" and may(Permission.APPROVE_LEADER) and post.team is not None
    in_force = line.stage in {"held", "to-come"}
    context = {
        "line": line,
        "post": post,
        "history": reports.post_history(post),
        "may_decide": waiting
        and post.proposed_by_id != actor.person_id
        and reports.holds_over(actor, REVIEWER_OF[post.team.tier] if post.team else "", post.path),
        "may_end": line.stage != "ended" and may(Permission.APPOINT_LEADER if of_team else Permission.APPOINT_STAFF),
        "login_form": OpenLoginForm()
        if in_force and may(Permission.OPEN_LEADER_LOGIN if of_team else Permission.OPEN_LOGIN)
        else None,
    }
    return page(request, "teams/show_appointment.html", context)


@require_http_methods(["GET", "POST"])
def propose_leader(request: Request, team_id: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.actor, Permission.APPOINT_LEADER), pk=team_id)
    asked = {name: request.GET[name] for name in ("member", "post") if name in request.GET}
    form = ProposeForm(request.POST or None, initial={"since": clock.today(), **asked})
    people = reports.crew(team_id, clock.today(), shown_to=request.actor)
    form.offer("member", [(person.member_id, person.label) for person in people])

    if request.method == "POST" and form.is_valid():
        draft, member_id, now = form.draft(), form.cleaned_data["member"], clock.now()
        try:
            answer = idempotency.once(
                actor=request.actor,
                key=form.key,
                door=f"teams.propose_leader/{team_id}",
                body=[draft, member_id],
                at=now,
                act=lambda: commands.propose_leader(
                    actor=request.actor, team_id=team_id, member_id=member_id, draft=draft, at=now
                ),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-appointment", appointment_id=answer.subject_id)

    return page(request, "teams/propose_leader.html", {"team": team, "form": form}, status=form.status)


@require_POST
@answering_refusals
def approve_leader(request: Request, appointment_id: int) -> HttpResponse:
    commands.approve_leader(actor=request.actor, appointment_id=appointment_id, at=clock.now())
    return done(request, "teams:show-appointment", appointment_id=appointment_id)


@require_POST
@answering_refusals
def decline_leader(request: Request, appointment_id: int) -> HttpResponse:
    commands.decline_leader(actor=request.actor, appointment_id=appointment_id, at=clock.now())
    return done(request, "teams:show-appointment", appointment_id=appointment_id)


@require_http_methods(["GET", "POST"])
def appoint_staff(request: Request) -> HttpResponse:
    places = Place.objects.visible_to(request.actor, Permission.APPOINT_STAFF).order_by("path")
    areas = PatrolArea.objects.visible_to(request.actor, Permission.APPOINT_STAFF).order_by("path")
    logins = Appointment.objects.visible_to(request.actor, Permission.APPOINT_STAFF)
    form = AppointForm(request.POST or None, initial={"since": clock.today()})
    form.offer_posts(
        places.values_list("pk", "path", "name"), areas.values_list("pk", "name"), reports.logins_of(logins)
    )

    if request.method == "POST" and form.is_valid():
        draft, facts, now = form.draft(), form.facts(), clock.now()
        try:
            answer = idempotency.once(
                actor=request.actor,
                key=form.key,
                door="teams.appoint_staff",
                body=[draft, facts],
                at=now,
                act=lambda: commands.appoint_staff(actor=request.actor, draft=draft, at=now, **facts),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-appointment", appointment_id=answer.subject_id)

    return page(request, "teams/appoint_staff.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def end_appointment(request: Request, appointment_id: int) -> HttpResponse:
    posts = Appointment.objects.visible_to(request.actor, Permission.VIEW_APPOINTMENT).select_related(*_WHOLE)
    post = get_object_or_404(posts, pk=appointment_id)
    form = EndAppointmentForm(request.POST or None, initial={"until": max(clock.today(), post.since)})

    if request.method == "POST" and form.is_valid():
        try:
            commands.end_appointment(
                actor=request.actor, appointment_id=appointment_id, until=form.cleaned_data["until"], at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-appointment", appointment_id=appointment_id)

    (line,) = reports.post_lines([post], request.actor, clock.today())
    return page(request, "teams/end_appointment.html", {"line": line, "post": post, "form": form}, status=form.status)


@require_POST
@answering_refusals
def open_login(request: Request, appointment_id: int) -> HttpResponse:
    """The slip, shown once: the code stands in no address, no cookie and no log."""
    made: list[Slip] = []

    def act() -> Any:
        made.append(commands.open_login(actor=request.actor, appointment_id=appointment_id, at=clock.now()))
        return made[0]

    form = OpenLoginForm(request.POST)
    idempotency.once(
        actor=request.actor,
        key=form.key if form.is_valid() else "",
        door=f"teams.open_login/{appointment_id}",
        body=None,
        at=clock.now(),
        act=act,
    )
    context: dict[str, Any] = {"appointment_id": appointment_id, "login_form": OpenLoginForm()}
    if made:
        slip = made[0]
        address = request.build_absolute_uri(reverse("claim-login"))
        (line,) = reports.post_lines([slip.appointment], request.actor, clock.today())
        # The code travels behind ``#``, which no server is ever sent.
        context |= {"slip": slip, "line": line, "address": address, "drawing": drawn(f"{address}#{slip.code}")}
    response = page(request, "teams/open_login.html", context)
    response["Cache-Control"] = "no-store"
    return response
