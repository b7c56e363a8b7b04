"""Answers of the insurance register that are not rows."""

from funding.reports.cover_holds import amiss, due_holds, expiring_by_team, uncovered_by_team

__all__ = ["amiss", "due_holds", "expiring_by_team", "uncovered_by_team"]
