"""What an address asks for, read without trust."""

from __future__ import annotations

import datetime as dt

from patrol_ops.core.forms import FIRST_DAY, LAST_DAY


def number_in(text: str) -> int:
    """An id as it stands in an address; 0, which nothing has, where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0


def day_in(text: str) -> dt.date | None:
    """A day as it stands in an address, of this age."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
