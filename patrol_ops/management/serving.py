"""How gunicorn serves the site, wherever it is started; what it is told on the command line goes before.

Imports nothing of the product: what the first process has loaded, its workers would still hold after a reload.
"""

import os
from pathlib import Path
from typing import Any

# As METRICS_FOLDER of the settings.
FIGURES = Path(__file__).resolve().parent.parent.parent / "var" / "metrics"

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
    """Whatever was counted is of a web server that is no more (operations.counting)."""
    for file in FIGURES.glob("*-*.*"):
        file.unlink(missing_ok=True)
