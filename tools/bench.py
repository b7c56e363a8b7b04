"""How reading grows with the district: the same pages with 113 teams and with 1,293, as ratios.

python tools/bench.py        two temporary SQLite files; each page's median, its SQL statements, and how both grow

Milliseconds are this machine's; what counts is that the ratio stays far below the ratio of the teams and the
statements stay the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# District: one brigade, streets with a squadron each, communities with a detachment each.
SIZES = ((7, 15), (68, 18))


def teams_of(size: tuple[int, int]) -> int:
    streets, communities = size
    return 1 + streets + streets * communities


def main() -> int:
    results = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            env = os.environ | {
                "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
                "LOG_LEVEL": "ERROR",
                "DJANGO_SETTINGS_MODULE": "patrol_ops.settings",
            }
            env |= {"STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage"}
            print(f"{teams_of(size)} teams …", flush=True)
            work = f"import django; django.setup(); from tools.bench_pages import measure; measure{size}"
            done = subprocess.run([sys.executable, "-c", work], env=env, cwd=ROOT, capture_output=True, text=True)
            if done.returncode:
                print(done.stderr, file=sys.stderr)
                return 1
            results.append(json.loads(done.stdout))
    print("\n".join(table(*results)))
    return 0


def table(small: dict[str, Any], large: dict[str, Any]) -> Iterator[str]:
    ratio = teams_of(SIZES[1]) / teams_of(SIZES[0])
    yield f"\n{'page':34} {'ms':>7} {'ms':>7} {'ratio':>6}   {'SQL':>4} {'SQL':>4}   (teams: ratio {ratio:.1f})"
    for name, (before, asked_before) in small.items():
        after, asked_after = large[name]
        more = "  MORE STATEMENTS" if asked_after > asked_before else ""
        yield f"{name:34} {before:7.1f} {after:7.1f} {after / before:6.2f}   {asked_before:4} {asked_after:4}{more}"


if __name__ == "__main__":
    sys.exit(main())
