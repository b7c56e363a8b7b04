"""The hiring standard, campaigns and their posts."""

from django.db import models
from django.db.models import F, Q

from patrol_ops.core.constraints import only, together, two_hands, when
from patrol_ops.core.models import User
from recruitment.queries import CampaignQuerySet, StandardQuerySet
from recruitment.rules import CampaignStage, Gate, PostKind
from teams.models import Place, Team
from teams.rules import EmploymentClass

_AGREED = ("APPROVED", "OPEN", "SELECTING", "FINALISED")


class Standard(models.Model):
    """REC-07: the one hiring standard of the district, by version: proposed by the office, agreed by the police."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    objects = StandardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "version"], name="recruitment_one_version"),
            models.UniqueConstraint(
                fields=["place"], condition=Q(agreed_at__isnull=True), name="recruitment_one_standard_waits"
            ),
            two_hands("proposed_by", "agreed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} v{self.version}"


class Criterion(models.Model):
    """One line of the standard; without a post kind it holds for all posts."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    gate = models.CharField(max_length=12)
    post_kind = models.CharField(max_length=16, blank=True)
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [
            only("gate", Gate),
            only("post_kind", ["", *PostKind]),
            models.UniqueConstraint(fields=["standard", "number"], name="recruitment_criterion_number"),
        ]

    def __str__(self) -> str:
        return f"{self.standard_id}/{self.number}"


class Campaign(models.Model):
    """REC-02: posts, timetable, method and contact, approved by two hands before anybody reads it."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveSmallIntegerField()
    district = models.CharField(max_length=6)
    stage = models.CharField(max_length=12)
    title = models.CharField(max_length=80)
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="campaigns")
    apply_from = models.DateField()
    apply_until = models.DateField()
    assess_on = models.DateField()
    assess_at = models.CharField(max_length=120)
    methods = models.JSONField()
    threshold = models.PositiveSmallIntegerField()
    contact = models.CharField(max_length=80)
    contact_phone = models.CharField(max_length=30)
    applied = models.PositiveIntegerField(default=0)  # case numbers given so far
    planned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField()
    police_approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    police_approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    ranked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ranked_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            only("stage", CampaignStage),
            models.UniqueConstraint(fields=["district", "year", "serial"], name="recruitment_campaign_number"),
            models.CheckConstraint(
                condition=Q(apply_until__gte=F("apply_from"), assess_on__gt=F("apply_until")),
                name="recruitment_campaign_days",
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=1, threshold__lte=100), name="recruitment_campaign_threshold"
            ),
            together("approved_by", "approved_at", name="approval"),
            together("police_approved_by", "police_approved_at", name="police_approval"),
            # Both the police of the tier and the head of the office, and neither of them twice.
            models.CheckConstraint(
                condition=~Q(stage__in=_AGREED) | Q(approved_at__isnull=False, police_approved_at__isnull=False),
                name="recruitment_campaign_approved_by_both",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(police_approved_by__isnull=True)
                | ~Q(approved_by=F("police_approved_by")),
                name="recruitment_campaign_approvers_differ",
            ),
            two_hands("planned_by", "approved_by"),
            models.CheckConstraint(
                condition=Q(stage__in=("FINALISED", "CANCELLED"), ended_on__isnull=False)
                | ~Q(stage__in=("FINALISED", "CANCELLED")) & Q(ended_on__isnull=True),
                name="recruitment_campaign_ended_when",
            ),
        ]
        indexes = [models.Index(fields=["stage", "apply_from"], name="campaign_stage")]

    def __str__(self) -> str:
        return f"{self.district} {self.year}-{self.serial}"


class CampaignPost(models.Model):
    """So many people of a kind, as what, for which team."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="posts")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    employment_class = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            only("kind", PostKind),
            only("employment_class", EmploymentClass),
            models.UniqueConstraint(
                fields=["campaign", "team", "kind", "employment_class"], name="recruitment_post_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=200), name="recruitment_post_number"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.team_id}"


class CampaignAssessor(models.Model):
    """REC-05: who gives marks in this campaign."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="assessors")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "user"], name="recruitment_assessor_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.user_id}"


class CampaignStep(models.Model):
    """Append-only: which move, when, by whom, why."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="steps")
    move = models.CharField(max_length=20)
    stage = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [when("move", "return", then=~Q(reason=""), name="return_has_reason")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.move}"
