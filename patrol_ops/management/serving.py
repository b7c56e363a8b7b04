"""How gunicorn serves the site, wherever it is started; what it is told on the command line goes before."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings

from patrol_ops.operations import counting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol_ops.settings")

bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "4"))
worker_class = "gthread"
threads = 8
# No page takes a minute; whoever is answered when it stops has half of one to be done.
timeout = 60
graceful_timeout = 30
# What leaks little by little never adds up; not all at once.
max_requests = 20_000
max_requests_jitter = 2_000
# A worker says that it lives by a file: on a slow disk it would be taken for dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
# The site writes a line a request itself.
accesslog = None
loglevel = "warning"
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Settings that are not safe are said here once, not by every worker again and again."""
    counting.begin_anew(Path(settings.METRICS_FOLDER))
