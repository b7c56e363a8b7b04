"""The public notice of a proposed list, and what is objected to it."""

from django.db import models
from django.db.models import F, Q

from patrol_ops.core.constraints import only, two_hands, when
from patrol_ops.core.models import User
from patrol_ops.core.secrets import EncryptedTextField
from recruitment.models.campaigns import Campaign
from recruitment.queries import NoticeQuerySet, ObjectionQuerySet
from recruitment.rules import LEAST_DAYS, NoticeStage, ObjectionStage


class PublicNotice(models.Model):
    """REC-06. ``last_day`` is the last of ``days`` working days after ``counted_from``; it never moves forward in time
    once published, only back (X52; the database refuses, too). ``provisional``: counted while the official calendar
    of a year it touches was not yet published."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="notices")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12)
    listed = models.PositiveSmallIntegerField(default=0)
    prepared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    counted_from = models.DateField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    last_day = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            only("stage", NoticeStage),
            models.UniqueConstraint(fields=["campaign", "number"], name="recruitment_notice_number"),
            two_hands("prepared_by", "published_by"),
            models.CheckConstraint(
                condition=~Q(stage__in=("PUBLISHED", "CLOSED"))
                | Q(
                    published_at__isnull=False,
                    counted_from__isnull=False,
                    # A comparison with nothing is unknown, which a check lets pass.
                    last_day__isnull=False,
                    last_day__gt=F("counted_from"),
                    days__isnull=False,
                    days__gte=LEAST_DAYS,
                ),
                name="recruitment_notice_counted",
            ),
            when(
                "stage",
                NoticeStage.CLOSED,
                then=Q(closed_on__isnull=False, closed_on__gt=F("last_day")),
                name="closed_after_its_last_day",
            ),
        ]
        indexes = [models.Index(fields=["stage", "last_day"], name="notice_stage")]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.number}"


class NoticeStep(models.Model):
    """Append-only: published, corrected, lengthened, closed, withdrawn; when, by whom, why, until when it ran then."""

    notice = models.ForeignKey(PublicNotice, models.CASCADE, related_name="steps")
    move = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    last_day = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.notice_id} {self.move}"


class Objection(models.Model):
    """PUB-04. Reason and contact are encrypted and read by whoever handles it; the objector follows it by a link."""

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections")
    applicant = models.ForeignKey("recruitment.Applicant", models.SET_NULL, null=True, related_name="objections")
    link_digest = models.CharField(max_length=64, unique=True)
    stage = models.CharField(max_length=16)
    reason = EncryptedTextField(blank=True, default=b"")
    contact = EncryptedTextField(blank=True, default=b"")
    lodged_at = models.DateTimeField()
    handler = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    forgotten_at = models.DateTimeField(null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        constraints = [
            only("stage", ObjectionStage),
            models.CheckConstraint(
                condition=Q(stage="RECEIVED") | Q(handler__isnull=False, taken_at__isnull=False),
                name="recruitment_objection_handled",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=("RECEIVED", "INVESTIGATING"), decided_at__isnull=True)
                | ~Q(stage__in=("RECEIVED", "INVESTIGATING")) & Q(decided_at__isnull=False),
                name="recruitment_objection_decided",
            ),
        ]
        indexes = [models.Index(fields=["applicant", "stage"], name="objection_applicant")]

    def __str__(self) -> str:
        return f"{self.notice_id} #{self.pk}"
