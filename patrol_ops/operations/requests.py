"""Every request has a number, which its lines and its answer carry, and leaves one line: what, with which end."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from patrol_ops.core import logs
from patrol_ops.core.public import MACHINES
from patrol_ops.operations import counting

HEADER = "X-Request-ID"
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")

access = logging.getLogger("patrol_ops.access")


class EachRequestMiddleware:
    """Stands before everything else, so that whatever answers is counted and said."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number, statements, began = number_of(request), Statements(), time.perf_counter()
        with logs.about(request=number), connection.execute_wrapper(statements):
            response = self.get_response(request)
            spent = time.perf_counter() - began
            response.headers[HEADER] = number
            route = "static" if request.path_info.startswith(settings.STATIC_URL) else logs.route_of(request)
            counting.count(route, response.status_code, spent)
            _say(request, response, route, ms=round(spent * 1000), statements=statements.count)
        return response


class Statements:
    """Counts what is asked of the database; what exactly is nobody's business here."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.count += 1
        return execute(*args)


def number_of(request: HttpRequest) -> str:
    """What our proxy gave it, else a new one: a stranger's number would let two requests look like one."""
    given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    return given if _WELL_FORMED.fullmatch(given) else uuid.uuid4().hex


def _say(request: HttpRequest, response: HttpResponse, route: str, **figures: int) -> None:
    """What machines ask every few seconds is said only where everything is."""
    quiet = route == "static" or request.path_info in MACHINES
    said = {"method": request.method, "route": route, "status": response.status_code, **figures}
    access.log(
        logging.DEBUG if quiet else logging.INFO,
        "%s %s %d", request.method, route, response.status_code, extra={"figures": said},
    )  # fmt: skip
