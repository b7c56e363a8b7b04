"""What recruiting shows and makes due further down; the lower floors name nobody."""

import datetime as dt

from django.urls import reverse

from patrol_ops.core import files
from patrol_ops.core.models import Obligation
from patrol_ops.core.obligations import Kind, Step, register
from patrol_ops.core.sockets import Panel, plug
from recruitment.access import Permission
from recruitment.reports.contracts import may_read_scan
from recruitment.rules import REMINDED_BEFORE, Owed

_DAY = dt.timedelta(days=1)


def _standard(row: Obligation) -> str:
    return reverse("recruitment:list-standards")


def _campaign(row: Obligation) -> str:
    return reverse("recruitment:show-campaign", args=[row.subject_id])


def _applicant(row: Obligation) -> str:
    return reverse("recruitment:show-applicant", args=[row.subject_id])


def _screening(row: Obligation) -> str:
    return reverse("recruitment:screen-applicant", args=[row.subject_id])


def _sheet(row: Obligation) -> str:
    return reverse("recruitment:score-applicant", args=[row.subject_id])


def _vetting(row: Obligation) -> str:
    return reverse("recruitment:record-police-review", args=[row.subject_id])


def _facts(row: Obligation) -> str:
    return reverse("recruitment:supply-facts", args=[row.subject_id])


def _notice(row: Obligation) -> str:
    return reverse("recruitment:show-notice", args=[row.subject_id])


def _objection(row: Obligation) -> str:
    return reverse("recruitment:show-objection", args=[row.subject_id])


def _offer(row: Obligation) -> str:
    return reverse("recruitment:sign-contract", args=[row.subject_id])


def _contract(row: Obligation) -> str:
    return reverse("recruitment:show-contract", args=[row.subject_id])


# Asked at once, told on the last day and when it is late, and then the next role up hears of it (REC-11, appendix B).
_WAITS = (
    Step("asked", -60 * _DAY),
    Step("last-day", -1 * _DAY),
    Step("overdue", 0 * _DAY),
    Step("escalated", 2 * _DAY, level=1),
)
_ENDS = (*(Step(f"{days}-days", -days * _DAY) for days in REMINDED_BEFORE), Step("overdue", 0 * _DAY))

for _name, _sentence, _url in (
    (Owed.AGREE_STANDARD, "recruitment.remind-standard", _standard),
    (Owed.APPROVE_CAMPAIGN_POLICE, "recruitment.remind-approval", _campaign),
    (Owed.APPROVE_CAMPAIGN, "recruitment.remind-approval", _campaign),
    (Owed.RECORD_POLICE_REVIEW, "recruitment.remind-review", _vetting),
    (Owed.PUBLISH_NOTICE, "recruitment.remind-notice", _notice),
    (Owed.DECIDE_OBJECTION, "recruitment.remind-objection", _objection),
):
    register(Kind(name=_name, steps=_WAITS, notice=_sentence, url=_url))
# What is done on a form of one's own is followed on the applicant's page by those above.
for _name, _sentence, _url in (
    (Owed.SUPPLY_FACTS, "recruitment.remind-facts", _facts),
    (Owed.SIGN_CONTRACT, "recruitment.remind-contract", _offer),
):
    register(Kind(name=_name, steps=_WAITS, notice=_sentence, url=_url, told=_applicant))
# Applications and sheets come in heaps: nobody is told of each at once, only when time runs out.
for _name, _sentence, _url in (
    (Owed.SCREEN_APPLICANT, "recruitment.remind-screening", _screening),
    (Owed.SCORE_APPLICANT, "recruitment.remind-scoring", _sheet),
):
    register(Kind(name=_name, steps=_WAITS[1:], notice=_sentence, url=_url, told=_applicant))
for _name, _sentence in (
    (Owed.END_PROBATION, "recruitment.remind-probation"),
    (Owed.RENEW_CONTRACT, "recruitment.remind-contract-ends"),
):
    register(Kind(name=_name, steps=_ENDS, notice=_sentence, url=_contract))

plug(Panel("team", "recruitment.panel.recruits", "recruitment:team-recruits", Permission.VIEW_APPLICANT_MASKED))
plug(Panel("member", "recruitment.panel.contracts", "recruitment:member-contracts", Permission.VIEW_CONTRACT))
files.register_scope("contract", may_read_scan)
