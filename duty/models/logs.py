"""The daily patrol log with its patrols, who walked them, and what was said of it afterwards."""

from django.db import models
from django.db.models import F, Q

from duty.queries import PatrolLogQuerySet
from duty.rules import LogStage, Mode, NoPatrol, Verdict
from patrol_ops.core.constraints import only, together, two_hands, when
from patrol_ops.core.models import User
from teams.models import Member, PatrolArea, Team


class PatrolLog(models.Model):
    """One a team and day (X51). ``version`` counts submissions, so that nobody mends what they have not read."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    day = models.DateField()
    stage = models.CharField(max_length=10)
    version = models.PositiveSmallIntegerField(default=0)
    no_patrol = models.CharField(max_length=12, blank=True)
    no_patrol_note = models.CharField(max_length=200, blank=True)
    hand_over = models.CharField(max_length=500, blank=True)
    late = models.BooleanField(default=False)
    first_submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)

    objects = PatrolLogQuerySet.as_manager()

    class Meta:
        constraints = [
            only("stage", LogStage),
            only("no_patrol", ["", *NoPatrol]),
            models.UniqueConstraint(fields=["team", "day"], name="duty_one_log_a_day"),
            together("reviewed_by", "reviewed_at", name="review"),
            two_hands("submitted_by", "reviewed_by"),
            when("stage", LogStage.REVIEWED, then=Q(reviewed_at__isnull=False), name="reviewed_by_somebody"),
            when("stage", LogStage.LOCKED, then=Q(locked_at__isnull=False), name="locked_when"),
        ]
        indexes = [
            models.Index(fields=["-day", "team", "late", "stage"], name="log_newest"),
            models.Index(fields=["stage", "submitted_at"], name="log_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.day}"


class Patrol(models.Model):
    """A patrol of the day. Over midnight it belongs to the day it began."""

    log = models.ForeignKey(PatrolLog, models.CASCADE, related_name="patrols")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    area = models.ForeignKey(PatrolArea, models.PROTECT, related_name="+")
    mode = models.CharField(max_length=12)
    post = models.CharField(max_length=80, blank=True)
    joint = models.BooleanField(default=False)

    class Meta:
        constraints = [
            only("mode", Mode),
            models.UniqueConstraint(fields=["log", "number"], name="duty_patrol_number"),
            models.CheckConstraint(condition=Q(ended_at__gt=F("started_at")), name="duty_patrol_takes_time"),
            models.CheckConstraint(condition=~Q(mode="FIXED_POST") | ~Q(post=""), name="duty_post_has_place"),
        ]
        indexes = [models.Index(fields=["started_at"], name="patrol_began")]

    def __str__(self) -> str:
        return f"{self.log_id}/{self.number}"


class PatrolWalker(models.Model):
    """Who walked, with badge, armband and certificate in sight or without (EQP-08, TRN-06)."""

    patrol = models.ForeignKey(Patrol, models.CASCADE, related_name="walkers")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    insignia = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patrol", "member"], name="duty_walks_once")]

    def __str__(self) -> str:
        return f"{self.patrol_id}/{self.member_id}"


class ReviewStep(models.Model):
    """Append-only: every verdict on a log, also those before it was mended."""

    log = models.ForeignKey(PatrolLog, models.CASCADE, related_name="review_steps")
    verdict = models.CharField(max_length=10)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            only("verdict", Verdict),
            models.CheckConstraint(condition=~Q(verdict="RETURNED") | ~Q(reason=""), name="duty_return_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.log_id} {self.verdict}"


class Addendum(models.Model):
    """What is added to a filed log; nothing is ever changed by it."""

    log = models.ForeignKey(PatrolLog, models.CASCADE, related_name="addenda")
    text = models.CharField(max_length=1000)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.log_id} +"


class BackfillOpening(models.Model):
    """The street opens a day that is too old to be filed, with a reason."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    day = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "day"], name="duty_opened_once")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.day}"
