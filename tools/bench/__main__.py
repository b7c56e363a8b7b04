"""Measures the product as it runs in production: python -m tools.bench [--sizes 0.1,1,4] [--only duty:]

Needs a PostgreSQL and a Redis of its own: tools/services.sh starts them. Each size has a database that is dropped
afterwards. The JSON and the picture stay in var/bench. Ends with 1 where something is beyond its bounds.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from tools.bench.load import USERS, Job, measure, reading
from tools.bench.table import draw, lines, misses

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "var" / "bench"
ROUNDS = 2 * USERS
# All of it; a size that would pass this is left out, and said so.
MOST_SECONDS = 40 * 60
WEB_WORKERS, WEB_THREADS = 2, 8
# Whoever writes by session brings the same mark in cookie and header; any of the right length will do.
CSRF = "a" * 32


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="0.1,1,4")
    parser.add_argument("--only", default="", help="pages whose name begins so")
    asked = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    results: dict[str, dict[str, Any]] = {}
    for size in asked.sizes.split(","):
        if time.monotonic() - begun > MOST_SECONDS / 2 and results:
            print(f"{size} counties: left out, the time is up", file=sys.stderr)
            continue
        print(f"\n{size} counties", file=sys.stderr, flush=True)
        with database(size) as environment:
            results[size] = run(environment, asked.only)
        (OUT / "results.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    print("\n".join(lines(results)))
    draw(results, OUT / "growth.svg")
    beyond = list(misses(results))
    print("\n" + ("Beyond the bounds:\n  " + "\n  ".join(beyond) if beyond else "Everything within its bounds."))
    print(f"\nvar/bench/results.json, var/bench/growth.svg; {time.monotonic() - begun:.0f} s in all")
    return 1 if beyond else 0


@contextmanager
def database(size: str) -> Iterator[dict[str, str]]:
    """A county of that size in a database of its own; the environment in which programs find it."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        raise SystemExit("A PostgreSQL is needed: tools/services.sh python -m tools.bench")
    name = "bench_" + size.replace(".", "_")
    door = psycopg2.connect(server)
    door.autocommit = True
    with door.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
        environment = os.environ | {
            "DATABASE_URL": server.rsplit("/", 1)[0] + f"/{name}",
            "DJANGO_SETTINGS_MODULE": "tools.bench.settings",
            "PYTHONPATH": str(ROOT),
        }
        scale, counties = (size, "1") if float(size) <= 1 else ("1", size)
        county = ["-m", "tools.county", "--scale", scale, "--counties", counties]
        subprocess.run([sys.executable, *county], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        yield environment
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    door.close()


def run(environment: dict[str, str], only: str) -> dict[str, Any]:
    """Everything at one size."""
    told = subprocess.run(
        [sys.executable, "-m", "tools.bench.paths"], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
    )
    found = json.loads(told.stdout)
    with served(environment) as (port, process):
        result: dict[str, Any] = {"limits": _limits(port, found), "pages": {}, "acts": {}, "exports": {}}
        chosen = [page for page in found["pages"] if page["name"].startswith(only)]
        for number, page in enumerate(chosen, 1):
            key = found["keys"][page["role"]]
            try:
                measure(port, reading(page["path"], key, 2))
                timing = measure(port, reading(page["path"], key, ROUNDS)).as_dict()
            except RuntimeError as problem:
                print(f"  {page['name']}: {problem}", file=sys.stderr)
                continue
            result["pages"][page["name"]] = timing | {"role": page["role"]}
            if number % 20 == 0 or number == len(chosen):
                said = f"  [{100 * number // len(chosen):3}%] {number} of {len(chosen)} pages"
                print(said, file=sys.stderr, flush=True)
        for export in found["exports"]:
            before = memory_of(process.pid)
            timing = measure(port, reading(export["path"], found["keys"][export["role"]], 1)).as_dict()
            result["exports"][export["name"]] = timing | {"grew_mib": memory_of(process.pid) - before}
        result["acts"]["duty:submit-patrol-log"] = _submitted(port, found)
        result["memory"] = memory_of(process.pid)
    morning = subprocess.run(
        [sys.executable, "-m", "tools.bench.morning"], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
    )
    result["morning"] = json.loads(morning.stdout)
    result["left"] = found["left"]
    return result


def _limits(port: int, found: dict[str, Any]) -> dict[str, Any]:
    """By whoever opens most pages. The insert comes from as many people as the logs will."""
    key = found["keys"]["head"]
    limits = {}
    for name in ("empty", "rows", "aggregate"):
        measure(port, reading(f"/limits/{name}/", key, USERS))
        limits[name] = measure(port, reading(f"/limits/{name}/", key, 2 * ROUNDS)).as_dict()
    writers = [found["keys"][f"leader-{n}"] for n in range(len(found["teams"]))]
    limits["insert"] = measure(port, [_post("/limits/insert/", key, {}) for key in writers]).as_dict()
    return limits


def _submitted(port: int, found: dict[str, Any]) -> dict[str, Any]:
    """Yesterday evening's patrol of two members, filed today by each of the leaders for a day that has none yet."""
    jobs = []
    for n, team in enumerate(found["teams"]):
        patrol = {"started": "00:01", "ended": "00:02", "area_id": team["area"], "mode": "FOOT"}
        walkers = [{"member_id": member} for member in team["members"]]
        body = {"day": found["today"], "patrols": [patrol | {"walkers": walkers}], "entries": [], "hand_over": ""}
        path = f"/api/v1/duty/teams/{team['id']}/logs/"
        jobs.append(_post(path, found["keys"][f"leader-{n}"], body))
    return measure(port, jobs).as_dict()


def _post(path: str, key: str, body: dict[str, Any]) -> Job:
    return lambda asker: asker.ask(path, key, method="POST", body=body, csrf=CSRF)


@contextmanager
def served(environment: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The production server on a free port, as deploy/ starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "tools.bench.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS)]
    command += ["--timeout", "120", "--log-level", "warning", "--keep-alive", "30", "--no-control-socket"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        for _ in range(600):
            try:
                door = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                door.request("GET", "/sign-in/")
                if door.getresponse().status < 500:
                    break
            except OSError:
                time.sleep(0.1)
        else:
            raise SystemExit("The server did not answer.")
        yield port, process
    finally:
        process.terminate()
        process.wait(30)


def memory_of(pid: int) -> int:
    """MiB of the largest worker under ``pid``, at its peak."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    peaks = []
    for child in children:
        status = Path(f"/proc/{child}/status").read_text(encoding="utf-8")
        peaks.append(next(int(row.split()[1]) for row in status.splitlines() if row.startswith("VmHWM")) // 1024)
    return max(peaks)


if __name__ == "__main__":
    raise SystemExit(main())
