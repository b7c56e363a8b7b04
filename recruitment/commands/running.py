"""What the clock does with campaigns: applying begins and ends by itself (REC-02)."""

import datetime as dt

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from recruitment.access import Permission
from recruitment.commands.campaigns import _step
from recruitment.events import CampaignClosed, CampaignOpened
from recruitment.models import Campaign
from recruitment.rules import CAMPAIGN_MOVES, judge_closing, judge_opening


@command
def open_campaign(*, actor: Actor, campaign_id: int, at: dt.datetime) -> Campaign:
    """On the first day of applying, not before."""
    campaign = claim(Campaign, campaign_id, actor=actor, to=Permission.RUN_CAMPAIGN, related=("place",))
    campaign.stage = CAMPAIGN_MOVES.after("open", campaign.stage)
    judge_opening(campaign.apply_from, at.date())

    campaign.save()
    _step(campaign, "open", actor, at)

    announce(CampaignOpened(at=at, campaign_id=campaign.pk), actor=actor, path=campaign.place.path)
    return campaign


@command
def close_campaign(*, actor: Actor, campaign_id: int, at: dt.datetime) -> Campaign:
    """After the last day of applying; an application that races with the clock meets the row: in time, or too late."""
    campaign = claim(Campaign, campaign_id, actor=actor, to=Permission.RUN_CAMPAIGN, related=("place",))
    campaign.stage = CAMPAIGN_MOVES.after("close", campaign.stage)
    judge_closing(campaign.apply_until, at.date())

    campaign.save()
    _step(campaign, "close", actor, at)

    event = CampaignClosed(at=at, campaign_id=campaign.pk, applied=campaign.applied)
    announce(event, actor=actor, path=campaign.place.path)
    return campaign
