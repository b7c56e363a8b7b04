"""Numbers people decide about logs (settings, appendix A)."""

import datetime as dt

from patrol_ops.core import clock
from patrol_ops.core.policy import parameter

LOG_CUTOFF = parameter("log.cutoff", 10, unit="core.unit-hour-next-day", minimum=0, maximum=23)
BACKFILL_DAYS = parameter("log.backfill_days", 7, unit="core.unit-days", minimum=1, maximum=31)
LOCK_DAYS = parameter("log.lock_days", 31, unit="core.unit-days", minimum=7, maximum=366)
REVIEW_DAYS = parameter("log.review_days", 3, unit="core.unit-days", minimum=1, maximum=30)
MEND_DAYS = parameter("log.mend_days", 2, unit="core.unit-days", minimum=1, maximum=30)
HAZARD_DAYS_HIGH = parameter("rectification.hazard_high", 3, unit="core.unit-days", minimum=1, maximum=90)
HAZARD_DAYS_MEDIUM = parameter("rectification.hazard_medium", 7, unit="core.unit-days", minimum=1, maximum=90)
HAZARD_DAYS_LOW = parameter("rectification.hazard_low", 15, unit="core.unit-days", minimum=1, maximum=90)
INCIDENT_DAYS = parameter("log.incident_days", 7, unit="core.unit-days", minimum=1, maximum=90)


def cutoff(day: dt.date, hour: int) -> dt.datetime:
    """From this moment on the log of ``day`` is missing while not filed, and late once filed."""
    return clock.at(day + dt.timedelta(days=1), hour)
