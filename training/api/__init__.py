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
"""Training by API: the same commands, the same reports, the same filters as the pages."""

# Sessions, attending, study items and the online test.
from training.api.attending import BeginSession, CallRoll, CheckIn, CompleteSession, RecordResults
from training.api.sessions import (
    CancelSession,
    ConfirmSession,
    EnrolLacking,
    EnrolMembers,
    HoldStudy,
    NoteCost,
    PlanSession,
    ReopenSession,
    Sessions,
    WithdrawEnrolment,
)
from training.api.theory import StartTheoryTest, SubmitTheoryTest

__all__ = [
    "BeginSession",
    "CallRoll",
    "CancelSession",
    "CheckIn",
    "CompleteSession",
    "ConfirmSession",
    "EnrolLacking",
    "EnrolMembers",
    "HoldStudy",
    "NoteCost",
    "PlanSession",
    "RecordResults",
    "ReopenSession",
    "Sessions",
    "StartTheoryTest",
    "SubmitTheoryTest",
    "WithdrawEnrolment",
]
