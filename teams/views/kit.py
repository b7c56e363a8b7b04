"""What one member bears, and who may bear what is restricted (EQP-06)."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, page
from patrol_ops.core.refusals import Refused
from teams import commands, reports
from teams.access import Permission
from teams.forms import KitForm
from teams.models import Team
from teams.rules import EmploymentClass


@require_safe
def member_equipment(request: Request, member_id: int) -> HttpResponse:
    """The panel on a member's page, and the page of a member who looks for what they bear."""
    member = get_object_or_404(reports.members_shown_to(request.actor), pk=member_id)
    authorised = reports.authorisations_shown_to(request.actor).filter(member=member_id)
    teams = set(
        Team.objects.visible_to(request.actor, Permission.ISSUE_EQUIPMENT)
        .filter(memberships__member=member_id, memberships__until__isnull=True)
        .values_list("pk", flat=True)
    )
    context = {
        "name": reports.name_of(member),
        "member_id": member_id,
        "lines": reports.issued_to(request.actor, member_id),
        "authorisations": reports.authorisation_lines(authorised, clock.today()),
        "teams": sorted(teams),
    }
    return page(request, "teams/member_equipment.html", context, part="member-equipment")


@require_http_methods(["GET", "POST"])
def authorise_kit(request: Request, team_id: int) -> HttpResponse:
    teams = Team.objects.visible_to(request.actor, Permission.AUTHORISE_KIT).select_related("place")
    team = get_object_or_404(teams, pk=team_id)
    today = clock.today()
    form = KitForm(request.POST or None, initial={"since": today, "until": today + dt.timedelta(days=90)})
    crew = reports.crew(team.pk, today, shown_to=request.actor)
    full_time = [person for person in crew if person.employment_class == EmploymentClass.FULL_TIME]
    form.offer("member", [(person.member_id, person.label) for person in full_time])

    if request.method == "POST" and form.is_valid():
        member_id = form.cleaned_data["member"]
        try:
            commands.authorise_kit(
                actor=request.actor, team_id=team_id, member_id=member_id, draft=form.draft(), at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:team-equipment", team_id=team_id)

    return page(request, "teams/authorise_kit.html", {"team": team, "form": form}, status=form.status)


@require_POST
@answering_refusals
def withdraw_kit_authorisation(request: Request, authorisation_id: int) -> HttpResponse:
    row = commands.withdraw_kit_authorisation(actor=request.actor, authorisation_id=authorisation_id, at=clock.now())
    return done(request, "teams:team-equipment", team_id=row.team_id)
