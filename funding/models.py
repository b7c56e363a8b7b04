"""What stands in the insurance register: papers, and who is covered by them."""

from django.db import models
from django.db.models import F, Q

from funding.queries import CoverQuerySet, InsurancePolicyQuerySet
from funding.rules import InsuranceKind, Payer
from patrol_ops.core.constraints import only
from patrol_ops.core.models import User
from teams.models import Member, Place


class InsurancePolicy(models.Model):
    """CON-03: one paper, for one member or for many. ``last_day`` is what the paper says."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    insurer = models.CharField(max_length=80)
    number = models.CharField(max_length=40)
    payer = models.CharField(max_length=12)
    premium = models.DecimalField(max_digits=8, decimal_places=2, null=True)  # yuan, for one person
    starts_on = models.DateField()
    last_day = models.DateField()
    renews = models.OneToOneField("self", models.PROTECT, null=True, related_name="renewed_by")
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    objects = InsurancePolicyQuerySet.as_manager()

    class Meta:
        constraints = [
            only("kind", InsuranceKind),
            only("payer", Payer),
            models.CheckConstraint(condition=Q(last_day__gt=F("starts_on")), name="funding_policy_span_ordered"),
            models.CheckConstraint(
                condition=Q(premium__isnull=True) | Q(premium__gte=0), name="funding_premium_not_negative"
            ),
            models.UniqueConstraint(
                fields=["insurer", "number", "starts_on"],
                condition=Q(cancelled_at__isnull=True),
                name="funding_policy_entered_once",
            ),
        ]
        indexes = [models.Index(fields=["place", "last_day"], name="policy_place")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Cover(models.Model):
    """One member under one policy, from ``since`` until ``until`` (exclusive): the policy's end, unless it was ended
    earlier."""

    policy = models.ForeignKey(InsurancePolicy, models.PROTECT, related_name="covers")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="funding_cover_span_ordered"),
            models.UniqueConstraint(
                fields=["policy", "member"], condition=Q(ended_at__isnull=True), name="funding_covered_once"
            ),
        ]
        indexes = [models.Index(fields=["member", "until"], name="cover_member")]

    def __str__(self) -> str:
        return f"{self.member_id} under {self.policy_id}"
