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
]
