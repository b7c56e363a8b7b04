"""Checklists, rounds and visits, records, rectifications, reviews and coordination."""

from discipline.models.checklists import Checklist, ChecklistRevision
from discipline.models.records import DocumentCheck, Finding, Inspection, InspectionAnswer, Interview, SiteCheck
from discipline.models.rectifications import (
    AccountabilityReview,
    CoordinationDuty,
    CoordinationFollowUp,
    Rectification,
    RectificationStep,
)
from discipline.models.visits import RoundInspector, SupervisionRound, Visit, VisitSeries

__all__ = [
    "AccountabilityReview",
    "Checklist",
    "ChecklistRevision",
    "CoordinationDuty",
    "CoordinationFollowUp",
    "DocumentCheck",
    "Finding",
    "Inspection",
    "InspectionAnswer",
    "Interview",
    "Rectification",
    "RectificationStep",
    "RoundInspector",
    "SiteCheck",
    "SupervisionRound",
    "Visit",
    "VisitSeries",
]
