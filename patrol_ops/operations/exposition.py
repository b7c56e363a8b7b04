"""The figures in the text that Prometheus reads. Counts and ages only: nothing in them is about anybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.conf import settings

from patrol_ops.operations import counting, figures

PREFIX = "patrol_"


def text() -> str:
    return "\n".join([*_requests(), *_figures()]) + "\n"


def _requests() -> Iterator[str]:
    name = f"{PREFIX}request_seconds"
    yield from _head(name, "histogram", "Requests by route and class of status, on this machine.")
    for (route, status), row in sorted(counting.total().items()):
        where, so_far = {"route": route, "status": status}, 0.0
        *counts, seconds = row
        for most, here in zip((*map(str, counting.BUCKETS), "+Inf"), counts, strict=True):
            so_far += here
            yield _line(f"{name}_bucket", so_far, {**where, "le": most})
        yield _line(f"{name}_sum", seconds, where)
        yield _line(f"{name}_count", so_far, where)


def _figures() -> Iterator[str]:
    yield from _head(f"{PREFIX}build_info", "gauge", "Which version answers.")
    yield _line(f"{PREFIX}build_info", 1, {"version": settings.VERSION})
    for name, said, values in figures.figures():
        yield from _head(PREFIX + name, "gauge", said)
        for labels, value in values:
            yield _line(PREFIX + name, value, labels)


def _head(name: str, kind: str, said: str) -> Iterator[str]:
    yield f"# HELP {name} {said}"
    yield f"# TYPE {name} {kind}"


def _line(name: str, value: float, labels: Mapping[str, str]) -> str:
    said = ",".join(f'{key}="{_escaped(held)}"' for key, held in labels.items())
    return f"{name}{{{said}}} {_number(value)}" if said else f"{name} {_number(value)}"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.3f}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
