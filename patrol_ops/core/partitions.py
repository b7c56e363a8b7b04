"""Tables that grow by the day stand in months on PostgreSQL: the months to come are made before anybody needs them.

What falls into no month lies in the rest (``…_rest``), so that nothing is ever refused; where the rest holds a month's
rows, that month stays there (ADR 0014).
"""

from __future__ import annotations

import datetime as dt
import logging

from django.db import IntegrityError, OperationalError, connection, transaction

from patrol_ops.core import clock
from patrol_ops.core.months import months_after

logger = logging.getLogger(__name__)

JOURNAL = "core_journalentry"
AHEAD = 3
# A reader of years holds up the making of a month, and whoever waits for a lock holds up everybody behind.
PATIENCE = "2s"
_HORIZON = """
SELECT max((regexp_match(pg_get_expr(relpartbound, pg_class.oid), $$TO \\('([^']+)'\\)$$))[1]::timestamptz)
FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = %s::regclass
"""
_MAKE = """
CREATE TABLE {table} (LIKE {whole} INCLUDING DEFAULTS);
CREATE TRIGGER core_journal_stands_whole BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION core_journal_stands();
ALTER TABLE {whole} ATTACH PARTITION {table} FOR VALUES FROM ('{first}') TO ('{until}')
"""


def make_months(today: dt.date) -> list[str]:
    """The months up to three ahead that are not there yet; their names. Writers and readers go on meanwhile."""
    if connection.vendor != "postgresql":
        return []
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            # One at a time; it is the lock that ATTACH takes anyway, and in nobody else's way.
            cursor.execute(f"LOCK TABLE ONLY {JOURNAL} IN SHARE UPDATE EXCLUSIVE MODE")
            cursor.execute(_HORIZON, [JOURNAL])
            (horizon,) = cursor.fetchone()
            made = [] if horizon is None else _make(clock.local(horizon).date(), today)
    except OperationalError as problem:
        logger.warning("No month could be made (%s); the next night tries again", type(problem).__name__)
        return []
    if made:
        with connection.cursor() as cursor:  # of the whole nobody else gathers figures
            cursor.execute(f"ANALYZE {JOURNAL}")
    return made


def _make(horizon: dt.date, today: dt.date) -> list[str]:
    made, end = [], months_after(today.replace(day=1), AHEAD + 1)
    while horizon < end:
        until = months_after(horizon, 1)
        table = f"{JOURNAL}_{horizon:%Y_%m}"
        first, last = clock.start_of(horizon).isoformat(), clock.start_of(until).isoformat()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_MAKE.format(table=table, whole=JOURNAL, first=first, until=last))
            made.append(table)
        except IntegrityError:
            logger.warning("Rows of %s lie in the rest already, and stay there", table)
        horizon = until
    return made
