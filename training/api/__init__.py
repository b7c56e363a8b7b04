"""Training by API: the same scopes, the same commands."""

# Courses, plans, certificates.
from training.api.certificates import (
    Certificates,
    IssueCertificates,
    RenewableCertificates,
    RenewCertificates,
    RevokeCertificate,
    Shortages,
    WaitingForCertificates,
)
from training.api.courses import (
    AddQuestion,
    Courses,
    DesignCourse,
    Questions,
    RetireCourse,
    RetireQuestion,
    ReviseCourse,
)
from training.api.plans import (
    AmendPlan,
    ApprovePlan,
    DraftPlan,
    Plans,
    ReturnPlan,
    SubmitPlan,
)

__all__ = [
    "AddQuestion",
    "AmendPlan",
    "ApprovePlan",
    "Certificates",
    "Courses",
    "DesignCourse",
    "DraftPlan",
    "IssueCertificates",
    "Plans",
    "Questions",
    "RenewCertificates",
    "RenewableCertificates",
    "RetireCourse",
    "RetireQuestion",
    "ReturnPlan",
    "ReviseCourse",
    "RevokeCertificate",
    "Shortages",
    "SubmitPlan",
    "WaitingForCertificates",
]
