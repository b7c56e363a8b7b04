"""Celery in processes of its own, whose clock can be moved and which can be killed: ``python -m tests.services.moved``.

All is read in once; each line on standard input (log, clock, arguments) then makes a process, whose number is the
answer. The clock is a file with a moment: written anew, the process moves on within a tenth of a second. They know a
kind of obligation of the tests that takes the steps of what is planned for a day.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sys
import threading
from pathlib import Path

import django
import time_machine

django.setup()

from celery.apps import beat, worker  # noqa: E402, F401  # read in once for all
from celery.bin.celery import celery  # noqa: E402, F401  # as above

from patrol_ops.celery import app  # noqa: E402
from patrol_ops.core import obligations  # noqa: E402

PLANNED = "tests.planned"


def follow(file: Path, traveller: time_machine.Traveller) -> None:
    held, never = file.read_text(), threading.Event()
    while not never.wait(0.1):
        said = file.read_text()
        if said and said != held:
            held = said
            traveller.move_to(dt.datetime.fromisoformat(said))


def live(log: str, clock: str, arguments: list[str]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    out, nothing = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(out, 1)
    os.dup2(out, 2)
    file = Path(clock)
    with time_machine.travel(dt.datetime.fromisoformat(file.read_text()), tick=True) as traveller:
        threading.Thread(target=follow, args=(file, traveller), daemon=True).start()
        app.start(arguments)


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever ended is gone at once
    steps = obligations.SCHEDULED_STEPS
    obligations.register(obligations.Kind(PLANNED, steps, "core.not-found", lambda row: "/"))
    print("ready", flush=True)
    for line in sys.stdin:
        number = os.fork()
        if not number:
            try:
                live(*json.loads(line))
            finally:
                os._exit(0)
        print(number, flush=True)


if __name__ == "__main__":
    main()
