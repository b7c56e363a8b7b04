"""Celery as a process of its own whose clock can be moved: ``python -m tests.services.moved FILE worker|beat …``.

FILE holds the moment at which it is to be, and may be written anew: the process moves on within a tenth of a second.
It knows a kind of obligation of the tests that takes the steps of what is planned for a day.
"""

from __future__ import annotations

import datetime as dt
import sys
import threading
from pathlib import Path

import django
import time_machine

PLANNED = "tests.planned"


def follow(file: Path, traveller: time_machine.Traveller) -> None:
    held, never = file.read_text(), threading.Event()
    while not never.wait(0.1):
        said = file.read_text()
        if said and said != held:
            held = said
            traveller.move_to(dt.datetime.fromisoformat(said))


def main() -> None:
    file, arguments = Path(sys.argv[1]), sys.argv[2:]
    with time_machine.travel(dt.datetime.fromisoformat(file.read_text()), tick=True) as traveller:
        django.setup()
        from patrol_ops.celery import app  # noqa: PLC0415  # it stands on what was just set up
        from patrol_ops.core import obligations  # noqa: PLC0415  # as above

        steps = obligations.SCHEDULED_STEPS
        obligations.register(obligations.Kind(PLANNED, steps, "core.not-found", lambda row: "/"))
        threading.Thread(target=follow, args=(file, traveller), daemon=True).start()
        app.start(arguments)


if __name__ == "__main__":
    main()
