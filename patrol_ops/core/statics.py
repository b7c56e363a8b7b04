"""Files the browser fetches: a few named ones out of node_modules, and every one under a name that says its content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ServedFilesConfig(StaticFilesConfig):
    """Leaves out what no page asks for: libraries' source maps, their other versions, their other pages."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "*.map", "redoc", "rest_framework", "htm*-4*", "htmax*"]


class NpmStorage(FileSystemStorage):
    """The allow-list ``NPM_FILES``, read under the names they are served by."""

    def __init__(self) -> None:
        super().__init__(location=str(settings.NPM_ROOT))
        self.sources: dict[str, str] = {served: source for source, served in settings.NPM_FILES.items()}

    def path(self, name: str) -> str:
        return super().path(self.sources[name])


class NpmFinder(BaseFinder):
    """Finds what ``NPM_FILES`` names and nothing else: whole packages would take minutes to compress."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = NpmStorage()

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        if Path(settings.NPM_ROOT).is_dir():
            absent = [served for served in self.storage.sources if not self.storage.exists(served)]
            return [Error(f"NPM_FILES names what is not there: {name}", id="core.E001") for name in absent]
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = self.storage.path(path) if path in self.storage.sources else None
        if find_all:
            return [found] if found else []
        return found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, NpmStorage]]:
        for served in self.storage.sources:
            yield served, self.storage


class PatrolStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise is untyped
    """Hashed and compressed; the packages' source maps are not served, so nobody looks for them."""

    patterns = tuple(
        (extension, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for extension, rules in CompressedManifestStaticFilesStorage.patterns
    )

    def stored_name(self, name: str) -> str:
        """The hashed name; the plain one of a file not collected yet, as in tests: a page is worth more than a file."""
        try:
            return str(super().stored_name(name)) if self.hashed_files else name
        except ValueError:
            return name
