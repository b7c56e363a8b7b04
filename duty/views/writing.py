"""The log's form, new or mended: opens filled with what is known, loses nothing, counts once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duty import commands, reports
from duty.access import Permission
from duty.commands.submit import FiledAlready
from duty.forms import AddendumForm, LogForms, PatrolForm, in_words, row_of_entry, with_row_added
from duty.models import PatrolLog
from duty.reports import AreaChoice
from duty.rules import LogStage, PatrolLogDraft, Verdict
from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, done, page, refusal
from patrol_ops.core.idempotency import AnotherBody
from patrol_ops.core.refusals import Refused, Stale
from teams.models import Team
from teams.reports import Standing
from teams.reports import crew as crew_of

FIRST, LAST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)


@dataclass
class Desk:
    """What lies ready where a log is written: whose, of which day, who may walk, where."""

    team: Team
    day: dt.date
    crew: list[Standing]
    areas: dict[int, AreaChoice]

    @classmethod
    def of(cls, team: Team, day: dt.date) -> Desk:
        return cls(team, day, crew_of(team.pk, day), reports.areas_of(team, day))


def _day(text: str | None, today: dt.date) -> dt.date:
    """The day asked for, else today; nonsense is not found."""
    if not text:
        return today
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not FIRST <= day <= LAST:
        raise Http404
    return day


@require_http_methods(["GET", "HEAD", "POST"])
def submit_patrol_log(request: Request, team_id: int) -> HttpResponse:
    """A new log's form; and where both forms, the new one's and the mended one's, are sent."""
    now = clock.now()
    day = _day(request.POST.get("day") or request.GET.get("day"), now.date())
    if request.method == "POST":
        return _send(request, team_id, day)
    if day > now.date():
        return refusal(request, Refused("duty.day-in-the-future"))
    team = _team(request, team_id)
    seen = PatrolLog.objects.visible_to(request.actor, Permission.SUBMIT_PATROL_LOG)
    recent = reports.recent_logs(seen, team.pk, day)
    if recent and recent[0].day == day:
        mended = recent[0].stage == LogStage.RETURNED
        return done(request, "duty:mend-patrol-log" if mended else "duty:show-patrol-log", log_id=recent[0].pk)
    desk = Desk.of(team, day)
    start = reports.log_start(recent, day, now, desk.crew, desk.areas)
    forms = LogForms(
        None,
        initial={"day": day, "version": 0},
        patrols=[PatrolForm.filled(patrol, desk.areas) for patrol in start.patrols],
    )
    return _draw(request, desk, forms, handed_over=start.handed_over, from_day=start.from_day, phrases=start.phrases)


@require_safe
def mend_patrol_log(request: Request, log_id: int) -> HttpResponse:
    """A returned log, to be put right; it is sent to where new ones are."""
    logs = PatrolLog.objects.visible_to(request.actor, Permission.SUBMIT_PATROL_LOG)
    log = get_object_or_404(logs.select_related("team__place__parent").prefetch_related("entries"), pk=log_id)
    if log.stage != LogStage.RETURNED:
        messages.info(request, _("这篇日志不用修改了，现在是这样的。"))
        return done(request, "duty:show-patrol-log", log_id=log.pk)
    desk = Desk.of(log.team, log.day)
    forms = LogForms(
        None,
        initial={
            "day": log.day,
            "version": log.version,
            "no_patrol": log.no_patrol,
            "no_patrol_note": log.no_patrol_note,
            "hand_over": log.hand_over,
        },
        patrols=[PatrolForm.filled(patrol, desk.areas, typed=True) for patrol in reports.rows_of(log)],
        entries=[row_of_entry(entry) for entry in sorted(log.entries.all(), key=lambda entry: entry.number)],
    )
    return _draw(request, desk, forms, mending=log, return_reason=_reason(log))


def _team(request: Request, team_id: int) -> Team:
    teams = Team.objects.visible_to(request.actor, Permission.SUBMIT_PATROL_LOG)
    team: Team = get_object_or_404(teams.select_related("place__parent"), pk=team_id)
    return team


def _reason(log: PatrolLog) -> str:
    """The latest reason for which the log came back."""
    steps = [step for step in log.review_steps.all() if step.verdict == Verdict.RETURNED]
    return max(steps, key=lambda step: step.at).reason if steps else ""


def _send(request: Request, team_id: int, day: dt.date) -> HttpResponse:
    """File what was typed; whatever stands in the way is shown beside it, and nothing of it is lost."""
    grown = with_row_added(request.POST)
    forms = LogForms(grown or request.POST)
    refused: Refused | None = None
    if grown is not None:
        forms.leave_unchecked()
    elif forms.is_valid():
        try:
            log_id = _file(request, team_id, forms.draft(), forms.main.key)
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("日志已提交，等待民警审阅。"))
            return done(request, "duty:show-patrol-log", log_id=log_id)
    desk = Desk.of(_team(request, team_id), day)
    if refused is None:
        return _draw(request, desk, forms, status=200 if grown else 422)
    return _say_no(request, desk, forms, refused)


def _file(request: Request, team_id: int, draft: PatrolLogDraft, key: str) -> int | None:
    """One command, once."""
    now = clock.now()
    answer = idempotency.once(
        actor=request.actor,
        key=key,
        door=f"duty.submit_patrol_log/{team_id}",
        body=draft,
        at=now,
        act=lambda: commands.submit_patrol_log(actor=request.actor, team_id=team_id, draft=draft, at=now),
    )
    return answer.subject_id


def _say_no(request: Request, desk: Desk, forms: LogForms, refused: Refused) -> HttpResponse:
    """The sentence at its field. Where the day's log has moved on, that log is shown beside what was typed."""
    forms.dress(desk.crew, desk.areas)
    if not isinstance(refused, FiledAlready | AnotherBody | Stale):
        forms.refuse(refused)
        return _draw(request, desk, forms, status=refused.status)

    seen = PatrolLog.objects.visible_to(request.actor, Permission.VIEW_PATROL_LOG)
    log = seen.whole().filter(team_id=desk.team.pk, day=desk.day).first()
    if isinstance(refused, AnotherBody):
        # The first sending arrived, its answer did not, and the text went on growing.
        forms.take_new_key()
        refused = FiledAlready(log.pk) if log is not None and log.stage != LogStage.RETURNED else refused
    forms.refuse(refused)
    shown: dict[str, Any] = {"filed": log}
    if log is not None:
        shown["filed_patrols"] = reports.patrols_shown(request.actor, log)
    if log is not None and log.stage == LogStage.RETURNED:
        forms.put(version=log.version)
        shown["return_reason"] = _reason(log)
    elif log is not None:
        text = in_words(forms.typed(), desk.areas, desk.crew)
        shown["addendum"] = AddendumForm(initial={"text": text, "idempotency_key": forms.main.data["idempotency_key"]})
    return _draw(request, desk, forms, status=refused.status, **shown)


def _draw(
    request: Request,
    desk: Desk,
    forms: LogForms,
    *,
    mending: PatrolLog | None = None,
    status: int = 200,
    **shown: Any,
) -> HttpResponse:
    forms.dress(desk.crew, desk.areas)
    version = forms.main["version"].value() or 0
    context = {
        "team": desk.team,
        "day": desk.day,
        "nowhere": not any(area.own for area in desk.areas.values()),
        "forms": forms,
        "form": forms.main,
        "mending": mending is not None or str(version) != "0",
        "autosave_subject": f"{desk.team.pk}:{desk.day.isoformat()}:{str(version)[:6]}",
        **shown,
    }
    return page(request, "duty/submit_patrol_log.html", context, part="log-form", status=status)
