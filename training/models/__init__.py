"""What training keeps."""

from training.models.certificates import Certificate
from training.models.courses import Course, CourseRevision, PlanLine, Question, TrainingPlan
from training.models.sessions import Enrolment, Session, TheoryAttempt

__all__ = [
    "Certificate",
    "Course",
    "CourseRevision",
    "Enrolment",
    "PlanLine",
    "Question",
    "Session",
    "TheoryAttempt",
    "TrainingPlan",
]
