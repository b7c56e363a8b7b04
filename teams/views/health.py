"""The check-up of the ledgers: figures that open the rows they count, each row with the button that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.html import Request, page, paged
from patrol_ops.core.wording import say
from teams import reports
from teams.access import Permission
from teams.forms import HealthFilter
from teams.rules import OF_MEMBERS, OF_TEAMS, Alarm, Quality, Relation


@dataclass(frozen=True)
class Finding:
    """One row behind a count: what, where, and where it is mended by whoever may."""

    text: str
    place: str
    note: str = ""
    url: str = ""
    action: str = ""


@require_safe
def check_ledgers(request: Request) -> HttpResponse:
    actor, day = request.actor, clock.today()
    if not actor.may(Permission.CHECK_LEDGERS):
        raise Http404
    asked = HealthFilter(request.GET).asked()
    found = reports.check_up(actor, asked.place, day)
    counts = reports.alarm_counts(found.teams, found.gaps)
    quality = sum((team.quality for team in found.teams), start=Quality())
    context: dict[str, Any] = {
        "figures": [
            {"alarm": alarm, "count": count, "url": f"?place={asked.place}&alarm={alarm}#findings"}
            for alarm, count in counts.items()
        ],
        "wrong": sum(counts.values()),
        "teams": len(found.teams),
        "quality": quality,
        "stale_days": found.by.stale_days,
        "streets": reports.health_by_place(found.teams),
        "alarm": asked.alarm,
        "places": reports.place_choices(actor),
        "place": asked.place,
    }
    if asked.alarm is not None:
        context |= _findings(request, asked.alarm, asked.place, found)
    return page(request, "teams/check_ledgers.html", context)


def _findings(request: Request, alarm: Alarm, path: str, check_up: reports.CheckUp) -> dict[str, Any]:
    """A page of the rows behind one count."""
    actor = request.actor
    if alarm in OF_MEMBERS:
        paging = paged(request, reports.members_with(alarm, actor, path, check_up.by))
        found = [_member(alarm, row, actor) for row in paging["page"].object_list]
    elif alarm in OF_TEAMS:
        paging = paged(request, reports.teams_with(alarm, check_up.teams))
        found = [_team(alarm, row, actor) for row in paging["page"].object_list]
    else:
        paging = paged(request, check_up.gaps)
        found = [_unit(row, actor) for row in paging["page"].object_list]
    return {**paging, "findings": found}


def _team(alarm: Alarm, team: reports.TeamHealth, actor: Actor) -> Finding:
    def offered(name: str, permission: Permission, action: str, query: str = "") -> tuple[str, str]:
        may = reports.may_on(actor, permission, path=team.path, team_id=team.pk)
        return (reverse(name, args=[team.pk]) + query, action) if may else ("", "")

    note = ""
    if alarm is Alarm.NO_LEADER:
        url, action = offered("teams:propose-leader", Permission.APPOINT_LEADER, _("提名队长"))
    elif alarm is Alarm.NOBODY:
        url, action = offered("teams:show-team", Permission.VIEW_TEAM, _("去核对"))
    elif alarm is Alarm.NO_MANAGING_UNIT:
        relation = f"?relation={Relation.MANAGING}"
        url, action = offered("teams:relate-unit", Permission.RELATE_UNIT, _("登记"), relation)
    elif alarm is Alarm.NO_PLAQUE:
        url, action = offered("teams:hang-plaque", Permission.HANG_PLAQUE, _("登记挂牌"))
    else:
        url, action = offered("teams:show-team", Permission.VIEW_TEAM, _("去核对"))
        if alarm is Alarm.NAME_OFF:
            note = _("应为「{name}」。").format(name=team.facts.standard)
        elif team.facts.updated_on is not None:
            note = _("{n} 天没有更新").format(n=(clock.today() - team.facts.updated_on).days)
    return Finding(text=team.name, place=team.street, note=note, url=url, action=action)


def _member(alarm: Alarm, row: Any, actor: Actor) -> Finding:
    if alarm is Alarm.NOT_ACKNOWLEDGED:
        url = f"{reverse('teams:list-acknowledgements')}?team={row.team_id}&state=open"
    else:
        url = reverse("teams:show-member", args=[row.member_id])
    action = _("发编号牌") if alarm is Alarm.NO_BADGE else _("去核对")
    return Finding(text=reports.shown_name(row), place=row.team.name, url=url, action=action)


def _unit(gap: reports.UnitGap, actor: Actor) -> Finding:
    may = reports.may_on(actor, Permission.NAME_ACCOUNTABLE, path=gap.path)
    url = f"{reverse('teams:name-accountable', args=[gap.unit_id])}?post={gap.kind}" if may else ""
    note = say(f"accountable-missing.{gap.kind}")
    return Finding(text=gap.name, place=gap.place, note=note, url=url, action=_("登记") if may else "")
