"""The inbox: what waits, soonest first, decided from the line."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duty import commands
from duty.access import Permission
from duty.models import PatrolLog
from patrol_ops.core import clock
from patrol_ops.core.html import Request, done, page, paged
from patrol_ops.core.obligations import kinds
from patrol_ops.core.refusals import Refused
from patrol_ops.core.wording import say
from patrol_ops.office.reports import to_do as report

PAGE = 20
AT_ONCE = 50


@require_safe
def to_do(request: Request) -> HttpResponse:
    """What waits for me; of one kind, if it is asked for. Whose list is empty sees what comes next."""
    actor = request.actor
    waiting = report.kinds_waiting(actor)
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds() else ""
    context: dict[str, Any] = {
        "kind": kind,
        "kinds": [{"kind": name, "text": say(name), "count": count} for name, count in waiting],
        "total": sum(count for _name, count in waiting),
        **paged(request, report.waiting_for(actor, kind), PAGE),
        "lines": [],
        "coming": [],
    }
    context["lines"] = report.lines(context["page"].object_list, actor)
    context["several"] = sum(line.reviews for line in context["lines"]) > 1
    if not context["total"]:
        context["coming"] = report.lines(report.coming(actor, clock.now())[: report.NEXT], actor)
    return page(request, "office/to_do.html", context, part="to-do-list")


_PICKED = re.compile(r"([0-9]{1,18}):([0-9]{1,5})")


@require_POST
def review_selected(request: Request) -> HttpResponse:
    """Accept several logs, each by itself: one that is refused holds up no other, and each is reported."""
    picked = [match.groups() for match in map(_PICKED.fullmatch, request.POST.getlist("log")[:AT_ONCE]) if match]
    if not picked:
        messages.warning(request, _("请先勾选要审阅的日志。"))
        return done(request, "office:to-do")
    logs = PatrolLog.objects.visible_to(request.actor, Permission.REVIEW_PATROL_LOG).select_related("team")
    named = {log.pk: log for log in logs.filter(pk__in=[int(pk) for pk, _version in picked])}
    accepted = []
    for pk, version in picked:
        log = named.get(int(pk))
        name = _named(log) if log else ""
        try:
            commands.review_patrol_log(actor=request.actor, log_id=int(pk), version=int(version), at=clock.now())
        except Refused as refused:
            sentence = say(refused.code, **refused.facts)
            messages.error(request, _("没有审阅 {log}：{why}").format(log=name, why=sentence) if name else sentence)
        else:
            accepted.append(name)
    if accepted:
        text = _("已审阅 {n} 篇：{logs}").format(n=len(accepted), logs=_("、").join(accepted))
        messages.success(request, text)
    return done(request, "office:to-do")


def _named(log: PatrolLog) -> str:
    return f"{log.team.name} {formats.date_format(log.day, 'SHORT_DATE_FORMAT')}"
