"""A real browser before a real server, which can be killed."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.cast import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
EVENING = "2026-11-18T21:30:00+08:00"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8") if (ROOT / "node_modules").exists() else ""


# Where the run has a PostgreSQL of its own, every site has a database of its own there; else a file.
SERVER = os.environ.get("DATABASE_URL", "") if os.environ.get("DATABASE_URL", "").startswith("postgres") else ""


def database(folder: Path) -> str:
    return f"{SERVER.rsplit('/', 1)[0]}/{name_of(folder)}" if SERVER else f"sqlite:///{folder / 'site.sqlite3'}"


def name_of(folder: Path) -> str:
    return "site_" + hashlib.sha256(str(folder).encode()).hexdigest()[:16]


def on_server(statement: str) -> None:
    connection = psycopg2.connect(SERVER)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def environment(folder: Path) -> dict[str, str]:
    """The site's own: a database for ``folder``, no broker, no TLS."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "patrol_ops.settings",
        "DATABASE_URL": database(folder),
        "BROKER_URL": "memory://",
        "CONN_MAX_AGE": "0",  # a thread a request here: none may keep its connection
        "HTTPS": "off",
        "MEDIA_ROOT": str(folder / "files"),
    }


class Site:
    """The site in a process of its own, on a database of its own."""

    def __init__(self, folder: Path, moment: str = EVENING) -> None:
        self.folder, self.moment = folder, moment
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.journeys.serve", str(self.port), self.moment]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment(self.folder), stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline().strip() == "ready"

    def kill(self) -> None:
        """As a power cut would: nothing is said, nothing is tidied."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            if self.process.stdout is not None:
                self.process.stdout.close()
            self.process = None

    def on(self, moment: str) -> None:
        """The same site on another day: whatever the clock does of itself has been done when it answers."""
        self.kill()
        self.moment = moment
        self.start()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small district, built once; every test begins with a copy."""
    folder = tmp_path_factory.mktemp("district")
    if SERVER:
        on_server(f"CREATE DATABASE {name_of(folder)}")
    command = [sys.executable, "-m", "tests.journeys.serve", "0", EVENING]
    subprocess.run(command, cwd=ROOT, env=environment(folder), check=True)
    if not SERVER:
        with sqlite3.connect(folder / "site.sqlite3") as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.close()
    return folder


@pytest.fixture
def site(tmp_path: Path, built: Path) -> Iterator[Site]:
    if SERVER:
        on_server(f"CREATE DATABASE {name_of(tmp_path)} TEMPLATE {name_of(built)}")
    else:
        shutil.copy(built / "site.sqlite3", tmp_path / "site.sqlite3")
    it = Site(tmp_path)
    it.start()
    yield it
    it.kill()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next(found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name)))
    quiet = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    # Chromium has no sandbox for root, as in CI.
    rooted = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=[*quiet, *rooted])
        yield browser
        browser.close()


def tick(box: Locator) -> None:
    """As a thumb does it, on the label that the box lies beneath, once the page has come to rest."""
    if not box.is_checked():
        box.locator("xpath=ancestor::label[1]").click()
    expect(box).to_be_checked()


class Person:
    """Somebody before a screen, who counts their taps."""

    def __init__(self, page: Page, site: Site, context: BrowserContext) -> None:
        self.page, self.site, self.context = page, site, context
        self.taps = 0

    def open(self, path: str) -> None:
        self.page.goto(self.site.url + path)

    def sign_in(self, name: str) -> None:
        self.open("/sign-in/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(lambda url: "sign-in" not in url)

    def tap(self, selector: str) -> None:
        self.taps += 1
        self.page.locator(selector).first.click()

    def axe(self) -> list[str]:
        """What axe-core finds on the page: rule, and where."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("() => axe.run(document)")
        return [
            f"{v['id']}: {node['target']} {node['failureSummary']}" for v in found["violations"] for node in v["nodes"]
        ]

    def overflows(self) -> bool:
        """Whether the page scrolls sideways."""
        width: Any = self.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        return bool(width > 0)


@pytest.fixture
def person(chromium: Browser, site: Site) -> Iterator[Callable[..., Person]]:
    """``person("lena", PHONE)``: signed in before a screen of that size."""
    contexts: list[BrowserContext] = []

    def make(name: str = "", size: dict[str, int] = DESK) -> Person:
        touch = size["width"] < 500
        context = chromium.new_context(
            viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", has_touch=touch, is_mobile=touch
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        it = Person(page, site, context)
        if name:
            it.sign_in(name)
        return it

    yield make
    for context in contexts:
        context.close()
