"""Syntax of what is typed in training, and the filters that pages and API share."""

# Courses, plans, certificates.
from training.forms.certificates import CertificateFilter, PickForm, RevocationForm, ShortageFilter
from training.forms.courses import CourseForm, MaterialForm, QuestionForm, RevisionForm
from training.forms.plans import PlanForms, PlanReasonForm

__all__ = [
    "CertificateFilter",
    "CourseForm",
    "MaterialForm",
    "PickForm",
    "PlanForms",
    "PlanReasonForm",
    "QuestionForm",
    "RevisionForm",
    "RevocationForm",
    "ShortageFilter",
# Sessions, attending, study items and the online test.
from training.forms.attending import CheckInForm, ResultsForm, RollForm
from training.forms.sessions import (
    CostForm,
    EnrolForm,
    SessionConfirmForm,
    SessionFilter,
    SessionForm,
    SessionReasonForm,
)
from training.forms.study import StudyForm
from training.forms.theory import AnswersForm

__all__ = [
    "AnswersForm",
    "CheckInForm",
    "CostForm",
    "EnrolForm",
    "ResultsForm",
    "RollForm",
    "SessionConfirmForm",
    "SessionFilter",
    "SessionForm",
    "SessionReasonForm",
    "StudyForm",
]
