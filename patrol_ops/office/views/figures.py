"""The situation's lines and figures as the page draws them: each with the address of exactly the rows it counts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from patrol_ops.core.access import Actor
from patrol_ops.office.reports.situation import Exceptional, Exceptions, Sort
from patrol_ops.office.reports.tally import DAYS, Sheet, Tally, TeamRow
from patrol_ops.office.reports.territory import Territory
from patrol_ops.office.views.recruiting import more_of_recruiting, said_of_recruiting
from patrol_ops.office.views.territory import link
from teams.access import Permission
from teams.rules import FINAL


def _logs(place: str, first: dt.date | None = None, last: dt.date | None = None, **asked: Any) -> str:
    return link(reverse("duty:list-patrol-logs"), place=place, first=first, last=last, **asked)


def _missing(place: str, first: dt.date, last: dt.date, **asked: Any) -> str:
    return link(reverse("office:list-missing-logs"), place=place, first=first, last=last, **asked)


def _teams(place: str, **asked: Any) -> str:
    return link(reverse("teams:list-teams"), place=place, **asked)


# --- exceptions -----------------------------------------------------------------------------------------------------


def exception_lines(found: Exceptions, sheet: Sheet, territory: Territory, actor: Actor) -> list[dict[str, Any]]:
    """The short list in words; a button a line."""
    return [_line(item, sheet, territory, actor) for item in found.shown]


def _line(item: Exceptional, sheet: Sheet, territory: Territory, actor: Actor) -> dict[str, Any]:
    team = item.team
    page = reverse("teams:show-team", args=[team.pk])
    state, kind, note, url, act = _said(item, sheet, page, actor)
    return {
        "kind": kind,
        "state": state,
        "text": team.name,
        "place": territory.street(team.path),
        "note": note,
        "url": url,
        "action": act,
    }


def _said(item: Exceptional, sheet: Sheet, page: str, actor: Actor) -> tuple[str, str, str, str, str]:
    """State, colour, note, address and act of a line."""
    team, n = item.team, item.count
    if item.sort is Sort.MISSING:
        note = _("近 {days} 天缺 {n} 篇日志，最早的是 {day}").format(days=DAYS, n=n, day=_day(item.since))
        return _("缺日志"), "overdue", note, _missing(sheet.place, sheet.first, sheet.today, team=team.pk), _("看缺交")
    if item.sort is Sort.REVIEWS:
        note = _("{n} 篇日志过了审阅期限，最早应在 {day} 审阅").format(n=n, day=_day(item.since))
        return _("待审阅"), "overdue", note, _logs(sheet.place, team=team.pk, stage="SUBMITTED"), _("看日志")
    if item.sort is Sort.ENTRIES:
        note = _("{n} 条隐患或情况超期未办结，最早应在 {day} 办结").format(n=n, day=_day(item.since))
        url = link(reverse("duty:list-log-entries"), place=team.path, overdue="on")
        return _("超期"), "overdue", note, url, _("看记事")
    if item.sort in (Sort.VETTING, Sort.OBJECTIONS, Sort.OVERRIDES, Sort.CONTRACTS, Sort.LEGACY):
        return said_of_recruiting(item, sheet, page, actor)
    if item.sort is Sort.SILENT:
        return _("沉寂"), "overdue", _("从 {day} 起没有日志或没有队员").format(day=_day(item.since)), page, _("看队伍")
    if item.sort is Sort.DORMANT:
        return _("休眠"), "waits", _("休眠中，要按整顿方案恢复活动"), page, _("看队伍")
    if item.sort is Sort.PLANS:
        act = _("去批准") if actor.may(Permission.ACTIVATE_TEAM) else _("看队伍")
        return _("待批准"), "waits", _("队伍成立等待批准"), page, act
    if item.sort is Sort.LEADERLESS:
        return _("没有队长"), "waits", _("本队现在没有队长"), page, _("看队伍")
    if item.sort is Sort.STRENGTH:
        note = _("编制 {authorised} 人，实有 {actual} 人").format(authorised=team.authorised, actual=team.actual)
        return _("缺 {n} 人").format(n=team.lacking), "waits", note, page, _("看队伍")
    return _("已停勤"), "quiet", _("停勤期间不交日志"), page, _("看队伍")


def _day(since: dt.date | dt.datetime | None) -> str:
    return formats.date_format(since, "SHORT_DATE_FORMAT") if since else ""


def more_links(found: Exceptions, sheet: Sheet, actor: Actor) -> list[dict[str, Any]]:
    """Of which sort there is more than the short list shows, and where all of it is."""
    place = sheet.place
    entries = link(reverse("duty:list-log-entries"), place=place, overdue="on")
    said = {
        Sort.MISSING: (_("缺日志的队伍 {n} 支"), _missing(place, sheet.first, sheet.today)),
        Sort.REVIEWS: (_("过了审阅期限的队伍 {n} 支"), _logs(place, stage="SUBMITTED")),
        Sort.ENTRIES: (_("有超期记事的队伍 {n} 支"), entries),
        Sort.SILENT: (_("沉寂的队伍 {n} 支"), _teams(place, flag="silent")),
        Sort.DORMANT: (_("休眠的队伍 {n} 支"), _teams(place, stage="DORMANT")),
        Sort.PLANS: (_("待批准的队伍 {n} 支"), _teams(place, stage="SUBMITTED")),
        Sort.LEADERLESS: (_("没有队长的队伍 {n} 支"), _teams(place, flag="no-leader")),
        Sort.STRENGTH: (_("缺编的队伍 {n} 支"), _teams(place, flag="under-strength")),
        Sort.SUSPENDED: (_("停勤的队伍 {n} 支"), _teams(place, stage="SUSPENDED")),
    }
    said |= more_of_recruiting(place, actor)
    return [{"text": said[sort][0].format(n=n), "url": said[sort][1]} for sort, n in found.hidden.items()]


# --- figures --------------------------------------------------------------------------------------------------------


def figures(sheet: Sheet, *, reads_members: bool) -> list[dict[str, Any]]:
    """Groups of figures; the number on each is the number of rows behind it, or their sum."""
    total, place, first, today = sheet.total, sheet.place, sheet.first, sheet.today
    day, eve = sheet.days[-1], sheet.yesterday
    coming = [
        _figure("eve-to-come", eve.to_come, _("昨天还没到期"), _missing(place, eve.day, eve.day, state="in-time")),
    ]
    hazards = link(reverse("duty:list-log-entries"), place=place, kind="HAZARD")
    people = [_figure("members", sheet.members, _("在册队员"), link(reverse("teams:list-members"), place=place))]
    return [
        {
            "title": _("今天和昨天的日志"),
            "figures": [
                _figure("day-filed", day.filed, _("今天已交"), _logs(place, today, today), "done"),
                _figure("day-to-come", day.to_come, _("今天还没交"), _missing(place, today, today, state="in-time")),
                _figure(
                    "eve-on-time", eve.on_time, _("昨天按时"), _logs(place, eve.day, eve.day, late="false"), "done"
                ),
                _figure("eve-late", eve.late, _("昨天迟交"), _logs(place, eve.day, eve.day, late="true"), "waits"),
                _figure("eve-missing", eve.missing, _("昨天缺交"), _missing(place, eve.day, eve.day), "overdue"),
                *(coming if eve.to_come else []),
            ],
        },
        {
            "title": _("近 {n} 天").format(n=DAYS),
            "figures": [
                _figure("on-time", total.on_time, _("按时"), _logs(place, first, today, late="false"), "done"),
                _figure("late", total.late, _("迟交"), _logs(place, first, today, late="true"), "waits"),
                _figure("missing", total.missing, _("缺交"), _missing(place, first, today), "overdue"),
                _figure("hours", total.hours, _("巡逻时间"), _logs(place, first, today), unit=_("小时")),
            ],
        },
        {
            "title": _("现在"),
            "figures": [
                _figure("waiting", total.waiting, _("待审阅日志"), _logs(place, stage="SUBMITTED"), "waits"),
                _figure("hazards", total.hazards, _("未办结隐患"), hazards, "waits"),
                _figure("teams", total.teams, _("在勤队伍"), _teams(place, stage="ACTIVE")),
                _figure(
                    "strength", f"{total.actual}/{total.authorised}", _("实有/编制"), _teams(place, stage="ACTIVE")
                ),
                *(people if reads_members else []),
            ],
        },
    ]


def _figure(key: str, value: int | str, text: str, url: str, kind: str = "quiet", unit: str = "") -> dict[str, Any]:
    """Colour only where there is something to see: a zero is calm."""
    return {"key": key, "value": value, "text": text, "url": url, "kind": kind if value else "quiet", "unit": unit}


# --- what lies below ------------------------------------------------------------------------------------------------


def below(sheet: Sheet, territory: Territory) -> list[dict[str, Any]]:
    """The teams of the place itself, then the places under it, each with the figures of the whole."""
    rows = [_team_row(sheet, pk) for pk, team in sheet.teams.items() if pk in sheet.by_team or _own(sheet, team)]
    rows += [_place_row(sheet, spot.path, spot.name) for spot in territory.below]
    return rows


def _own(sheet: Sheet, team: TeamRow) -> bool:
    """A team of the place itself; one that is over has a line only while it still has a figure of its own."""
    return team.path == sheet.place and team.stage not in FINAL


def _team_row(sheet: Sheet, pk: int) -> dict[str, Any]:
    team = sheet.teams[pk]
    tally = sheet.by_team.get(pk, Tally())
    first, today = sheet.first, sheet.today
    return {
        "name": team.name,
        "url": reverse("teams:show-team", args=[pk]),
        "strength": f"{team.actual}/{team.authorised}",
        "tally": tally,
        "on_time_url": _logs(sheet.place, first, today, late="false", team=pk),
        "late_url": _logs(sheet.place, first, today, late="true", team=pk),
        "missing_url": _missing(sheet.place, first, today, team=pk),
        "waiting_url": _logs(sheet.place, stage="SUBMITTED", team=pk),
        "hazards_url": "",
        "hours_url": _logs(sheet.place, first, today, team=pk),
        "teams_url": "",
    }


def _place_row(sheet: Sheet, path: str, name: str) -> dict[str, Any]:
    tally = sheet.by_place.get(path, Tally())
    first, today = sheet.first, sheet.today
    return {
        "name": name,
        "url": link(reverse("office:situation"), place=path),
        "strength": f"{tally.actual}/{tally.authorised}",
        "tally": tally,
        "on_time_url": _logs(path, first, today, late="false"),
        "late_url": _logs(path, first, today, late="true"),
        "missing_url": _missing(path, first, today),
        "waiting_url": _logs(path, stage="SUBMITTED"),
        "hazards_url": link(reverse("duty:list-log-entries"), place=path, kind="HAZARD"),
        "hours_url": _logs(path, first, today),
        "teams_url": _teams(path, stage="ACTIVE"),
    }
