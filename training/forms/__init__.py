"""Syntax of what is typed in training, and the filters that pages and API share."""

from training.forms.attending import (
    CheckInForm,
    ResultsForm,
    RollForm,
)
from training.forms.certificates import (
    CertificateFilter,
    PickForm,
    RevocationForm,
    ShortageFilter,
)
from training.forms.courses import (
    CourseForm,
    MaterialForm,
    QuestionForm,
    RevisionForm,
)
from training.forms.plans import (
    PlanForms,
    PlanReasonForm,
)
from training.forms.sessions import (
    CostForm,
    EnrolForm,
    SessionConfirmForm,
    SessionFilter,
    SessionForm,
    SessionReasonForm,
)
from training.forms.study import (
    StudyForm,
)
from training.forms.theory import (
    AnswersForm,
)

__all__ = [
    "AnswersForm",
    "CertificateFilter",
    "CheckInForm",
    "CostForm",
    "CourseForm",
    "EnrolForm",
    "MaterialForm",
    "PickForm",
    "PlanForms",
    "PlanReasonForm",
    "QuestionForm",
    "ResultsForm",
    "RevisionForm",
    "RevocationForm",
    "RollForm",
    "SessionConfirmForm",
    "SessionFilter",
    "SessionForm",
    "SessionReasonForm",
    "ShortageFilter",
    "StudyForm",
]
