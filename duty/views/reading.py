"""Today, the log, the lists, the book."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duty import reports
from duty.access import Permission
from duty.forms import LogEntryFilter, PatrolLogFilter
from duty.models import LogEntry, Patrol, PatrolLog
from duty.rules import MOVES, LogStage, Verdict
from patrol_ops.core import clock
from patrol_ops.core.access import Reach
from patrol_ops.core.html import Request, page, paged
from patrol_ops.core.obligations import kinds
from patrol_ops.core.wording import say
from teams import access as teams_access
from teams.models import Team
from teams.reports import crew as crew_of
from teams.reports import place_choices
from teams.rules import Role


@require_safe
def today(request: Request) -> HttpResponse:
    """The leader's first page: are the logs in, who may walk, what is due, one big button."""
    led = [post.team_id for post in request.actor.posts if post.role == Role.LEADER and post.team_id]
    mine = Team.objects.visible_to(request.actor, teams_access.Permission.VIEW_TEAM).filter(pk__in=led)
    teams = list(mine.order_by("pk"))
    if not teams:
        raise Http404
    asked = request.GET.get("team", "")
    team = next((t for t in teams if str(t.pk) == asked), teams[0])
    now = clock.now()
    crew = crew_of(team.pk, now.date())
    stand = reports.team_today(request.actor, team.pk, now)
    context = {
        "team": team,
        "teams": teams,
        "day": now.date(),
        "stand": stand,
        "write": stand.to_write,
        "crew": crew,
        "fit": [person for person in crew if person.fit],
        "unfit": [person for person in crew if not person.fit],
        "due": [
            {
                "kind": waiting.row.kind,
                "about": waiting.about,
                "due_at": waiting.row.due_at,
                "address": kinds()[waiting.row.kind].url(waiting.row),
            }
            for waiting in stand.due
        ],
        "open": say("duty.open"),
    }
    return page(request, "duty/today.html", context)


@require_safe
def show_patrol_log(request: Request, log_id: int) -> HttpResponse:
    return page(request, "duty/show_patrol_log.html", log_context(request, log_id))


def log_context(request: Request, log_id: int) -> dict[str, Any]:
    """What the log's page shows; also beside a refused review."""
    logs = PatrolLog.objects.visible_to(request.actor, Permission.VIEW_PATROL_LOG)
    log = get_object_or_404(logs.whole(), pk=log_id)
    actor = request.actor
    moves = MOVES.open_from(log.stage)
    police = reports.answers_for(actor, log.team)
    leads = reports.reaches(actor, Permission.SUBMIT_PATROL_LOG, log.team)
    returned = log.stage == LogStage.RETURNED
    return {
        "log": log,
        "patrols": reports.patrols_shown(actor, log),
        "may_review": police and log.submitted_by_id != actor.person_id and "review" in moves,
        "may_mend": leads and returned,
        "may_add": reports.reaches(actor, Permission.ADD_ADDENDUM, log.team) and not returned,
        "may_follow_up": reports.reaches(actor, Permission.FOLLOW_UP_ENTRY, log.team) and not returned,
        "history": _history(log),
        "last_return": next((s for s in reversed(log.review_steps.all()) if s.verdict == Verdict.RETURNED), None)
        if returned
        else None,
    }


def _history(log: PatrolLog) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    if log.version > 1:  # who sent the first version the journal knows
        lines.append({"who": "", "what": say("log-move.submit"), "at": log.first_submitted_at})
    for step in log.review_steps.all():
        lines.append(
            {"who": _name(step.by), "what": say(f"log-move.{_MOVE[step.verdict]}"), "at": step.at, "note": step.reason}
        )
    lines.append({"who": _name(log.submitted_by), "what": say("log-move.submit"), "at": log.submitted_at})
    if log.locked_at:
        lines.append({"who": "", "what": say("log-move.lock"), "at": log.locked_at})
    return sorted(lines, key=lambda line: line["at"])


_MOVE = {"RETURNED": "return", "REVIEWED": "review"}


def _name(user: Any) -> str:
    return user.name if user else ""


@require_safe
def list_patrol_logs(request: Request) -> HttpResponse:
    logs = PatrolLog.objects.visible_to(request.actor, Permission.VIEW_PATROL_LOG).select_related(
        "team", "submitted_by"
    )
    found = PatrolLogFilter(request.GET, queryset=logs.order_by("-day", "team_id"))
    rows = found.qs if found.is_valid() else logs.none()
    over_a_place = any(reach is Reach.TERRITORY for _, reach in request.actor.reaches(Permission.VIEW_PATROL_LOG))
    context = {"filter": found, **_places(request), **paged(request, rows), "may_compare": over_a_place}
    return page(
        request, "duty/list_patrol_logs.html", context, part="log-list", status=200 if found.is_valid() else 422
    )


@require_safe
def list_log_entries(request: Request) -> HttpResponse:
    """Hazards and incidents that wait for an outcome, the longest overdue first."""
    entries = LogEntry.objects.visible_to(request.actor, Permission.VIEW_PATROL_LOG).open().select_related("log__team")
    found = LogEntryFilter(request.GET, queryset=entries.order_by("due_on", "pk"))
    context = {
        "filter": found,
        **_places(request),
        **paged(request, found.qs if found.is_valid() else entries.none()),
        "today": clock.today(),
        "may_follow_up": request.actor.may(Permission.FOLLOW_UP_ENTRY),
    }
    status = 200 if found.is_valid() else 422
    return page(request, "duty/list_log_entries.html", context, part="entry-list", status=status)


def _places(request: Request) -> dict[str, Any]:
    """The place switcher of a list: everything within reach, unless one place was asked for."""
    if request.htmx:
        return {}
    places = place_choices(request.actor, Permission.VIEW_PATROL_LOG)
    return {"places": places, "place": request.GET.get("place") or (places[0].path if places else "")}


@require_safe
def team_logs(request: Request, team_id: int) -> HttpResponse:
    """The panel on the team page: the last two weeks."""
    get_object_or_404(Team.objects.visible_to(request.actor, teams_access.Permission.VIEW_TEAM), pk=team_id)
    logs = PatrolLog.objects.visible_to(request.actor, Permission.VIEW_PATROL_LOG).filter(team_id=team_id)
    walks = Prefetch("patrols", Patrol.objects.order_by("number").select_related("area"))
    rows = logs.prefetch_related(walks).order_by("-day")[:14]
    context = {"logs": rows, "team_id": team_id}
    # The team page fetches it as a panel, whatever the element is called there.
    return render(request, "duty/team_logs.html#team-logs" if request.htmx else "duty/team_logs.html", context)


def _lines_to_sign() -> list[dict[str, str]]:
    """Who signs the book: the leader, and the police who read it."""
    return [{"text": _("队长")}, {"text": _("审阅民警")}]


@require_safe
def print_patrol_log(request: Request, log_id: int) -> HttpResponse:
    """The log as a page of the record book, A4, with signature lines."""
    logs = PatrolLog.objects.visible_to(request.actor, Permission.VIEW_PATROL_LOG)
    log = get_object_or_404(logs.whole(), pk=log_id)
    context = {
        "log": log,
        "team": log.team,
        "patrols": reports.patrols_shown(request.actor, log),
        "signed": _lines_to_sign(),
    }
    return page(request, "duty/print_patrol_log.html", context)


@require_safe
def print_month(request: Request, team_id: int, year: int, month: int) -> HttpResponse:
    """A team's month as the record book 《治安巡逻记录簿》."""
    if not (2000 <= year <= 2100 and 1 <= month <= 12):
        raise Http404
    seen = PatrolLog.objects.visible_to(request.actor, Permission.VIEW_PATROL_LOG)
    teams = Team.objects.visible_to(request.actor, teams_access.Permission.VIEW_TEAM)
    team = get_object_or_404(teams.select_related("place__parent"), pk=team_id)
    lines = reports.month_book(seen, team.pk, year, month)
    rows = [
        {"line": line, "patrols": reports.patrols_shown(request.actor, line.log) if line.log else []}
        for line in lines
        if line.day <= clock.today()
    ]
    context = {"team": team, "first": dt.date(year, month, 1), "rows": rows, "signed": _lines_to_sign()}
    return page(request, "duty/print_month.html", context)
