"""Answers of discipline that are not rows."""

from discipline.reports.content import SUBJECT, Parts, content_of, digest_now, parts_of
from discipline.reports.coverage import spans, teams_with_inspections
from discipline.reports.inspectors import Sent, Ties, active_logins, candidates, sent_from, ties_of
from discipline.reports.starts import asked_by, revision_in_force

__all__ = [
    "SUBJECT",
    "Parts",
    "Sent",
    "Ties",
    "active_logins",
    "asked_by",
    "candidates",
    "content_of",
    "digest_now",
    "parts_of",
    "revision_in_force",
    "sent_from",
    "spans",
    "teams_with_inspections",
    "ties_of",
]
