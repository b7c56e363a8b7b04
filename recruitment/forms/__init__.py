"""Syntax of what is typed in recruiting, and the filters that pages and API share."""

from patrol_ops.core.rows import with_row_added
from recruitment.forms.applicants import FactsForm, ScoreForm, ScreeningForm
from recruitment.forms.campaigns import (
    AssessorForm,
    CampaignForms,
    ConfirmForm,
    ReasonForm,
    as_it_stands,
    beginning,
    rows_of,
)
from recruitment.forms.contracts import ContractFilter, ContractForm, EndContractForm, RenewContractForm
from recruitment.forms.filters import ApplicantFilter, CampaignFilter
from recruitment.forms.notices import DecisionForm, NoticeFilter, NoticeReasonForm, ObjectionFilter
from recruitment.forms.standards import StandardForms
from recruitment.forms.vetting import PoliceReviewForm

__all__ = [
    "ApplicantFilter",
    "AssessorForm",
    "CampaignFilter",
    "CampaignForms",
    "ConfirmForm",
    "ContractFilter",
    "ContractForm",
    "DecisionForm",
    "EndContractForm",
    "FactsForm",
    "NoticeFilter",
    "NoticeReasonForm",
    "ObjectionFilter",
    "PoliceReviewForm",
    "ReasonForm",
    "RenewContractForm",
    "ScoreForm",
    "ScreeningForm",
    "StandardForms",
    "as_it_stands",
    "beginning",
    "rows_of",
    "with_row_added",
]
