"""The vocabulary for asking."""

from discipline.queries.checklists import ChecklistQuerySet, RevisionQuerySet
from discipline.queries.records import FindingQuerySet, InspectionQuerySet
from discipline.queries.rectifications import CoordinationQuerySet, RectificationQuerySet, ReviewQuerySet
from discipline.queries.visits import RoundQuerySet, SeriesQuerySet, VisitQuerySet, organised_by

__all__ = [
    "ChecklistQuerySet",
    "CoordinationQuerySet",
    "FindingQuerySet",
    "InspectionQuerySet",
    "RectificationQuerySet",
    "ReviewQuerySet",
    "RevisionQuerySet",
    "RoundQuerySet",
    "SeriesQuerySet",
    "VisitQuerySet",
    "organised_by",
]
