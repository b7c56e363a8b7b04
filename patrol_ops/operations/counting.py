"""Requests by route, class of status and duration, summed over the web processes of this machine.

Each process keeps its own sums and writes them to a file of its own, at most once a second; who asks for the figures
adds up all files. Files of processes that ended stay, so that no sum falls; a starting web server begins with none.
"""

from __future__ import annotations

import json
import os
import threading
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings

BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
WAIT = 1.0
# Route, class of status → how many were at most so slow (one more for those slower than all), and seconds in all.
Sums = dict[tuple[str, str], list[float]]


class Counter:
    """The sums of one process, and its file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / f"{os.getpid()}-{uuid.uuid4().hex[:8]}.json"
        self.sums: Sums = defaultdict(lambda: [0.0] * (len(BUCKETS) + 2))
        self.lock = threading.Lock()
        self.timer: threading.Timer | None = None

    def add(self, route: str, status: str, seconds: float) -> None:
        with self.lock:
            row = self.sums[route, status]
            row[next((place for place, most in enumerate(BUCKETS) if seconds <= most), len(BUCKETS))] += 1
            row[-1] += seconds
            if self.timer is None:
                self.timer = threading.Timer(WAIT, self.write)
                self.timer.daemon = True
                self.timer.start()

    def write(self) -> None:
        """In one piece: nobody reads half a file."""
        with self.lock:
            rows = [[*key, *row] for key, row in self.sums.items()]
            self.timer = None
            self.file.parent.mkdir(parents=True, exist_ok=True)
            draft = self.file.with_suffix(".draft")
            draft.write_text(json.dumps(rows))
            draft.replace(self.file)


_mine: dict[int, Counter] = {}


def count(route: str, status: int, seconds: float) -> None:
    """Nothing is counted where nobody may ask."""
    if settings.METRICS_TOKEN:
        _counter().add(route, f"{status // 100}xx", seconds)


def _counter() -> Counter:
    """By process: what was counted before a fork is its parent's."""
    if os.getpid() not in _mine:
        _mine[os.getpid()] = Counter(Path(settings.METRICS_FOLDER))
    return _mine[os.getpid()]


def total() -> Sums:
    """Over all processes; this one's are written first."""
    _counter().write()
    summed: Sums = {}
    for route, status, *row in _rows(Path(settings.METRICS_FOLDER).glob("*.json")):
        held = summed.get((route, status), [0.0] * len(row))
        summed[route, status] = [a + b for a, b in zip(held, row, strict=True)]
    return summed


def _rows(files: Iterable[Path]) -> Iterator[Any]:
    for file in files:
        with suppress(OSError, ValueError):  # another one begins anew at this very moment
            yield from json.loads(file.read_text())
