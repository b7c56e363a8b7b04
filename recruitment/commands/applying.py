"""What applicants do themselves: apply, correct, withdraw, have their data erased (REC-01, X31)."""

import datetime as dt

from django.db import IntegrityError, transaction

from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import NotPermitted, Refused
from patrol_ops.core.secrets import blind_index
from patrol_ops.core.signin import normalise_phone
from recruitment.access import Permission
from recruitment.commands.owing import _drop, _owe_screening
from recruitment.events import ApplicationCorrected, ApplicationErased, ApplicationSubmitted, ApplicationWithdrawn
from recruitment.models import Applicant, Campaign, CampaignPost
from recruitment.reports.links import digest_of
from recruitment.rules import (
    LIVE,
    MOVES,
    NOTICED,
    OVER,
    ApplicationDraft,
    CampaignStage,
    Stage,
    judge_application,
)
from teams.models import Membership
from teams.policy import AGE_MAX, AGE_MIN
from teams.rules import EmploymentClass


@command
def submit_application(
    *, actor: Actor, campaign_id: int, draft: ApplicationDraft, secret: str, at: dt.datetime
) -> Applicant:
    """One a person and campaign, by the person's own will. ``secret`` goes into the link that the applicant is given.

    Refused: applying is not open, no declaration, a number that does not fit, an age out of bounds, applied already,
    serves already.
    """
    campaign = claim(Campaign, campaign_id, actor=actor, to=Permission.SUBMIT_APPLICATION, related=("place",))
    _judge_open(campaign, at)
    applicant = Applicant(campaign=campaign, stage=MOVES.after("apply", None), applied_at=at)
    _fill(applicant, campaign, draft, at)
    campaign.applied += 1
    applicant.case_number = f"{campaign.district}-{campaign.year % 100}{campaign.serial:03d}-{campaign.applied:04d}"
    applicant.link_digest = digest_of(secret)
    _save(applicant)
    campaign.save()
    _owe_screening(applicant, campaign, at)

    event = ApplicationSubmitted(at=at, applicant_id=applicant.pk, campaign_id=campaign.pk, transfer=applicant.transfer)
    announce(event, actor=actor, team_id=applicant.post.team_id, path=campaign.place.path)
    return applicant


def _judge_open(campaign: Campaign, at: dt.datetime) -> None:
    """By the days themselves, too: the clock may be a minute late."""
    in_time = campaign.apply_from <= at.date() <= campaign.apply_until
    if campaign.stage != CampaignStage.OPEN or not in_time:
        raise Refused("recruitment.not-open")


def _fill(applicant: Applicant, campaign: Campaign, draft: ApplicationDraft, at: dt.datetime) -> None:
    post: CampaignPost | None = campaign.posts.filter(pk=draft.post_id).first()
    if post is None:
        raise Refused("recruitment.post-unknown", field="post")
    values = ground.values_on(at.date(), campaign.place.path, AGE_MIN, AGE_MAX)
    number, born = judge_application(draft, at.date(), (values[AGE_MIN.key], values[AGE_MAX.key]))
    index = blind_index(number, "identity")
    serving = Membership.objects.open().filter(member__identity_index=index)
    # Under a contract already; a volunteer, or whoever came in with a legacy team, may win a post like anybody (X50).
    if serving.filter(legacy=False).exclude(employment_class=EmploymentClass.VOLUNTEER).exists():
        raise Refused("recruitment.serves-already", field="identity")
    applicant.post = post
    applicant.name, applicant.identity, applicant.identity_index = draft.name.strip(), number, index
    applicant.phone = normalise_phone(draft.phone)
    applicant.birth_year = born.year
    applicant.schooling = draft.schooling
    applicant.local, applicant.priority, applicant.reserve = draft.local, draft.priority, draft.reserve
    applicant.transfer = serving.exists()


def _save(applicant: Applicant) -> None:
    try:
        with transaction.atomic():
            applicant.save()
    except IntegrityError:
        raise Refused("recruitment.applied-already", field="identity") from None


def _own(secret: str, actor: Actor) -> Applicant:
    """The applicant's own case, locked, by the secret of the link; whoever has none finds nothing."""
    rows = Applicant.objects.visible_to(actor, Permission.FOLLOW_APPLICATION)
    found: Applicant | None = (
        rows.select_related("campaign__place", "post")
        .select_for_update(of=("self",))
        .filter(link_digest=digest_of(secret))
        .first()
    )
    if found is None:
        raise NotPermitted
    return found


@command
def correct_application(*, actor: Actor, secret: str, draft: ApplicationDraft, at: dt.datetime) -> Applicant:
    """Until the office has screened it, or after it was returned; what was verified is verified anew."""
    applicant = _own(secret, actor)
    if applicant.stage not in MOVES.table["correct"][0] or applicant.campaign.stage not in (
        CampaignStage.OPEN,
        CampaignStage.SELECTING,
    ):
        raise Refused("recruitment.not-editable")
    returned = applicant.stage == Stage.RETURNED
    applicant.stage = MOVES.after("correct", applicant.stage)
    _fill(applicant, applicant.campaign, draft, at)
    applicant.corrected_at, applicant.note = at, ""
    applicant.local_verified = applicant.priority_verified = None

    _save(applicant)
    if returned:
        _owe_screening(applicant, applicant.campaign, at)

    event = ApplicationCorrected(at=at, applicant_id=applicant.pk, campaign_id=applicant.campaign_id)
    announce(event, actor=actor, team_id=applicant.post.team_id, path=applicant.campaign.place.path)
    return applicant


@command
def withdraw_application(*, actor: Actor, secret: str, at: dt.datetime) -> Applicant:
    """At any time before the contract, without a reason."""
    applicant = _own(secret, actor)
    before = applicant.stage
    applicant.stage = MOVES.after("withdraw", applicant.stage)

    applicant.over_at = at
    applicant.save()
    _drop([applicant.pk], at)

    event = ApplicationWithdrawn(at=at, applicant_id=applicant.pk, campaign_id=applicant.campaign_id, stage=before)
    announce(event, actor=actor, team_id=applicant.post.team_id, path=applicant.campaign.place.path)
    return applicant


@command
def erase_application(*, actor: Actor, secret: str, at: dt.datetime) -> None:
    """The person's own data are deleted at once, where nothing is open that the law has kept (boundaries, test 10):
    not while on a public notice or objected to, not once hired. Whoever still waits is withdrawn by it."""
    applicant = _own(secret, actor)
    if applicant.stage in NOTICED or applicant.stage not in LIVE | OVER | {Stage.RESERVE}:
        raise Refused("recruitment.not-erasable")
    if applicant.objections.undecided().exists():
        raise Refused("recruitment.not-erasable")
    pk, campaign, team_id = applicant.pk, applicant.campaign, applicant.post.team_id

    _drop([pk], at)
    applicant.delete()

    announce(
        ApplicationErased(at=at, applicant_id=pk, campaign_id=campaign.pk),
        actor=actor,
        team_id=team_id,
        path=campaign.place.path,
    )
