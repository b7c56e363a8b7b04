"""The only place that reads the clock. Aware, and in the local zone, so that ``.date()`` is the local day."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """This moment, in the local zone."""
    return timezone.localtime()


def today() -> dt.date:
    """The local day."""
    return now().date()


def local(moment: dt.datetime) -> dt.datetime:
    """A moment from the database, in the local zone."""
    return timezone.localtime(moment)


def start_of(day: dt.date) -> dt.datetime:
    """Local midnight, at which ``day`` begins."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """A time of day, local."""
    return start_of(day) + dt.timedelta(hours=hour, minutes=minute)
