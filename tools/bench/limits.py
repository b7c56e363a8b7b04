"""What the same server can do at best: a page with nothing on it, one with 50 rows of one indexed query, one bare
insert, one aggregate in plain SQL. All for somebody who is signed in, within the product's own frame and middleware."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.views.decorators.http import require_POST, require_safe

from duty.models import PatrolLog
from patrol_ops.core import clock
from patrol_ops.core.models import DoorUse

_FRAME = "{% extends 'base.html' %}{% block content %}{% for row in rows %}<p>{{ row }}</p>{% endfor %}{% endblock %}"
_TABLE = (
    "{% extends 'base.html' %}{% block content %}<table>{% for row in rows %}<tr><td>{{ row.day }}</td>"
    "<td>{{ row.team.name }}</td><td>{{ row.stage }}</td><td>{{ row.submitted_at }}</td></tr>{% endfor %}</table>"
    "{% endblock %}"
)
_DRAWN: dict[str, object] = {}


def _draw(request: HttpRequest, source: str, rows: object) -> HttpResponse:
    if source not in _DRAWN:
        _DRAWN[source] = engines["django"].from_string(source)
    return HttpResponse(_DRAWN[source].render({"rows": rows}, request))  # type: ignore[attr-defined]


@require_safe
def empty(request: HttpRequest) -> HttpResponse:
    return _draw(request, _FRAME, [])


@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    return _draw(request, _TABLE, PatrolLog.objects.select_related("team").order_by("-pk")[:50])


@require_safe
def aggregate(request: HttpRequest) -> HttpResponse:
    """Logs, late ones and those that wait, by street, of the last month: the question a dashboard asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT substr(p.path, 1, 9), count(*), count(*) FILTER (WHERE l.late), count(*) FILTER"
            " (WHERE l.stage = 'SUBMITTED') FROM duty_patrollog l JOIN teams_team t ON t.id = l.team_id"
            " JOIN teams_place p ON p.id = t.place_id WHERE l.day > %s AND p.path >= '990102' AND p.path < '990103'"
            " GROUP BY 1 ORDER BY 1",
            [clock.today().replace(day=1)],
        )
        found = cursor.fetchall()
    return _draw(request, _FRAME, found)


@require_POST
def insert(request: HttpRequest) -> JsonResponse:
    """One row of a small table, and its answer."""
    origin = request.headers.get("Idempotency-Key", "")
    row = DoorUse.objects.create(door="bench", origin=origin, hour=clock.now(), count=1)
    return JsonResponse({"id": row.pk}, status=201)
