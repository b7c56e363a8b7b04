"""What an asynchronous web server calls."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol_ops.settings")
application = get_asgi_application()
