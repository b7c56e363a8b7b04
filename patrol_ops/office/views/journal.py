"""The journal's page: time, actor, act, subject; a filter by each."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from duty.access import Permission as Duty
from patrol_ops.core.access import Actor, Permission
from patrol_ops.core.html import Request, page
from patrol_ops.core.models import JournalEntry
from patrol_ops.core.wording import say
from patrol_ops.office.forms import JournalFilter
from patrol_ops.office.reports import journal as report
from patrol_ops.office.views.territory import open_territory, place_context
from teams.access import Permission as Teams

PAGE = 50
# Where a subject is shown, and who may open that page.
_OPENS: dict[str, tuple[str, str]] = {
    "team": ("teams:show-team", Teams.VIEW_TEAM),
    "member": ("teams:show-member", Teams.VIEW_MEMBER_MASKED),
    "appointment": ("teams:show-appointment", Teams.VIEW_APPOINTMENT),
    "job": ("office:show-job", Permission.VIEW_JOB),
    "patrol_log": ("duty:show-patrol-log", Duty.VIEW_PATROL_LOG),
}


@require_safe
def journal(request: Request) -> HttpResponse:
    """Who did what to which, and when; names only as far as this reader may see them."""
    if not request.actor.may(Permission.VIEW_JOURNAL):
        raise Http404
    territory = open_territory(request, Permission.VIEW_JOURNAL)
    form = JournalFilter(request.GET or None)
    valid = form.is_valid()
    asked = report.asked_of(form.cleaned_data) if valid else report.Asked()
    cursor = report.read_cursor(request.GET.get("cursor", ""))
    found = report.JournalPage([], None, None)
    if valid or not form.is_bound:
        found = report.journal_page(report.entries(request.actor, asked), cursor, PAGE)
    context = {
        **place_context(territory),
        "filter": form,
        "rows": _rows(found.rows, request.actor),
        "newer": _address(request, found.newer),
        "older": _address(request, found.older),
        "filtered": valid and any(value not in ("", None) for value in form.cleaned_data.values()),
    }
    return page(request, "office/journal.html", context, part="journal-list")


def _address(request: Request, cursor: report.Cursor | None) -> str:
    if cursor is None:
        return ""
    asked = request.GET.copy()
    asked["cursor"] = str(cursor)
    return f"?{asked.urlencode()}"


def _rows(entries: list[JournalEntry], actor: Actor) -> list[dict[str, Any]]:
    names = report.names_of((entry.actor_id for entry in entries), actor)
    teams = report.team_names_for((entry.team_id for entry in entries), actor)
    return [
        {
            "at": entry.at,
            "who": names.get(entry.actor_id or 0, ""),
            "who_id": entry.actor_id,
            "by_token": report.by_token(entry),
            "who_kind": f"actor-kind.{entry.actor_kind}",
            "act": say(entry.act),
            "subject": say(f"subject.{entry.subject_type}") if entry.subject_type else "",
            "subject_id": entry.subject_id,
            "url": _opens(entry, actor),
            "team": teams.get(entry.team_id or 0, ""),
            "team_id": entry.team_id,
        }
        for entry in entries
    ]


def _opens(entry: JournalEntry, actor: Actor) -> str:
    url_name, permission = _OPENS.get(entry.subject_type, ("", ""))
    if not url_name or entry.subject_id is None or not actor.may(permission):
        return ""
    return reverse(url_name, args=[entry.subject_id])
