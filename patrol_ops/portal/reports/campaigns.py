"""What everybody may read of a campaign (REC-02): no applicant, and of the office its contact only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Sum, Value, When

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.portal.access import Permission
from patrol_ops.portal.reports.directory import streets
from recruitment.models import Campaign, CampaignPost, Criterion, PublicNotice
from recruitment.rules import CampaignStage
from teams.models import Unit
from teams.rules import EmploymentClass, PlaceTier, UnitKind

_STREET_DIGITS = 9


@dataclass(frozen=True)
class PostLine:
    """A post as people choose it."""

    id: int
    kind: str
    employment_class: str
    team: str
    place: str
    number: int


@dataclass(frozen=True)
class CampaignCard:
    """A campaign as a line of a list."""

    id: int
    number: str
    title: str
    place: str
    stage: str
    apply_from: dt.date
    apply_until: dt.date
    places: int
    is_open: bool


@dataclass(frozen=True)
class CampaignSheet:
    """All that is public of a campaign."""

    card: CampaignCard
    posts: Sequence[PostLine]
    criteria: Sequence[tuple[str, str, str]]  # gate, kind of post (or none), text
    notices: Sequence[int]
    assess_on: dt.date
    assess_at: str
    methods: Sequence[str]
    threshold: int
    contact: str
    contact_phone: str
    applied: int
    approved_on: dt.date


def public_campaigns(actor: Actor) -> QuerySet[Campaign]:
    """Open ones first, then those that select, then ended ones; the newest first in each."""
    order = Case(
        When(stage=CampaignStage.OPEN, then=Value(0)),
        When(stage=CampaignStage.SELECTING, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows: Any = Campaign.objects.visible_to(actor, Permission.VIEW_PUBLIC_CAMPAIGN).public().select_related("place")
    found: QuerySet[Campaign] = rows.annotate(places=Sum("posts__number"), order=order).order_by(
        "order", "-apply_from", "-pk"
    )
    return found


def card_of(campaign: Campaign, today: dt.date) -> CampaignCard:
    in_time = campaign.apply_from <= today <= campaign.apply_until
    return CampaignCard(
        id=campaign.pk,
        number=number_of(campaign),
        title=campaign.title,
        place=campaign.place.name,
        stage=campaign.stage,
        apply_from=campaign.apply_from,
        apply_until=campaign.apply_until,
        places=getattr(campaign, "places", None) or 0,
        is_open=campaign.stage == CampaignStage.OPEN and in_time,
    )


def number_of(campaign: Campaign) -> str:
    return f"{campaign.district}-{campaign.year}-{campaign.serial}"


def open_campaigns(actor: Actor, today: dt.date, most: int) -> list[CampaignCard]:
    rows = public_campaigns(actor).filter(stage=CampaignStage.OPEN, apply_from__lte=today, apply_until__gte=today)
    return [card_of(row, today) for row in rows[:most]]


def campaign_sheet(actor: Actor, campaign_id: int, today: dt.date) -> CampaignSheet | None:
    """The whole announcement: four statements."""
    campaign = public_campaigns(actor).filter(pk=campaign_id).first()
    if campaign is None:
        return None
    posts = posts_of(campaign_id)
    kinds = ["", *{post.kind for post in posts}]
    criteria = Criterion.objects.filter(standard=campaign.standard_id, post_kind__in=kinds).order_by("gate", "number")
    notices = PublicNotice.objects.public().filter(campaign=campaign).order_by("-number")
    approvals = [at for at in (campaign.approved_at, campaign.police_approved_at) if at is not None]
    return CampaignSheet(
        card=card_of(campaign, today),
        posts=posts,
        criteria=[(row.gate, row.post_kind, row.text) for row in criteria],
        notices=list(notices.values_list("pk", flat=True)),
        assess_on=campaign.assess_on,
        assess_at=campaign.assess_at,
        methods=list(campaign.methods),
        threshold=campaign.threshold,
        contact=campaign.contact,
        contact_phone=campaign.contact_phone,
        applied=campaign.applied,
        approved_on=clock.local(max(approvals)).date(),
    )


def posts_of(campaign_id: int) -> list[PostLine]:
    rows = CampaignPost.objects.filter(campaign=campaign_id).select_related("team__place").order_by("pk")
    return [_post(row) for row in rows]


def _post(row: CampaignPost) -> PostLine:
    return PostLine(row.pk, row.kind, row.employment_class, row.team.name, row.team.place.name, row.number)


# --- volunteers (PUB-09) --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class VolunteerPost:
    campaign_id: int
    until: dt.date
    post: PostLine


@dataclass(frozen=True)
class VolunteerStreet:
    name: str
    posts: Sequence[VolunteerPost]


@dataclass(frozen=True)
class Centre:
    """Whom to call in a street, with the number of its latest announcement where there was one."""

    street: str
    name: str
    phone: str


def volunteer_posts(actor: Actor, today: dt.date) -> list[VolunteerStreet]:
    """What is open for volunteers now, by street: two statements."""
    campaigns = Campaign.objects.visible_to(actor, Permission.VIEW_PUBLIC_CAMPAIGN).filter(
        stage=CampaignStage.OPEN, apply_from__lte=today, apply_until__gte=today
    )
    rows = CampaignPost.objects.filter(campaign__in=campaigns, employment_class=EmploymentClass.VOLUNTEER)
    found: dict[str, list[VolunteerPost]] = {}
    for row in rows.select_related("team__place", "campaign").order_by("team__place__path", "pk"):
        street = row.team.place.path[:_STREET_DIGITS]
        found.setdefault(street, []).append(VolunteerPost(row.campaign_id, row.campaign.apply_until, _post(row)))
    names = streets() if found else {}
    return [VolunteerStreet(names.get(path, ""), posts) for path, posts in found.items()]


def centres(actor: Actor) -> list[Centre]:
    """The governance centres of the streets: two statements."""
    told = Campaign.objects.visible_to(actor, Permission.VIEW_PUBLIC_CAMPAIGN).public().order_by("apply_from", "pk")
    phones = dict(told.values_list("place", "contact_phone"))
    units = Unit.objects.filter(kind=UnitKind.GOVERNANCE_CENTRE, place__tier=PlaceTier.STREET).select_related("place")
    return [
        Centre(unit.place.name, unit.name, phones.get(unit.place_id, ""))
        for unit in units.order_by("place__path", "pk")
    ]
