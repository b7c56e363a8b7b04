"""Answers of discipline that are not rows."""

from discipline.reports.content import SUBJECT, Parts, content_of, digest_now, parts_of
from discipline.reports.coverage import spans, teams_with_inspections
from discipline.reports.inspectors import Ties, active_logins, candidates, ties_of

__all__ = [
    "SUBJECT",
    "Parts",
    "Ties",
    "active_logins",
    "candidates",
    "content_of",
    "digest_now",
    "parts_of",
    "spans",
    "teams_with_inspections",
    "ties_of",
]
