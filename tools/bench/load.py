"""Asks the server as eight people at once would, and keeps how long each answer took."""

from __future__ import annotations

import http.client
import json
import statistics
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

USERS = 8
Answer = tuple[float, int, int, float, int]


@dataclass
class Timing:
    """Milliseconds at the median and at the twentieth slowest, statements, their milliseconds, bytes."""

    p50: float
    p95: float
    statements: int
    sql: float
    size: int

    def as_dict(self) -> dict[str, float]:
        return {key: round(value, 1) for key, value in vars(self).items()}


class Asker:
    """One connection, kept."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.door = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, path: str, key: str, *, method: str = "GET", body: Any = None, csrf: str = "") -> Answer:
        """Seconds, status, statements, their milliseconds, bytes."""
        headers = {"Cookie": f"sessionid={key}" + (f"; csrftoken={csrf}" if csrf else ""), "Accept-Encoding": "gzip"}
        sent = None
        if method == "POST":
            sent = json.dumps(body or {})
            headers |= {
                "Content-Type": "application/json",
                "X-CSRFToken": csrf,
                "Idempotency-Key": str(uuid.uuid4()),
                "Referer": f"http://127.0.0.1:{self.port}/",
            }
        begun = time.perf_counter()
        self.door.request(method, path, body=sent, headers=headers)
        answer = self.door.getresponse()
        size = len(answer.read())
        took = time.perf_counter() - begun
        count, _, spent = answer.headers.get("X-Statements", "0;0").partition(";")
        return took, answer.status, int(count), float(spent), size


Job = Callable[[Asker], Answer]


def measure(port: int, jobs: Sequence[Job]) -> Timing:
    """All of ``jobs``, shared out among eight askers at once; RuntimeError where one was not answered well."""
    results: list[Answer] = []
    failed: list[OSError] = []
    lock = threading.Lock()
    waiting = iter(jobs)

    def work() -> None:
        asker = Asker(port)
        while True:
            with lock:
                job = next(waiting, None)
            if job is None:
                return
            try:
                result = job(asker)
            except OSError as problem:
                with lock:
                    failed.append(problem)
                return
            with lock:
                results.append(result)

    threads = [threading.Thread(target=work) for _ in range(min(USERS, len(jobs)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise RuntimeError(f"not answered: {failed[0]}")
    bad = [status for _, status, *_ in results if status >= 400]
    if bad or not results:
        raise RuntimeError(f"answered {bad[:3]}")
    took = sorted(1000 * seconds for seconds, *_ in results)
    return Timing(
        p50=statistics.median(took),
        p95=took[min(len(took) - 1, int(len(took) * 0.95))],
        statements=round(statistics.median(row[2] for row in results)),
        sql=statistics.median(row[3] for row in results),
        size=round(statistics.median(row[4] for row in results)),
    )


def reading(path: str, key: str, times: int) -> list[Job]:
    return [lambda asker: asker.ask(path, key)] * times
