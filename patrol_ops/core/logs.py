"""Logs say what happened, never whom it concerned: the secret of a personal link stands in none."""

import logging
import re
from typing import Any

_SECRET = re.compile(r"(/(?:applications|objections)/)[0-9a-f]{16,}|(/unsubscribe/)[\w:-]+")
_HIDDEN = r"\1\2…"


def logging_config(level: str) -> dict[str, Any]:
    """What the settings say of logging. Libraries that would write down addresses and keys are kept silent."""
    silent = ("axes", "django.security.DisallowedHost")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "filters": {"without-secrets": {"()": "patrol_ops.core.logs.WithoutSecrets"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without-secrets"]}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            **{name: {"level": "ERROR"} for name in silent},
            # Both speak of whole addresses with the keys in them.
            "apprise": {"level": "CRITICAL"},
            "urllib3": {"level": "WARNING" if level == "DEBUG" else level},
        },
    }


class WithoutSecrets(logging.Filter):
    """On whatever writes lines down: the address that was asked for is in many of them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_SECRET.sub(_HIDDEN, arg) if isinstance(arg, str) else arg for arg in record.args)
        if isinstance(record.msg, str):
            record.msg = _SECRET.sub(_HIDDEN, record.msg)
        return True
