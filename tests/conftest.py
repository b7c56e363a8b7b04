"""What every test stands on: a fast hasher, a moment, a login, and threads that really meet."""

from __future__ import annotations

import datetime as dt
import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connections
from django.test import override_settings
from django.utils import translation

from patrol_ops.core import (
    access,
    clock,
    commands,
    events,
    files,
    jobs,
    notices,
    obligations,
    outbox,
    policy,
    sockets,
    wording,
)
from patrol_ops.core.models import User

# Lena, Kai and the others, in a small district of theirs.
pytest_plugins = ("tests.cast", "tests.house.worlds", "tests.house.marked")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks no database anything has nothing to prove on a second one."""
    for item in items:
        asked = {"db", "transactional_db", "django_db_setup"}.intersection(getattr(item, "fixturenames", ()))
        marked = any(item.get_closest_marker(name) for name in ("django_db", "services", "browser"))
        if not asked and not marked:
            item.add_marker(pytest.mark.once)


def pytest_collection_finish() -> None:
    """Everything imported stays until the end. Looking through it for garbage again and again was a tenth of the run;
    what a test leaves in circles is still collected, in larger heaps."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """Argon2 is slow on purpose; tests of it say so themselves."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def _files_are_collected_somewhere() -> None:
    """A fresh checkout has collected nothing yet, which whitenoise warns of."""
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """A page read in English leaves the thread English, which a server forgets with the next request."""
    with translation.override(django_settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> None:
    """Public pages are kept for a minute, which is longer than a test."""
    cache.clear()


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")


@pytest.fixture
def at() -> dt.datetime:
    """A Wednesday morning."""
    return clock.at(dt.date(2026, 11, 18), 9)


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    def make(username: str = "lena", password: str | None = None, **fields: Any) -> User:
        user = User(username=username, name=fields.pop("name", username), **fields)
        if password is None:
            user.set_unusable_password()
        else:
            user.set_password(password)
        user.save()
        return user

    return make


def _copied(held: dict[str, Any]) -> dict[str, Any]:
    return {key: dict(value) if isinstance(value, dict) else value for key, value in held.items()}


@pytest.fixture
def registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Registries a test may write into; what it registers is forgotten afterwards."""
    for module, name in (
        (access, "_GRANTS"),
        (commands, "COMMANDS"),
        (files, "_READERS"),
        (jobs, "_WORK"),
        (jobs, "_ALONE"),
        (jobs, "_nudge"),
        (events, "_KINDS"),
        (outbox, "_REACTIONS"),
        (outbox, "_nudge"),
        (notices, "_reachability"),
        (obligations, "_KINDS"),
        (obligations, "_addressing"),
        (policy, "_PARAMETERS"),
        (sockets, "_FIGURES"),
        (wording, "_SENTENCES"),
    ):
        held = getattr(module, name)
        monkeypatch.setattr(module, name, list(held) if isinstance(held, list) else _copied(held))


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Run functions in threads that start together; each result, or the exception it ended with, in order."""

    def run(*functions: Callable[[], Any]) -> list[Any]:
        start = threading.Barrier(len(functions))
        results: list[Any] = [None] * len(functions)

        def one(index: int, function: Callable[[], Any]) -> None:
            try:
                start.wait(20)
                results[index] = function()
            except Exception as problem:
                results[index] = problem
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(functions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return results

    return run


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Tests begin anew each time; on PostgreSQL the journal can be emptied by nobody else."""
    held = connections["default"].settings_dict
    if "postgresql" in held["ENGINE"]:
        held["OPTIONS"] = {**held.get("OPTIONS", {}), "options": "-c patrol.empties=on"}


@pytest.fixture
def on_postgresql() -> bool:
    return "postgresql" in django_settings.DATABASES["default"]["ENGINE"]
