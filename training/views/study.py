"""The study item of a meeting, written down by the leader (TRN-14)."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, done, page
from patrol_ops.core.refusals import Refused
from teams.models import Team
from teams.reports import crew
from training import commands
from training.access import Permission
from training.forms import StudyForm
from training.rules import Topic


@require_http_methods(["GET", "POST"])
def hold_study(request: Request, team_id: int) -> HttpResponse:
    actor, now = request.actor, clock.now()
    teams = Team.objects.visible_to(actor, Permission.HOLD_STUDY).select_related("place")
    team = get_object_or_404(teams, pk=team_id)
    initial = {"day": now.date(), "topic": Topic.LAW, "minutes": 30}
    form = StudyForm(request.POST or None, initial=initial)
    form.offer([(person.member_id, person.name) for person in crew(team.pk, _day(request, now.date()))])

    if request.method == "POST" and form.is_valid():
        draft = form.draft()
        try:
            answer = idempotency.once(
                actor=actor,
                key=form.key,
                door=f"training.hold_study/{team_id}",
                body=[draft.day, draft.topic, draft.minutes, draft.subject, sorted(draft.member_ids)],
                at=now,
                act=lambda: commands.hold_study(actor=actor, team_id=team_id, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("例会学习已登记，等待公安机关确认。"))
            return done(request, "training:show-session", session_id=answer.subject_id)

    return page(request, "training/hold_study.html", {"team": team, "form": form}, status=form.status)


def _day(request: Request, today: dt.date) -> dt.date:
    """Who served then is offered; the rule says which days may be told of."""
    try:
        day = dt.date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return today
    return day if today - dt.timedelta(days=7) <= day <= today else today
