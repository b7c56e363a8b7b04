"""Duty certificates (TRN-05)."""

from django.db import models
from django.db.models import Q

from patrol_ops.core.constraints import only, ordered, together, when
from patrol_ops.core.models import User
from teams.models import Member, Team
from training.queries import CertificateQuerySet
from training.rules import CertificateStage, RevokedWhy


class Certificate(models.Model):
    """Number, holder, team, validity, stage. ``key`` is what the printed code leads to: a secret of 26 marks that says
    nothing of number or holder. ``on_duty_since``: the first of the chain of renewals; ``hours_checked_for``: the last
    year whose training hours have been looked at."""

    number = models.CharField(max_length=20, unique=True)
    path = models.CharField(max_length=12)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10)
    starts_on = models.DateField()
    last_day = models.DateField()
    on_duty_since = models.DateField()
    hours_checked_for = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=26, unique=True)
    renews = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    suspended_for = models.PositiveSmallIntegerField(null=True)
    suspended_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=16, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            only("stage", CertificateStage),
            only("revoked_why", ["", *RevokedWhy]),
            ordered("starts_on", "last_day", "validity"),
            together("suspended_for", "suspended_at", name="suspension"),
            when("stage", CertificateStage.SUSPENDED, then=Q(suspended_for__isnull=False), name="suspended_says_why"),
            when("stage", CertificateStage.REVOKED, then=~Q(revoked_why=""), name="revoked_says_why"),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(stage__in=["SUSPENDED", "VALID"]),
                name="training_one_certificate_a_member",
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "last_day"], name="certificate_due"),
            # The list of all of them, soonest to end first.
            models.Index(fields=["last_day"], name="certificate_ends"),
            models.Index(fields=["member", "stage"], name="certificate_member"),
        ]

    def __str__(self) -> str:
        return self.number
