"""Who may walk, place by place: a page of its own, and a part of the situation that is fetched behind it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from funding.access import Permission as Funding
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.html import Request, page
from patrol_ops.office.reports.readiness import SOON_DAYS, Readiness, ReadinessLine, readiness
from patrol_ops.office.views.territory import link, open_territory, place_context
from recruitment.access import Permission as Recruit
from teams.access import Permission
from training.access import Permission as Training

# A column: its number, its heading, its colour where it is not zero, where its rows stand, and who may read them.
_COLUMNS: tuple[tuple[str, str, str, dict[str, str], str], ...] = (
    ("overrides", "waits", "teams:list-overrides", {}, Permission.VIEW_OVERRIDE),
    ("shortages", "waits", "training:list-shortages", {}, Training.VIEW_ENROLMENT),
    ("certificates", "waits", "training:list-certificates", {"state": "soon"}, Training.VIEW_CERTIFICATE),
    ("contracts", "waits", "recruitment:list-contracts", {"state": "soon"}, Recruit.VIEW_CONTRACT),
    ("covers", "waits", "funding:list-policies", {"state": "SOON"}, Funding.VIEW_INSURANCE),
    ("uncovered", "overdue", "funding:list-policies", {}, Funding.VIEW_INSURANCE),
    ("equipment", "waits", "teams:list-equipment-gaps", {}, Permission.VIEW_EQUIPMENT),
)


def headings() -> dict[str, str]:
    return {
        "overrides": _("应急放行"),
        "shortages": _("培训缺口"),
        "certificates": _("上岗证快到期"),
        "contracts": _("合同快到期"),
        "covers": _("保险快到期"),
        "uncovered": _("没有在保"),
        "equipment": _("装备缺口"),
    }


@require_safe
def show_readiness(request: Request) -> HttpResponse:
    territory = open_territory(request, Permission.VIEW_TEAM, Permission.VIEW_OVERRIDE)
    lines, total = readiness(territory.here, territory.below, clock.today())
    columns = [column for column in _COLUMNS if request.actor.may(column[4])]
    words = headings()
    context = {
        **place_context(territory),
        "here": territory.here.name,
        "headings": [words[column[0]] for column in columns],
        "lines": [_line(line, columns, words, request.actor) for line in lines],
        "total": {"serving": total.serving, "fit": total.fit},
        "cells": _cells(total, territory.place, columns, words),
        "days": SOON_DAYS,
    }
    return page(request, "office/show_readiness.html", context, part="readiness-table")


def _line(line: ReadinessLine, columns: list[Any], words: dict[str, str], actor: Actor) -> dict[str, Any]:
    address = reverse("teams:show-team", args=[line.team_id]) if line.team_id else reverse("office:show-readiness")
    return {
        "name": line.name,
        "url": address if line.team_id else link(address, place=line.path),
        "serving": line.of.serving,
        "fit": line.of.fit,
        "cells": _cells(line.of, line.path, columns, words),
    }


def _cells(of: Readiness, path: str, columns: list[Any], words: dict[str, str]) -> list[dict[str, Any]]:
    """Each number with the address of its rows at that place."""
    return [
        {
            "value": getattr(of, name),
            "text": words[name],
            "kind": kind,
            "url": link(reverse(url_name), place=path, **asked),
        }
        for name, kind, url_name, asked, _permission in columns
    ]
