"""Logs say what happened, never whom it concerned: ids of request, person and task; no names, questions or bodies."""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

_SECRET = re.compile(r"(/(?:applications|objections)/)[0-9a-f]{16,}|(/unsubscribe/)[\w:-]+")
_HIDDEN = r"\1\2…"
SHAPES = ("line", "json")
# What an exception says may be somebody's: where it happened and of which kind it is are enough to find it.
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_ABOUT: ContextVar[dict[str, Any] | None] = ContextVar("about", default=None)


@contextmanager
def about(**facts: Any) -> Iterator[dict[str, Any]]:
    """Every line that is written within carries ``facts``: ids, and nothing that is somebody's."""
    held = _ABOUT.set({**(_ABOUT.get() or {}), **facts})
    try:
        yield _ABOUT.get() or {}
    finally:
        _ABOUT.reset(held)


def know(**facts: Any) -> None:
    """What became known meanwhile, such as who asks; outside ``about`` it is nobody's and goes nowhere."""
    held = _ABOUT.get()
    if held is not None:
        held |= facts


def logging_config(level: str, shape: str = "line", *, whole: bool = False) -> dict[str, Any]:
    """What the settings say of logging. ``whole``: exceptions with their words, on a developer's machine only.

    Libraries that would write down addresses and keys are kept silent.
    """
    if shape not in SHAPES:
        raise ValueError(f"LOG_FORMAT is one of {', '.join(SHAPES)}.")
    silent = ("axes", "django.security.DisallowedHost")
    formatter = {"line": Line, "json": AsJSON}[shape]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": {"()": formatter, "whole": whole}},
        "filters": {"without-secrets": {"()": WithoutSecrets}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "ours", "filters": ["without-secrets"]}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            **{name: {"level": "ERROR"} for name in silent},
            # A page that is not there stands in the access line; here its address would, as whoever came typed it.
            "django.request": {"level": "ERROR"},
            # Statements with what they were asked with.
            "django.db.backends": {"level": "INFO"},
            # Both speak of whole addresses with the keys in them.
            "apprise": {"level": "CRITICAL"},
            "urllib3": {"level": "WARNING" if level == "DEBUG" else level},
        },
    }


def route_of(request: Any) -> str:
    """The name of what was asked for: never the address itself, in which anything may stand."""
    match = getattr(request, "resolver_match", None)
    return (match and (match.view_name or match.route)) or "-"


class WithoutSecrets(logging.Filter):
    """On whatever writes lines down: the address that was asked for is in many of them."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path, route = getattr(request, "path", None), route_of(request)
        if isinstance(record.args, tuple):
            record.args = tuple(
                (route if arg == path else _SECRET.sub(_HIDDEN, arg)) if isinstance(arg, str) else arg
                for arg in record.args
            )
        elif isinstance(record.args, dict) and "exc" in record.args:  # a task that fell over, in Celery's words
            record.args = {**record.args, "exc": str(record.args["exc"]).split("(")[0], "traceback": ""}
        if isinstance(record.msg, str):
            record.msg = _SECRET.sub(_HIDDEN, record.msg)
        return True


class _Ours(logging.Formatter):
    """What both shapes share: exceptions without their words, and what the line is about."""

    def __init__(self, *, whole: bool = False) -> None:
        super().__init__()
        self.whole = whole

    def formatException(self, ei: _ExcInfo) -> str:
        if self.whole or ei[1] is None:
            return super().formatException(ei)
        return "\n".join(_wordless(ei[1]))

    def facts(self, record: logging.LogRecord) -> Mapping[str, Any]:
        return {**(_ABOUT.get() or {}), **getattr(record, "figures", {})}

    def trace(self, record: logging.LogRecord) -> str:
        return self.formatException(record.exc_info) if record.exc_info else ""


def _wordless(problem: BaseException) -> Iterator[str]:
    before = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
    if before is not None:
        yield from _wordless(before)
        yield "then"
    yield from (line.rstrip() for line in traceback.format_tb(problem.__traceback__))
    yield f"{type(problem).__module__}.{type(problem).__qualname__}"


class Line(_Ours):
    """For people: ``2026-11-18T01:00:00.000Z INFO patrol_ops.access GET duty:today 200 request=… person=7 ms=12``."""

    def format(self, record: logging.LogRecord) -> str:
        facts = " ".join(f"{name}={value}" for name, value in self.facts(record).items() if value is not None)
        said = record.getMessage().replace("\n", "\\n")
        line = f"{_when(record)} {record.levelname} {record.name} {said} {facts}".rstrip()
        trace = self.trace(record)
        return f"{line}\n{trace}" if trace else line


class AsJSON(_Ours):
    """For machines: one object a line."""

    def format(self, record: logging.LogRecord) -> str:
        known = {name: value for name, value in self.facts(record).items() if value is not None}
        line = {"at": _when(record), "level": record.levelname, "logger": record.name, "said": record.getMessage()}
        trace = self.trace(record)
        return json.dumps({**known, **line, **({"trace": trace} if trace else {})}, ensure_ascii=False, default=str)


def _when(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
