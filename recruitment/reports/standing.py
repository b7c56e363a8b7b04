"""Where selection stands: which criteria hold for whom, and who is compared with whom."""

from typing import Any

from django.db.models import Q

from recruitment.models import Applicant, Campaign, Criterion
from recruitment.rules import Candidate, Stage


def criteria_for(applicant: Applicant) -> list[Criterion]:
    """The lines of the campaign's standard that hold for the applicant's post, in their order."""
    rows: Any = Criterion.objects.filter(standard=applicant.campaign.standard_id).order_by("number")
    return list(rows.filter(Q(post_kind="") | Q(post_kind=applicant.post.kind)))


def candidates(campaign: Campaign) -> list[Candidate]:
    """Everybody whose marks are complete, with what the ranking may look at and nothing else (X32)."""
    rows = Applicant.objects.filter(campaign=campaign, stage=Stage.ASSESSED).order_by("pk")
    fields = ("pk", "post_id", "merit", "priority_verified", "local_verified", "case_number", "reserve")
    return [
        Candidate(
            applicant_id=pk,
            post_id=post_id,
            merit=merit,
            priority=bool(priority),
            local=bool(local),
            case_number=case_number,
            reserve=reserve,
        )
        for pk, post_id, merit, priority, local, case_number, reserve in rows.values_list(*fields)
    ]
