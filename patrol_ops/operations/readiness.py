"""What a web process needs to be of use, part by part. Each is cheap: this is asked every few seconds."""

from __future__ import annotations

import logging
import os
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from patrol_ops.celery import app

logger = logging.getLogger(__name__)


def failing() -> list[str]:
    """The names of the parts that do not work; why stands in the log, by its kind."""
    parts = (database(), broker(), uploads())
    return [part for part in parts if part]


def database() -> str:
    """``database`` when it does not answer, ``migrations`` when a table is not as this code wants it."""
    try:
        applied = set(MigrationRecorder.Migration.objects.values_list("app", "name"))
    except DatabaseError as problem:
        return _said("database", problem)
    return "migrations" if wanted() - applied else ""


@cache
def wanted() -> frozenset[tuple[str, str]]:
    """Every migration this code knows: read once, for they come with it."""
    return frozenset(MigrationLoader(None).disk_migrations)


def broker() -> str:
    """Only one that processes share can be out of reach."""
    if not settings.BROKER_IS_SHARED:
        return ""
    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
    except Exception as problem:  # each transport has its own ways to fail
        return _said("broker", problem)
    return ""


def uploads() -> str:
    """The folder itself, or what it will be made in."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return "" if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK) else "uploads"


def _said(part: str, problem: Exception) -> str:
    logger.warning("Not ready: %s (%s)", part, type(problem).__name__)
    return part
