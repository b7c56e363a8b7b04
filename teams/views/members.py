"""Members: the list, the file, and leaving."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from patrol_ops.core import clock, sockets
from patrol_ops.core.html import Request, done, page, paged
from patrol_ops.core.refusals import Refused
from patrol_ops.core.wording import say
from teams import commands, reports
from teams.access import Permission
from teams.forms import ExitForm, MemberFilter
from teams.models import Team
from teams.policy import CONCURRENT_WARN
from teams.rules import OVERRIDABLE, ViewDoor, concurrent
from teams.views.moving import acts_on


@require_safe
def list_members(request: Request) -> HttpResponse:
    members = reports.members_shown_to(request.actor)
    found = MemberFilter(request.GET, queryset=members.order_by("pinyin", "pk"))
    paging = paged(request, found.qs if found.is_valid() else members.none())
    context = {
        "filter": found,
        **paging,
        "lines": reports.member_lines(paging["page"].object_list, clock.today()),
        "places": reports.place_choices(request.actor),
        "place": request.GET.get("place", ""),
        "asked": request.GET.urlencode(),
        "may_export": request.actor.may(Permission.EXPORT_MEMBERS),
    }
    return page(request, "teams/list_members.html", context, part="member-list")


@require_safe
def show_member(request: Request, member_id: int) -> HttpResponse:
    member = get_object_or_404(reports.members_shown_to(request.actor), pk=member_id)
    own = member.pk == request.actor.member_id
    if member.readable and not own:
        commands.record_view(actor=request.actor, member_id=member_id, door=ViewDoor.PAGE, at=clock.now())
    file = reports.member_file(member, clock.today())

    def may(permission: Permission, team: Team | None = file.team) -> bool:
        return team is not None and reports.may_on(request.actor, permission, path=team.place.path, team_id=team.pk)

    here = file.team.place.path if file.team is not None else ""
    context = {
        "file": file,
        "line": file.line,
        "team": file.team,
        "badge": next((badge for badge in file.badges if badge.revoked_on is None), None),
        # Whoever serves in one team only is never warned of: then nobody asks what was decided.
        "concurrent": len(file.serving) > 1
        and concurrent(len(file.serving), CONCURRENT_WARN.on(clock.today(), here))
        and file.serving,
        "service": [(row.team, acts_on(row, may)) for row in file.serving],
        "today": clock.today(),
        "may": {
            "allocate": may(Permission.ALLOCATE_BADGE),
            "hand_over": may(Permission.HAND_OVER_BADGE),
            "override": may(Permission.OVERRIDE_FITNESS)
            and not own
            and set(file.fitness.kinds) & OVERRIDABLE == set(file.fitness.kinds)
            and not file.fitness.fit,
            "grant_leave": may(Permission.GRANT_LEAVE) and member.user_id != request.actor.person_id,
            "choose_main": may(Permission.ADD_SECOND_POST),
            "see_team": request.actor.may(Permission.VIEW_TEAM),
            "see_views": own or may(Permission.VIEW_RECORD_VIEWS),
        },
        "own": own,
        "panels": [
            {
                "title": say(panel.title),
                "url": reverse(panel.url_name, args=[member.pk]),
                "part": panel.url_name.split(":")[1],
            }
            for panel in sockets.panels("member", request.actor)
        ],
    }
    return page(request, "teams/show_member.html", context)


@require_http_methods(["GET", "POST"])
def end_membership(request: Request, team_id: int, member_id: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.actor, Permission.END_MEMBERSHIP), pk=team_id)
    member = get_object_or_404(reports.crew_shown_to(request.actor, team, clock.today()), pk=member_id)
    form = ExitForm(request.POST or None, initial={"until": clock.today()})
    form.ask_badge(reports.wears_badge_at_last(team, member_id))

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.end_membership(
                actor=request.actor,
                team_id=team_id,
                member_id=member_id,
                why=said["why"],
                until=said["until"],
                badge=said.get("badge"),
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "teams:show-team", team_id=team_id)

    held = [line for line in reports.issued_to(request.actor, member_id) if line.closed_on is None]
    context = {"team": team, "name": reports.name_of(member), "member_id": member_id, "form": form, "held": held}
    return page(request, "teams/end_membership.html", context, status=form.status)
