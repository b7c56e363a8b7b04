"""The log's form, new or mended: opens filled with what is known, loses nothing, counts once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from duty import commands, reports
from duty.access import Permission
from duty.commands.submit import FiledAlready
from duty.forms import AddendumForm, LogForms, in_words, rows_of_log, rows_of_start, with_row_added
from duty.models import PatrolLog, ProcedureCard
from duty.rules import EntryKind, LogStage, Verdict
from duty.views.reading import log_rows
from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, done, page
from patrol_ops.core.refusals import Refused
from teams.models import Team
from teams.reports import crew as crew_of


def _day(text: str | None, today: dt.date) -> dt.date:
    """The day asked for, else today; nonsense is not found."""
    if not text:
        return today
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
def submit_patrol_log(request: Request, team_id: int) -> HttpResponse:
    teams = Team.objects.visible_to(request.actor, Permission.SUBMIT_PATROL_LOG)
    team = get_object_or_404(teams.select_related("place__parent"), pk=team_id)
    now = clock.now()
    day = _day(request.POST.get("day") or request.GET.get("day"), now.date())
    filed = PatrolLog.objects.visible_to(request.actor, Permission.SUBMIT_PATROL_LOG).filter(team=team, day=day).first()
    if request.method == "GET" and filed is not None:
        mine = filed.stage == LogStage.RETURNED
        return done(request, "duty:mend-patrol-log" if mine else "duty:show-patrol-log", log_id=filed.pk)
    return _form(request, team, day, filed, start=lambda crew, areas: _start(team, day, crew, areas))


@require_http_methods(["GET", "POST"])
def mend_patrol_log(request: Request, log_id: int) -> HttpResponse:
    logs = PatrolLog.objects.visible_to(request.actor, Permission.VIEW_PATROL_LOG)
    log = get_object_or_404(logs.whole(), pk=log_id)
    teams = Team.objects.visible_to(request.actor, Permission.SUBMIT_PATROL_LOG)
    team = get_object_or_404(teams, pk=log.team_id)
    if request.method == "GET" and log.stage != LogStage.RETURNED:
        return done(request, "duty:show-patrol-log", log_id=log.pk)

    def start(crew: Any, areas: Any) -> dict[str, Any]:
        patrols, entries = rows_of_log(log)
        first = {
            "day": log.day,
            "version": log.version,
            "no_patrol": log.no_patrol,
            "no_patrol_note": log.no_patrol_note,
            "hand_over": log.hand_over,
        }
        return {"initial": first, "patrols": patrols, "entries": entries}

    return _form(request, team, log.day, log, start=start, mending=log)


def _start(team: Team, day: dt.date, crew: Any, areas: dict[int, str]) -> dict[str, Any]:
    start = reports.log_start(team.pk, day, crew, areas)
    return {
        "initial": {"day": day, "version": 0},
        "patrols": rows_of_start(start),
        "entries": [],
        "handed_over": start.handed_over,
    }


def _form(
    request: Request, team: Team, day: dt.date, filed: PatrolLog | None, *, start: Any, mending: PatrolLog | None = None
) -> HttpResponse:
    """Draw the form, or file what was typed: one shape for a new log and for a mended one."""
    crew = crew_of(team.pk, day)
    areas = reports.areas_of(team.pk, day)
    typed = with_row_added(request.POST) if request.method == "POST" else None
    context: dict[str, Any] = {
        "team": team,
        "day": day,
        "mending": mending,
        "crew": crew,
        "areas": areas,
        "status": 200,
    }
    if typed is not None:
        forms = LogForms(typed, crew=crew, areas=areas)
    elif request.method == "POST":
        forms = LogForms(request.POST, crew=crew, areas=areas)
        if forms.is_valid():
            answer = _file(request, team, forms, context)
            if answer is not None:
                return answer
        context["status"] = forms.status
    else:
        begun = start(crew, areas)
        context["handed_over"] = begun.pop("handed_over", "")
        forms = LogForms(None, crew=crew, areas=areas, **begun)
    context |= {
        "forms": forms,
        "form": forms.main,
        "kinds": list(EntryKind),
        "cards": ProcedureCard.objects.order_by("position", "pk"),
        "action": request.get_full_path(),
        "return_reason": _reason(mending) if mending else "",
        "autosave_subject": f"{team.pk}:{day.isoformat()}:{mending.version if mending else 0}",
    }
    return page(request, "duty/submit_patrol_log.html", context, part="log-form", status=context["status"])


def _reason(log: PatrolLog) -> str:
    """The latest reason for which the log came back."""
    steps = [step for step in log.review_steps.all() if step.verdict == Verdict.RETURNED]
    return steps[-1].reason if steps else ""


def _file(request: Request, team: Team, forms: LogForms, context: dict[str, Any]) -> HttpResponse | None:
    """One command, once; None when the form has to be shown again."""
    draft = forms.draft()
    now = clock.now()
    try:
        answer = idempotency.once(
            actor=request.actor,
            key=forms.main.key,
            door="duty.submit_patrol_log",
            body=draft,
            at=now,
            act=lambda: commands.submit_patrol_log(actor=request.actor, team_id=team.pk, draft=draft, at=now),
        )
    except FiledAlready as refused:
        logs = PatrolLog.objects.visible_to(request.actor, Permission.VIEW_PATROL_LOG)
        context["filed"] = get_object_or_404(logs.whole(), pk=refused.log_id)
        context["filed_patrols"] = log_rows(request, context["filed"])
        context["addendum"] = AddendumForm(initial={"text": in_words(draft, context["areas"], context["crew"])})
        forms.refuse(refused)
        return None
    except Refused as refused:
        forms.refuse(refused)
        return None
    return done(request, "duty:show-patrol-log", log_id=answer.subject_id)
