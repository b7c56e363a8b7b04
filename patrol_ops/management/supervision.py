"""Keeps a few processes alive: starts them, restarts what dies, stops all of them, leaves no orphan."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

logger = logging.getLogger(__name__)

CRASHES = 3
WITHIN = 60.0
PATIENCE = 20.0
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process that is meant to run for ever."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=deque)

    def start(self) -> None:
        # A session of its own: the terminal's Ctrl-C reaches the supervisor alone, which then stops them in order.
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=_die_with_parent)

    def died(self) -> int | None:
        """The exit code of a process that is no more; its own children are taken along."""
        code = self.process.poll() if self.process else None
        if code is not None:
            self.kill_group(signal.SIGKILL)
        return code

    def kill_group(self, number: int) -> None:
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def dies_too_often(self, now: float) -> bool:
        self.deaths.append(now)
        while self.deaths and self.deaths[0] < now - WITHIN:
            self.deaths.popleft()
        return len(self.deaths) > CRASHES


class Supervisor:
    """Runs until told to stop (SIGTERM, SIGINT) or until a child dies more than three times a minute."""

    def __init__(self, children: Sequence[Child], pulse: Callable[[], None], beat: float = 0.2) -> None:
        self.children = children
        self.pulse = pulse
        self.beat = beat
        self.stopping = False

    def run(self) -> int:
        """0 when stopped on purpose, 1 when it gave up. ``pulse`` is called a few times a second."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        try:
            for child in self.children:
                child.start()
            while not self.stopping:
                time.sleep(self.beat)
                for child in self.children:
                    if not self.stopping and not self._keep(child):
                        return 1
                self.pulse()
            return 0
        finally:
            self.stop()

    def _keep(self, child: Child) -> bool:
        code = child.died()
        if code is None:
            return True
        if child.dies_too_often(time.monotonic()):
            logger.error("%s died more than %d times a minute (last: %s). Giving up.", child.name, CRASHES, code)
            return False
        logger.warning("%s died (%s) and is started again", child.name, code)
        child.start()
        return True

    def stop(self) -> None:
        """Ask kindly, wait, then insist."""
        running = [child for child in self.children if child.process and child.process.poll() is None]
        for child in running:
            if child.process:
                child.process.terminate()
        until = time.monotonic() + PATIENCE
        for child in running:
            if child.process:
                with suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.1, until - time.monotonic()))
            child.kill_group(signal.SIGKILL)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def _die_with_parent() -> None:
    """On Linux a killed supervisor takes its children along; elsewhere they are stopped in order only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
