"""Inspections and rectification of a place: what needs somebody first, then figures that open exactly their rows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from discipline.access import Permission
from discipline.forms.rectifications import age_words
from discipline.forms.unsigned import UnsignedFilter
from discipline.reports import unsigned
from discipline.reports.overview import Figures, Overview, overview
from discipline.reports.unsigned import FIRST_HOURS, LAST_HOURS
from discipline.views import links
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.html import Request, page, paged
from teams.reports import place_choices

MOST = 12
# A column: its number, its colour where it is not zero, whether it stands among what needs somebody, and its rows.
_COLUMNS: tuple[tuple[str, str, bool, str, dict[str, str]], ...] = (
    ("overdue", "overdue", True, links.RECTIFICATIONS, {"tab": "overdue"}),
    ("visits_overdue", "overdue", True, links.VISITS, {"overdue": "on"}),
    ("unsigned_72", "overdue", True, links.UNSIGNED, {"over": "72"}),
    ("disputes", "waits", True, links.INSPECTIONS, {"stage": "DISPUTED"}),
    ("never", "waits", True, links.COVERAGE, {"state": "never"}),
    ("uncovered", "waits", False, links.COVERAGE, {"state": "left"}),
    ("unsigned_24", "waits", False, links.UNSIGNED, {"over": "24"}),
    ("recheck", "waits", False, links.RECTIFICATIONS, {"tab": "recheck"}),
    ("limited", "waits", False, links.RECTIFICATIONS, {"level": "TIME_LIMITED"}),
    ("open", "quiet", False, links.RECTIFICATIONS, {}),
)
# Lists of what is planned: whoever may not see it is led nowhere by its figures.
_OF_VISITS = (links.VISITS, links.COVERAGE)
# For all of the place only: a table of ten columns is read by nobody.
_FIGURES_ALONE = ("unsigned_24", "limited")


Columns = list[tuple[str, str, bool, str, dict[str, str]]]


def columns_for(actor: Actor) -> Columns:
    """The figures whose rows this reader may open."""
    sees_visits = actor.may(Permission.VIEW_VISIT)
    return [column for column in _COLUMNS if sees_visits or column[3] not in _OF_VISITS]


def headings() -> dict[str, str]:
    return {
        "overdue": _("整改逾期"),
        "visits_overdue": _("检查过期"),
        "unsigned_72": _("{n} 小时没签字").format(n=LAST_HOURS),
        "disputes": _("有异议"),
        "never": _("从没查过"),
        "uncovered": _("本期没查"),
        "unsigned_24": _("{n} 小时没签字").format(n=FIRST_HOURS),
        "recheck": _("等待复查"),
        "limited": _("限期整改"),
        "open": _("没有办结"),
    }


def sentences() -> dict[str, str]:
    """What needs somebody, said of one place."""
    return {
        "overdue": _("{n} 件整改逾期"),
        "visits_overdue": _("{n} 次检查到期没去"),
        "unsigned_72": _("{n} 份检查记录超过三天没签字"),
        "disputes": _("{n} 份检查记录有异议，等待裁定"),
        "never": _("{n} 支队伍从来没查过"),
    }


@require_safe
def show_overview(request: Request) -> HttpResponse:
    actor, now = request.actor, clock.now()
    places = place_choices(actor, Permission.VIEW_INSPECTION)
    if not places:
        raise Http404
    asked = request.GET.get("place", "")
    here = next((spot for spot in places if spot.path == asked), places[0])
    found = overview(actor, here.path, now)
    names = {spot.path: spot.text for spot in places}
    below = [(path, names.get(path, path)) for path in sorted(found.below)]
    columns, words, bands = columns_for(actor), headings(), age_words()
    table = [column for column in columns if column[0] not in _FIGURES_ALONE]
    needs = _needs(columns, found, here, below)
    context = {
        "places": places,
        "place": here.path,
        "here": here.text,
        "needs": needs[:MOST],
        "needs_total": len(needs),
        "calm": found.total.is_calm,
        "figures": _cells(columns, found.total, here.path, words),
        "headings": [words[name] for name, *_rest in table],
        "totals": _cells(table, found.total, here.path, words),
        "lines": [
            {"name": name, "path": path, "cells": _cells(table, found.of(path), path, words)} for path, name in below
        ],
        "bands": [text for _band, text in bands],
        "ages": _ages(found.total, here.path, bands),
        "age_lines": [
            {"name": name, "path": path, "ages": _ages(found.of(path), path, bands)}
            for path, name in below
            if found.of(path).open
        ],
        "open": found.total.open,
        "sees_reviews": actor.may(Permission.VIEW_REVIEW),
        "sees_coordination": actor.may(Permission.VIEW_COORDINATION),
        "at": now,
    }
    return page(request, "discipline/show_overview.html", context, part="overview-table")


def _needs(columns: Columns, found: Overview, here: Any, below: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The gravest kind first, the places in order; what lies at no place below stands under the place itself."""
    said, lines = sentences(), []
    for name, kind, pressing, url_name, asked in columns:
        if not pressing:
            continue
        counts = [(where, text, getattr(found.of(where), name)) for where, text in below]
        counts.append((here.path, here.text, getattr(found.total, name) - sum(n for _where, _text, n in counts)))
        for where, text, n in counts:
            if n:
                url = links.address(url_name, place=where, **asked)
                lines.append({"kind": kind, "text": said[name].format(n=n), "place": text, "url": url})
    return lines


def _cells(columns: Columns, of: Figures, path: str, words: dict[str, str]) -> list[dict[str, Any]]:
    """Each number with the address of its rows at that place."""
    return [
        {
            "value": getattr(of, name),
            "text": words[name],
            "kind": kind if getattr(of, name) else "quiet",
            "url": links.address(url_name, place=path, **asked),
        }
        for name, kind, _pressing, url_name, asked in columns
    ]


def _ages(of: Figures, path: str, bands: list[tuple[str, str]]) -> list[dict[str, Any]]:
    return [
        {"value": of.ages[int(band)], "text": text, "url": links.address(links.RECTIFICATIONS, place=path, age=band)}
        for band, text in bands
    ]


@require_safe
def list_unsigned(request: Request) -> HttpResponse:
    """Which records nobody has signed, the longest waiting first."""
    actor, now = request.actor, clock.now()
    if not actor.may(Permission.VIEW_INSPECTION):
        raise Http404
    rows = unsigned.unsigned_shown_to(actor)
    found = UnsignedFilter(request.GET, queryset=rows)
    valid = found.is_valid()
    paging = paged(request, found.qs if valid else rows.none())
    context = {
        "filter": found,
        **paging,
        "lines": [
            {"of": unsigned.line_of(row, now), "url": links.address(links.INSPECTION, row.pk)} for row in paging["page"]
        ],
        "places": [] if request.htmx else place_choices(actor, Permission.VIEW_INSPECTION),
        "place": request.GET.get("place", ""),
    }
    return page(request, "discipline/list_unsigned.html", context, part="unsigned-list", status=200 if valid else 422)
