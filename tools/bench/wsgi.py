"""The product's application; each answer also says how many statements it took, and how long they did."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tools.bench.settings"

from django.core.wsgi import get_wsgi_application  # the settings are named first
from django.db import connection

_answer = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    asked = [0, 0.0]

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            asked[0] += 1
            asked[1] += time.perf_counter() - begun

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*headers, ("X-Statements", f"{asked[0]:.0f};{1000 * asked[1]:.1f}")], *more)

    with connection.execute_wrapper(counted):
        return _answer(environ, start)
