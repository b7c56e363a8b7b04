"""The duty of a post: read, acknowledged, published, and who knows it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.refusals import Refused
from teams import commands, reports
from teams.access import Permission
from teams.forms import AcknowledgementFilter, PaperSignatureForm, StatementForm
from teams.models import DutyStatement, Place, Team
from teams.rules import PlaceTier, Role


@require_safe
def list_duty_statements(request: Request) -> HttpResponse:
    actor = request.actor
    if not actor.may(Permission.VIEW_DUTY_STATEMENT):
        raise Http404
    context = {
        "shown": reports.statements_shown_to(actor, clock.today()),
        "may_publish": actor.may(Permission.PUBLISH_DUTY_STATEMENT),
        "may_follow": actor.may(Permission.VIEW_ACKNOWLEDGEMENT),
    }
    return page(request, "teams/list_duty_statements.html", context)


@require_POST
@answering_refusals
def acknowledge_duty_statement(request: Request) -> HttpResponse:
    asked = request.POST.get("statement", "")
    known = asked.isascii() and asked.isdigit() and len(asked) <= 18
    commands.acknowledge_duty_statement(actor=request.actor, statement_id=int(asked) if known else 0, at=clock.now())
    return done(request, "teams:list-duty-statements")


@require_http_methods(["GET", "POST"])
def publish_duty_statement(request: Request) -> HttpResponse:
    places = Place.objects.visible_to(request.actor, Permission.PUBLISH_DUTY_STATEMENT)
    place = get_object_or_404(places.filter(tier=PlaceTier.DISTRICT).order_by("path")[:1])
    form = StatementForm(request.POST or None, initial=_in_force(request))

    if request.method == "POST" and form.is_valid():
        try:
            commands.publish_duty_statement(actor=request.actor, place_id=place.pk, draft=form.draft(), at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:list-duty-statements")

    return page(request, "teams/publish_duty_statement.html", {"place_row": place, "form": form}, status=form.status)


def _in_force(request: Request) -> dict[str, Any]:
    """What the form opens with: the texts in force for the post asked for."""
    role = Role.LEADER if request.GET.get("role") == Role.LEADER else Role.MEMBER
    versions = DutyStatement.objects.visible_to(request.actor, Permission.VIEW_DUTY_STATEMENT)
    texts = versions.in_force(clock.today()).filter(role=role).values("clear_duty", "clear_task", "complementary")
    return {"role": role, **(texts.first() or {})}


@require_safe
def list_acknowledgements(request: Request) -> HttpResponse:
    actor = request.actor
    if not actor.may(Permission.VIEW_ACKNOWLEDGEMENT):
        raise Http404
    rows = reports.acknowledgement_rows(actor, clock.today())
    found = AcknowledgementFilter(request.GET, queryset=rows.order_by("team__place__path", "member__pinyin", "pk"))
    paging = paged(request, found.qs if found.is_valid() else rows.none())
    may_record = {post.team_id for post, _ in actor.reaches(Permission.RECORD_PAPER_SIGNATURE)}
    context = {
        "filter": found,
        **paging,
        "lines": [
            (line, line.team_id in may_record and not line.has_login and line.known_on is None)
            for line in reports.acknowledgement_lines(paging["page"].object_list)
        ],
        "places": reports.place_choices(actor),
        "place": request.GET.get("place", ""),
    }
    return page(request, "teams/list_acknowledgements.html", context, part="acknowledgement-list")


@require_http_methods(["GET", "POST"])
def record_paper_signature(request: Request, team_id: int, member_id: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.actor, Permission.RECORD_PAPER_SIGNATURE), pk=team_id)
    member = get_object_or_404(reports.crew_shown_to(request.actor, team, clock.today()), pk=member_id)
    form = PaperSignatureForm(request.POST or None, initial={"signed_on": clock.today()})

    if request.method == "POST" and form.is_valid():
        try:
            commands.record_paper_signature(
                actor=request.actor,
                team_id=team_id,
                member_id=member_id,
                signed_on=form.cleaned_data["signed_on"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, f"{reverse('teams:list-acknowledgements')}?team={team_id}")

    context = {"team": team, "name": reports.name_of(member), "form": form}
    return page(request, "teams/record_paper_signature.html", context, status=form.status)
