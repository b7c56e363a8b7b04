"""Months as papers count them. Pure."""

import datetime as dt
from calendar import monthrange


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))
