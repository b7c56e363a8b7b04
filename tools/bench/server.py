"""The production server on a free port, and how much memory its workers take."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2


@contextmanager
def served(environment: dict[str, str], log: Path) -> Iterator[tuple[int, int]]:
    """Its port and its process, started as deploy/ starts it; what it says goes to ``log``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "--config", "python:patrol_ops.management.serving"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--timeout", "120", "--keep-alive", "30"]
    with log.open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            [*command, "tools.bench.wsgi:application"], cwd=ROOT, env=environment, stdout=said, stderr=said
        )
        try:
            _await(port)
            yield port, process.pid
        finally:
            process.terminate()
            process.wait(60)


def _await(port: int) -> None:
    for _ in range(600):
        try:
            door = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            door.request("GET", "/sign-in/")
            if door.getresponse().status < 500:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not answer.")


def _workers(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()


def forget_peaks(pid: int) -> None:
    """From here on the peak is of what comes."""
    for worker in _workers(pid):
        Path(f"/proc/{worker}/clear_refs").write_text("5", encoding="utf-8")


def peak(pid: int) -> int:
    """MiB of the largest worker at its peak."""
    peaks = []
    for worker in _workers(pid):
        status = Path(f"/proc/{worker}/status").read_text(encoding="utf-8")
        peaks += [int(row.split()[1]) // 1024 for row in status.splitlines() if row.startswith("VmHWM")]
    return max(peaks)
