"""What each of the two databases needs so that nobody loses anything."""

from pathlib import Path
from typing import Any


def tune(database: dict[str, Any], *, test_file: Path, kept_for: int) -> None:
    """``kept_for``: seconds that a connection to a server is used again."""
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # Twenty writers lose nothing only with all three (WAL alone does not help).
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
        }
        # A file, as the product has: memory cannot show a race.
        database["TEST"] = {"NAME": str(test_file)}
    else:
        database["CONN_MAX_AGE"] = kept_for
        database["CONN_HEALTH_CHECKS"] = True
        # Compiling a statement takes a second, and none of ours runs that long.
        database["OPTIONS"] = {"options": "-c jit=off"} | database.get("OPTIONS", {})
