"""What one process writes, the others count anew: the shared Redis for real."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from patrol_ops.core import clock, kept
from patrol_ops.office.reports.tally import sheet_of
from tests.cast import District
from tests.services.running import ROOT

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

RENAME = """
import django
django.setup()
from teams.models import Team
Team.objects.filter(pk={}).update(name="另一个进程改的")
"""


@pytest.fixture
def shared(settings: Any) -> Iterator[str]:
    """A number of Redis for this test process alone, empty before and after."""
    own = 8 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    url = configured.CELERY_BROKER_URL.rsplit("/", 1)[0] + f"/{own}"
    store = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url, "KEY_PREFIX": "patrol"}
    settings.CACHES = {**settings.CACHES, kept.SHARED: store}
    caches[kept.SHARED].clear()
    yield url
    caches[kept.SHARED].clear()


def test_what_another_process_writes_is_counted(shared: str, district: District) -> None:
    asked = ("990102", clock.now())
    first = sheet_of(*asked, with_members=True)
    with CaptureQueriesContext(connection) as counted:
        assert sheet_of(*asked, with_members=True) == first
    assert len(counted) == 0

    own = connection.settings_dict
    database = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
    environment = os.environ | {"DATABASE_URL": database, "CACHE_URL": shared}
    script = RENAME.format(district.teams["harbour"])
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=True, timeout=60)
    assert sheet_of(*asked, with_members=True).teams[district.teams["harbour"]].name == "另一个进程改的"
