"""From applicants to those who go to the police: screening, marks by two or more, ranking (REC-05, REC-08, REC-10)."""

import datetime as dt

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor, granted
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.models import User
from patrol_ops.core.querysets import within
from patrol_ops.core.refusals import NotPermitted, Refused
from recruitment.access import Permission
from recruitment.commands.owing import _drop, _owe_review, _owe_sheets
from recruitment.events import (
    ApplicantScreened,
    AssessorNamed,
    RecruitsSelected,
    ReserveCalledUp,
    ScoreSheetSubmitted,
)
from recruitment.models import Applicant, Campaign, CampaignAssessor, CriterionCheck, ScoreSheet
from recruitment.reports.places import from_outside, newcomers_free, places_left
from recruitment.reports.standing import candidates, criteria_for
from recruitment.rules import (
    MOVES,
    CampaignStage,
    Owed,
    RejectReason,
    ScoreDraft,
    Screening,
    ScreeningDraft,
    Stage,
    judge_assessors,
    judge_score,
    judge_screening,
    merit_of,
    ranked,
    select,
)
from teams.models import Appointment, Team


@command
def name_assessor(*, actor: Actor, campaign_id: int, user_id: int, at: dt.datetime) -> CampaignAssessor:
    """Somebody with a post in the district that may give marks; until the first sheet is handed in."""
    campaign = claim(Campaign, campaign_id, actor=actor, to=Permission.NAME_ASSESSOR, related=("place",))
    if campaign.stage not in (CampaignStage.APPROVED, CampaignStage.OPEN, CampaignStage.SELECTING):
        raise Refused("core.wrong-stage", move="name", stage=campaign.stage)
    # Only a post from which a sheet can be handed in: one that cannot would hold up the whole selection.
    scoring = list(granted(Permission.SCORE_APPLICANT))
    in_office = (
        Appointment.objects.of(user_id).on(at.date()).filter(within("path", campaign.district), role__in=scoring)
    )
    if not User.objects.filter(pk=user_id, is_active=True).exists() or not in_office.exists():
        raise Refused("recruitment.assessor-unknown", field="user")
    if campaign.assessors.filter(user_id=user_id).exists():
        raise Refused("recruitment.assessor-known", field="user")
    sheets = ScoreSheet.objects.filter(applicant__campaign=campaign)
    if sheets.filter(submitted_at__isnull=False).exists():
        raise Refused("recruitment.assessors-fixed", field="user")

    row = CampaignAssessor.objects.create(campaign=campaign, user_id=user_id, named_by_id=actor.person_id, named_at=at)
    _hand_out(campaign, list(campaign.applicants.at(Stage.SHORTLISTED)), [user_id], at)

    event = AssessorNamed(at=at, campaign_id=campaign.pk, user_id=user_id)
    announce(event, actor=actor, path=campaign.place.path)
    return row


def _hand_out(campaign: Campaign, applicants: list[Applicant], assessors: list[int], at: dt.datetime) -> None:
    """An empty sheet for each of them by each assessor, and the marks are owed."""
    blank = [ScoreSheet(applicant=one, assessor_id=user_id) for one in applicants for user_id in assessors]
    if blank:
        _owe_sheets(campaign, ScoreSheet.objects.bulk_create(blank), at)


def _claim_case(applicant_id: int, actor: Actor, to: str) -> Applicant:
    """The campaign is locked first, as whoever acts on all its recruits locks it, then the case itself."""
    reached = Applicant.objects.visible_to(actor, to).filter(pk=applicant_id)
    campaign_id = reached.values_list("campaign_id", flat=True).first()
    if campaign_id is None:
        raise NotPermitted
    Campaign.objects.select_for_update().get(pk=campaign_id)
    return claim(Applicant, applicant_id, actor=actor, to=to, related=("campaign__place", "post"))


@command
def screen_applicant(*, actor: Actor, applicant_id: int, draft: ScreeningDraft, at: dt.datetime) -> Applicant:
    """The complete checklist of the standard; whoever is turned away is told by which line of it."""
    # An assessor who is named at this moment gets a sheet of this applicant, too.
    applicant = _claim_case(applicant_id, actor, Permission.SCREEN_APPLICANT)
    criteria = criteria_for(applicant)
    move = {Screening.SHORTLIST: "shortlist", Screening.RETURN: "return", Screening.REJECT: "reject"}[draft.verdict]
    MOVES.after("shortlist", applicant.stage)  # the office turns away here only whom it has not passed yet
    applicant.stage = MOVES.after(move, applicant.stage)
    failed = judge_screening(
        draft, [c.pk for c in criteria], claims_local=applicant.local, claims_priority=applicant.priority
    )

    applicant.screened_by_id, applicant.screened_at = actor.person_id, at
    applicant.local_verified = draft.local if applicant.local else None
    applicant.priority_verified = draft.priority if applicant.priority else None
    applicant.note = draft.note.strip() if draft.verdict is Screening.RETURN else ""
    if draft.verdict is Screening.REJECT:
        applicant.rejected_why, applicant.failed_criterion_id = RejectReason.CRITERION_UNMET, failed
        applicant.over_at = at
    applicant.save()
    applicant.checks.all().delete()
    CriterionCheck.objects.bulk_create(
        CriterionCheck(applicant=applicant, criterion=c, met=c.pk in draft.met) for c in criteria
    )
    obligations.settle(Owed.SCREEN_APPLICANT, subject_type="applicant", subject_id=applicant.pk, at=at)
    if draft.verdict is Screening.SHORTLIST:
        assessors = list(applicant.campaign.assessors.values_list("user_id", flat=True))
        _hand_out(applicant.campaign, [applicant], assessors, at)

    event = ApplicantScreened(
        at=at,
        applicant_id=applicant.pk,
        campaign_id=applicant.campaign_id,
        verdict=draft.verdict,
        criterion_id=failed,
    )
    announce(event, actor=actor, team_id=applicant.post.team_id, path=applicant.campaign.place.path)
    return applicant


@command
def submit_score_sheet(*, actor: Actor, score_sheet_id: int, draft: ScoreDraft, at: dt.datetime) -> ScoreSheet:
    """An assessor's own marks, once; nobody sees another's before all are in. With the last sheet the mean is fixed."""
    own = ScoreSheet.objects.visible_to(actor, Permission.SCORE_APPLICANT).filter(pk=score_sheet_id)
    # The applicant is locked, and first, as by whoever deletes the case: of two last sheets one sees the other.
    applicant: Applicant | None = (
        Applicant.objects.select_related("campaign__place", "post")
        .select_for_update(of=("self",))
        .filter(pk__in=own.values("applicant"))
        .first()
    )
    sheet = claim(ScoreSheet, score_sheet_id, actor=actor, to=Permission.SCORE_APPLICANT)
    assert applicant is not None
    if sheet.submitted_at is not None:
        raise Refused("recruitment.scored-already")
    MOVES.after("assess", applicant.stage)
    campaign = applicant.campaign
    judge_assessors(applicant.sheets.count())
    judge_score(draft, at.date(), campaign.assess_on)

    sheet.came = draft.came
    sheet.schooling, sheet.ability = draft.schooling, draft.ability
    sheet.responsibility, sheet.standing = draft.responsibility, draft.standing
    sheet.submitted_at = at
    sheet.save()
    obligations.settle(Owed.SCORE_APPLICANT, subject_type="score_sheet", subject_id=sheet.pk, at=at)
    complete = not applicant.sheets.waiting().exists()
    if complete:
        marks = applicant.sheets.values_list("schooling", "ability", "responsibility", "standing")
        applicant.stage = MOVES.after("assess", applicant.stage)
        applicant.merit = merit_of([sum(mark or 0 for mark in four) for four in marks])
        applicant.save()

    event = ScoreSheetSubmitted(
        at=at,
        score_sheet_id=sheet.pk,
        applicant_id=applicant.pk,
        campaign_id=campaign.pk,
        complete=complete,
    )
    announce(event, actor=actor, team_id=applicant.post.team_id, path=campaign.place.path)
    return sheet


@command
def select_recruits(*, actor: Actor, campaign_id: int, at: dt.datetime) -> Campaign:
    """The ranking decides, whoever presses the button: who fills the places goes to the police, who agreed to stands
    on the reserve list, the others are told why not. Once a campaign.

    Refused: applying is still open, somebody is not screened, a sheet is missing, too few assessors, a team would be
    over its strength.
    """
    campaign = claim(Campaign, campaign_id, actor=actor, to=Permission.SELECT_RECRUITS, related=("place",))
    if campaign.stage != CampaignStage.SELECTING:
        raise Refused("recruitment.not-yet-applied")
    judge_assessors(campaign.assessors.count())
    unscreened = campaign.applicants.at(Stage.SUBMITTED, Stage.RETURNED).count()
    if unscreened:
        raise Refused("recruitment.screening-open", count=unscreened)
    missing = ScoreSheet.objects.waiting().filter(applicant__in=campaign.applicants.at(Stage.SHORTLISTED)).count()
    if missing or campaign.applicants.at(Stage.SHORTLISTED).exists():
        raise Refused("recruitment.sheets-missing", count=missing)
    # Locked before they are ranked: whoever withdraws at this moment is either ranked or gone.
    locked = Applicant.objects.select_for_update(of=("self",)).filter(campaign=campaign, stage=Stage.ASSESSED)
    rows = list(locked.select_related("post").order_by("pk"))
    able = candidates(campaign)
    if not able:
        raise Refused("recruitment.nobody-assessed")

    chosen = select(able, campaign.threshold, places_left(campaign.pk))
    order = {one.applicant_id: rank for rank, one in enumerate(ranked(able, campaign.threshold), 1)}
    came = set(
        ScoreSheet.objects.filter(applicant__in=rows, came=True).values_list("applicant_id", flat=True).distinct()
    )
    for row in rows:
        row.rank = order.get(row.pk)
        if row.pk in chosen.selected:
            row.stage = MOVES.after("select", row.stage)
            row.vetting_asked_by_id, row.vetting_asked_at = actor.person_id, at
        elif row.pk in chosen.reserve:
            row.stage = MOVES.after("reserve", row.stage)
        else:
            row.stage, row.over_at = MOVES.after("reject", row.stage), at
            below = RejectReason.BELOW_THRESHOLD if row.pk in came else RejectReason.NOT_PRESENT
            row.rejected_why = below if row.pk in chosen.below else RejectReason.NOT_SELECTED
    going = [row for row in rows if row.stage == Stage.POLICE_REVIEW]
    _judge_newcomers(going, at.date())
    Applicant.objects.bulk_update(
        rows, ["rank", "stage", "over_at", "rejected_why", "vetting_asked_by", "vetting_asked_at"]
    )
    campaign.ranked_by_id, campaign.ranked_at = actor.person_id, at
    campaign.save()
    _drop([row.pk for row in rows if row.stage == Stage.REJECTED], at)
    _owe_review(going, at)

    event = RecruitsSelected(
        at=at,
        campaign_id=campaign.pk,
        selected=len(chosen.selected),
        reserve=len(chosen.reserve),
        others=len(chosen.not_selected) + len(chosen.below),
    )
    announce(event, actor=actor, path=campaign.place.path)
    return campaign


def _judge_newcomers(going: list[Applicant], day: dt.date) -> None:
    """REC-13: nobody is sent on to a team that has no place for people from outside. Teams are locked in one order."""
    ids = sorted({row.post.team_id for row in going})
    teams = {team.pk: team for team in Team.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    free = newcomers_free(ids, day)
    outside = set(from_outside(Applicant.objects.filter(pk__in=[row.pk for row in going])).values_list("pk", flat=True))
    for pk, team in teams.items():
        coming = sum(1 for row in going if row.post.team_id == pk and row.pk in outside)
        if coming > max(free[pk], 0):
            raise Refused("recruitment.over-strength", team=team.name)


@command
def call_up_reserve(*, actor: Actor, applicant_id: int, at: dt.datetime) -> Applicant:
    """A place has become free: the best of that post's reserve goes to the police, out of turn nobody."""
    applicant = _claim_case(applicant_id, actor, Permission.SELECT_RECRUITS)
    campaign = applicant.campaign
    if campaign.stage != CampaignStage.SELECTING:
        raise NotPermitted
    applicant.stage = MOVES.after("select", applicant.stage)
    if places_left(campaign.pk).get(applicant.post_id, 0) < 1:
        raise Refused("recruitment.no-place-left")
    before = campaign.applicants.at(Stage.RESERVE).filter(post=applicant.post_id, rank__lt=applicant.rank)
    if before.exists():
        raise Refused("recruitment.reserve-order")
    _judge_newcomers([applicant], at.date())

    applicant.vetting_asked_by_id, applicant.vetting_asked_at = actor.person_id, at
    applicant.save()
    _owe_review([applicant], at)

    event = ReserveCalledUp(at=at, applicant_id=applicant.pk, campaign_id=campaign.pk)
    announce(event, actor=actor, team_id=applicant.post.team_id, path=applicant.campaign.place.path)
    return applicant
