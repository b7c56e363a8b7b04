"""The place that a page of the office is open at."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404

from patrol_ops.core.html import Request
from patrol_ops.office.reports.territory import Territory, territory_of


def open_territory(request: Request, *permissions: str) -> Territory:
    """The reader's territory at the place asked for; nothing is there for whoever has none."""
    territory = territory_of(request.actor, request.GET.get("place", ""), *permissions)
    if territory is None:
        raise Http404
    return territory


def place_context(territory: Territory) -> dict[str, Any]:
    """What the place switcher and the breadcrumbs show."""
    above = territory.above
    trail = [{"text": spot.name, "url": f"?place={spot.path}"} for spot in above[:-1]]
    return {
        "places": territory.switcher(),
        "place": territory.place,
        "trail": [*trail, {"text": territory.here.name, "url": ""}] if len(above) > 1 else [],
    }


def link(address: str, **asked: Any) -> str:
    """An address with what the list is asked for; empty answers are left out."""
    query = urlencode({name: value for name, value in asked.items() if value not in ("", None)})
    return f"{address}?{query}" if query else address
