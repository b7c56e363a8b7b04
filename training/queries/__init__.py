"""How courses, sessions, enrolments and certificates are asked for."""

from training.queries.certificates import CertificateQuerySet
from training.queries.courses import CourseQuerySet, PlanQuerySet, QuestionQuerySet
from training.queries.sessions import AttemptQuerySet, EnrolmentQuerySet, SessionQuerySet

__all__ = [
    "AttemptQuerySet",
    "CertificateQuerySet",
    "CourseQuerySet",
    "EnrolmentQuerySet",
    "PlanQuerySet",
    "QuestionQuerySet",
    "SessionQuerySet",
]
