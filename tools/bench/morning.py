"""The morning run: what the clock does over night, in one process; seconds of each piece, and its memory."""

from __future__ import annotations

import json
import resource
import sys

import django


def main() -> None:
    django.setup()
    from patrol_ops.core.routine import go_through  # noqa: PLC0415  # Django must stand first

    took, failed = {}, []
    for piece in go_through():
        took[piece.task] = round(piece.seconds, 2)
        said = f"  [{100 * piece.number // piece.of:3}%] {piece.seconds:6.2f} s  {piece.task}"
        print(said, file=sys.stderr, flush=True)
        if piece.error:
            failed.append(f"{piece.task} failed ({piece.error})")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    json.dump({"seconds": took, "total": round(sum(took.values()), 1), "mib": peak, "failed": failed}, sys.stdout)


if __name__ == "__main__":
    main()
