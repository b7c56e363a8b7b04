"""The situation of a place: exceptions first, then figures that open their rows, then what lies below, then charts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from discipline.access import Permission as Discipline
from duty.access import Permission as Duty
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.html import Request, page, paged
from patrol_ops.office.forms import IN_TIME, MissingLogsFilter
from patrol_ops.office.reports.missing import missing, missing_rows
from patrol_ops.office.reports.recruiting import recruiting_of
from patrol_ops.office.reports.situation import Sort, empty_hours, exceptions
from patrol_ops.office.reports.tally import CHART_DAYS, DAYS, sheet_of
from patrol_ops.office.views.figures import below, exception_lines, figures, more_links
from patrol_ops.office.views.territory import link, open_territory, place_context
from recruitment.access import Permission as Recruit
from teams.access import Permission
from teams.reports import may_on


@require_safe
def situation(request: Request) -> HttpResponse:
    """What is wrong and where, before any figure that is merely large."""
    territory = open_territory(request, Duty.VIEW_PATROL_LOG, Permission.VIEW_TEAM)
    actor = request.actor
    reads_members = actor.may(Permission.VIEW_MEMBER) or actor.may(Permission.VIEW_MEMBER_MASKED)
    sheet = sheet_of(territory.place, clock.now(), with_members=reads_members)
    seen = _seen(actor, reads_members)
    found = exceptions(sheet, recruiting_of(territory.place, clock.now()), seen)
    context = {
        **place_context(territory),
        "here": territory.here.name,
        "exceptions": exception_lines(found, sheet, territory, actor),
        "exception_total": found.total,
        "more": more_links(found, sheet, actor),
        "figures": figures(sheet, reads_members=reads_members),
        "below": below(sheet, territory),
        "readiness_url": link(reverse("office:show-readiness"), place=territory.place)
        if actor.may(Permission.VIEW_OVERRIDE)
        else "",
        "overview_url": link(reverse("discipline:show-overview"), place=territory.place)
        if may_on(actor, Discipline.VIEW_INSPECTION, path=territory.place)
        else "",
        "days": sheet.days,
        "days_answer": _days_answer(sheet.days),
        "hours": list(enumerate(sheet.hours)),
        "hours_answer": _hours_answer(sheet.hours),
        "chart_days": CHART_DAYS,
        "week": DAYS,
        "charts": _charts(sheet),
        "at": clock.now(),
    }
    return page(request, "office/situation.html", context)


def _seen(actor: Actor, reads_members: bool) -> frozenset[Sort]:
    """What of recruiting and of people the reader has nothing to do with is not shown to them."""
    hidden = {
        Sort.VETTING: not (actor.may(Recruit.VIEW_APPLICANT) or actor.may(Recruit.SELECT_RECRUITS)),
        Sort.OBJECTIONS: not actor.may(Recruit.VIEW_OBJECTION),
        Sort.OVERRIDES: not actor.may(Permission.VIEW_OVERRIDE),
        Sort.CONTRACTS: not actor.may(Recruit.VIEW_CONTRACT),
        Sort.LEGACY: not reads_members,
    }
    return frozenset(sort for sort in Sort if not hidden.get(sort))


def _hours_answer(hours: list[int]) -> str:
    stretches = empty_hours(hours)
    if stretches == [(0, 24)]:
        return _("近 {n} 天还没有巡逻。").format(n=DAYS)
    if not stretches:
        return _("近 {n} 天，每个时段都有人巡逻。").format(n=DAYS)
    spoken = _("、").join(f"{start:02d}:00–{end:02d}:00" for start, end in stretches)
    return _("近 {n} 天没有人巡逻的时段：{hours}。").format(n=DAYS, hours=spoken)


def _days_answer(days: list[Any]) -> str:
    on_time = sum(day.on_time for day in days)
    owed = on_time + sum(day.late + day.missing for day in days)
    if not owed:
        return _("近 {n} 天还没有到期的日志。").format(n=CHART_DAYS)
    share = round(100 * on_time / owed)
    return _("近 {n} 天应交 {owed} 篇，按时 {on_time} 篇，占 {share}%。").format(
        n=CHART_DAYS, owed=owed, on_time=on_time, share=share
    )


def _charts(sheet: Any) -> dict[str, Any]:
    """What the script draws; the same numbers stand in the tables beside it."""
    return {
        "hours": {"labels": [f"{hour:02d}:00" for hour in range(24)], "values": sheet.hours, "name": _("巡逻次数")},
        "days": {
            "labels": [f"{day.day.month}-{day.day.day}" for day in sheet.days],
            "series": [
                {"kind": "done", "name": _("按时"), "values": [day.on_time for day in sheet.days]},
                {"kind": "waits", "name": _("迟交"), "values": [day.late for day in sheet.days]},
                {"kind": "overdue", "name": _("缺交"), "values": [day.missing for day in sheet.days]},
            ],
        },
    }


@require_safe
def list_missing_logs(request: Request) -> HttpResponse:
    """Logs that were not filed in time: which team, which day, whom to call."""
    territory = open_territory(request, Duty.VIEW_PATROL_LOG, Permission.VIEW_TEAM)
    now = clock.now()
    form = MissingLogsFilter(request.GET or None)
    wanted = form.wanted(territory.place, now.date())
    paging = paged(request, missing(wanted, now))
    shown = {"first": wanted.first, "last": wanted.last, "team": wanted.team_id, "place": wanted.path}
    context = {
        **place_context(territory),
        "filter": form if form.errors else MissingLogsFilter({**shown, "state": IN_TIME if wanted.in_time else ""}),
        "in_time": wanted.in_time,
        **paging,
        "rows": missing_rows(paging["page"].object_list, request.actor, now.date()),
        "may_open": request.actor.may(Duty.OPEN_BACKFILL),
    }
    return page(request, "office/list_missing_logs.html", context, part="missing-list")
