"""Logs say what happened, never whom it concerned: the secret of a personal link stands in none."""

import logging
import re

_SECRET = re.compile(r"(/(?:applications|objections)/)[0-9a-f]{16,}")


class WithoutSecrets(logging.Filter):
    """On whatever writes lines down: the address that was asked for is in many of them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_SECRET.sub(r"\1…", arg) if isinstance(arg, str) else arg for arg in record.args)
        if isinstance(record.msg, str):
            record.msg = _SECRET.sub(r"\1…", record.msg)
        return True
