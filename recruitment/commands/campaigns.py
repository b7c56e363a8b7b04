"""Campaigns: planned, approved by two hands, cancelled, ended (REC-02, REC-11, REC-13)."""

import datetime as dt

from django.db.models import Max

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from recruitment.access import Permission
from recruitment.commands.owing import _drop, _owe_approvals
from recruitment.events import (
    CampaignApproved,
    CampaignApprovedByPolice,
    CampaignCancelled,
    CampaignFinalised,
    CampaignPlanned,
    CampaignRedrafted,
    CampaignReturned,
    CampaignSubmitted,
)
from recruitment.models import Applicant, Campaign, CampaignPost, CampaignStep, PublicNotice, Standard
from recruitment.reports.places import places_to_offer
from recruitment.rules import (
    CAMPAIGN_MOVES,
    HIRED,
    LIVE,
    NOTICE_MOVES,
    CampaignDraft,
    NoticeStage,
    Owed,
    RejectReason,
    Stage,
    judge_campaign,
    judge_quota,
    judge_reason,
)
from teams.models import Place, Team
from teams.rules import Form, PlaceTier, classes_of
from teams.rules import Stage as TeamStage

_OF_CAMPAIGN = "campaign"


def _step(campaign: Campaign, move: str, actor: Actor, at: dt.datetime, reason: str = "") -> None:
    CampaignStep.objects.create(
        campaign=campaign, move=move, stage=campaign.stage, at=at, by_id=actor.person_id, reason=reason
    )


def _number(draft: CampaignDraft) -> int:
    return sum(post.number for post in draft.posts)


def _judge_posts(place: Place, draft: CampaignDraft, at: dt.datetime, besides: int | None) -> None:
    """Every post is of an active team here, of a class its form knows, and within what the team may still take."""
    teams = {team.pk: team for team in Team.objects.under(place.path).filter(pk__in={p.team_id for p in draft.posts})}
    for post in draft.posts:
        team = teams.get(post.team_id)
        if team is None:
            raise Refused("core.malformed", field="posts")
        if team.stage != TeamStage.ACTIVE:
            raise Refused("recruitment.team-not-active", field="posts", team=team.name)
        if post.employment_class not in classes_of(Form(team.form)):
            raise Refused("recruitment.class-not-of-form", field="posts", team=team.name)
    judge_quota(
        ((post.team_id, post.number) for post in draft.posts),
        places_to_offer(teams, at.date(), besides=besides),
        {pk: team.name for pk, team in teams.items()},
    )


def _fill(campaign: Campaign, draft: CampaignDraft) -> None:
    campaign.title = draft.title.strip()
    campaign.apply_from, campaign.apply_until, campaign.assess_on = draft.apply_from, draft.apply_until, draft.assess_on
    campaign.assess_at = draft.assess_at.strip()
    campaign.methods = sorted(str(method) for method in set(draft.methods))
    campaign.threshold = draft.threshold
    campaign.contact, campaign.contact_phone = draft.contact.strip(), draft.contact_phone.strip()


def _write_posts(campaign: Campaign, draft: CampaignDraft) -> None:
    CampaignPost.objects.bulk_create(
        CampaignPost(
            campaign=campaign,
            team_id=post.team_id,
            kind=post.kind,
            employment_class=post.employment_class,
            number=post.number,
        )
        for post in draft.posts
    )


@command
def plan_campaign(*, actor: Actor, place_id: int, draft: CampaignDraft, at: dt.datetime) -> Campaign:
    """Of a district or a street, by the standard in force; nobody but the office reads it yet.

    Refused: another tier of place, no standard, a team that is not here or not active, more than the quota.
    """
    place = claim(Place, place_id, actor=actor, to=Permission.PLAN_CAMPAIGN)
    if place.tier not in (PlaceTier.DISTRICT, PlaceTier.STREET):
        raise Refused("recruitment.campaign-place", field="place")
    judge_campaign(draft, at.date())
    _judge_posts(place, draft, at, None)
    standard = Standard.objects.of_district(place.path).agreed().order_by("-version").first()
    if standard is None:
        raise Refused("recruitment.no-standard")

    district = place.path[:6]
    # Two offices that plan at once meet at the row of the district.
    Place.objects.select_for_update().get(path=district)
    numbered = Campaign.objects.filter(district=district, year=at.date().year)
    campaign = Campaign(
        place=place,
        district=district,
        year=at.date().year,
        serial=(numbered.aggregate(last=Max("serial"))["last"] or 0) + 1,
        stage=CAMPAIGN_MOVES.after("plan", None),
        standard=standard,
        planned_by_id=actor.person_id,
        planned_at=at,
    )
    _fill(campaign, draft)
    campaign.save()
    _write_posts(campaign, draft)
    _step(campaign, "plan", actor, at)

    event = CampaignPlanned(at=at, campaign_id=campaign.pk, standard_id=standard.pk, number=_number(draft))
    announce(event, actor=actor, path=place.path)
    return campaign


@command
def redraft_campaign(*, actor: Actor, campaign_id: int, draft: CampaignDraft, at: dt.datetime) -> Campaign:
    """Changed while it is still the office's paper, first or after it was returned."""
    campaign = claim(Campaign, campaign_id, actor=actor, to=Permission.PLAN_CAMPAIGN, related=("place",))
    CAMPAIGN_MOVES.after("submit", campaign.stage)  # only what could be submitted can be changed
    judge_campaign(draft, at.date())
    _judge_posts(campaign.place, draft, at, campaign.pk)

    _fill(campaign, draft)
    campaign.save()
    campaign.posts.all().delete()
    _write_posts(campaign, draft)

    event = CampaignRedrafted(at=at, campaign_id=campaign.pk, number=_number(draft))
    announce(event, actor=actor, path=campaign.place.path)
    return campaign


@command
def submit_campaign(*, actor: Actor, campaign_id: int, at: dt.datetime) -> Campaign:
    """To both who approve it, at once."""
    campaign = claim(Campaign, campaign_id, actor=actor, to=Permission.SUBMIT_CAMPAIGN, related=("place",))
    campaign.stage = CAMPAIGN_MOVES.after("submit", campaign.stage)
    _judge_quota_again(campaign, at)

    campaign.save()
    _step(campaign, "submit", actor, at)
    _owe_approvals(campaign, at)

    announce(CampaignSubmitted(at=at, campaign_id=campaign.pk), actor=actor, path=campaign.place.path)
    return campaign


def _judge_quota_again(campaign: Campaign, at: dt.datetime) -> None:
    """Time has passed since it was planned: teams may have filled, another campaign may have been announced. Teams are
    locked in one order, so that of two campaigns for the last place one is told."""
    ids = sorted(set(campaign.posts.values_list("team_id", flat=True)))
    teams = {team.pk: team for team in Team.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    free = places_to_offer(ids, at.date(), besides=campaign.pk)
    judge_quota(campaign.posts.values_list("team_id", "number"), free, {pk: t.name for pk, t in teams.items()})


@command
def return_campaign(*, actor: Actor, campaign_id: int, reason: str, at: dt.datetime) -> Campaign:
    """Back to the office with a reason; what one side had approved is approved anew."""
    campaign = claim(Campaign, campaign_id, actor=actor, to=Permission.RETURN_CAMPAIGN, related=("place",))
    campaign.stage = CAMPAIGN_MOVES.after("return", campaign.stage)
    reason = judge_reason(reason)

    campaign.police_approved_by = campaign.approved_by = None
    campaign.police_approved_at = campaign.approved_at = None
    campaign.save()
    _step(campaign, "return", actor, at, reason)
    obligations.cancel(subject_type=_OF_CAMPAIGN, subject_id=campaign.pk, at=at)

    announce(CampaignReturned(at=at, campaign_id=campaign.pk), actor=actor, path=campaign.place.path)
    return campaign


@command
def approve_campaign_police(*, actor: Actor, campaign_id: int, at: dt.datetime) -> Campaign:
    """The police of the tier agrees; with the head's approval the campaign is approved, whoever comes last."""
    to = Permission.APPROVE_CAMPAIGN_POLICE
    campaign = claim(Campaign, campaign_id, actor=actor, to=to, related=("place",))
    approved = CAMPAIGN_MOVES.after("approve", campaign.stage)
    if campaign.police_approved_at is not None:
        raise Refused("recruitment.approved-already")
    _judge_hands(campaign, actor, other=campaign.approved_by_id)

    campaign.police_approved_by_id, campaign.police_approved_at = actor.person_id, at
    complete = _complete(campaign, approved, actor, at)
    obligations.settle(Owed.APPROVE_CAMPAIGN_POLICE, subject_type=_OF_CAMPAIGN, subject_id=campaign.pk, at=at)

    event = CampaignApprovedByPolice(at=at, campaign_id=campaign.pk, complete=complete)
    announce(event, actor=actor, path=campaign.place.path)
    return campaign


@command
def approve_campaign(*, actor: Actor, campaign_id: int, at: dt.datetime) -> Campaign:
    """The head of the office agrees; with the police's approval the campaign is approved, whoever comes last."""
    campaign = claim(Campaign, campaign_id, actor=actor, to=Permission.APPROVE_CAMPAIGN, related=("place",))
    approved = CAMPAIGN_MOVES.after("approve", campaign.stage)
    if campaign.approved_at is not None:
        raise Refused("recruitment.approved-already")
    _judge_hands(campaign, actor, other=campaign.police_approved_by_id)

    campaign.approved_by_id, campaign.approved_at = actor.person_id, at
    complete = _complete(campaign, approved, actor, at)
    obligations.settle(Owed.APPROVE_CAMPAIGN, subject_type=_OF_CAMPAIGN, subject_id=campaign.pk, at=at)

    event = CampaignApproved(at=at, campaign_id=campaign.pk, complete=complete)
    announce(event, actor=actor, path=campaign.place.path)
    return campaign


def _judge_hands(campaign: Campaign, actor: Actor, *, other: int | None) -> None:
    if actor.person_id == campaign.planned_by_id:
        raise Refused("recruitment.planner-approves")
    if actor.person_id == other:
        raise Refused("recruitment.approver-same")


def _complete(campaign: Campaign, approved: str, actor: Actor, at: dt.datetime) -> bool:
    """Approved once both have said so; the quota is proved a last time at that moment."""
    complete = campaign.approved_at is not None and campaign.police_approved_at is not None
    if complete:
        _judge_quota_again(campaign, at)
        campaign.stage = approved
        _step(campaign, "approve", actor, at)
    campaign.save()
    return complete


@command
def cancel_campaign(*, actor: Actor, campaign_id: int, reason: str, at: dt.datetime) -> Campaign:
    """Called off before its end: everybody who still waited is told the reason on their own page."""
    campaign = claim(Campaign, campaign_id, actor=actor, to=Permission.CANCEL_CAMPAIGN, related=("place",))
    campaign.stage = CAMPAIGN_MOVES.after("cancel", campaign.stage)
    reason = judge_reason(reason)

    for notice in PublicNotice.objects.filter(campaign=campaign).exclude(
        stage__in=[NoticeStage.CLOSED, NoticeStage.WITHDRAWN]
    ):
        notice.stage = NOTICE_MOVES.after("withdraw", notice.stage)
        notice.save()
        notice.steps.create(move="withdraw", at=at, by_id=actor.person_id, reason=reason, last_day=notice.last_day)
        obligations.cancel(subject_type="notice", subject_id=notice.pk, at=at)
    waiting = Applicant.objects.filter(campaign=campaign, stage__in=sorted(LIVE | {Stage.RESERVE}))
    ids = list(waiting.values_list("pk", flat=True))
    waiting.update(stage=Stage.REJECTED, rejected_why=RejectReason.CAMPAIGN_CANCELLED, over_at=at)
    _drop(ids, at)
    campaign.ended_on = at.date()
    campaign.save()
    _step(campaign, "cancel", actor, at, reason)
    obligations.cancel(subject_type=_OF_CAMPAIGN, subject_id=campaign.pk, at=at)

    event = CampaignCancelled(at=at, campaign_id=campaign.pk, told=len(ids))
    announce(event, actor=actor, path=campaign.place.path)
    return campaign


@command
def finalise_campaign(*, actor: Actor, campaign_id: int, at: dt.datetime) -> Campaign:
    """Ended once nobody waits for anything any more; from this day the time of keeping runs (boundaries, section 4)."""
    campaign = claim(Campaign, campaign_id, actor=actor, to=Permission.FINALISE_CAMPAIGN, related=("place",))
    campaign.stage = CAMPAIGN_MOVES.after("finalise", campaign.stage)
    waiting = Applicant.objects.filter(campaign=campaign, stage__in=sorted(LIVE)).count()
    if waiting:
        raise Refused("recruitment.still-live", count=waiting)

    campaign.ended_on = at.date()
    campaign.save()
    _step(campaign, "finalise", actor, at)
    hired = Applicant.objects.filter(campaign=campaign, stage__in=sorted(HIRED)).count()

    announce(CampaignFinalised(at=at, campaign_id=campaign.pk, hired=hired), actor=actor, path=campaign.place.path)
    return campaign
