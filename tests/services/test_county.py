"""A small county in a database of its own: written, counted and held against the rules; written again it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.services


@pytest.fixture
def empty_database() -> Iterator[str]:
    """Beside the test's own: the address of a database that holds nothing."""
    own = settings.DATABASES["default"]
    name = f"county_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    door = psycopg2.connect(
        host=own["HOST"], port=own["PORT"], user=own["USER"], password=own["PASSWORD"], dbname="postgres"
    )
    door.autocommit = True
    with door.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        yield f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{name}"
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    door.close()


def test_a_county_is_written_once(empty_database: str) -> None:
    command = [sys.executable, "-m", "tools.county", "--scale", "0.02", "--counties", "2"]
    environment = os.environ | {"DATABASE_URL": empty_database}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "people" in done.stdout
    assert "[100%]" in done.stderr

    again = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert again.returncode == 1
    assert "holds something already" in again.stderr
