"""The settings of production, with the limits that are measured beside the pages."""

from patrol_ops.settings import *  # noqa: F403

ROOT_URLCONF = "tools.bench.urls"
WSGI_APPLICATION = "tools.bench.wsgi.application"
# Nothing stands before the server here; what the proxy of production adds is the same for page and limit.
ALLOWED_HOSTS = ["127.0.0.1"]
HTTPS = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
# A statement that takes longer is given up: nobody waits for such a page.
DATABASES["default"]["OPTIONS"]["options"] += " -c statement_timeout=20000"  # noqa: F405
