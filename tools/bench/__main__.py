"""Measures the product as it runs in production: python -m tools.bench [--sizes 0.1,1,4] [--only duty:] [--here]

Needs a PostgreSQL and a Redis of its own: tools/services.sh starts them. Each size has a database that is dropped
afterwards; --here measures the county that DATABASE_URL holds already, reading only. --quick asks for each page as one
role only. The JSON, the picture and what the server said stay in var/bench. Ends with 1 where something is beyond its
bounds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2

from tools.bench.county import County
from tools.bench.server import ROOT
from tools.bench.table import draw, lines, misses

OUT = ROOT / "var" / "bench"
HERE = "1"
# All of it; a size that would pass this is left out, and said so.
MOST_SECONDS = 60 * 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="0.1,1,4")
    parser.add_argument("--only", default="", help="pages whose name begins so, with commas between several")
    parser.add_argument("--quick", action="store_true", help="each page by one role only")
    parser.add_argument("--here", action="store_true", help="the county in DATABASE_URL, which stays as it is")
    asked = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    results: dict[str, dict[str, Any]] = {}
    for size in [HERE] if asked.here else asked.sizes.split(","):
        if time.monotonic() - begun > MOST_SECONDS / 2 and results:
            print(f"{size} counties: left out, the time is up", file=sys.stderr)
            continue
        print(f"\n{size} counties", file=sys.stderr, flush=True)
        with here() if asked.here else database(size) as environment:
            county = County(environment, OUT / "server.log", until=begun + MOST_SECONDS)
            results[size] = county.run(tuple(asked.only.split(",")), writes=not asked.here, quick=asked.quick)
        (OUT / "results.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    print("\n".join(lines(results)))
    draw(results, OUT / "growth.svg")
    beyond = list(misses(results))
    print("\n" + ("Beyond the bounds:\n  " + "\n  ".join(beyond) if beyond else "Everything within its bounds."))
    print(f"\nvar/bench/results.json, var/bench/growth.svg; {time.monotonic() - begun:.0f} s in all")
    return 1 if beyond else 0


@contextmanager
def here() -> Iterator[dict[str, str]]:
    yield environment_of(os.environ.get("DATABASE_URL", ""))


def environment_of(url: str) -> dict[str, str]:
    """In which programs find the database, with the settings of the measuring."""
    if not url.startswith("postgres"):
        raise SystemExit("A PostgreSQL is needed: tools/services.sh python -m tools.bench")
    return os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tools.bench.settings",
        # As deploy/ has it: beside the queue, under another number.
        "CACHE_URL": os.environ.get("BROKER_URL", "").rsplit("/", 1)[0] + "/1",
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def database(size: str) -> Iterator[dict[str, str]]:
    """A county of that size in a database of its own; the environment in which programs find it."""
    server = os.environ.get("DATABASE_URL", "")
    environment_of(server)
    name = "bench_" + size.replace(".", "_")
    door = psycopg2.connect(server)
    door.autocommit = True
    with door.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
        environment = environment_of(server.rsplit("/", 1)[0] + f"/{name}")
        scale, counties = (size, "1") if float(size) <= 1 else ("1", size)
        county = ["-m", "tools.county", "--scale", scale, "--counties", counties]
        # Writing it takes as long as it takes: the bound on a statement is for pages.
        patient = environment | {"DJANGO_SETTINGS_MODULE": "patrol_ops.settings"}
        subprocess.run([sys.executable, *county], cwd=ROOT, env=patient, check=True, stdout=subprocess.DEVNULL)
        yield environment
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    door.close()


if __name__ == "__main__":
    raise SystemExit(main())
