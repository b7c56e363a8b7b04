"""The morning run: what the clock does over night and at seven, in one process; seconds of each, and its memory."""

from __future__ import annotations

import json
import resource
import sys
import time

import django

NIGHT = (
    "duty.owe_daily_logs",
    "duty.lock_unreviewed_logs",
    "training.expire_certificates",
    "training.review_hours",
    "training.follow_newcomers",
    "teams.carry_out_reorganisations",
    "teams.watch_teams",
    "discipline.plan_series",
    "discipline.watch_areas",
    "funding.keep_cover_holds",
    "recruitment.run_campaigns",
    "recruitment.close_due_notices",
    "core.remind",
    "core.deliver_outbox",
)


def main() -> None:
    django.setup()
    from patrol_ops.celery import app  # noqa: PLC0415  # Django must stand first

    app.loader.import_default_modules()
    took = {}
    for number, name in enumerate(NIGHT, 1):
        begun = time.perf_counter()
        app.tasks[name]()
        took[name] = round(time.perf_counter() - begun, 2)
        print(f"  [{100 * number // len(NIGHT):3}%] {took[name]:6.2f} s  {name}", file=sys.stderr, flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    json.dump({"seconds": took, "total": round(sum(took.values()), 1), "mib": peak}, sys.stdout)


if __name__ == "__main__":
    main()
