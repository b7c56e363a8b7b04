"""Writes a county into an empty PostgreSQL: python -m tools.county [--scale 0.1] [--counties 4] [--seed 1]."""

from __future__ import annotations

import argparse
import os
import sys
import time

import django


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1, help="of the real county: 0.1 is a tenth of it")
    parser.add_argument("--counties", type=int, default=1, help="so many of them, side by side")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol_ops.settings")
    django.setup()

    from tools.county.writing import NotEmpty, write  # noqa: PLC0415  # Django must stand first

    begun = time.monotonic()
    try:
        found = write(asked.scale, asked.counties, asked.seed)
    except NotEmpty as problem:
        print(problem, file=sys.stderr)
        return 1
    for name, count in found.items():
        print(f"  {count:>12,}  {name}")
    print(f"{asked.counties} × {asked.scale:g} of the county in {time.monotonic() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
