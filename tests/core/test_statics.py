"""What the browser fetches: a short list out of node_modules, under names that say the content."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from patrol_ops.core.html import SHELL
from patrol_ops.core.statics import NpmFinder, PatrolStaticFilesStorage
from tests.house.reading import ROOT


@pytest.fixture
def packages(settings: Any, tmp_path: Path) -> Path:
    root = tmp_path / "node_modules"
    (root / "lib" / "dist").mkdir(parents=True)
    (root / "lib" / "dist" / "lib.min.css").write_text("a{background:url(x.png)}\n/*# sourceMappingURL=lib.css.map */")
    (root / "lib" / "dist" / "x.png").write_bytes(b"png")
    (root / "lib" / "secret.js").write_text("1")
    settings.NPM_ROOT = root
    settings.NPM_FILES = {"lib/dist/lib.min.css": "npm/lib.css", "lib/dist/x.png": "npm/x.png"}
    return root


def test_npm_finder_finds_what_is_named_and_nothing_else(packages: Path) -> None:
    finder = NpmFinder()

    assert finder.find("npm/lib.css") == str(packages / "lib" / "dist" / "lib.min.css")
    assert finder.find("npm/lib.css", find_all=True) == [str(packages / "lib" / "dist" / "lib.min.css")]
    for hidden in ("lib/secret.js", "npm/secret.js", "../x", "lib/dist/lib.min.css"):
        assert finder.find(hidden) is None
        assert finder.find(hidden, find_all=True) == []
    assert [name for name, _ in finder.list(None)] == ["npm/lib.css", "npm/x.png"]
    assert finder.check() == []


def test_npm_finder_says_what_is_not_there(packages: Path) -> None:
    (packages / "lib" / "dist" / "x.png").unlink()

    assert [error.msg for error in NpmFinder().check()] == ["NPM_FILES names what is not there: npm/x.png"]


def test_npm_finder_is_silent_before_the_packages_are_installed(settings: Any, tmp_path: Path) -> None:
    settings.NPM_ROOT = tmp_path / "nothing"

    assert NpmFinder().check() == []


def test_collecting_hashes_compresses_and_ignores_source_maps(packages: Path, settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = str(tmp_path / "collected")
    settings.STATICFILES_DIRS = []
    settings.STATICFILES_FINDERS = ["patrol_ops.core.statics.NpmFinder"]
    finders.get_finder.cache_clear()

    call_command("collectstatic", interactive=False, verbosity=0)

    names = json.loads((tmp_path / "collected" / "staticfiles.json").read_text())["paths"]
    assert set(names) == {"npm/lib.css", "npm/x.png"}
    stored = (tmp_path / "collected" / names["npm/lib.css"]).read_text()
    assert names["npm/x.png"].split("/")[-1] in stored
    assert "sourceMappingURL=lib.css.map" in stored

    storage = PatrolStaticFilesStorage()
    assert storage.url("npm/lib.css") == "/static/" + names["npm/lib.css"]
    assert storage.url("npm/later.css") == "/static/npm/later.css"
    finders.get_finder.cache_clear()


def test_names_are_plain_as_long_as_nothing_was_collected(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = str(tmp_path / "nothing")

    assert PatrolStaticFilesStorage().url("css/app.css") == "/static/css/app.css"


def named_files() -> set[str]:
    templates = (ROOT / "templates").rglob("*.html")
    return {name for path in templates for name in re.findall(r"{%\s*static\s+['\"]([^'\"]+)", path.read_text("utf-8"))}


@pytest.mark.parametrize("name", sorted(named_files() | set(SHELL)))
def test_every_file_that_a_page_names_is_there(name: str) -> None:
    assert finders.find(name)
