"""Everything that is measured at one size: limits, pages by role, exports, an act, the morning."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tools.bench.load import USERS, Job, measure, reading
from tools.bench.server import ROOT, forget_peaks, peak, served

ROUNDS = 2 * USERS
SLOW_MS = 5_000
# How often the limit is measured again: other work on the machine comes and goes.
EVERY = 10
# Whoever writes by session brings the same mark in cookie and header; any of the right length will do.
CSRF = "a" * 32


class County:
    """The product on one database."""

    def __init__(self, environment: dict[str, str], log: Path, until: float) -> None:
        self.environment, self.log, self.until = environment, log, until
        self.result: dict[str, Any] = {
            "limits": {},
            "pages": {},
            "exports": {},
            "acts": {},
            "skipped": [],
            "failed": [],
        }

    def run(self, only: tuple[str, ...], *, writes: bool, quick: bool) -> dict[str, Any]:
        self.found = self._told("paths", *(["--quick"] if quick else []))
        with served(self.environment, self.log) as (self.port, self.pid):
            self._limits()
            self._pages([page for page in self.found["pages"] if page["name"].startswith(only)])
            self._exports([page for page in self.found["exports"] if page["name"].startswith(only)])
            if writes:
                self._writes()
        if writes:
            # The bound on a statement is for pages.
            self.result["morning"] = self._told("morning", settings="patrol_ops.settings")
            for piece in self.result["morning"]["failed"]:
                self._failed(f"morning run: {piece}")
        peaks = [row["mib"] for kind in ("pages", "exports") for row in self.result[kind].values()]
        return self.result | {"memory": max(peaks), "left": self.found["left"]}

    def _told(self, name: str, *asked: str, settings: str = "tools.bench.settings") -> Any:
        command = [sys.executable, "-m", f"tools.bench.{name}", *asked]
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": settings}
        told = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
        return json.loads(told.stdout)

    def _read(self, path: str, role: str, times: int) -> dict[str, float]:
        forget_peaks(self.pid)
        timing = measure(self.port, reading(path, self.found["keys"][role], times)).as_dict()
        return timing | {"mib": peak(self.pid)}

    def _limits(self) -> None:
        """By whoever opens most pages."""
        for name in ("empty", "rows", "aggregate"):
            self._read(f"/limits/{name}/", "head", USERS)
            self.result["limits"][name] = self._read(f"/limits/{name}/", "head", 2 * ROUNDS)

    def _pages(self, pages: list[dict[str, Any]]) -> None:
        """Each by the first role that opens it, then by the others; the slowest of them stands for the page."""
        limit = self.result["limits"]["rows"]["p50"]
        for number, page in enumerate(pages, 1):
            if time.monotonic() > self.until:
                self.result["skipped"] += [left["name"] for left in pages[number - 1 :]]
                self._say(f"the time is up, {len(pages) - number + 1} pages are left out")
                return
            if number % EVERY == 0:
                limit = self._read("/limits/rows/", "head", ROUNDS)["p50"]
            by_role = {}
            try:
                once = self._read(page["path"], page["roles"][0], 2)
                for role in page["roles"]:
                    if once["p50"] > SLOW_MS:  # far beyond its bound whatever else is seen
                        by_role[role] = once
                        break
                    if by_role:  # warm for each: what is kept is kept by whoever may see it
                        self._read(page["path"], role, 1)
                    by_role[role] = self._read(page["path"], role, USERS if by_role else ROUNDS)
            except RuntimeError as problem:
                self._failed(f"{page['name']}: {problem}")
                continue
            slowest = max(by_role, key=lambda role: by_role[role]["p50"])
            row = by_role[slowest] | {"role": slowest, "limit": limit, "roles": by_role}
            # What is kept between two writes (ADR 0015) is counted here, and only here.
            self.result["pages"][page["name"]] = row | {"first": once["p95"]}
            if number % (2 * EVERY) == 0 or number == len(pages):
                self._say(f"[{100 * number // len(pages):3}%] {number} of {len(pages)} pages")

    def _exports(self, exports: list[dict[str, Any]]) -> None:
        for export in exports:
            before = peak(self.pid)
            try:
                timing = self._read(export["path"], export["roles"][0], 1)
            except RuntimeError as problem:
                self._failed(f"{export['name']}: {problem}")
                continue
            self.result["exports"][export["name"]] = timing | {"role": export["roles"][0], "before_mib": before}

    def _writes(self) -> None:
        """The bare insert and the day's log, each by the same leaders."""
        bare, filed = [], []
        for n, team in enumerate(self.found["teams"]):
            key = self.found["keys"][f"leader-{n}"]
            bare.append(_post("/limits/insert/", key, {}))
            patrol = {"started": "00:01", "ended": "00:02", "area_id": team["area"], "mode": "FOOT"}
            walkers = [{"member_id": member} for member in team["members"]]
            body = {"day": self.found["today"], "patrols": [patrol | {"walkers": walkers}], "entries": []}
            filed.append(_post(f"/api/v1/duty/teams/{team['id']}/logs/", key, body | {"hand_over": ""}))
        measure(self.port, bare)
        self.result["limits"]["insert"] = measure(self.port, bare).as_dict()
        try:
            # The first few warm up what only writing loads.
            measure(self.port, filed[:USERS])
            self.result["acts"]["duty:submit-patrol-log"] = measure(self.port, filed[USERS:]).as_dict()
        except RuntimeError as problem:
            self._failed(f"duty:submit-patrol-log: {problem}")

    def _failed(self, what: str) -> None:
        self.result["failed"].append(what)
        self._say(what)

    @staticmethod
    def _say(what: str) -> None:
        print(f"  {what}", file=sys.stderr, flush=True)


def _post(path: str, key: str, body: dict[str, Any]) -> Job:
    return lambda asker: asker.ask(path, key, method="POST", body=body, csrf=CSRF)
