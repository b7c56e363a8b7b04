"""What recruiting makes due, for whom and until when; shared by the commands of this room."""

import datetime as dt

from patrol_ops.core import obligations
from patrol_ops.core.calendar import add_working_days
from patrol_ops.core.clock import start_of
from patrol_ops.core.models import Obligation
from recruitment import policy
from recruitment.models import Applicant, Campaign, ScoreSheet
from recruitment.rules import Owed, police_role
from teams.models import Team
from teams.policy import APPROVAL_DAYS
from teams.rules import PlaceTier, Role, Tier


def _end_of(day: dt.date) -> dt.datetime:
    """The midnight that ends ``day``: what is due on a day is in time until then."""
    return start_of(day + dt.timedelta(days=1))


def _within(at: dt.datetime, days: int) -> dt.datetime:
    """The end of the so-manieth working day after today."""
    return _end_of(add_working_days(at.date(), days))


def _office_of(campaign: Campaign) -> Role:
    """Who does the office's work in a campaign: the district's own people, or those of the street."""
    return Role.GOVERNANCE if campaign.place.tier == PlaceTier.DISTRICT else Role.TOWNSHIP


def _owe_approvals(campaign: Campaign, at: dt.datetime) -> None:
    """Both approvals at once: the police of the tier, and the head of the office. Each round has its own period."""
    days = APPROVAL_DAYS.on(at.date(), campaign.place.path)
    period = f"{campaign.steps.count()}"
    for kind, role in (
        (Owed.APPROVE_CAMPAIGN_POLICE, police_role(campaign.place.tier)),
        (Owed.APPROVE_CAMPAIGN, Role.GOVERNANCE_HEAD),
    ):
        due = obligations.Due(
            "campaign", campaign.pk, _within(at, days), period=period, path=campaign.place.path, role=role
        )
        obligations.owe(kind, [due], at=at)


def _owe_screening(applicant: Applicant, campaign: Campaign, at: dt.datetime) -> None:
    """From the day applying ends; again, with its own period, after each correction."""
    days = policy.SCREENING_DAYS.on(at.date(), campaign.place.path)
    begins = max(at.date(), campaign.apply_until)
    due = obligations.Due(
        subject_type="applicant",
        subject_id=applicant.pk,
        due_at=_end_of(add_working_days(begins, days)),
        period=f"{at:%y%m%d%H%M%S%f}" if applicant.corrected_at else "",
        path=campaign.place.path,
        role=_office_of(campaign),
    )
    obligations.owe(Owed.SCREEN_APPLICANT, [due], at=at)


def _owe_sheets(campaign: Campaign, sheets: list[ScoreSheet], at: dt.datetime) -> None:
    due_at = _end_of(add_working_days(campaign.assess_on, 2))
    dues = [
        obligations.Due("score_sheet", sheet.pk, due_at, path=campaign.place.path, user_id=sheet.assessor_id)
        for sheet in sheets
    ]
    obligations.owe(Owed.SCORE_APPLICANT, dues, at=at, fresh=True)


def _owe_review(applicants: list[Applicant], at: dt.datetime) -> None:
    """REC-11: by the police of the team's tier; a second look has its own period."""
    if not applicants:
        return
    teams = {
        team.pk: team
        for team in Team.objects.filter(pk__in={a.post.team_id for a in applicants}).select_related("place")
    }
    dues = []
    for applicant in applicants:
        team = teams[applicant.post.team_id]
        days = APPROVAL_DAYS.on(at.date(), team.place.path)
        dues.append(
            obligations.Due(
                subject_type="applicant",
                subject_id=applicant.pk,
                due_at=_within(at, days),
                period=f"{applicant.verdicts.count() or ''}",
                path=team.place.path,
                role=Role.SUB_BUREAU if team.tier == Tier.BRIGADE else Role.STATION_LIAISON,
            )
        )
    obligations.owe(Owed.RECORD_POLICE_REVIEW, dues, at=at)


def _drop(applicant_ids: list[int], at: dt.datetime) -> None:
    """Nothing is due any more for whoever is out; sheets that wait with them, too."""
    sheets = ScoreSheet.objects.filter(applicant__in=applicant_ids, submitted_at__isnull=True).values_list("pk")
    waiting = Obligation.objects.open().filter(subject_type="score_sheet", subject_id__in=sheets)
    ids = list(waiting.values_list("subject_id", flat=True))
    obligations.cancel(subject_type="applicant", subject_id__in=applicant_ids, at=at)
    if ids:
        obligations.cancel(subject_type="score_sheet", subject_id__in=ids, at=at)
